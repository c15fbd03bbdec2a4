"""How the tasks stood at the end of a day, by unit; and what became of them by quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Subquery, and_, case, func, select

from tracker.core.calendar import Quarter
from tracker.core.db import db
from tracker.directory.models import Unit
from tracker.followups.models import Entry, FollowUp
from tracker.followups.queries import due_then, is_past_due
from tracker.reports.queries.counting import (
    count,
    reported,
    stood,
    was_aside,
    was_reported,
    within,
)
from tracker.reports.queries.quarter import Period

TREND_QUARTERS = 8


@dataclass(frozen=True)
class TaskNumbers:
    """Tasks at the end of a period: what is open, and what was closed in it.

    `overdue` and `submitted` are among the open ones, `filed` (备案办结) among the closed ones.
    """

    open: int = 0
    overdue: int = 0
    submitted: int = 0
    closed: int = 0
    filed: int = 0

    def __add__(self, other: "TaskNumbers") -> "TaskNumbers":
        return TaskNumbers(
            self.open + other.open,
            self.overdue + other.overdue,
            self.submitted + other.submitted,
            self.closed + other.closed,
            self.filed + other.filed,
        )


@dataclass(frozen=True)
class UnitTasks:
    """The tasks of one unit; `late_since` is the earliest date that had passed."""

    unit: Unit
    now: TaskNumbers
    before: TaskNumbers
    late_since: date | None


@dataclass(frozen=True)
class TrendPoint:
    """One quarter of the trend: what was open at its end, and what was closed in it."""

    label: str
    open: int
    closed: int


def unit_tasks(period: Period) -> list[UnitTasks]:
    """Return the tasks of each unit now and a quarter before, in the order of the units."""
    done = reported(Entry, Entry.follow_up_id, period.until, period.before.until)
    now, before = _numbers(period, done, 0), _numbers(period.before, done, 1)
    late = case((_overdue(period, done, 0), due_then(period.until)))
    query = (
        select(Unit, func.min(late), *now, *before)
        .join(FollowUp, FollowUp.lead_unit_id == Unit.id)
        .outerjoin(done, done.c.record_id == FollowUp.id)
        .group_by(Unit.id)
        .order_by(Unit.sort, Unit.id)
    )
    return [
        UnitTasks(unit, TaskNumbers(*counts[: len(now)]), TaskNumbers(*counts[len(now) :]), since)
        for unit, since, *counts in db.session.execute(query)
    ]


def trend(period: Period) -> list[TrendPoint]:
    """Return the last eight quarters, the oldest first, in one statement."""
    periods = _periods(period)
    query = select(
        *(count(_open(p)) for p in periods),
        *(count(within(FollowUp.closed_on, p)) for p in periods),
    )
    row = db.session.execute(query).one()
    pairs: Sequence[tuple[int, int]] = list(
        zip(row[: len(periods)], row[len(periods) :], strict=True)
    )
    return [
        TrendPoint(_label(p.quarter), open_, closed)
        for p, (open_, closed) in zip(periods, pairs, strict=True)
    ]


def _periods(period: Period) -> list[Period]:
    found = [period]
    while len(found) < TREND_QUARTERS:
        found.insert(0, found[0].before)
    return found


def _label(quarter: Quarter) -> str:
    return f"{quarter.year % 100:02d}-{quarter.number}"


def _numbers(period: Period, done: Subquery, place: int) -> list[Any]:
    closed = within(FollowUp.closed_on, period)
    return [
        count(_open(period)),
        count(_overdue(period, done, place)),
        count(and_(_open(period), was_reported(done, place))),
        count(closed),
        count(and_(closed, FollowUp.closed_by_rule)),
    ]


def _open(period: Period) -> Any:
    ends = (FollowUp.closed_on, FollowUp.cancelled_on)
    return stood(FollowUp.assigned_on, *ends, on=period.until)


def _overdue(period: Period, done: Subquery, place: int) -> Any:
    is_late = and_(is_past_due(period.until), FollowUp.is_long_term.is_(False))
    return and_(_open(period), is_late, ~was_reported(done, place), ~was_aside(done, place))
