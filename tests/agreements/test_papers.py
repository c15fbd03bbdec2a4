"""The agreement with its signing page, the signing table, and coverage, as data and as PDF."""

import io

import pdfplumber
import pytest
from flask import render_template
from lxml import html
from python_calamine import CalamineWorkbook

from tests.agreements.conftest import HELD_ON, TITLE, TODAY, World
from tracker.agreements import papers, queries
from tracker.press.engine import render_pdf

LINE = (
    "（{n}）落实安全责任，做到管业务必须管安全，按月自查并建立台账，"
    "发现问题及时整改，整改结果按时报送。"
)


def printed(world: World, template: str, paper: object) -> list[str]:
    with world.app.app_context():
        content = render_pdf(render_template(f"papers/{template}.html", paper=paper))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return ["".join((page.extract_text() or "").split()) for page in pdf.pages]


def agreement(world: World, agreement_id: int) -> papers.AgreementPaper:
    with world.app.app_context():
        found = papers.agreement(str(agreement_id), on=TODAY, public_url="", viewer=None)
    assert found is not None
    return found


def test_without_a_text_it_is_the_signing_page(world: World) -> None:
    made = world.register("保卫部")

    [page] = printed(world, "agreement", agreement(world, made["保卫部"]))

    for words in (
        TITLE,
        "责任单位：保卫部",
        "一式两份",
        "党委书记（程远山）签字：",
        "晋川职业学院",
    ):
        assert words in page


def test_it_prints_the_text_and_the_days_of_signing(world: World) -> None:
    made = world.register("保卫部", text="一、工作目标\n全年无责任事故。\n二、期限\n一年。")
    world.sign(made["保卫部"], HELD_ON)

    [page] = printed(world, "agreement", agreement(world, made["保卫部"]))

    assert "一、工作目标" in page
    assert page.count("2023年3月10日") == 2


@pytest.mark.parametrize("lines", range(5, 16))
def test_signatures_never_stand_alone_on_a_page(world: World, lines: int) -> None:
    text = "\n".join(LINE.format(n=n) for n in range(lines))
    made = world.register("保卫部", text=text)

    pages = printed(world, "agreement", agreement(world, made["保卫部"]))

    last = next(page for page in pages if "签字：" in page)
    assert "落实安全责任" in last
    assert sum("签字：" in page for page in pages) == 1


def test_the_table_tells_both_sides_as_told(world: World) -> None:
    made = world.register("机电工程系党总支", "保卫部")
    world.sign(made["保卫部"])
    with world.app.app_context():
        signing_id = world.load(made["保卫部"]).signing_id
        table = papers.signing_table(str(signing_id), on=TODAY, public_url="", viewer=None)
    assert table is not None

    [page] = printed(world, "signing_table", table)

    for words in (
        f"《{TITLE}》",
        "各党总支书记代表",
        "党委书记程远山",
        "会上签订",
        "宋卫平",
        "签订人",
    ):
        assert words in page


def test_the_table_has_the_same_columns_in_excel(world: World) -> None:
    made = world.register("保卫部")
    with world.app.app_context():
        signing_id = world.load(made["保卫部"]).signing_id
        table = papers.signing_table(str(signing_id), on=TODAY, public_url="", viewer=None)
        assert table is not None
        page = html.fromstring(render_template("papers/signing_table.html", paper=table))

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(table.as_excel())).get_sheet_by_index(0)

    names = page.xpath("//table[contains(@class, 'ledger')]//th/text()")
    rows = sheet.to_python()
    assert names == rows[6]
    assert [rows[1][0], rows[7][1]] == [f"责任书：《{TITLE}》", "保卫部"]


def test_coverage_names_who_is_missing(world: World) -> None:
    made = world.register("保卫部", "后勤处")
    world.sign(made["保卫部"])
    with world.app.app_context():
        paper = papers.coverage("2023", on=TODAY, public_url="", viewer=None)

    [page] = printed(world, "listing", paper)

    assert "1/2后勤处" in page


def test_a_year_in_which_nobody_must_sign_says_so(world: World) -> None:
    with world.app.app_context():
        paper = papers.coverage("2022", on=TODAY, public_url="", viewer=None)

    [page] = printed(world, "listing", paper)

    assert "本年度还没有须签订的责任书" in page


@pytest.mark.parametrize("subject", ["", "x", "999", "-1", "99999999999"])
def test_nonsense_is_no_paper(world: World, subject: str) -> None:
    with world.app.app_context():
        for build in (papers.agreement, papers.signing_table, papers.coverage):
            assert build(subject, on=TODAY, public_url="", viewer=None) is None


def test_what_can_be_printed_is_listed(world: World) -> None:
    made = world.register("保卫部")
    with world.app.app_context():
        head = world.cast.viewer("head")
        assert [one for one, _ in papers.agreement_ids(None)] == [str(made["保卫部"])]
        assert papers.coverage_ids(None)[0][0] == "2023"
        assert len(papers.signing_table_ids(None)) == len(queries.all_signings()) == 1
        assert papers.agreement_ids(head) == papers.coverage_ids(head) == []
        assert papers.signing_table_ids(head) == []
