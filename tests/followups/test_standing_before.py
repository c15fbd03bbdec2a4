"""The demands that stand from earlier meetings …"""

from datetime import date

from tests.client import PageClient, count_queries
from tests.followups.conftest import World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.followups import queries, services
from tracker.meetings.models import Handling, Meeting, MeetingState, Point


def _mark(world: World, name: str, handling: Handling) -> None:
    with world.writing():
        point = db.session.get_one(Point, world.points[name])
        services.set_handling(point=point, handling=handling, actor=world.actor("clerk"))


def _standing(world: World, meeting_id: int) -> list[tuple[str, str]]:
    with world.app.app_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        return [(p.source, p.heading) for p in queries.standing_before(meeting)]


def test_they_are_listed_with_their_source_as_spoken(world: World):
    _mark(world, "三", Handling.STANDING)
    _mark(world, "二（一）", Handling.STANDING)
    _mark(world, "一", Handling.CONVEYED)

    assert _standing(world, world.later()) == [
        ("党委书记讲话 二（一）", "开展实训室安全检查"), ("党委书记讲话 三", "加强值班值守"),
    ]  # fmt: skip


def test_they_are_of_meetings_held_earlier(world: World):
    _mark(world, "三", Handling.STANDING)

    assert _standing(world, world.meeting_id) == []
    assert _standing(world, world.later(date(2023, 3, 9))) == []


def test_they_are_not_of_a_meeting_that_is_still_to_come(world: World):
    _mark(world, "三", Handling.STANDING)
    with world.writing():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        meeting.state = MeetingState.NOTIFIED
        record_event("test.state", meeting, actor=SYSTEM)

    assert _standing(world, world.later()) == []


def test_they_are_loaded_at_once(world: World):
    meeting_id = world.later()
    _mark(world, "三", Handling.STANDING)
    with world.app.app_context(), count_queries(world.app) as one:
        _read(meeting_id)
    _mark(world, "二（一）", Handling.STANDING)
    with world.app.app_context(), count_queries(world.app) as two:
        _read(meeting_id)

    assert len(one) == len(two)


def _read(meeting_id: int) -> None:
    for point in queries.standing_before(db.session.get_one(Meeting, meeting_id)):
        assert point.source
        assert point.address.meeting.quarter_words


def test_the_tab_lists_them_folded_to_who_sees_all(world: World, client: PageClient):
    _mark(world, "三", Handling.STANDING)
    meeting_id = world.later()

    page = client.signed_in_as(world.cast.users["clerk"]).page(
        "followups.points", meeting_id=meeting_id
    )
    other = client.signed_in_as(world.cast.users["head"]).page(
        "followups.points", meeting_id=meeting_id
    )

    assert "往季长期坚持的要求" in page
    assert "2023年第一季度 · 一季度研判会议" in page
    assert "加强值班值守" in page
    assert "往季长期坚持的要求" not in other


def test_the_tab_is_silent_where_there_are_none(world: World, clerk: PageClient):
    assert "往季" not in clerk.page("followups.points", meeting_id=world.meeting_id)
