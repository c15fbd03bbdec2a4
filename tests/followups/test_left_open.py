"""What the last quarter left open, as a section of the meeting's page …"""

from datetime import date
from typing import Any

from flask import render_template
from sqlalchemy import select

from tests.client import count_queries
from tests.followups.conftest import World
from tests.followups.test_extensions import asked, decide
from tracker.audit.services import SYSTEM, record_event
from tracker.core.calendar import Quarter
from tracker.core.db import db
from tracker.directory.models import RiskArea
from tracker.followups import queries, services
from tracker.followups.models import FollowUp
from tracker.meetings.models import Meeting
from tracker.reports import queries as reports
from tracker.reports.services import close_quarter
from tracker.risks import services as risks
from tracker.risks.models import Risk


def _rows(world: World, who: str | None = None, held_on: date = date(2023, 6, 20)) -> list[Any]:
    meeting_id = world.later(held_on)
    with world.app.app_context():
        viewer = world.cast.viewer(who) if who else None
        rows = queries.left_open(db.session.get_one(Meeting, meeting_id), viewer=viewer)
        return [(row.unit.name, "、".join(row.codes), row.matter, row.due_on) for row in rows]


def test_a_risk_and_its_items_are_one_row(world: World):
    risk_id = world.risk()
    world.assigned(point=None, risk_id=risk_id, due_on=date(2023, 4, 28))
    world.assigned(point=None, risk_id=risk_id, due_on=date(2023, 4, 14))

    assert _rows(world) == [
        ("机电工程系", "风险2023-1、2023-2、2023-1", "实训室灭火器过期", date(2023, 4, 14))
    ]


def test_an_item_of_another_unit_stands_for_itself(world: World):
    world.assigned("后勤处", point=None, risk_id=world.risk())

    assert [row[:2] for row in _rows(world)] == [("后勤处", "2023-1"), ("机电工程系", "风险2023-1")]


def test_a_risk_without_item_and_an_item_without_risk_are_rows(world: World):
    world.risk("保卫部", due_on=None)
    world.assigned("保卫部", due_on=date(2023, 4, 7))

    assert _rows(world) == [
        ("保卫部", "2023-1", "完善实训室应急预案", date(2023, 4, 7)),
        ("保卫部", "风险2023-1", "实训室灭火器过期", None),
    ]


def test_what_was_done_before_is_left_out(world: World):
    followup_id = world.submitted(point=None, risk_id=world.risk())
    world.do(services.close, followup_id, "director")

    assert _rows(world) == []


def test_a_unit_sees_its_own(world: World):
    world.assigned("保卫部")
    world.assigned()

    assert [row[0] for row in _rows(world, "head2")] == ["保卫部"]
    assert len(_rows(world, "leader")) == 2


def _page(world: World, told: dict[tuple[str, int], str]) -> str:
    meeting_id = world.later()
    with world.app.test_request_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        rows = queries.left_open(meeting, viewer=None)
        return render_template(
            "followups/_open_before.html", meeting=meeting, left_open=rows, told=told
        )


def test_the_section_tells_dates_and_the_units_words(world: World):
    risk_id = world.risk()
    followup_id = world.assigned(point=None, risk_id=risk_id)
    with world.writing():
        item = db.session.get_one(FollowUp, followup_id)
        item.due_on = date(2023, 6, 10)
        record_event("test.extend", item, actor=SYSTEM)

    page = _page(world, {("risk", risk_id): "已更换 12 具。", ("follow_up", 99): "无关"})

    for words in (
        "截至 <time>2023年6月20日</time>",
        "2023年6月10日",
        "原 2023年3月31日",
        "会时已逾期 10 天",
    ):
        assert words in page
    assert "已更换 12 具。" in page
    assert "无关" not in page


def test_what_was_reported_or_goes_on_is_not_late(world: World):
    world.submitted(due_on=date(2023, 3, 24))
    goes_on = world.assigned(due_on=date(2023, 3, 24))
    with world.writing():
        item = db.session.get_one(FollowUp, goes_on)
        item.is_long_term, item.next_review_on = True, date(2023, 3, 24)
        record_event("test.extend", item, actor=SYSTEM)

    assert "会时已逾期" not in _page(world, {})


def test_the_section_says_where_nothing_is_left(world: World):
    assert "都已办结" in _page(world, {})


def test_the_section_is_loaded_in_a_fixed_number_of_statements(world: World):
    world.assigned(point=None, risk_id=world.risk())
    with count_queries(world.app) as few:
        _page(world, {})
    for unit in ("保卫部", "后勤处", "办公室"):
        world.assigned(unit, point=None, risk_id=world.risk(unit))
        world.assigned(unit)
    with count_queries(world.app) as many:
        _page(world, {})

    assert len(many) <= len(few) + 1


def _closed(world: World, quarter: int, on: date) -> None:
    with world.writing():
        close_quarter(quarter=Quarter(2023, quarter), actor=world.actor("director"), on=on)


def _risk(world: World, unit: str, found_on: date, **values: Any) -> int:
    fire = db.session.scalars(select(RiskArea.id).filter_by(code="fire")).one()
    facts = risks.RiskFacts(unit_id=world.cast.units[unit], area_id=fire, kind="hazard",
                            level="general", title="灭火器过期", found_on=found_on)  # fmt: skip
    return risks.register(
        facts=facts, meeting=None, actor=world.actor("clerk"), on=values.pop("on", found_on)
    ).id


def _stood(world: World, column: str = "closing", number: int = 1) -> set[tuple[str, int]]:
    """Return what the ledger says stood open at the end of a quarter, conveyances left out."""
    found: set[tuple[str, int]] = set()
    for book in reports.BOOKS.values():
        cell = reports.LedgerCell(book, Quarter(2023, number), column)
        for posting in reports.records_of(cell, page=1).items:
            item = getattr(posting, "follow_up", None)
            if item is None or not item.is_conveyance:
                found.add((book.code, getattr(posting, book.posting.OF)))
    return found


def _listed(rows: list[queries.LeftOpen]) -> set[tuple[str, int]]:
    listed = {("risks", row.risk.id) for row in rows if row.risk}
    return listed | {("follow-ups", item.id) for row in rows for item in row.items}


def test_it_is_what_the_ledger_says_stood_open_at_the_closing(world: World):
    open_items = [world.assigned("保卫部"), world.submitted()]
    world.assigned("后勤处", point="要求", is_conveyance=True, is_filing=True)
    world.do(services.cancel, world.assigned("办公室"), "clerk", reason="重复")
    with world.writing():
        kept = _risk(world, "后勤处", date(2023, 3, 1))
        gone = _risk(world, "后勤处", date(2023, 3, 2))
        risks.cancel(risk=db.session.get_one(Risk, gone), reason="重复",
                     actor=world.actor("director"), on=date(2023, 3, 20))  # fmt: skip
    _closed(world, 1, date(2023, 4, 10))
    world.do(services.close, open_items[1], "director", on=date(2023, 4, 20))
    world.do(services.dispatch, world.plan("办公室"), "clerk", as_list=True, on=date(2023, 5, 4))
    with world.writing():
        _risk(world, "保卫部", date(2023, 3, 5), on=date(2023, 5, 5))
    meeting_id = world.later()

    with world.app.app_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        rows = queries.left_open(meeting, viewer=None)

        assert _listed(rows) == _stood(world)
        assert _listed(rows) == {*(("follow-ups", i) for i in open_items), ("risks", kept)}
        ended = {row.unit.name: row.ended_before(meeting.held_on) for row in rows}
        assert ended == {"保卫部": None, "后勤处": None, "机电工程系": date(2023, 4, 20)}


def test_it_goes_by_dates_where_the_quarter_was_closed_after_the_meeting(world: World):
    followup_id = world.submitted()
    world.do(services.close, followup_id, "director", on=date(2023, 4, 20))
    _closed(world, 1, date(2023, 6, 21))

    assert _rows(world, held_on=date(2023, 6, 20)) == []


def test_the_section_tells_what_was_settled_since(world: World):
    followup_id = world.submitted(point=None, risk_id=world.risk())
    _closed(world, 1, date(2023, 4, 10))
    world.do(services.close, followup_id, "director", on=date(2023, 4, 20))

    page = _page(world, {})

    assert "2023年第一季度结账时尚未办结的问题和任务" in page
    assert "2023年4月20日已了结" in page
    assert "会时已逾期" not in page


def test_a_date_that_was_put_off_since_stands_as_the_meeting_knew_it(world: World):
    followup_id = asked(world)
    decide(world, followup_id, "vice", on=date(2023, 4, 10))
    meeting_id = world.later(date(2023, 4, 3))

    with world.app.app_context():
        (row,) = queries.left_open(db.session.get_one(Meeting, meeting_id), viewer=None)
        assert (row.due_on, row.original_due_on) == (date(2023, 3, 31), None)
        assert row.late_days(date(2023, 4, 3)) == 3
