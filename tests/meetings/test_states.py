"""A meeting through random histories."""

from datetime import date, timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import Cast
from tests.meetings.conftest import make_meeting
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.issuing import queries as issued
from tracker.meetings import services
from tracker.meetings.models import MEETING_WORKFLOW, AttendanceBasis, Meeting
from tracker.meetings.services import NoticeWords, Schedule

START = date(2023, 3, 1)
VERBS = ("notify", "reschedule", "hold", "cancel", "sheet", "categories", "rest", "wait")


def _act(meeting: Meeting, verb: str, on: date, cast: Cast) -> None:
    actor = cast.actor("clerk")
    if verb == "notify":
        services.notify(meeting=meeting, words=NoticeWords("各部门"), actor=actor, on=on)
    elif verb == "reschedule":
        later = Schedule(on + timedelta(days=3), "morning", room="报告厅")
        services.reschedule(meeting=meeting, schedule=later, actor=actor, on=on)
    elif verb == "hold":
        services.hold(meeting=meeting, actor=actor, on=on)
    elif verb == "cancel":
        services.cancel(meeting=meeting, reason="会期冲突", actor=actor)
    elif verb == "rest":
        services.mark_rest_present(meeting=meeting, actor=actor)
    else:
        services.set_basis(meeting=meeting, basis=AttendanceBasis(verb), actor=actor)


def _check(meeting: Meeting, before: str, verb: str, on: date) -> None:
    moves = {MEETING_WORKFLOW.table[verb].target} if verb in MEETING_WORKFLOW.table else {before}
    assert meeting.state in moves
    versions = issued.versions("notice", str(meeting.id))
    assert len(versions) == bool(versions) + len(meeting.reschedulings)
    assert sum(paper.is_valid for paper in versions) == bool(versions)
    if verb == "hold":
        assert meeting.held_on <= on
        assert not meeting.unmarked
    if meeting.state == "cancelled":
        assert meeting.cancelled_reason


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(verbs=st.lists(st.sampled_from(VERBS), max_size=12))
def test_every_history_follows_the_table(app: Flask, cast: Cast, verbs: list[str]) -> None:
    on = START
    with app.app_context():
        meeting_id = make_meeting(cast, is_late=False, held_on=date(2023, 3, 8))
        for verb in verbs:
            if verb == "wait":
                on += timedelta(days=4)
                continue
            before = db.session.get_one(Meeting, meeting_id).state
            try:
                with writing():
                    _act(db.session.get_one(Meeting, meeting_id), verb, on, cast)
            except RuleBroken:
                assert db.session.get_one(Meeting, meeting_id).state == before
            else:
                _check(db.session.get_one(Meeting, meeting_id), before, verb, on)
