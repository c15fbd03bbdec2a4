"""Tasks that wait for the person who opens the page."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.followups import queries as followups
from tracker.followups.models import (
    OPEN_STATES,
    RESTING_STATES,
    TICKABLE_STATES,
    FollowUp,
    FollowUpState,
)
from tracker.meetings.models import Address, Point
from tracker.risks.models import Risk

SHOWN = 30
# More than any unit has open at once; the whole list has pages.
AT_MOST = 200


@dataclass(frozen=True)
class Groups:
    """A unit's open tasks by what is asked for first: mend what came back, then by date.

    What the unit wants put off waits for who decides it, so it does not press here; what came back
    does all the same.
    """

    returned: list[FollowUp]
    overdue: list[FollowUp]
    this_week: list[FollowUp]
    later: list[FollowUp]
    asked: list[FollowUp]
    submitted: list[FollowUp]
    resting: list[FollowUp]

    @property
    def pressing(self) -> list[tuple[str, list[FollowUp]]]:
        """Return what cannot wait, under its heading."""
        named = [("退回", self.returned), ("逾期", self.overdue), ("本周", self.this_week)]
        return [(name, items) for name, items in named if items]

    @property
    def urgent(self) -> list[tuple[str, list[FollowUp]]]:
        """Return what cannot wait or, where nothing presses, what comes later."""
        return self.pressing or ([("以后", self.later)] if self.later else [])

    @property
    def shown(self) -> list[FollowUp]:
        """Return the tasks that are shown one by one."""
        return [item for _, items in self.urgent for item in items]

    @property
    def hidden(self) -> int:
        """Return how many later tasks are left to the whole list."""
        return len(self.later) if self.pressing else 0

    @property
    def is_empty(self) -> bool:
        """Tell whether the unit has nothing to do and nothing under way."""
        return not (self.urgent or self.asked or self.submitted or self.resting)


def own_items(viewer: Viewer, *, on: date) -> Groups:
    """Return the open tasks of all units for which the viewer files."""
    source = joinedload(FollowUp.point).joinedload(Point.address).selectinload(Address.points)
    query = select(FollowUp).options(
        joinedload(FollowUp.lead_unit),
        joinedload(FollowUp.meeting),
        joinedload(FollowUp.risk).joinedload(Risk.area),
        joinedload(FollowUp.entries),
        source,
    )
    query = query.where(FollowUp.lead_unit_id.in_(viewer.unit_ids), FollowUp.state.in_(OPEN_STATES))
    query = query.order_by(FollowUp.due_on, FollowUp.year, FollowUp.number).limit(AT_MOST)
    items = list(db.session.scalars(query).unique())
    sent_back = [item for item in items if item.state == FollowUpState.RETURNED]
    others = [item for item in items if item.state != FollowUpState.RETURNED]
    asked = [item for item in others if item.asked_due_on is not None]
    groups = dict(followups.by_urgency([i for i in others if i.asked_due_on is None], on=on))
    return Groups(
        returned=sent_back,
        overdue=groups.get("逾期", []),
        this_week=groups.get("本周", []),
        later=groups.get("以后", []),
        asked=[item for item in asked if item.state in TICKABLE_STATES],
        submitted=[item for item in items if item.state == FollowUpState.SUBMITTED],
        resting=[item for item in items if item.state in RESTING_STATES],
    )


def submitted_items(viewer: Viewer) -> list[FollowUp]:
    """Return what waits for this person's confirmation, what was reported first on top."""
    verifier = followups.verifier_of(viewer)
    if verifier is None:
        return []
    query = select(FollowUp).options(joinedload(FollowUp.lead_unit), selectinload(FollowUp.entries))
    query = query.where(FollowUp.state == FollowUpState.SUBMITTED)
    query = query.order_by(FollowUp.submitted_on, FollowUp.year, FollowUp.number)
    return verifier.among(db.session.scalars(query.limit(AT_MOST)))[:SHOWN]


def waiting_count(viewer: Viewer) -> int:
    """Return the number at the navigation: tasks to confirm for the office, to do for a unit."""
    return db.session.scalar(_waiting(viewer)) or 0


def _waiting(viewer: Viewer) -> Select[int]:
    query = select(func.count()).select_from(FollowUp)
    if viewer.is_office:
        return query.where(FollowUp.state == FollowUpState.SUBMITTED)
    own = FollowUp.lead_unit_id.in_(viewer.unit_ids)
    is_asked = FollowUp.asked_due_on.is_not(None)
    return query.where(own, FollowUp.state.in_(TICKABLE_STATES), ~is_asked)
