"""A quarter that has ended and is not closed waits for the director."""

from datetime import date

from sqlalchemy import select

from tracker.core.calendar import Quarter, chinese_date
from tracker.core.db import db
from tracker.core.permissions import Permission, Viewer
from tracker.core.todos import Todo
from tracker.meetings.models import Meeting, MeetingState
from tracker.reports.queries.balance import oldest_open

TO_COME = frozenset({MeetingState.DRAFT, MeetingState.NOTIFIED})


def todos(viewer: Viewer, *, on: date) -> list[Todo]:
    """Return the quarter that this person may close, due with the meeting that follows it.

    What is open at the closing heads that meeting as 上季度问题整改情况.
    """
    if not viewer.can(Permission.QUARTER_CLOSE):
        return []
    quarter = oldest_open()
    if quarter is None or on <= quarter.last:
        return []
    meets_on = _next_meeting(quarter)
    before = f"于{chinese_date(meets_on)}会议召开前" if meets_on else ""
    values = {"year": quarter.year, "number": quarter.number}
    return [
        Todo(f"{quarter.words}已结束，请{before}办理季度结账", "reports.close", values, meets_on)
    ]


def _next_meeting(quarter: Quarter) -> date | None:
    """Return the day of the first meeting that is called for the quarter after this one."""
    following = quarter.following
    query = select(Meeting.held_on).where(
        Meeting.year == following.year,
        Meeting.quarter == following.number,
        Meeting.state.in_(TO_COME),
    )
    return db.session.scalar(query.order_by(Meeting.held_on).limit(1))
