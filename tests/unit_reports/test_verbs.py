"""Reports handed in, sent back, taken in: by whom, when, and what becomes of their rows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import selectinload

from tests.factories import saved
from tests.unit_reports.conftest import (
    BRANCH,
    DEPARTMENT,
    EARLIER,
    HELD_ON,
    LOGISTICS,
    SECURITY,
    TODAY,
    World,
)
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory.models import Unit
from tracker.meetings.models import Meeting
from tracker.risks.models import Risk
from tracker.unit_reports import queries, services
from tracker.unit_reports.models import Manner, ReportState, UnitReport
from tracker.unit_reports.services import ReportTexts, RowFacts


def texts(world: World, *titles: str, **values: Any) -> ReportTexts:
    rows = tuple(
        RowFacts(world.areas["fire"], "hazard", "general", title, measure="更换")
        for title in titles
    )
    return ReportTexts(**{"overview": "总体平稳。", "rows": rows, **values})


def submit(
    world: World, unit: str = DEPARTMENT, by: str = "head", said: ReportTexts | None = None,
    on: date = TODAY,
) -> int:  # fmt: skip
    with world.writing():
        report = services.submit(
            meeting=db.session.get_one(Meeting, world.meeting_id),
            unit=db.session.get_one(Unit, world.cast.units[unit]),
            texts=said or texts(world), actor=world.actor(by), on=on,
        )  # fmt: skip
        return report.id


def do(world: World, verb: Any, report_id: int, by: str = "clerk", **values: Any) -> Any:
    with world.writing():
        report = db.session.get_one(UnitReport, report_id)
        return verb(report=report, actor=world.actor(by), on=TODAY, **values)


def report(world: World, report_id: int) -> UnitReport:
    with world.app.app_context():
        parts = (UnitReport.rows, UnitReport.steps, UnitReport.unit)
        whole = [selectinload(part) for part in parts]
        found = db.session.get_one(UnitReport, report_id, options=whole)
        db.session.expunge_all()
        return found


def test_the_head_hands_it_in(world: World) -> None:
    found = report(world, submit(world))

    assert (found.state, found.submitter_name) == ("submitted", "机电工程系党总支书记陆庆安")
    assert not found.is_late


def test_it_is_late_after_the_day(world: World) -> None:
    assert report(world, submit(world, on=date(2023, 3, 9))).is_late


def test_a_liaison_hands_it_in_for_the_head(world: World) -> None:
    assert report(world, submit(world, by="liaison")).steps[-1].is_by_liaison


def test_a_liaison_may_be_forbidden(world: World) -> None:
    world.set("liaison_may_submit", "0")

    with pytest.raises(RuleBroken, match="本人报送"):
        submit(world, by="liaison")


@pytest.mark.parametrize("by", ["clerk", "head2", "outsider", "secretary"])
def test_nobody_else_hands_it_in(world: World, by: str) -> None:
    with pytest.raises(RuleBroken, match="须由单位负责人报送"):
        submit(world, by=by)


def test_a_unit_that_need_not_report_is_told_so(world: World) -> None:
    with world.app.app_context():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        rows = [row for row in meeting.reporting if row.unit_id != world.cast.units[DEPARTMENT]]
        saved(meeting, reporting=rows)

    with pytest.raises(RuleBroken, match="不在本次会议的汇报单位中"):
        submit(world)


@pytest.mark.parametrize(("state", "words"), [("cancelled", "会议已取消"), ("minuted", "已经印发")])
def test_a_meeting_that_is_over_takes_none(world: World, state: str, words: str) -> None:
    with world.app.app_context():
        saved(db.session.get_one(Meeting, world.meeting_id), state=state)

    with pytest.raises(RuleBroken, match=words):
        submit(world)


def test_an_empty_report_is_refused(world: World) -> None:
    with pytest.raises(RuleBroken, match="本季度无新增"):
        submit(world, said=ReportTexts())


def test_nothing_new_is_a_report_too(world: World) -> None:
    found = report(world, submit(world, said=ReportTexts(Manner.NOTHING_NEW)))

    assert (found.state, found.manner_label) == ("submitted", "本季度无新增")


def test_it_is_sent_back_with_a_reason_and_again(world: World) -> None:
    report_id = submit(world)
    with pytest.raises(RuleBroken, match="须写明原因"):
        do(world, services.return_, report_id, reason="")
    do(world, services.return_, report_id, reason="措施没有时限")
    assert report(world, report_id).return_reason == "措施没有时限"

    submit(world, said=texts(world, "灭火器过期"))

    found = report(world, report_id)
    assert (found.state, len(found.rows)) == ("submitted", 1)
    assert [step.verb for step in found.steps] == ["submit", "return", "submit"]


def test_its_rows_become_risks_once(world: World) -> None:
    report_id = submit(world, said=texts(world, "灭火器过期", "通道堵塞"))

    made = do(world, services.accept, report_id)
    assert len(made) == 2
    with pytest.raises(RuleBroken):
        do(world, services.accept, report_id)

    with world.app.app_context():
        rows = db.session.query(Risk).order_by(Risk.number).all()
        assert [(row.title, row.unit.name, row.found_on) for row in rows] == [
            ("灭火器过期", DEPARTMENT, TODAY), ("通道堵塞", DEPARTMENT, TODAY),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "due_on"),
    [("registered", date(2023, 6, 30)), ("rectifying", date(2022, 12, 30))],
)
def test_a_row_that_goes_on_brings_its_open_risk_up_to_date(
    world: World, state: str, due_on: date
) -> None:
    risk_id = world.risk(state=state)
    earlier = world.made(DEPARTMENT, "accepted", meeting_id=world.earlier_id, rows=1)
    with world.app.app_context():
        row = db.session.get_one(UnitReport, earlier).rows[0]
        saved(row, risk_id=risk_id)
        row_id = row.id
    facts = RowFacts(
        world.areas["fire"], "hazard", "general", "仍未更换", due_on=date(2023, 6, 30),
        copied_from_id=row_id,
    )  # fmt: skip
    report_id = submit(world, said=ReportTexts(overview="平稳。", rows=(facts,)))

    do(world, services.accept, report_id)

    with world.app.app_context():
        risk = db.session.query(Risk).one()
        assert (risk.title, risk.due_on, risk.found_on) == ("仍未更换", due_on, EARLIER)
        assert db.session.get_one(UnitReport, report_id).rows[0].risk_id == risk_id


def test_what_the_unit_did_not_change_leaves_the_register_as_it_is(world: World) -> None:
    risk_id = world.risk(title="办公室核定的说法", level="major")
    earlier = world.made(DEPARTMENT, "accepted", meeting_id=world.earlier_id, rows=1)
    with world.app.app_context():
        row = db.session.get_one(UnitReport, earlier).rows[0]
        saved(row, risk_id=risk_id)
        same = RowFacts(
            row.area_id, row.kind, row.level, row.title, measure=row.measure, due_on=row.due_on,
            copied_from_id=row.id,
        )  # fmt: skip
    report_id = submit(world, said=ReportTexts(overview="平稳。", rows=(same,)))

    do(world, services.accept, report_id)

    with world.app.app_context():
        risk = db.session.query(Risk).one()
        assert (risk.title, risk.level) == ("办公室核定的说法", "major")


def test_a_risk_is_found_on_the_day_of_its_report(world: World) -> None:
    """A date between the report and its being taken in is a good date."""
    row = RowFacts(world.areas["fire"], "hazard", "general", "门锁损坏", due_on=date(2023, 3, 7))
    report_id = submit(world, said=ReportTexts(rows=(row,)))

    with world.writing():
        found = db.session.get_one(UnitReport, report_id)
        services.accept(report=found, actor=world.actor("clerk"), on=date(2023, 3, 9))

    with world.app.app_context():
        assert db.session.query(Risk).one().found_on == TODAY


def test_nobody_takes_in_what_they_handed_in(world: World) -> None:
    report_id = submit(world)

    with pytest.raises(RuleBroken, match="自己报送"):
        do(world, services.accept, report_id, by="head")


def test_what_was_heard_is_noted_after_the_meeting(world: World) -> None:
    def hear() -> int:
        with world.writing():
            return services.record_oral(
                meeting=db.session.get_one(Meeting, world.meeting_id),
                unit=db.session.get_one(Unit, world.cast.units[SECURITY]),
                actor=world.actor("clerk"), on=HELD_ON,
            ).id  # fmt: skip

    with pytest.raises(RuleBroken, match="还没有召开"):
        hear()
    with world.app.app_context():
        saved(db.session.get_one(Meeting, world.meeting_id), state="held")

    found = report(world, hear())

    assert (found.state, found.manner, found.submitter_id) == ("accepted", "oral", None)
    with pytest.raises(RuleBroken, match="不必再登记"):
        hear()


def test_too_many_rows_are_refused(world: World) -> None:
    with pytest.raises(RuleBroken, match="超过 60 条"):
        submit(world, said=texts(world, *(f"隐患{n}" for n in range(61))))


def test_a_sensitive_row_with_a_place_is_not_registered(world: World) -> None:
    row = RowFacts(world.areas["climate"], "weak_link", "general", "制度不全", place="二号楼")
    report_id = submit(world, said=ReportTexts(rows=(row,)))

    with pytest.raises(RuleBroken, match="只登记薄弱环节"):
        do(world, services.accept, report_id)
    assert report(world, report_id).state == "submitted"


def test_its_word_on_what_was_left_open_is_kept(world: World) -> None:
    about = ("risk", world.risk())
    report_id = submit(world, said=texts(world, words={about: "已更换一半。", ("risk", 0): " "}))

    with world.app.app_context():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        assert queries.words_on(meeting) == {about: "已更换一半。"}
    assert report(world, report_id).state == "submitted"


def _act(world: World, verb: str, units: Iterator[str]) -> None:
    unit = next(units)
    head = {DEPARTMENT: "head", BRANCH: "head", SECURITY: "head2", LOGISTICS: "head3"}[unit]
    with world.app.app_context():
        found = queries.find_report(world.meeting_id, world.cast.units[unit])
        report_id = found.id if found else 0
    if verb == "submit":
        submit(world, unit, head)
    elif verb == "save":
        with world.writing():
            services.save(
                meeting=db.session.get_one(Meeting, world.meeting_id),
                unit=db.session.get_one(Unit, world.cast.units[unit]),
                texts=texts(world), actor=world.actor(head), on=TODAY,
            )  # fmt: skip
    elif report_id:
        reason = {"reason": "请补充"} if verb == "return" else {}
        service = services.return_ if verb == "return" else services.accept
        do(world, service, report_id, **reason)


@settings(
    max_examples=15, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["save", "submit", "return", "accept"]),
            st.sampled_from([DEPARTMENT, BRANCH, SECURITY, LOGISTICS]),
        ),
        max_size=12,
    )
)
def test_who_is_missing_follows_from_the_histories(
    world: World, acts: list[tuple[str, str]]
) -> None:
    for verb, unit in acts:
        try:
            _act(world, verb, iter([unit]))
        except RuleBroken:
            continue

    with world.app.app_context():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        missing = {row.unit_id for row in queries.missing(meeting)}
        reports = queries.states_of(world.meeting_id)
    filed = {unit for unit, one in reports.items() if one.state in queries.FILED_STATES}
    must = {world.cast.units[name] for name in (DEPARTMENT, BRANCH, SECURITY, LOGISTICS)}
    assert missing == must - filed
    for one in reports.values():
        assert one.state == ReportState.DRAFT or one.submitted_on is not None
