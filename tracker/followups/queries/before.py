"""What was there before a meeting: items left open, demands that stand for ever."""

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from tracker.core import ledger
from tracker.core.calendar import Quarter
from tracker.core.db import db
from tracker.followups.models import OPEN_STATES, FollowUp, FollowUpPosting
from tracker.followups.queries.items import with_sources
from tracker.meetings import queries as meetings
from tracker.meetings.models import Address, Handling, Meeting, MeetingState, Point
from tracker.risks.queries import closed_before

HELD_STATES = (MeetingState.HELD, MeetingState.MINUTED, MeetingState.CONCLUDED)


def open_before(meeting: Meeting, *, unit_ids: Iterable[int] | None = None) -> list[FollowUp]:
    """Return the items that the meeting found open, by unit and due date; of these units or all.

    Where the quarter before had been closed by the day of the meeting, it is what the ledger says
    stood open at its end. Otherwise what was handed out by the day of the meeting for an earlier
    one, or before that day for none, and neither closed nor cancelled before it; of two meetings
    on one day the one entered first is the earlier; one that was cancelled is none. What has
    happened since does not change the answer. Conveyances are left out.
    """
    query = with_sources().join(FollowUp.meeting, isouter=True)
    closed = closed_before(meeting)
    was_open = _was_open(meeting) if closed is None else FollowUp.id.in_(stood_at(closed))
    query = query.where(was_open, FollowUp.is_conveyance.is_(False))
    if unit_ids is not None:
        query = query.where(FollowUp.lead_unit_id.in_(tuple(unit_ids)))
    items = db.session.scalars(query.order_by(FollowUp.due_on, FollowUp.year, FollowUp.number))
    return sorted(items, key=lambda item: (item.lead_unit.sort, item.lead_unit_id))


def stood_at(quarter: Quarter) -> Select[int]:
    """Return the query of the items that stood open at a quarter's end, as the ledger has it."""
    stood = ledger.standing(FollowUpPosting, quarter)
    return select(FollowUpPosting.follow_up_id).where(FollowUpPosting.id.in_(stood))


def open_by_key() -> dict[ledger.Key, int]:
    """Return how many items are open now by lead unit: what the ledger must come to."""
    query = select(FollowUp.lead_unit_id, func.count()).where(FollowUp.state.in_(OPEN_STATES))
    query = query.group_by(FollowUp.lead_unit_id)
    return {(unit_id,): count for unit_id, count in db.session.execute(query)}


def _was_open(meeting: Meeting) -> ColumnElement[bool]:
    day = meeting.held_on
    is_of_none = or_(FollowUp.meeting_id.is_(None), Meeting.state == MeetingState.CANCELLED)
    is_earlier = or_(
        Meeting.held_on < day, and_(Meeting.held_on == day, Meeting.id < meeting.id)
    )  # fmt: skip
    of_earlier = and_(is_earlier, Meeting.state != MeetingState.CANCELLED)
    return and_(
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
