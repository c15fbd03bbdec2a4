"""讲话要求分解表, 督办情况一览表, 三张清单: what they say, to whom, and as Excel."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from tests.factories import saved
from tests.followups.conftest import World
from tests.followups.test_extensions import asked, decide
from tracker.audit.services import SYSTEM, record_event
from tracker.catalogue.queries import KINDS
from tracker.core.calendar import Quarter
from tracker.core.db import db, writing
from tracker.directory.models import RiskArea, Unit
from tracker.followups import services
from tracker.followups.models import FollowUp
from tracker.followups.papers import instruction_table, overview, three_lists
from tracker.meetings.models import Address, Handling, Point, Speaker
from tracker.press.listing import Listing
from tracker.reports.queries import Period
from tracker.reports.queries.tasks import unit_tasks
from tracker.risks.models import Risk

ON = date(2023, 4, 10)


def made(
    world: World, build, subject: str, name: str | None = "clerk", on: date = ON
) -> Listing | None:
    with world.app.app_context():
        viewer = world.cast.viewer(name) if name else None
        return build(subject, on=on, public_url="", viewer=viewer)


def rows(listing: Listing | None, grid: int = 0) -> list[dict[str, str]]:
    """Return the rows of a table by the names of its columns."""
    assert listing is not None
    names = [column.name for column in listing.grids[grid].columns]
    return [dict(zip(names, row, strict=True)) for row in listing.grids[grid].rows]


def test_its_numbers_are_those_of_the_points_that_are_counted(world: World) -> None:
    with world.app.app_context():
        points = [Point(heading="安全形势总体平稳", sort=0)]
        noted = Address(speaker=Speaker.MEETING, verb="会议指出", sort=2, points=points)
        noted.meeting_id = world.meeting_id
        saved(noted)

    paper = made(world, instruction_table, str(world.meeting_id))

    said = [(row["序号"], row["讲话人"], row["要求"][:6]) for row in rows(paper)]
    assert said == [
        ("1", "党委书记程远山", "一 统一思想"), ("", "党委书记程远山", "二 夯实工作"),
        ("2", "党委书记程远山", "二（一） 开"), ("3", "党委书记程远山", "三 加强值班"),
        ("4", "会议要求", "各单位要在会"), ("5", "会议指出", "安全形势总体"),
    ]  # fmt: skip
    assert paper is not None
    assert paper.foot.startswith("共 5 条要求")


def test_each_point_stands_with_its_tasks_or_how_else_it_is_carried_out(world: World) -> None:
    world.assigned("机电工程系", title="完善预案")
    world.plan("保卫部", title="排查器材")
    with world.app.app_context():
        saved(db.session.get_one(Point, world.points["二"]), handling=Handling.STANDING)

    found = rows(made(world, instruction_table, str(world.meeting_id)))

    first = [row for row in found if row["任务"]]
    assert [row["任务"].split(" ")[1] for row in first] == ["完善预案", "排查器材"]
    assert [row["序号"] for row in first] == ["1", ""]
    assert [row["状态"] for row in first] == ["逾期", "拟办"]
    assert [row["落实方式"] for row in found if row["要求"].startswith("二 ")] == ["长期坚持"]


def test_units_read_the_points_once_the_minutes_are_out(world: World) -> None:
    world.assigned("机电工程系")
    own = f"{world.meeting_id}-{world.cast.units['机电工程系']}"

    assert made(world, instruction_table, own, "head") is None
    assert made(world, instruction_table, f"{world.meeting_id}-assigned", "inspector") is not None
    assert made(world, instruction_table, "999999") is None
    assert made(world, instruction_table, "x") is None


def test_the_overview_counts_what_stood_open_in_a_quarter(world: World) -> None:
    world.assigned("机电工程系")
    closed = world.submitted("保卫部", by="head2")
    with world.app.app_context():
        saved(db.session.get_one(FollowUp, closed), state="closed", closed_on=date(2023, 3, 25))

    first = made(world, overview, "2023-1")
    second = made(world, overview, "2023-2")

    assert [row["状态"] for row in rows(first)] == ["已办结", "推进中"]
    assert "共 2 项：已办结 1 项，推进中 1 项。" in (first.foot if first else "")
    assert [row["状态"] for row in rows(second)] == ["逾期"]


def test_a_past_quarter_names_the_unit_that_led_then(world: World) -> None:
    risk_id = world.risk("机电工程系", place="实训楼")
    moved = world.assigned("机电工程系", risk_id=risk_id)
    world.do(services.dispute, moved, "head", reason="不属本系职责。")
    with world.writing():
        services.reassign(
            followup=db.session.get_one(FollowUp, moved),
            unit=db.session.get_one(Unit, world.cast.units["后勤处"]),
            actor=world.actor("clerk"), on=date(2023, 4, 3), reason="属后勤职责。",
        )  # fmt: skip

    for build, grid, column in ((overview, 0, "责任单位"), (three_lists, 1, "牵头单位")):
        quarters = [rows(made(world, build, subject), grid) for subject in ("2023-1", "2023-2")]
        assert [row[column] for [row] in quarters] == ["机电工程系", "后勤处"]


@pytest.mark.parametrize("build", [overview, three_lists])
def test_a_quarter_to_come_and_what_is_none_give_no_paper(world: World, build) -> None:
    for subject in ("2023-3", "2023-5", "2023", "1-1", "20x3-1", "2023-1-1", ""):
        assert made(world, build, subject) is None, subject
    assert made(world, build, "2023-1", "head") is None


def test_three_lists_say_the_problem_who_answers_and_how_it_is_mended(world: World) -> None:
    risk_id = world.risk("机电工程系", place="实训楼")
    item_id = world.plan("后勤处", risk_id=risk_id, point=None)
    with world.app.app_context():
        saved(db.session.get_one(FollowUp, item_id), assigned_on=date(2023, 3, 20))
        risk = db.session.get_one(Risk, risk_id)
        saved(risk, state="closed", closed_on=date(2023, 3, 28))

    paper = made(world, three_lists, "2023-1")

    (problem,), (duty,), (mend,) = (rows(paper, grid) for grid in range(3))
    assert problem["表现"] == "消防安全·实训楼"
    assert problem["问题"] == duty["问题"] == mend["问题"] == "实训室灭火器过期"
    assert (duty["牵头单位"], duty["责任人"]) == ("后勤处", "陆庆安")
    assert (mend["进展"], mend["结果"]) == ("已完成", "2023.3.28销号")


def test_of_a_sensitive_area_no_place_is_printed(world: World) -> None:
    with world.app.app_context():
        area = saved(RiskArea(code="climate", name="师生思想动态", is_sensitive=True)).id
    world.risk("机电工程系", area_id=area, place="某处")

    (problem,) = rows(made(world, three_lists, "2023-1"))

    assert problem["表现"] == "师生思想动态"
    assert problem["来源"] == ""


def test_a_past_quarter_is_told_as_it_stood(world: World) -> None:
    """What was closed, cancelled or reported after its end is not known then."""
    closed = world.submitted("保卫部", by="head2")
    dropped = world.assigned("机电工程系")
    with world.app.app_context():
        item = db.session.get_one(FollowUp, closed)
        saved(item, state="closed", closed_on=date(2023, 4, 5))
        saved(
            db.session.get_one(FollowUp, dropped), state="cancelled", cancelled_on=date(2023, 4, 6)
        )
        with writing():
            entry = next(
                e for e in db.session.get_one(FollowUp, closed).entries if e.verb == "submit"
            )
            entry.note, entry.acted_on = "全部完成", date(2023, 4, 4)
            record_event("test.make", entry.follow_up, actor=SYSTEM)
    risk_id = world.risk("机电工程系")
    with world.app.app_context():
        saved(db.session.get_one(Risk, risk_id), state="closed", closed_on=date(2023, 4, 7))

    first, second = made(world, overview, "2023-1"), made(world, overview, "2023-2")
    (mend,) = rows(made(world, three_lists, "2023-1"), 2)

    assert [row["状态"] for row in rows(first)] == ["推进中", "推进中"]
    assert [row["进展"] for row in rows(first)] == ["", ""]
    assert sorted(row["状态"] for row in rows(second)) == ["已办结", "已撤销"]
    assert "全部完成" in [row["进展"] for row in rows(second)]
    assert (mend["进展"], mend["结果"]) == ("整改中", "")


def test_a_date_that_was_put_off_later_is_not_known_at_the_end_of_a_past_quarter(
    world: World,
) -> None:
    followup_id = asked(world, due_on=date(2023, 3, 27))
    decide(world, followup_id, "vice", on=date(2023, 4, 3))

    (then,) = rows(made(world, overview, "2023-1"))
    (later,) = rows(made(world, overview, "2023-2"))

    assert (then["时限"], then["状态"]) == ("2023.3.27", "逾期")
    assert later["时限"] == "2023.4.14（原2023.3.27）"
    with world.app.app_context():
        period = Period(Quarter(2023, 1), date(2023, 3, 31))
        (unit,) = unit_tasks(period)
        assert (unit.now.overdue, unit.late_since) == (1, date(2023, 3, 27))


def test_what_was_reported_or_goes_on_at_the_end_of_a_past_quarter_was_not_late(
    world: World,
) -> None:
    early = date(2023, 3, 24)
    reported, goes_on = (world.assigned(title=title, due_on=early) for title in ("报了", "推进"))
    world.assigned(title="没报", due_on=early)
    world.do(services.submit, reported, "head")
    with world.app.app_context():
        item = db.session.get_one(FollowUp, goes_on)
        saved(item, is_long_term=True, next_review_on=early)

    states = {row["事项"]: row["状态"] for row in rows(made(world, overview, "2023-1"))}

    assert states == {"报了": "待确认", "推进": "推进中", "没报": "逾期"}


def test_a_point_settled_from_above_says_so(world: World) -> None:
    with world.app.app_context():
        parent = db.session.get_one(Point, world.points["二"])
        child = Point(
            address_id=parent.address_id, parent_id=parent.id, level=2, sort=90, heading="细目"
        )
        saved(parent, handling=Handling.CONVEYED)
        saved(child)

    found = rows(made(world, instruction_table, str(world.meeting_id)))

    assert [row["落实方式"] for row in found if "细目" in row["要求"]] == ["随上一级"]


def test_the_same_tables_are_an_excel_file(world: World) -> None:
    world.risk("机电工程系", title="=1+1")
    paper = made(world, three_lists, "2023-1")
    assert paper is not None

    book = CalamineWorkbook.from_filelike(io.BytesIO(paper.as_excel()))

    assert book.sheet_names == ["问题清单", "责任清单", "整改清单"]
    above = 1 + len(paper.facts)
    head, row = book.get_sheet_by_name("问题清单").to_python()[above : above + 2]
    assert head == ["序号", "编号", "问题", "表现", "来源", "责任单位"]
    assert row[2] == "=1+1"


def test_the_columns_fill_the_page(world: World) -> None:
    world.assigned("机电工程系")
    world.risk("机电工程系")

    for build, subject in (
        (instruction_table, str(world.meeting_id)),
        (overview, "2023-1"),
        (three_lists, "2023-1"),
    ):
        paper = made(world, build, subject)
        assert paper is not None
        for grid in paper.grids:
            assert sum(column.width for column in grid.columns) == 247


def test_they_are_among_the_papers_that_can_be_printed(world: World) -> None:
    world.assigned("机电工程系")
    world.risk("机电工程系")
    with world.app.app_context():
        for kind in ("instruction-table", "overview", "three-lists"):
            assert KINDS[kind].formats == ("pdf", "xlsx")
            for subject, _title in KINDS[kind].ids(None):
                assert KINDS[kind].build(subject, on=ON, public_url="", viewer=None), (
                    kind,
                    subject,
                )
            assert not KINDS[kind].ids(world.cast.viewer("head"))
