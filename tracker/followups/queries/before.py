"""What was there before a meeting: items left open, demands that stand for ever."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from tracker.core.db import db
from tracker.followups.models import FollowUp
from tracker.followups.queries.items import with_sources
from tracker.meetings import queries as meetings
from tracker.meetings.models import Address, Handling, Meeting, MeetingState, Point

HELD_STATES = (MeetingState.HELD, MeetingState.MINUTED, MeetingState.CONCLUDED)


def open_before(meeting: Meeting, *, unit_ids: Iterable[int] | None = None) -> list[FollowUp]:
    """Return the items that the meeting found open, by unit and due date; of these units or all.

    Handed out by the day of the meeting, for an earlier meeting (or for none, before that day),
    and neither closed nor cancelled before it; conveyances are left out. Only dates decide: what
    has happened since does not change the answer.
    """
    query = with_sources().join(FollowUp.meeting, isouter=True).where(_was_open(meeting))
    if unit_ids is not None:
        query = query.where(FollowUp.lead_unit_id.in_(tuple(unit_ids)))
    items = db.session.scalars(query.order_by(FollowUp.due_on, FollowUp.year, FollowUp.number))
    return sorted(items, key=lambda item: (item.lead_unit.sort, item.lead_unit_id))


def _was_open(meeting: Meeting) -> ColumnElement[bool]:
    day = meeting.held_on
    of_earlier = and_(Meeting.held_on < day, FollowUp.assigned_on <= day)
    of_none = and_(FollowUp.meeting_id.is_(None), FollowUp.assigned_on < day)
    return and_(
        FollowUp.is_conveyance.is_(False),
        or_(of_earlier, of_none),
        or_(FollowUp.closed_on.is_(None), FollowUp.closed_on >= day),
        or_(FollowUp.cancelled_on.is_(None), FollowUp.cancelled_on >= day),
    )


def standing_before(meeting: Meeting) -> list[Point]:
    """Return the points marked 长期坚持 at meetings held earlier, newest first, then as spoken."""
    query = select(Point).join(Point.address).join(Address.meeting)
    query = query.options(
        contains_eager(Point.address).contains_eager(Address.meeting),
        contains_eager(Point.address).selectinload(Address.points),
    )
    query = query.where(
        Point.handling == Handling.STANDING,
        Meeting.state.in_(HELD_STATES),
        Meeting.held_on < meeting.held_on,
    )
    order = (Meeting.held_on.desc(), Meeting.id.desc(), Address.sort, Address.id, Point.sort)
    points = list(db.session.scalars(query.order_by(*order)))
    meetings.knit_points({point.address_id: point.address for point in points}.values())
    return points
