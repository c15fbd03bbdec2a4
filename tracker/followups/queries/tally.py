"""How the tasks of one demand stand on a day, counted: now by their states, then by their dates."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from tracker.followups.models import (
    RESTING_STATES,
    TICKABLE_STATES,
    FollowUp,
    FollowUpState,
)

F = FollowUpState
REPORTED_STATES = frozenset({F.SUBMITTED, F.CLOSED})


@dataclass(frozen=True)
class Tally:
    """How many tasks stand how; one that comes again counts once, as its newest.

    `told` are those that the unit has reported, closed ones among them. Of the rest, `going` are
    with their units in time and `late` past their date, the oldest by `late_days` days; `nearest`
    is the next date of those that go. `last_on` is the day of the last closing, `told_on` that
    of the last report. `terms` are earlier dates of what comes again, `dropped` was cancelled.
    """

    total: int = 0
    closed: int = 0
    told: int = 0
    resting: int = 0
    planned: int = 0
    long_term: int = 0
    going: int = 0
    late: int = 0
    late_days: int = 0
    nearest: date | None = None
    last_on: date | None = None
    told_on: date | None = None
    terms: int = 0
    dropped: int = 0

    @property
    def waiting(self) -> int:
        """Return how many are reported and wait for the office's word."""
        return self.told - self.closed

    @property
    def is_done(self) -> bool:
        """Tell whether there were tasks and all of them are closed."""
        return 0 < self.total == self.closed

    @property
    def is_told(self) -> bool:
        """Tell whether there were tasks and all of them are reported at least."""
        return 0 < self.total == self.told

    @property
    def is_begun(self) -> bool:
        """Tell whether any of them was handed out."""
        return self.total > self.planned


def tally_now(items: Iterable[FollowUp], *, on: date) -> Tally:
    """Return how the tasks stand today."""
    found = list(items)
    live = [item for item in found if item.state != F.CANCELLED]
    newest = newest_of(live)
    with_unit = [item for item in newest if item.state in TICKABLE_STATES]
    ending = [item for item in with_unit if not item.is_long_term]
    late = [item.due_on for item in ending if item.due_on and item.due_on < on]
    going = [item.due_on for item in ending if not item.due_on or item.due_on >= on]
    return Tally(
        total=len(newest),
        closed=_count(newest, lambda item: item.state == F.CLOSED),
        told=_count(newest, lambda item: item.state in REPORTED_STATES),
        resting=_count(newest, lambda item: item.state in RESTING_STATES),
        planned=_count(newest, lambda item: item.state == F.PLANNED),
        long_term=len(with_unit) - len(ending),
        going=len(going),
        late=len(late),
        late_days=max(((on - day).days for day in late), default=0),
        nearest=min((day for day in going if day), default=None),
        last_on=max((item.closed_on for item in newest if item.closed_on), default=None),
        told_on=_last_report(newest),
        terms=len(live) - len(newest),
        dropped=len(found) - len(live),
    )


def tally_then(items: Iterable[FollowUp], *, day: date) -> Tally:
    """Return how the tasks stood at the end of a past day, as their dates tell.

    What was not handed out by then is not known to have been there, and is left out. What had
    been reported by then and was returned since counts as not reported: its date is the next
    report's, and the entries, which know each day, are not read here.
    """
    live = [
        item
        for item in items
        if item.assigned_on is not None
        and item.assigned_on <= day
        and (item.cancelled_on is None or item.cancelled_on > day)
    ]
    newest = newest_of(live)
    return Tally(
        total=len(newest),
        closed=_count(newest, lambda item: _is_by(item.closed_on, day)),
        told=_count(newest, lambda item: _was_told(item, day)),
        terms=len(live) - len(newest),
    )


def newest_of(items: Collection[FollowUp]) -> list[FollowUp]:
    """Return the items without those after which the same was asked again."""
    followed = {item.previous_id for item in items}
    return [item for item in items if item.id not in followed]


def _count(items: Iterable[FollowUp], test: Callable[[FollowUp], bool]) -> int:
    return sum(map(test, items))


def _is_by(day: date | None, last: date) -> bool:
    return day is not None and day <= last


def _was_told(item: FollowUp, day: date) -> bool:
    return _is_by(item.closed_on, day) or (
        item.state in REPORTED_STATES and _is_by(item.submitted_on, day)
    )


def _last_report(items: Iterable[FollowUp]) -> date | None:
    told = (item.submitted_on for item in items if item.state in REPORTED_STATES)
    return max((day for day in told if day), default=None)
