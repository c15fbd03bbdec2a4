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


# What hands a record in and sends it back; what makes it rest and brings it to its unit again.
HANDED_IN, SENT_BACK = ("submit",), ("return", "recall")
LAID_ASIDE, TAKEN_UP = ("dispute", "suspend"), ("uphold", "reassign", "resume")


def reported(step: type[Step], record_id: Any, *days: date) -> Subquery:
    """Return {record: was it handed in and not sent back, at the end of each day}.

    Each is handed in once more than it was sent back; the columns are named in_0, in_1, ….
    In the same manner aside_0, aside_1, … tell whether it rested: disputed or suspended.
    """
    sign = case((step.verb.in_(HANDED_IN), 1), (step.verb.in_(SENT_BACK), -1), else_=0)
    aside = case((step.verb.in_(LAID_ASIDE), 1), (step.verb.in_(TAKEN_UP), -1), else_=0)
    sums = [
        func.sum(case((step.acted_on <= day, value), else_=0)).label(f"{name}_{place}")
        for name, value in (("in", sign), ("aside", aside))
        for place, day in enumerate(days)
    ]
    verbs = [*HANDED_IN, *SENT_BACK, *LAID_ASIDE, *TAKEN_UP]
    query = select(record_id.label("record_id"), *sums).where(step.verb.in_(verbs))
    return query.group_by(record_id).subquery()


def was_reported(found: Subquery, place: int) -> ColumnElement[bool]:
    """Tell of an outer row of `reported` whether it was handed in on the day of that place."""
    return func.coalesce(found.c[f"in_{place}"], 0) > 0


def was_aside(found: Subquery, place: int) -> ColumnElement[bool]:
    """Tell of an outer row of `reported` whether it rested on the day of that place."""
    return func.coalesce(found.c[f"aside_{place}"], 0) > 0
