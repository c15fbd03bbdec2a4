"""The points of all meetings over the quarters: what narrows them, a page of their meetings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from tracker.core.calendar import Quarter
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.followups.models import ENDED_STATES, FollowUp, FollowUpState
from tracker.followups.queries.before import HELD_STATES
from tracker.followups.queries.coverage import Coverage, coverage_of, points_left
from tracker.followups.queries.reach import reach_of
from tracker.meetings import queries as meetings
from tracker.meetings.models import HANDLING_LABELS, Address, Handling, Meeting, Point

MEETINGS_PER_PAGE = 6
OPEN = "open"
HANDLING_FILTERS = {**{str(key): words for key, words in HANDLING_LABELS.items()}, OPEN: "未明确"}


@dataclass(frozen=True)
class PointFilter:
    """What narrows the points; each condition is a part of the address, none means all.

    `is_left` keeps what is not carried out yet, `leader_id` whose words it is.
    """

    quarter: Quarter | None = None
    leader_id: int | None = None
    handling: str = ""
    is_left: bool = False

    def narrowed(self, coverage: Coverage) -> Coverage:
        """Return the points of a meeting that are asked for."""
        found = points_left(coverage) if self.is_left else coverage.points
        if self.leader_id is not None:
            found = [one for one in found if one.point.address.person_id == self.leader_id]
        if self.handling == OPEN:
            found = [one for one in found if one.point.is_open]
        elif self.handling:
            found = [one for one in found if one.point.handling == self.handling]
        return replace(coverage, points=tuple(found))


def coverage_page(
    chosen: PointFilter, *, on: date, viewer: Viewer | None, page: int
) -> tuple[Pagination, list[tuple[Coverage, Coverage]]]:
    """Return a page of meetings, newest first: of each all its points, and those asked for.

    A meeting of which nothing is asked for is neither shown nor counted. 404 where there is no
    such page.
    """
    conditions = _conditions(chosen, viewer)
    if chosen.is_left or (viewer is not None and not viewer.sees_all):
        # How far a point is and whether it concerns a unit is told from its tasks: the conditions
        # find too many meetings, and a page of them could be empty with a full one behind it.
        asked = points_asked_for(chosen, on=on, viewer=viewer)
        conditions = [Meeting.id.in_([one.meeting.id for one in asked])]
    found = db.paginate(
        meetings.newest_first(select(Meeting).where(*conditions)), page=page,
        per_page=MEETINGS_PER_PAGE, max_per_page=MEETINGS_PER_PAGE,
    )  # fmt: skip
    whole = coverage_of(found.items, on=on, viewer=viewer)
    return found, [(one, chosen.narrowed(one)) for one in whole]


def points_asked_for(chosen: PointFilter, *, on: date, viewer: Viewer | None) -> list[Coverage]:
    """Return the points that are asked for, of each meeting that has one, newest first."""
    held = meetings.newest_first(select(Meeting).where(*_conditions(chosen, viewer)))
    whole = coverage_of(list(db.session.scalars(held)), on=on, viewer=viewer)
    return [asked for asked in map(chosen.narrowed, whole) if asked.points]


def _conditions(chosen: PointFilter, viewer: Viewer | None) -> Sequence[ColumnElement[bool]]:
    heard = select(Address.meeting_id).join(Address.points)
    if chosen.leader_id is not None:
        heard = heard.where(Address.person_id == chosen.leader_id)
    if chosen.handling == OPEN:
        heard = heard.where(_undecided())
    elif chosen.handling:
        heard = heard.where(Point.handling == chosen.handling)
    found: list[ColumnElement[bool]] = [
        Meeting.state.in_(HELD_STATES),
        Meeting.id.in_(meetings.told_meetings(viewer)),
        Meeting.id.in_(heard),
    ]
    if chosen.quarter is not None:
        found += [Meeting.year == chosen.quarter.year, Meeting.quarter == chosen.quarter.number]
    if viewer is not None and not viewer.sees_all:
        own = select(FollowUp.meeting_id).where(reach_of(viewer).condition)
        found.append(Meeting.id.in_(own))
    return [*found, _has_left()] if chosen.is_left else found


def _has_left() -> ColumnElement[bool]:
    """Return whether a meeting has a point that is not carried out, as the words tell it.

    That is a task or a passing on which has not ended, or a point without either.
    """
    of_points = or_(FollowUp.point_id.is_not(None), FollowUp.is_conveyance)
    unfinished = select(FollowUp.meeting_id).where(of_points, FollowUp.state.not_in(ENDED_STATES))
    bare = select(Address.meeting_id).join(Address.points).where(or_(_undecided(), _without_any()))
    return or_(Meeting.id.in_(unfinished), Meeting.id.in_(bare))


def _undecided() -> ColumnElement[bool]:
    """Return whether nobody has said what becomes of a point, nor of any above or below it."""
    above, top, below = aliased(Point), aliased(Point), aliased(Point)
    decided_above = (
        select(above.id)
        .outerjoin(top, top.id == above.parent_id)
        .where(above.id == Point.parent_id)
        .where(or_(above.handling.is_not(None), top.handling.is_not(None)))
    )
    has_parts = select(below.id).where(below.parent_id == Point.id)
    return and_(Point.handling.is_(None), ~decided_above.exists(), ~has_parts.exists())


def _without_any() -> ColumnElement[bool]:
    """Return whether a point has neither the tasks nor the passing on that it should have."""
    live = FollowUp.state != FollowUpState.CANCELLED
    own = select(FollowUp.id).where(FollowUp.point_id == Point.id, live)
    passed_on = select(FollowUp.id).where(
        FollowUp.meeting_id == Address.meeting_id, FollowUp.is_conveyance, live
    )
    return or_(
        and_(Point.handling == Handling.ITEMS, ~own.exists()),
        and_(Point.handling == Handling.CONVEYED, ~passed_on.exists()),
    )
