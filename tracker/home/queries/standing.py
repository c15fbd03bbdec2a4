"""How the tasks of the whole college stand on a day, counted by unit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from tracker.core.calendar import chinese_date, quarter_of, quarter_range
from tracker.core.db import db
from tracker.directory.models import Unit
from tracker.followups import queries as followups
from tracker.followups.models import OPEN_STATES, TICKABLE_STATES, FollowUp, FollowUpState


@dataclass(frozen=True)
class Count:
    """The tasks of one unit in one state; `since` is the earliest date that has passed."""

    unit: Unit
    state: str
    total: int
    late: int
    since: date | None
    closed_this_quarter: int


@dataclass(frozen=True)
class LateUnit:
    """A unit with tasks past their date, and by how many days the oldest of them is late."""

    unit: Unit
    count: int
    since: date
    days: int


@dataclass(frozen=True)
class Standing:
    """All counts of a day, in the order of the units: no unit is ranked."""

    on: date
    rows: tuple[Count, ...]

    def _sum(self, states: Collection[str]) -> int:
        return sum(row.total for row in self.rows if row.state in states)

    @property
    def open(self) -> int:
        """Return how many tasks are handed out and not done."""
        return self._sum(OPEN_STATES)

    @property
    def submitted(self) -> int:
        """Return how many tasks wait for confirmation."""
        return self._sum({FollowUpState.SUBMITTED})

    @property
    def closed_this_quarter(self) -> int:
        """Return how many tasks were done in the quarter of the day."""
        return sum(row.closed_this_quarter for row in self.rows)

    @property
    def overdue(self) -> int:
        """Return how many tasks are past their date and not reported done."""
        return sum(row.late for row in self.rows)

    @property
    def late_units(self) -> list[LateUnit]:
        """Return the units that have something overdue."""
        found: dict[int, LateUnit] = {}
        for row in self.rows:
            if row.since is None:
                continue
            before = found.get(row.unit.id, LateUnit(row.unit, 0, row.since, 0))
            since = min(before.since, row.since)
            count, days = before.count + row.late, (self.on - since).days
            found[row.unit.id] = LateUnit(row.unit, count, since, days)
        return list(found.values())

    def to_do(self, unit_ids: Collection[int]) -> int:
        """Return how many tasks these units still have to report done."""
        own = (row for row in self.rows if row.unit.id in unit_ids)
        return sum(row.total for row in own if row.state in TICKABLE_STATES)


def standing(on: date) -> Standing:
    """Return how the tasks of all units stand, in one statement."""
    first, last = quarter_range(*quarter_of(on))
    is_late = followups.is_overdue(on)
    query = (
        select(
            Unit,
            FollowUp.state,
            func.count(),
            func.sum(case((is_late, 1), else_=0)),
            func.min(case((is_late, FollowUp.due_on))),
            func.sum(case((FollowUp.closed_on.between(first, last), 1), else_=0)),
        )
        .join(FollowUp, FollowUp.lead_unit_id == Unit.id)
        .group_by(Unit.id, FollowUp.state)
        .order_by(Unit.sort, Unit.id)
    )
    rows = db.session.execute(query)
    return Standing(on, tuple(Count(*row) for row in rows))


def overdue_reminder(units: Collection[LateUnit], *, on: date) -> str:
    """Return the text that the office copies to ask the late units, without any content."""
    lines = [
        f"{late.unit.display_name}：{late.count} 项，最早应于{chinese_date(late.since)}完成"
        for late in units
    ]
    head = f"督办任务提醒：截至{chinese_date(on)}，下列单位有任务已过时限、尚未报结："
    return "\n".join([head, *lines, "请尽快办理并报结；已在纸面办结的，请将清单送办公室录入。"])
