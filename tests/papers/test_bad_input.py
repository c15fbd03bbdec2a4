"""Whatever is typed prints as a sound paper, or is refused with what is wrong; never by half."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.agreements.papers import AgreementPaper, Paragraph, SignatureLine
from tracker.press.engine import MissingGlyphs
from tracker.press.listing import Column, Grid, Listing, numbered
from tracker.press.parts import Imprint, Receivers, Roster
from tracker.press.typography import mark_class

from .conftest import open_paper, print_paper
from .measure import crossing, lines, mm, outside, text
from .samples import (
    LONG_TEXT,
    approval_sheet,
    checklist,
    conveyance,
    minutes_paper,
    notice,
    sign_in_sheet,
)  # fmt: skip

MARKUP = "<script>alert('1')</script>&amp;<b>"
UNSEEN = "安\x00\x07全\u200b\ufeff生\ufe0f产\U000e0100"
AWKWARD = {
    "a long text": LONG_TEXT * 2,
    "a long word": "A" * 120 + "https://tracker.example.edu/" + "abcdefghij" * 12,
    "a mixture": f"ＡＢＣ１２３abc123，全角ｶﾀ混排（test）{MARKUP}喆堃赟犇镕㛃𬭎䶮{UNSEEN}",
}


def listing(words, rows=3, width=76):
    """Return a paper of one table whose cells say the words."""
    columns = (
        Column("序号", 11, is_centred=True), Column("事项", width), Column("单位", 30),
        Column("时限", 39),
    )  # fmt: skip
    grid = Grid(columns, numbered(((words, "保卫部", words),) * rows), "没有事项。")
    return Listing("督办情况一览表", (("季度", words[:60]),), (grid,), "打印日期：2023年3月13日")


def checklist_of(words):
    """Return a unit's checklist whose cells say the words."""
    rows = checklist(2).rows
    told = [replace(row, matter=words, requirement=words, source=words) for row in rows]
    return replace(checklist(2), rows=tuple(told), meeting=words)


def minutes_of(words):
    """Return minutes that say the words in every part, as long as the forms let them be."""
    imprint = Imprint((Receivers("分送", words[:500]),), words[:100], "2023年12月13日", "共印30份")
    roster = Roster("出席", (words[:60], "周赟"))
    return replace(
        minutes_paper(), mark=words[:60], title=words[:200], opening=words, issuer=words[:60],
        rosters=(roster,), imprint=imprint,
    )  # fmt: skip


def agreement_of(words):
    """Return an agreement whose sides, posts and text are the words."""
    signer = (SignatureLine(words[:60], words[:60], "2023年3月13日"),)
    return AgreementPaper(words[:200], words[:60], words[:60], (Paragraph(words),), signer, signer)


PAPERS = {
    "minutes": minutes_of,
    "listing": listing,
    "checklist": checklist_of,
    "notice": lambda words: replace(
        notice(), title=words[:200], place=words, addressed_to=words, signed_by=words[:26]
    ),
    "sign_in_sheet": lambda words: replace(
        sign_in_sheet(1),
        place=words,
        rows=(replace(sign_in_sheet(1).rows[0], name=words[:60], post=words, unit=words),),
    ),
    "approval_sheet": lambda words: replace(
        approval_sheet(), title=words[:200], receivers=words, remark=words, copies=words[:20]
    ),
    "conveyance": lambda words: replace(
        conveyance(1), rows=(replace(conveyance(1).rows[0], to=words, measures=words),)
    ),
    "agreement": agreement_of,
}


@pytest.mark.parametrize("awkward", AWKWARD)
@pytest.mark.parametrize("template", PAPERS)
def test_it_prints_awkward_words_inside_their_boxes_and_the_page(template, awkward):
    with open_paper(template, PAPERS[template](AWKWARD[awkward])) as pdf:
        assert outside(pdf) == []
        assert crossing(pdf) == []


def test_it_prints_markup_as_it_was_typed():
    with open_paper("listing", listing(MARKUP, rows=1, width=76)) as pdf:
        said = "".join(text(page.chars) for page in pdf.pages)

    assert MARKUP in said


def test_it_leaves_out_what_cannot_be_seen():
    with open_paper("minutes", minutes_of(UNSEEN)) as pdf:
        assert "安全生产" in {text(row) for row in lines(pdf.pages[0])}


@pytest.mark.parametrize("template", ["minutes", "listing"])
def test_it_names_the_characters_that_no_face_has(template):
    with pytest.raises(MissingGlyphs, match="没有字体能打印这些字：🎉🧯"):
        print_paper(template, PAPERS[template]("消防🧯演练🎉❤️"))


@pytest.mark.parametrize("count", [1, 400])
def test_it_prints_one_name_or_four_hundred(count):
    names = ("秦守拙", "欧阳望山", "Alexander", "买买提·吐尔逊")
    roster = Roster("出席", tuple(names[place % 4] for place in range(count)))

    with open_paper("minutes", replace(minutes_paper(), rosters=(roster,))) as pdf:
        said = "".join(text(row) for page in pdf.pages for row in lines(page))

        assert said.count("出席：") == 1
        assert sum(said.split("出席：")[1].count(name) for name in names) == count
        assert outside(pdf) == []


@pytest.mark.parametrize(("number", "lines_of_mark"), [(26, 1), (27, 1), (64, 2)])
def test_it_keeps_a_long_mark_within_the_type_area(number, lines_of_mark):
    mark = "院" * number

    with open_paper("minutes", replace(minutes_paper(), mark=mark)) as pdf:
        red = [char for char in pdf.pages[0].chars if char["non_stroking_color"][0] > 0.8]

    assert mark_class(mark) == f"mark-{min(number, 27)}"
    assert len({round(char["top"]) for char in red}) == lines_of_mark
    assert all(28 <= mm(char["x0"]) < mm(char["x1"]) <= 184.1 for char in red)


def test_it_repeats_the_head_of_a_table_over_a_row_that_is_taller_than_a_page():
    paper = replace(checklist_of(LONG_TEXT * 4), meeting="季度会议")

    with open_paper("checklist", paper) as pdf:
        pages = [page.extract_text().replace(" ", "").replace("\n", "") for page in pdf.pages]

        assert len(pages) > 3
        assert all("序号编号" in page for page in pages[:-1])
        assert "要把维护意识形态" in pages[0].replace("事项", "")
        assert sum(page.count("锚") for page in pages) == 2 * 3 * 4
