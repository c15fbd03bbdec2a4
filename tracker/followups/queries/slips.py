"""Slips as they are listed: of an item, to be sent today, sent, red ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.core.db import db, read_once
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.followups.models import (
    OPEN_STATES,
    RED_STEPS,
    SENT_STATES,
    STEP_KINDS,
    STEPS,
    TICKABLE_STATES,
    FollowUp,
    SlipState,
    SlipStep,
    StepKind,
    UrgeSlip,
)
from tracker.followups.queries.escalation import has_pending_extension
from tracker.followups.queries.lines import Listed

S = SlipState
MOST_SHOWN = 200
# What `?show=` may say on the page of slips; the first and the last are the office's alone.
SHOWN = {
    "proposed": "今日应发", "sent": "已发出，待送达", "delivered": "已送达",
    "red": "未办结的红色督办单", "unsent": "未发",
}  # fmt: skip
OFFICE_ONLY = frozenset({"proposed", "unsent"})
_STATES = {
    "sent": frozenset({S.ISSUED}),
    "delivered": frozenset({S.DELIVERED}),
    "unsent": frozenset({S.DROPPED, S.PASSED}),
}


def _slips(viewer: Viewer | None) -> Select[UrgeSlip]:
    """Return a query of slips in the viewer's scope; before they are sent the office's alone."""
    query = select(UrgeSlip).join(UrgeSlip.follow_up).join(FollowUp.lead_unit)
    query = query.options(
        contains_eager(UrgeSlip.follow_up)
        .contains_eager(FollowUp.lead_unit)
        .joinedload(Unit.supervising_post),
        joinedload(UrgeSlip.issued_paper),
    )
    if viewer is None or viewer.is_office:
        return query
    query = query.where(UrgeSlip.state.in_(SENT_STATES))
    return query if viewer.sees_all else query.where(FollowUp.lead_unit_id.in_(viewer.unit_ids))


def get_slip(slip_id: int, *, viewer: Viewer | None) -> UrgeSlip | None:
    """Return the slip if it is for the viewer, else None; None sees all (the worker)."""
    return db.session.scalar(_slips(viewer).where(UrgeSlip.id == slip_id))


def get_slips(ids: Iterable[int], *, viewer: Viewer) -> list[UrgeSlip]:
    """Return those of the slips that are for the viewer, in the order of lists."""
    return list(db.session.scalars(_ordered(_slips(viewer).where(UrgeSlip.id.in_(list(ids))))))


def slips_of(item: FollowUp, *, viewer: Viewer | None) -> list[UrgeSlip]:
    """Return the slips about an item that the viewer may see, the newest first."""
    query = _slips(viewer).where(UrgeSlip.follow_up_id == item.id).order_by(UrgeSlip.id.desc())
    user_id = viewer.user_id if viewer else None
    return read_once(("slips", item.id, user_id), lambda: list(db.session.scalars(query)))


def _ordered(query: Select[UrgeSlip]) -> Select[UrgeSlip]:
    return query.order_by(Unit.sort, Unit.id, FollowUp.year, FollowUp.number, UrgeSlip.id)


def _is_current() -> ColumnElement[bool]:
    """Return the condition that a proposed slip still says what is so: not reported, same date."""
    return and_(
        UrgeSlip.state == S.PROPOSED,
        FollowUp.state.in_(TICKABLE_STATES),
        FollowUp.due_on == UrgeSlip.due_on,
    )


def _is_open_red() -> ColumnElement[bool]:
    """Return the condition that a red slip was sent about the present date of an open item."""
    return and_(
        UrgeSlip.step.in_(RED_STEPS),
        UrgeSlip.state.in_(SENT_STATES),
        UrgeSlip.due_on == FollowUp.due_on,
        FollowUp.state.in_(OPEN_STATES),
    )


@dataclass(frozen=True)
class Proposed:
    """今日应发: what may be sent now, and what waits for the decision on an extension."""

    slips: list[UrgeSlip]
    paused: list[UrgeSlip]


def proposed_slips(*, viewer: Viewer, pending: frozenset[int] | None = None) -> Proposed:
    """Return the slips that wait for being sent, by unit; those of paused items apart.

    A slip whose item was reported meanwhile is not listed; it is again when the item comes back
    with the same due date.
    """
    found = list(db.session.scalars(_ordered(_slips(viewer).where(_is_current()))))
    waiting = pending
    if waiting is None:
        waiting = has_pending_extension([slip.follow_up_id for slip in found])
    return Proposed(
        [slip for slip in found if slip.follow_up_id not in waiting],
        [slip for slip in found if slip.follow_up_id in waiting],
    )


def may_send(slip: UrgeSlip) -> bool:
    """Tell whether a proposed slip still says what is so."""
    return slip.is_current and not has_pending_extension([slip.follow_up_id])


def listed_slips(show: str, *, viewer: Viewer) -> list[UrgeSlip]:
    """Return the slips of one list but 今日应发, the newest first, at most 200."""
    query = _slips(viewer)
    query = query.where(_is_open_red() if show == "red" else UrgeSlip.state.in_(_STATES[show]))
    return list(db.session.scalars(query.order_by(UrgeSlip.id.desc()).limit(MOST_SHOWN)))


def slip_counts(*, viewer: Viewer) -> dict[str, int]:
    """Return how many slips each list holds."""
    is_red = func.sum(case((_is_open_red(), 1), else_=0))
    query = select(UrgeSlip.state, func.count(), is_red).join(UrgeSlip.follow_up)
    if not viewer.sees_all:
        query = query.where(FollowUp.lead_unit_id.in_(viewer.unit_ids))
    rows = db.session.execute(query.group_by(UrgeSlip.state)).all()
    by_state = {state: count for state, count, _ in rows}
    counts = {
        show: sum(by_state.get(state, 0) for state in states) for show, states in _STATES.items()
    }
    return {**counts, "red": sum(int(red or 0) for _, _, red in rows)}


def proposed_count() -> int:
    """Return how many slips wait for the office to send them."""
    query = select(func.count()).select_from(UrgeSlip).join(UrgeSlip.follow_up)
    return db.session.scalar(query.where(_is_current())) or 0


def slips_sent_on(day: date, *, viewer: Viewer | None) -> list[UrgeSlip]:
    """Return the slips that were sent on a day, by unit: what is printed as one bundle."""
    query = _slips(viewer).where(UrgeSlip.issued_on == day, UrgeSlip.state.in_(SENT_STATES))
    return list(db.session.scalars(_ordered(query)))


def days_sent(*, viewer: Viewer | None, most: int = 30) -> list[date]:
    """Return the days on which slips were sent, the newest first."""
    query = _slips(viewer).where(UrgeSlip.state.in_(SENT_STATES)).with_only_columns(
        UrgeSlip.issued_on
    )  # fmt: skip
    query = query.options().group_by(UrgeSlip.issued_on).order_by(UrgeSlip.issued_on.desc())
    return [day for day in db.session.scalars(query.limit(most)) if day]


def sent_slips(*, viewer: Viewer | None) -> list[UrgeSlip]:
    """Return all slips that were sent, the newest first."""
    query = _slips(viewer).where(UrgeSlip.state.in_(SENT_STATES))
    return list(db.session.scalars(query.order_by(UrgeSlip.id.desc())))


def slip_marks(items: Iterable[Listed], *, viewer: Viewer) -> dict[int, StepKind]:
    """Return the highest step whose slip was sent about each item's present date, by item.

    A unit sees the marks of what it leads.
    """
    dues = {
        item.id: item.due_on
        for item in items
        if item.state in TICKABLE_STATES
        and (viewer.sees_all or item.lead_unit_id in viewer.unit_ids)
    }
    if not dues:
        return {}
    query = select(UrgeSlip.follow_up_id, UrgeSlip.step, UrgeSlip.due_on)
    query = query.where(UrgeSlip.follow_up_id.in_(dues), UrgeSlip.state.in_(SENT_STATES))
    found: dict[int, SlipStep] = {}
    for followup_id, step, due in db.session.execute(query):
        if due == dues[followup_id]:
            highest = max(SlipStep(step), found.get(followup_id, STEPS[0]), key=STEPS.index)
            found[followup_id] = highest
    return {followup_id: STEP_KINDS[step] for followup_id, step in found.items()}


@dataclass(frozen=True)
class RedSlips:
    """Items under a red slip that are still open: how many, and of which units."""

    count: int
    units: tuple[str, ...]


def open_red_slips() -> RedSlips:
    """Return the items that bear a red slip for their present date and are still open."""
    query = select(Unit, func.count(FollowUp.id.distinct()))
    query = query.join(FollowUp, FollowUp.lead_unit_id == Unit.id)
    query = query.join(UrgeSlip, UrgeSlip.follow_up_id == FollowUp.id)
    query = query.where(_is_open_red())
    rows = db.session.execute(query.group_by(Unit.id).order_by(Unit.sort, Unit.id)).all()
    return RedSlips(sum(n for _, n in rows), tuple(unit.display_name for unit, _ in rows))


def slips_to_acknowledge(item: FollowUp, viewer: Viewer) -> list[UrgeSlip]:
    """Return the slips about the item that its opening by the unit's head delivers."""
    if item.lead_unit_id not in viewer.headed_ids:
        return []
    return [slip for slip in slips_of(item, viewer=viewer) if slip.state == S.ISSUED]
