"""What was there before a meeting: items left open, demands that stand for ever."""

from collections.abc import Iterable
from itertools import groupby

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

    Handed out by the day of the meeting for an earlier one, or before that day for none, and
    neither closed nor cancelled before it; conveyances are left out. Of two meetings on one day
    the one entered first is the earlier; one that was cancelled is none. Only dates decide: what
    has happened since does not change the answer.
    """
    query = with_sources().join(FollowUp.meeting, isouter=True).where(_was_open(meeting))
    if unit_ids is not None:
        query = query.where(FollowUp.lead_unit_id.in_(tuple(unit_ids)))
    items = db.session.scalars(query.order_by(FollowUp.due_on, FollowUp.year, FollowUp.number))
    return sorted(items, key=lambda item: (item.lead_unit.sort, item.lead_unit_id))


def _was_open(meeting: Meeting) -> ColumnElement[bool]:
    day = meeting.held_on
    is_of_none = or_(FollowUp.meeting_id.is_(None), Meeting.state == MeetingState.CANCELLED)
    is_earlier = or_(
        Meeting.held_on < day, and_(Meeting.held_on == day, Meeting.id < meeting.id)
    )  # fmt: skip
    of_earlier = and_(is_earlier, Meeting.state != MeetingState.CANCELLED)
    return and_(
        FollowUp.is_conveyance.is_(False),
        or_(
            and_(is_of_none, FollowUp.assigned_on < day),
            and_(of_earlier, FollowUp.assigned_on <= day),
        ),
        or_(FollowUp.closed_on.is_(None), FollowUp.closed_on >= day),
        or_(FollowUp.cancelled_on.is_(None), FollowUp.cancelled_on >= day),
    )


def standing_by_meeting(meeting: Meeting) -> list[tuple[Meeting, list[Point]]]:
    """Return the points marked 长期坚持 at earlier meetings, under their meetings."""
    points = groupby(standing_before(meeting), key=lambda point: point.address.meeting)
    return [(held, list(found)) for held, found in points]


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
