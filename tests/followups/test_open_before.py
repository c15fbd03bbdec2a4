"""What a meeting found open …"""

from datetime import date
from typing import Any

import pytest

from tests.followups.conftest import TODAY, World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.followups import queries, services
from tracker.meetings.models import Meeting
from tracker.risks.models import Risk

NEXT = date(2023, 6, 20)


def _open_before(world: World, held_on: date = NEXT, **narrowed: Any) -> list[int]:
    meeting_id = world.later(held_on)
    with world.app.app_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        return [item.id for item in queries.open_before(meeting, **narrowed)]


def test_it_is_what_was_handed_out_and_is_not_done(world: World):
    handed_out, reported = world.assigned(), world.submitted("保卫部", by="head2")
    world.plan("后勤处")

    assert _open_before(world) == [reported, handed_out]


def test_it_holds_what_was_done_on_the_day_or_later(world: World):
    followup_id = world.submitted("机电工程系")
    world.do(services.close, followup_id, "clerk", on=NEXT)

    assert _open_before(world) == [followup_id]
    assert _open_before(world, date(2023, 6, 21)) == []


def test_it_leaves_out_what_was_given_up_before(world: World):
    followup_id = world.assigned()
    world.do(services.cancel, followup_id, "clerk", reason="重复")

    assert _open_before(world) == []


def test_it_leaves_out_what_was_handed_out_later(world: World):
    world.assigned()

    assert _open_before(world, date(2023, 3, 19)) == []


def test_of_two_meetings_on_one_day_the_one_entered_first_is_the_earlier(world: World):
    followup_id = world.plan()
    world.do(services.dispatch, followup_id, "clerk", as_list=True, on=date(2023, 3, 10))

    assert _open_before(world, date(2023, 3, 10)) == [followup_id]


def test_it_holds_what_came_of_a_meeting_that_was_cancelled(world: World):
    followup_id = world.assigned()
    with world.writing():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        meeting.state, meeting.held_on = "cancelled", date(2023, 9, 1)
        record_event("test.cancel", meeting, actor=SYSTEM)

    assert _open_before(world) == [followup_id]


@pytest.mark.parametrize("held_on", [date(2023, 3, 9), date(2023, 3, 1)])
def test_it_leaves_out_what_no_earlier_meeting_asked_for(world: World, held_on: date):
    followup_id = world.plan()
    world.do(services.dispatch, followup_id, "clerk", as_list=True, on=date(2023, 3, 1))

    assert _open_before(world, held_on) == []


def test_it_leaves_out_conveyances(world: World):
    world.assigned("后勤处", point="要求", is_conveyance=True, is_filing=True)

    assert _open_before(world) == []


def test_it_is_asked_for_some_units(world: World):
    world.assigned()
    own = world.assigned("保卫部")

    assert _open_before(world, unit_ids=[world.cast.units["保卫部"]]) == [own]
    assert _open_before(world, unit_ids=[]) == []


def test_it_is_asked_for_by_unit_and_due_date(world: World):
    late = world.assigned(due_on=date(2023, 4, 7))
    early = world.assigned(due_on=date(2023, 3, 31))
    other = world.assigned("保卫部", due_on=date(2023, 4, 28))

    assert _open_before(world) == [other, early, late]


def test_it_does_not_change_with_what_happens_later(world: World):
    followup_id = world.submitted()
    before = _open_before(world)
    world.do(services.close, followup_id, "clerk", on=NEXT)
    with world.app.app_context():
        meeting = db.session.get_one(Meeting, world.later(NEXT))
        assert [item.id for item in queries.open_before(meeting)] == before


def test_it_holds_what_was_asked_for_outside_of_meetings(world: World):
    risk_id = world.risk(meeting_id=None)
    with world.writing():
        followup_id = _plan_without_meeting(world, risk_id)
    world.do(services.dispatch, followup_id, "clerk", as_list=True)

    assert _open_before(world) == [followup_id]
    assert _open_before(world, TODAY) == []


def _plan_without_meeting(world: World, risk_id: int) -> int:
    demand = services.Demand(
        title="更换灭火器", lead_unit_ids=(world.cast.units["机电工程系"],),
        due_on=date(2023, 3, 31),
    )  # fmt: skip
    items = services.plan_items(
        demand=demand, meeting=None, point=None, risk=db.session.get_one(Risk, risk_id),
        actor=world.actor("clerk"), on=TODAY,
    )  # fmt: skip
    return items[0].id
