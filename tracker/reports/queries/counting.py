"""Counting in the database what held on a day, from dates and never from today's state."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.accounts.models import Step
from tracker.reports.queries.quarter import Period

Day = InstrumentedAttribute[date | None]


def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many rows of a group meet the condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def stood(since: Any, *ends: Day, on: date) -> ColumnElement[bool]:
    """Tell of a row that it had begun by the end of a day and had not ended by then."""
    return and_(since <= on, *(or_(end.is_(None), end > on) for end in ends))


def within(day: Any, period: Period) -> ColumnElement[bool]:
    """Tell of a row that something happened to it in the period."""
    return and_(day >= period.first, day <= period.until)


def reported(step: type[Step], record_id: Any, *days: date) -> Subquery:
    """Return {record: was it handed in and not sent back, at the end of each day}.

    Each is handed in once more than it was sent back; the columns are named in_0, in_1, ….
    """
    sign = case((step.verb == "submit", 1), else_=-1)
    sums = [
        func.sum(case((step.acted_on <= day, sign), else_=0)).label(f"in_{place}")
        for place, day in enumerate(days)
    ]
    query = select(record_id.label("record_id"), *sums).where(step.verb.in_(["submit", "return"]))
    return query.group_by(record_id).subquery()


def was_reported(found: Subquery, place: int) -> ColumnElement[bool]:
    """Tell of an outer row of `reported` whether it was handed in on the day of that place."""
    return func.coalesce(found.c[f"in_{place}"], 0) > 0
