"""The hazard ledger of a quarter, as data and as PDF."""

import io
from datetime import date

import pdfplumber
import pytest
from flask import render_template

from tests.client import PageClient
from tests.risks.conftest import TODAY, World
from tracker.press.engine import render_pdf
from tracker.press.listing import Listing
from tracker.risks import papers, services


def ledger(world: World, subject: str, on: date = TODAY, viewer: str = "") -> Listing:
    with world.app.app_context():
        who = world.cast.viewer(viewer) if viewer else None
        found = papers.hazard_ledger(subject, on=on, public_url="", viewer=who)
    assert found is not None
    return found


def rows(paper: Listing) -> list[dict[str, str]]:
    """Return the rows by the names of their columns."""
    [grid] = paper.grids
    names = [column.name for column in grid.columns]
    return [dict(zip(names, row, strict=True)) for row in grid.rows]


def test_it_holds_what_stood_open_in_the_quarter(world: World) -> None:
    world.register(title="灭火器过期", place="实训楼", measure="更换", due_on=date(2023, 4, 10))
    closed = world.register("保卫部", title="楼道堆物", on=date(2023, 3, 12))
    world.do(services.rectify, closed, on=date(2023, 3, 12))
    world.do(services.close, closed, on=date(2023, 4, 20))

    first = rows(ledger(world, "2023-1"))
    second = rows(ledger(world, "2023-2", date(2023, 6, 1)))

    assert [(row["隐患描述"][:4], row["整改进展"]) for row in first] == [
        ("楼道堆物", "整改中"), ("灭火器过", "已登记"),
    ]  # fmt: skip
    assert [(row["隐患描述"][:4], row["完成时间"]) for row in second] == [
        ("楼道堆物", "2023.4.20"), ("灭火器过", ""),
    ]  # fmt: skip
    assert [second[0][name] for name in ("复查时间", "复查人", "复查结果")] == [
        "2023.4.20", "办公室干事方小禾", "合格",
    ]  # fmt: skip
    assert first[1]["领域·地点"] == "消防安全：实训楼"
    assert first[1]["责任人"] == "陆庆安"


def test_a_sensitive_area_tells_neither_place_nor_finder(world: World) -> None:
    world.register(area="师生思想动态", title="制度不全", kind="weak_link")

    [row] = rows(ledger(world, "2023-1"))

    assert (row["领域·地点"], row["排查单位"]) == ("师生思想动态", "")


def test_a_unit_prints_its_own_only(world: World) -> None:
    world.register(title="灭火器过期")
    world.register("保卫部", title="楼道堆物")
    unit = world.cast.units["机电工程系"]

    found = ledger(world, f"2023-1-{unit}", viewer="head")

    assert found.facts == (("单位", "机电工程系"), ("季度", "2023年第一季度"))
    assert ["灭火器过期" in row["隐患描述"] for row in rows(found)] == [True]
    with world.app.app_context():
        ids = papers.hazard_ledger_ids(world.cast.viewer("head"))
        assert all(subject.startswith("2023-1-") for subject, _ in ids)
        assert papers.hazard_ledger_ids(None)[0][0] == "2023-1"


def test_a_past_quarter_names_the_unit_that_answered_for_it_then(world: World) -> None:
    moved = world.register(title="灭火器过期")
    world.register("保卫部", title="楼道堆物")
    facts = world.facts("后勤处", title="灭火器过期")
    world.do(services.edit, moved, on=date(2023, 4, 12), facts=facts)
    units, then = world.cast.units, date(2023, 6, 1)

    first, second = ledger(world, "2023-1", then), ledger(world, "2023-2", then)
    with world.app.app_context():
        of_one_unit = [
            papers.hazard_ledger(f"2023-1-{units[name]}", on=then, public_url="", viewer=None)
            for name in ("机电工程系", "后勤处")
        ]

    assert {row["责任单位"] for row in rows(first)} == {"机电工程系", "保卫部"}
    assert {row["责任单位"] for row in rows(second)} == {"后勤处", "保卫部"}
    # What one unit may not read any more, and the other did not answer for then.
    assert of_one_unit == [None, None]


def test_a_head_is_never_printed_the_risks_of_all_units(world: World, client: PageClient) -> None:
    world.register(title="灭火器过期")
    world.register("保卫部", title="楼道堆物")
    head, own = client.signed_in_as(world.cast.users["head"]), world.cast.units["机电工程系"]

    for ending in ("pdf", "xlsx"):
        assert head.get(f"/papers/hazard-ledger/2023-1.{ending}").status_code == 404
    answer = head.get(f"/papers/hazard-ledger/2023-1-{own}.pdf")

    with pdfplumber.open(io.BytesIO(answer.data)) as pdf:
        words = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    assert "灭火器过期" in words
    assert "楼道堆物" not in words


def test_a_quarter_without_risks_says_so(world: World) -> None:
    with world.app.app_context():
        paper = papers.hazard_ledger("2022-1", on=TODAY, public_url="", viewer=None)

        page = render_template("papers/listing.html", paper=paper)

    assert "本季度没有在册的风险隐患" in page


@pytest.mark.parametrize("subject", ["", "2023", "2023-5", "0-1", "2023-1-x", "x-1", "2099-1"])
def test_nonsense_is_no_paper(world: World, subject: str) -> None:
    with world.app.app_context():
        assert papers.hazard_ledger(subject, on=TODAY, public_url="", viewer=None) is None


def test_it_is_printed_on_its_side_with_its_columns(world: World) -> None:
    world.register(title="灭火器过期", measure="更换灭火器，纳入月检")
    with world.app.app_context():
        paper = ledger(world, "2023-1")
        content = render_pdf(render_template("papers/listing.html", paper=paper))

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        [page] = pdf.pages
        head = ["".join((cell or "").split()) for cell in page.extract_tables()[-1][0]]
        assert page.width > page.height
    assert head == [
        "序号", "排查时间", "排查单位", "领域·地点", "隐患描述", "等级", "整改措施", "责任单位",
        "责任人", "整改时限", "整改进展", "完成时间", "复查时间", "复查人", "复查结果", "备注",
    ]  # fmt: skip
