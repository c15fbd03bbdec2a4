"""Items over several quarters of random histories …"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.followups.conftest import HELD_ON, World
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.followups import queries, services
from tracker.followups.models import ENDED_STATES, FollowUp, Rhythm
from tracker.meetings.models import Meeting

MEETINGS = (date(2023, 6, 20), date(2023, 9, 19), date(2023, 12, 20))
LAST_DAY = 330
VERBS: dict[str, tuple[str, Callable[..., Any]]] = {
    "dispatch": ("clerk", lambda item, **k: services.dispatch(followups=[item], **k)),
    "submit": ("head2", lambda item, **k: services.submit(followup=item, **k)),
    "close": ("director", lambda item, **k: services.close(followup=item, **k)),
    "return": ("director", lambda item, **k: services.return_(followup=item, reason="补报", **k)),
    "cancel": ("clerk", lambda item, **k: services.cancel(followup=item, reason="重复", **k)),
}
# Mostly the steps that lead somewhere, so that histories end in every state.
STEP = st.sampled_from([*VERBS, "dispatch", "submit", "close", "submit", "close"])
WHEN = st.integers(min_value=0, max_value=LAST_DAY).map(lambda days: HELD_ON + timedelta(days))


@dataclass(frozen=True)
class Plan:
    """One item, and what is tried with it on which days."""

    is_risk: bool
    rhythm: str | None
    steps: list[tuple[date, str]]


PLANS = st.lists(
    st.builds(
        Plan,
        is_risk=st.booleans(),
        rhythm=st.sampled_from([None, None, *Rhythm]),
        steps=st.lists(st.tuples(WHEN, STEP), min_size=1, max_size=9).map(sorted),
    ),
    min_size=1,
    max_size=4,
)
RANDOM = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _play(world: World, plan: Plan) -> None:
    risk_id = world.risk("保卫部") if plan.is_risk else None
    rhythm = None if plan.is_risk else plan.rhythm
    followup_id = world.plan("保卫部", point=None, risk_id=risk_id, rhythm=rhythm)
    for on, verb in plan.steps:
        who, act = VERBS[verb]
        try:
            with world.writing():
                act(
                    db.session.get_one(FollowUp, followup_id),
                    actor=world.cast.actor(who), on=on,
                )  # fmt: skip
        except RuleBroken:
            continue


def _is_open(item: FollowUp, meeting: Meeting) -> bool:
    """Tell from the time line whether an item of the first meeting was open that day."""
    days = {entry.verb: entry.acted_on for entry in item.entries}
    ended = [days[verb] for verb in ("close", "file", "cancel") if verb in days]
    was_given = "dispatch" in days and days["dispatch"] <= meeting.held_on
    return was_given and not any(day < meeting.held_on for day in ended)


@RANDOM
@given(plans=PLANS)
def test_nothing_open_is_lost_between_quarters_and_nothing_else_is_found(
    world: World, plans: list[Plan]
):
    meeting_ids = [world.later(day) for day in MEETINGS]
    for plan in plans:
        _play(world, plan)

    with world.app.app_context():
        items = list(db.session.scalars(select(FollowUp)))
        for meeting_id in meeting_ids:
            meeting = db.session.get_one(Meeting, meeting_id)
            found = {item.id for item in queries.open_before(meeting)}
            assert found == {item.id for item in items if _is_open(item, meeting)}
            rows = queries.left_open(meeting, viewer=None)
            assert found == {item.id for row in rows for item in row.items}


@RANDOM
@given(plans=PLANS)
def test_each_recurring_item_that_closed_made_exactly_one(world: World, plans: list[Plan]):
    for plan in plans:
        _play(world, plan)

    with world.app.app_context():
        items = list(db.session.scalars(select(FollowUp)))
        again = {item.id for item in items if item.rhythm and item.state == "closed"}
        assert sorted(again) == sorted(i.previous_id for i in items if i.previous_id)
        for item in items:
            if item.previous is not None:
                assert item.due_on > max(item.previous.due_on, item.previous.closed_on)
                assert item.state == "assigned"


@RANDOM
@given(plans=PLANS)
def test_a_risk_is_struck_off_with_its_last_item_and_never_before(world: World, plans: list[Plan]):
    for plan in plans:
        _play(world, plan)

    with world.app.app_context():
        for item in db.session.scalars(select(FollowUp).where(FollowUp.risk_id.is_not(None))):
            assert item.closed_by_rule is False
            assert (item.risk.state == "closed") == (item.state == "closed")
            if item.risk.is_open and item.state not in ENDED_STATES:
                assert (item.risk.state == "rectifying") == (item.assigned_on is not None)
