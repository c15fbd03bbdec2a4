"""risks.queries …"""

from datetime import date

from tests.risks.conftest import HELD_ON, World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.meetings.models import Meeting, MeetingState
from tracker.risks import queries, services


def _left_open(world: World, meeting_id: int, units: list[str] | None = None) -> list[str]:
    unit_ids = [world.cast.units[unit] for unit in units] if units is not None else None
    with world.app.app_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        return [risk.title for risk in queries.open_before(meeting, unit_ids=unit_ids)]


def test_a_unit_sees_its_own_risks_only(world: World):
    own = world.register(meeting_id=world.meeting_id)
    other = world.register("保卫部", meeting_id=world.meeting_id)

    with world.app.app_context():
        head, clerk = world.cast.viewer("head"), world.cast.viewer("clerk")
        assert queries.get_risk(other, viewer=head) is None
        seen = queries.risks_of_meeting(world.meeting_id, viewer=head)
        assert [risk.id for risk in seen] == [own]
        everything = queries.risks_of_meeting(world.meeting_id, viewer=clerk)
        assert [risk.id for risk in everything] == [other, own]


def test_cancelled_risks_are_not_of_the_meeting(world: World):
    risk_id = world.register(meeting_id=world.meeting_id)
    world.do(services.cancel, risk_id, "director", reason="重复登记")

    with world.app.app_context():
        assert queries.risks_of_meeting(world.meeting_id, viewer=None) == []


def test_what_an_earlier_meeting_left_open_heads_the_next(world: World):
    world.register(title="上次的", meeting_id=world.meeting_id)
    world.register(title="会前自查的", found_on=date(2023, 6, 1), on=date(2023, 6, 1))
    world.register(title="会后发现的", found_on=date(2023, 6, 20), on=date(2023, 6, 20))
    following = world.meeting(date(2023, 6, 15))
    world.register(title="这次的", meeting_id=following, on=date(2023, 6, 15))

    assert _left_open(world, following) == ["上次的", "会前自查的"]
    assert _left_open(world, world.meeting_id) == []


def test_it_tells_what_was_open_then_whatever_has_become_of_it(world: World):
    for title, closed_on in (("会前销号", date(2023, 6, 14)), ("当天销号", date(2023, 6, 15)),
                             ("会后销号", date(2023, 7, 1))):  # fmt: skip
        risk_id = world.register(title=title, meeting_id=world.meeting_id)
        world.do(services.rectify, risk_id)
        world.do(services.close, risk_id, on=closed_on)
    gone = world.register(title="会前撤销", meeting_id=world.meeting_id)
    world.do(services.cancel, gone, "director", reason="重复登记", on=date(2023, 5, 1))

    following = world.meeting(date(2023, 6, 15))

    assert _left_open(world, following) == ["当天销号", "会后销号"]


def test_of_two_meetings_on_one_day_the_first_comes_before(world: World):
    second = world.meeting(HELD_ON)
    world.register(meeting_id=world.meeting_id)

    assert len(_left_open(world, second)) == 1


def test_a_risk_of_a_cancelled_meeting_is_not_lost(world: World):
    planned = world.meeting(date(2023, 6, 1), state=MeetingState.NOTIFIED)
    world.register(title="已报送的", meeting_id=planned, on=date(2023, 5, 30))
    with world.writing():
        meeting = db.session.get_one(Meeting, planned)
        meeting.state = MeetingState.CANCELLED
        record_event("test.make", meeting, actor=SYSTEM)

    assert _left_open(world, world.meeting(date(2023, 5, 31))) == ["已报送的"]


def test_it_is_narrowed_to_units(world: World):
    world.register(meeting_id=world.meeting_id)
    world.register("保卫部", title="保卫的", meeting_id=world.meeting_id)
    following = world.meeting(date(2023, 6, 15))

    assert _left_open(world, following, ["保卫部"]) == ["保卫的"]
    assert _left_open(world, following, []) == []
