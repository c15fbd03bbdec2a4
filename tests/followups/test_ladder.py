"""The ladder of urging: which step an item reaches on which day, and none twice."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.followups.conftest import World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.directory.models import CalendarDay
from tracker.followups import services
from tracker.followups.models import FollowUp, SlipState, UrgeSlip

DUE = date(2023, 3, 31)
# A Friday; the fifth of April is a holiday, as the law has it.
FIRST, SECOND, THIRD = date(2023, 4, 3), date(2023, 4, 10), date(2023, 4, 17)


@pytest.fixture
def world(world: World) -> World:
    with world.writing():
        day = CalendarDay(day=date(2023, 4, 5), is_workday=False, note="清明节")
        db.session.add(day)
        record_event("test.make", day, actor=SYSTEM)
    return world


def run(
    world: World,
    on: date,
    *,
    since: date | None = None,
    pending: frozenset[int] | None = None,
) -> list[tuple[str, date]]:
    """Make the slips of a day; returns step and due date of each."""
    with world.writing():
        made = services.make_slips(on=on, since=since, pending=pending)
        return [(slip.step, slip.due_on) for slip in made]


def states(world: World) -> dict[str, str]:
    with world.app.app_context():
        rows = db.session.scalars(select(UrgeSlip).order_by(UrgeSlip.id))
        return {slip.step: slip.state for slip in rows}


@pytest.mark.parametrize(
    ("on", "step"),
    [
        (date(2023, 3, 28), None), (date(2023, 3, 29), "before"), (date(2023, 3, 31), "before"),
        (date(2023, 4, 2), None), (FIRST, "overdue_1"), (date(2023, 4, 7), "overdue_1"),
        (SECOND, "overdue_2"), (date(2023, 4, 14), "overdue_2"), (THIRD, "overdue_3"),
    ],
)  # fmt: skip
def test_each_step_has_its_day(world: World, on: date, step: str | None) -> None:
    world.assigned(due_on=DUE)

    assert run(world, on) == ([(step, DUE)] if step else [])


def test_it_makes_none_twice(world: World) -> None:
    world.assigned(due_on=DUE)

    assert run(world, FIRST) == [("overdue_1", DUE)]
    assert run(world, FIRST) == []
    assert run(world, date(2023, 4, 4)) == []


def test_after_days_without_a_run_it_makes_the_highest_and_names_the_others(world: World) -> None:
    world.assigned(due_on=DUE)

    assert run(world, SECOND, since=date(2023, 3, 28)) == [("overdue_2", DUE)]

    with world.app.app_context():
        slip = db.session.scalars(select(UrgeSlip)).one()
        assert slip.skipped_words == "停运期间未发：到期前、逾期第一次"


def test_a_higher_step_replaces_what_was_not_sent(world: World) -> None:
    world.assigned(due_on=DUE)

    run(world, FIRST)
    run(world, SECOND)

    assert states(world) == {
        "overdue_1": SlipState.PASSED,
        "overdue_2": SlipState.PROPOSED,
    }


def test_nobody_is_urged_on_a_day_off(world: World) -> None:
    world.assigned(due_on=DUE)

    assert run(world, date(2023, 4, 5)) == []


def test_what_is_reported_is_not_urged_and_begins_anew_when_returned(world: World) -> None:
    item = world.submitted(due_on=DUE)

    assert run(world, SECOND) == []

    world.do(services.return_, item, "director", reason="请补充材料。", on=SECOND)

    assert run(world, SECOND) == []
    assert run(world, date(2023, 4, 11)) == [("overdue_1", DUE)]


def test_a_pending_extension_stops_it(world: World) -> None:
    item = world.assigned(due_on=DUE)

    assert run(world, SECOND, pending=frozenset({item})) == []
    assert run(world, SECOND) == [("overdue_2", DUE)]


def test_a_new_date_begins_the_ladder_anew(world: World) -> None:
    item = world.assigned(due_on=DUE)
    run(world, FIRST)

    with world.writing():
        followup = db.session.get_one(FollowUp, item)
        followup.due_on = date(2023, 4, 21)
        record_event("test.move", followup, actor=SYSTEM)

    assert run(world, date(2023, 4, 11)) == []
    assert run(world, date(2023, 4, 19)) == [("before", date(2023, 4, 21))]
    assert run(world, date(2023, 4, 24)) == [("overdue_1", date(2023, 4, 21))]
    with world.app.app_context():
        dues = [slip.due_on for slip in db.session.scalars(select(UrgeSlip).order_by(UrgeSlip.id))]
    assert dues == [DUE, date(2023, 4, 21), date(2023, 4, 21)]


def test_a_step_that_is_left_out_is_not_made(world: World) -> None:
    world.assigned(due_on=DUE)
    world.set("urge_before_days", "0")
    world.set("urge_behind_percent", "0")
    world.set("urge_overdue_1_days", "0")

    assert run(world, date(2023, 3, 30)) == []
    assert run(world, FIRST) == []
    assert run(world, SECOND) == [("overdue_2", DUE)]


def test_a_long_item_without_news_is_told_so_once(world: World) -> None:
    due = date(2023, 6, 30)
    world.assigned(due_on=due)

    assert run(world, date(2023, 5, 30)) == []
    assert run(world, date(2023, 5, 31)) == [("behind", due)]
    assert run(world, date(2023, 6, 1)) == []
    assert run(world, date(2023, 6, 28)) == [("before", due)]


def test_news_since_half_time_is_progress(world: World) -> None:
    due = date(2023, 6, 30)
    item = world.submitted(due_on=due)
    world.do(services.return_, item, "director", reason="请补充材料。", on=date(2023, 3, 21))

    assert run(world, date(2023, 5, 31)) == [("behind", due)]

    other = world.assigned(due_on=due)
    world.do(services.submit, other, "head", on=date(2023, 5, 20))
    world.do(services.return_, other, "director", reason="请补充材料。", on=date(2023, 5, 22))
    assert run(world, date(2023, 6, 1)) == []
