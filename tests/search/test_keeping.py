"""The index follows the trail, and is the same when it is made anew."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.factories import saved
from tests.search.conftest import CANARY, World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.directory.models import Campus, Person, RiskArea, Unit
from tracker.meetings.models import Address, Meeting, MeetingState
from tracker.minutes.models import Minutes, MinutesState
from tracker.operations.jobs import every_minute
from tracker.risks.models import Risk
from tracker.search import queries, services
from tracker.search.models import IndexEntry, IndexProgress, Kind, entry_id
from tracker.unit_reports.models import ReportRow, ReportState, UnitReport


@pytest.fixture
def full(world: World) -> Iterator[World]:
    with world.app.app_context():
        world.everything()
        yield world


def rows() -> list[tuple[Any, ...]]:
    """Return the whole index."""
    query = select(*IndexEntry.__table__.columns).order_by(IndexEntry.id)
    return [tuple(row) for row in db.session.execute(query)]


def test_kept_and_made_anew_it_is_the_same(full: World) -> None:
    kept = rows()

    count = services.rebuild()

    assert rows() == kept
    assert count == len(kept) > 50


def test_what_has_no_event_of_its_own_is_found_once_it_is_made(full: World) -> None:
    """People and units of a college are planted with one event for all."""
    assert full.find("程远山")[Kind.PERSON]


def test_a_change_is_found_and_the_old_words_are_not(full: World) -> None:
    found = full.item("保卫部", title="更换白鹭标牌")
    services.catch_up()
    saved(db.session.get_one(queries.SOURCES[Kind.FOLLOW_UP].model, found), title="更换苍鹭标牌")
    services.catch_up()

    assert full.find("苍鹭")[Kind.FOLLOW_UP] == [found]
    assert full.find("白鹭") == {}


def test_points_go_with_their_address(full: World) -> None:
    address_id = full.address(full.meeting(), "清理白鹭巢", "巡查白鹭滩")
    services.catch_up()
    assert len(full.find("白鹭")[Kind.POINT]) == 2

    with writing():
        address = db.session.get_one(Address, address_id)
        db.session.delete(address)
        record_event("address.remove", address, actor=SYSTEM)
    services.catch_up()

    assert full.find("白鹭") == {}


def test_minutes_bring_out_what_was_said(full: World) -> None:
    meeting_id = full.meeting(MeetingState.HELD)
    full.address(meeting_id, "清理白鹭巢")
    minutes_id = full.minutes(meeting_id, MinutesState.DRAFT, opening="白鹭")
    services.catch_up()
    assert full.find("白鹭", "head") == {}

    with writing():
        minutes = db.session.get_one(Minutes, minutes_id)
        minutes.state, minutes.meeting.state = MinutesState.ISSUED, MeetingState.MINUTED
        record_event("minutes.issue", minutes, actor=SYSTEM)
    services.catch_up()

    assert full.find("白鹭", "head").keys() == {Kind.MINUTES, Kind.POINT}


def test_only_the_newest_version_of_minutes_is_found(full: World) -> None:
    meeting_id = full.meeting(MeetingState.MINUTED)
    first = full.minutes(meeting_id, MinutesState.ISSUED, opening="白鹭")
    services.catch_up()
    saved(db.session.get_one(Minutes, first), state=MinutesState.SUPERSEDED)
    second = full.minutes(meeting_id, MinutesState.ISSUED, version=2, opening="白鹭")
    services.catch_up()

    assert full.find("白鹭")[Kind.MINUTES] == [second]


def test_a_unit_that_was_renamed_is_found_with_its_people(full: World) -> None:
    unit = db.session.get_one(Unit, full.cast.units["保卫部"])
    saved(unit, name="平安建设处")
    services.catch_up()

    found = full.find("平安建设")
    assert found[Kind.UNIT] == [unit.id]
    assert found[Kind.PERSON] == [full.cast.persons["head2"]]


def test_an_area_that_was_renamed_is_found_with_its_risks(full: World) -> None:
    area = db.session.scalars(select(RiskArea).filter_by(code="fire")).one()
    saved(area, name="火灾防控")
    services.catch_up()

    assert len(full.find("火灾防控")[Kind.RISK]) == 3


def test_a_meeting_tells_who_may_read_it(full: World) -> None:
    meeting_id = full.meeting(MeetingState.DRAFT, title="白鹭会议")
    services.catch_up()
    assert full.find("白鹭", "head") == {}

    saved(db.session.get_one(Meeting, meeting_id), state=MeetingState.NOTIFIED)
    services.catch_up()

    assert full.find("白鹭", "head")[Kind.MEETING] == [meeting_id]


def test_records_of_another_layout_are_made_anew(full: World) -> None:
    kept = rows()
    with writing():
        db.session.get_one(IndexProgress, 1).layout = 0
        db.session.add(IndexEntry(id=5, owner_id=5, text="旧", shown={}, grams="旧"))

    services.catch_up()

    assert rows() == kept


def test_it_is_read_in_batches(full: World) -> None:
    ids = [full.item("保卫部", title="更换白鹭标牌") for _ in range(5)]

    assert services.keep_up(limit=2)
    assert full.find("白鹭")[Kind.FOLLOW_UP] == [ids[1], ids[0]]
    services.catch_up()
    assert len(full.find("白鹭")[Kind.FOLLOW_UP]) == 5


def test_the_command_makes_it_anew(full: World) -> None:
    with writing():
        db.session.execute(IndexEntry.__table__.delete())

    result = full.app.test_cli_runner().invoke(args=["search", "rebuild"])

    assert result.exit_code == 0
    assert "正在重建搜索索引：12/12" in result.output
    assert full.find(CANARY)


def test_the_clock_keeps_it(app: Flask, world: World) -> None:
    with app.app_context():
        world.item("保卫部", title="更换白鹭标牌")

    every_minute.call_local()

    with app.app_context():
        assert world.find("白鹭")[Kind.FOLLOW_UP]


def test_a_change_anywhere_is_followed_everywhere(full: World) -> None:
    """Whatever is told of a record changes with an event on what it is told of."""
    units, persons = full.cast.units, full.cast.persons
    meeting_id = full.meeting(MeetingState.MINUTED, chair_id=persons["vice"], campus_id=1)
    report_id = full.report(
        meeting_id, "保卫部", ReportState.SUBMITTED,
        ReportRow(area_id=1, title="标牌脱落", kind="hazard"),
    )  # fmt: skip
    risk_id = full.risk("保卫部")
    full.item("保卫部", risk_id=risk_id)
    services.catch_up()
    changes: list[tuple[type[Any], int, dict[str, Any]]] = [
        (Unit, units["保卫部"], {"name": "平安建设处", "short_name": "平安处"}),
        (Person, persons["vice"], {"name": "沈知远"}),
        (Campus, 1, {"name": "西山校区"}),
        (Meeting, meeting_id, {"year": 2022, "quarter": 4}),
        (RiskArea, 1, {"is_sensitive": True, "name": "火灾防控"}),
        (Risk, risk_id, {"area_id": 1}),
        (UnitReport, report_id, {"overview": "另写"}),
    ]

    for model, number, values in changes:
        record = db.session.get_one(model, number)
        saved(record, **values)
        services.catch_up()
        kept = rows()
        services.rebuild()
        assert rows() == kept, model


def test_what_changes_by_the_day_is_told_anew_each_day(full: World) -> None:
    with time_machine.travel("2023-03-20 10:00 +08:00", tick=False):
        services.catch_up()
        unit = db.session.get_one(Unit, full.cast.units["后勤处"])
        saved(unit, active_to=date(2023, 3, 20))
        services.catch_up()
        assert not of_unit(unit.id)["badge"]

    with time_machine.travel("2023-03-21 10:00 +08:00", tick=False):
        services.catch_up()

        assert of_unit(unit.id)["badge"] == "不在用"


def of_unit(number: int) -> dict[str, Any]:
    """Return what the index shows of a unit."""
    db.session.rollback()
    return db.session.get_one(IndexEntry, entry_id(Kind.UNIT, number)).shown


def test_a_record_that_cannot_be_told_hinders_no_other(full: World) -> None:
    """The series of this number is gone."""
    full.used_number(series="gone", number=91, title="白鹭展览")
    item = full.item("保卫部", title="更换白鹭标牌")

    services.catch_up()

    assert full.find("白鹭") == {Kind.FOLLOW_UP: [item]}
