"""上季度问题整改情况: the risks and items that a meeting found open, unit by unit."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.core.calendar import Quarter
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.followups.models import FollowUp
from tracker.followups.queries.before import open_before
from tracker.followups.queries.extensions import put_off_since
from tracker.followups.queries.tally import REPORTED_STATES
from tracker.meetings.models import Meeting
from tracker.risks import queries as risks
from tracker.risks.models import Risk, RiskState


@dataclass(frozen=True)
class LeftOpen:
    """One matter of a unit: a risk with its items, a risk alone, or an item.

    `stood_in` is the closed quarter at whose end it stood open, where the ledger says so; `then`
    are the due dates that held when the meeting met, of items that have been put off since.
    """

    unit: Unit
    risk: Risk | None
    items: tuple[FollowUp, ...] = ()
    stood_in: Quarter | None = None
    then: Mapping[int, date] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the numbers of the risk and its items, for example 风险2023-7 and 2023-12."""
        return tuple(one.code for one in (self.risk, *self.items) if one)

    @property
    def matter(self) -> str:
        """Return what it is about: the risk itself, else the item."""
        return self.risk.title if self.risk else self.items[0].title

    @property
    def due_on(self) -> date | None:
        """Return when it was due: the first of its items, else the risk."""
        days = [day for day in map(self._due, self.items) if day]
        return min(days, default=self.risk.due_on if self.risk else None)

    @property
    def original_due_on(self) -> date | None:
        """Return the date that was moved; None where it was not."""
        first = [item for item in self.items if self._due(item) == self.due_on]
        original = first[0].original_due_on if first else None
        return original if original != self.due_on else None

    def _due(self, item: FollowUp) -> date | None:
        return self.then.get(item.id, item.due_on)

    def ended_before(self, day: date) -> date | None:
        """Return when it was settled, if that was before a day: since the quarter's end."""
        records = [one for one in (self.risk, *self.items) if one]
        days = [one.closed_on or one.cancelled_on for one in records]
        last = max((ended for ended in days if ended), default=None)
        return last if None not in days and last and last < day else None

    def words(self, told: Mapping[tuple[str, int], str]) -> str:
        """Return what the unit says of it in its report; `told` is of `unit_reports.words_on`."""
        keys = [("risk", self.risk.id)] if self.risk else []
        keys += [("follow_up", item.id) for item in self.items]
        return "；".join(dict.fromkeys(told[key] for key in keys if told.get(key)))

    def late_days(self, on: date) -> int:
        """Return by how many days it was overdue on the day; 0 where it was not, or was settled.

        What goes on without an end is never late, nor is what had been reported by then.
        """
        if self.ended_before(on):
            return 0
        pressing = [self._due(item) for item in self.items if _presses(item, on)]
        days = [day for day in pressing if day]
        risk = self.risk
        if risk and not self.items and risk.state != RiskState.LONG_TERM and risk.due_on:
            days = [risk.due_on]
        return max(((on - day).days for day in days if day < on), default=0)


def _presses(item: FollowUp, on: date) -> bool:
    was_told = item.state in REPORTED_STATES and item.submitted_on and item.submitted_on < on
    return not (item.is_long_term or was_told)


def left_open(
    meeting: Meeting, *, viewer: Viewer | None, unit_ids: Collection[int] | None = None
) -> list[LeftOpen]:
    """Return what the meeting found open, by unit and due date; a unit sees its own.

    A risk and its items stand in one row where the same unit answers for both. `unit_ids` asks
    for some units only.
    """
    if viewer is not None and not viewer.sees_all:
        unit_ids = viewer.unit_ids
    stood_in = risks.closed_before(meeting)
    items = open_before(meeting, unit_ids=unit_ids)
    then = put_off_since(meeting.held_on, items)
    by_risk = {(r.id, r.unit_id): r for r in risks.open_before(meeting, unit_ids=unit_ids)}
    of_risk: dict[tuple[int | None, int], list[FollowUp]] = {}
    for item in items:
        of_risk.setdefault((item.risk_id, item.lead_unit_id), []).append(item)
    rows = [
        LeftOpen(risk.unit, risk, tuple(of_risk.get(key, ())), stood_in, then)
        for key, risk in by_risk.items()
    ]
    rows += [
        LeftOpen(item.lead_unit, None, (item,), stood_in, then)
        for item in items
        if (item.risk_id, item.lead_unit_id) not in by_risk
    ]
    return sorted(rows, key=_order)


def _order(row: LeftOpen) -> tuple[int, int, date, int]:
    number = row.risk.number if row.risk else row.items[0].number
    return row.unit.sort, row.unit.id, row.due_on or date.max, number
