"""A recurring task …"""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.followups.conftest import TODAY, WHOLE, World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory.models import Unit
from tracker.followups import queries, services
from tracker.followups.models import FollowUp, Rhythm
from tracker.followups.services.recurring import make_next
from tracker.meetings.models import Meeting
from tracker.minutes import queries as minutes

END = date(2023, 7, 13)


def _report(world: World, **values: object) -> int:
    """Bring the report of the body 创建办 to 待确认; the head of its host ticks."""
    defaults = {
        "title": "向院党委作学期专题汇报", "rhythm": Rhythm.SEMESTER_END, "due_on": END,
        "addressed_to": "安全保卫办公室（“创建办”）", "due_as_told": "每学期末",
    }  # fmt: skip
    return world.submitted("创建办", by="head2", **{**defaults, **values})


def _all(world: World) -> list[FollowUp]:
    with world.app.app_context():
        found = list(db.session.scalars(select(FollowUp).options(*WHOLE).order_by(FollowUp.id)))
        db.session.expunge_all()
        return found


def test_it_makes_the_next_dated_item_when_it_closes(world: World):
    followup_id = _report(world)

    world.do(services.close, followup_id, "director")

    first, second = _all(world)
    assert (second.previous_id, second.code) == (first.id, "2023-2")
    assert (second.state, second.assigned_on) == ("assigned", TODAY)
    assert second.due_on == second.original_due_on == date(2024, 1, 10)
    asked = ("title", "rhythm", "addressed_to", "due_as_told", "lead_unit_id", "point_id")
    assert [getattr(first, name) for name in asked] == [getattr(second, name) for name in asked]
    assert [entry.actor_name for entry in second.entries] == ["系统", "系统"]


def test_it_never_asks_for_a_date_that_has_passed(world: World):
    followup_id = _report(world, rhythm=Rhythm.MONTH, due_on=date(2023, 3, 31))

    world.do(services.close, followup_id, "director", on=date(2023, 6, 5))

    assert _all(world)[1].due_on == date(2023, 6, 30)


def test_it_comes_again_where_the_report_ends_it(world: World):
    world.submitted(rhythm=Rhythm.QUARTER, is_filing=True)

    first, second = _all(world)
    assert (first.state, second.state) == ("closed", "assigned")
    assert second.is_filing


def test_it_ends_where_it_is_given_up(world: World):
    followup_id = _report(world)
    world.do(services.cancel, followup_id, "clerk", reason="不再需要")

    assert len(_all(world)) == 1


def test_one_without_a_rhythm_does_not_come_again(world: World):
    world.do(services.close, world.submitted(), "director")

    assert len(_all(world)) == 1


def test_it_is_made_once_however_often_it_is_closed(world: World):
    followup_id = _report(world)
    world.do(services.close, followup_id, "director")

    with pytest.raises(RuleBroken, match="不能确认办结"):
        world.do(services.close, followup_id, "director")
    with pytest.raises(IntegrityError), world.writing():
        make_next(db.session.get_one(FollowUp, followup_id), on=TODAY)
    assert len(_all(world)) == 2


def test_the_next_stays_planned_where_the_unit_is_no_more(world: World):
    followup_id = _report(world)
    with world.writing():
        unit = db.session.get_one(Unit, world.cast.units["创建办"])
        unit.active_to = date(2023, 3, 19)
        record_event("test.end", unit, actor=SYSTEM)
    world.do(services.close, followup_id, "director")

    planned = _all(world)[1]
    assert planned.state == "planned"
    with world.app.app_context():
        assert queries.is_editable(db.session.get_one(FollowUp, planned.id))


def test_the_next_is_none_of_the_meetings_own_items(world: World):
    world.do(services.close, _report(world), "director")
    second = _all(world)[1]

    with world.app.app_context():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        proceedings = minutes.get_proceedings(world.meeting_id, viewer=None)
        assert second.id not in {item.id for item in proceedings.items}
        assert proceedings.is_done
        assert second.id not in {item.id for item in queries.items_of_meeting(meeting.id)}
        assert queries.counts(meeting)["followups"] == 1
        assert [item.id for item in queries.later_items_of(meeting.id)] == [second.id]


def test_the_next_stands_on_the_units_list(world: World):
    world.do(services.close, _report(world), "director")
    second = _all(world)[1]

    with world.app.app_context():
        unit_id = world.cast.units["创建办"]
        listed = queries.items_of_unit(world.meeting_id, unit_id)
        assert [item.id for item in listed] == [_all(world)[0].id, second.id]
        assert [count for _, count in queries.unit_checklists(world.meeting_id)] == [2]
