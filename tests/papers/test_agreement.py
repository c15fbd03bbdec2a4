"""目标责任书: the signatures stand with the end of the text, on one page."""

from __future__ import annotations

import pytest

from tracker.agreements.papers import AgreementPaper, Paragraph, SignatureLine

from .conftest import open_paper
from .measure import lines, outside, text
from .samples import SAFETY_TEXT


def agreement(paragraphs, last):
    """Return an agreement of so many paragraphs before one that is so many characters long."""
    signers = (SignatureLine("党委书记", "", "　　年　　月　　日"),)
    told = [Paragraph(f"（{number}）{SAFETY_TEXT}"[:60]) for number in range(paragraphs)]
    return AgreementPaper(
        "2023年平安校园创建目标责任书", "云岭职业技术学院", "保卫部",
        (*told, Paragraph("约定" * (last // 2))), signers, signers,
    )  # fmt: skip


@pytest.mark.parametrize("last", [4, 80, 580, 1200])
@pytest.mark.parametrize("paragraphs", [0, 3, 6])
def test_signatures_never_stand_alone_on_a_page_nor_apart(paragraphs, last):
    with open_paper("agreement", agreement(paragraphs, last)) as pdf:
        signed = [page for page in pdf.pages if "签字：" in page.extract_text()]
        above = [row for row in lines(signed[0]) if "约定" in text(row)]

        assert signed == [pdf.pages[-1]]
        assert signed[0].extract_text().count("签字：") == 2
        assert len(above) >= min(2, -(-last // 28))
        assert outside(pdf) == []


def test_an_agreement_without_text_is_its_signing_page():
    signers = (SignatureLine("院长", "秦守拙", "2023年3月10日"),)
    paper = AgreementPaper("责任书", "学院", "保卫部", (), signers, signers, "一式两份。")

    with open_paper("agreement", paper) as pdf:
        [page] = pdf.pages

        assert "学院与保卫部签订本责任书。一式两份。" in page.extract_text().replace("\n", "")
