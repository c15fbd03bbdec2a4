"""Playing random histories: how many and how long, and what the ledgers must then come to."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, settings

from tracker.core.calendar import Quarter, quarter_of

Counts = dict[Quarter, dict[Any, Counter[str]]]


def played(*, examples: int, steps: int) -> settings:
    """Return how many histories are played, and of how many steps each is.

    They are the same ones each time, so that nobody's change fails by another's luck; with
    HYPOTHESIS_PROFILE=thorough they are ten times as many, twice as long, and always new ones.
    """
    is_thorough = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
    return settings(
        max_examples=examples * (10 if is_thorough else 1),
        stateful_step_count=steps * (2 if is_thorough else 1),
        derandomize=not is_thorough,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        # Finding a shorter history with the same fault takes minutes; the long one is printed.
        phases=[Phase.generate, *([Phase.shrink] if is_thorough else [])],
    )


@dataclass
class Tally:
    """What the lives of the records themselves say of a ledger, told without its postings.

    A record stands under a key (unit and level, or unit) while it is open, else nowhere.
    """

    first_open: Quarter | None = None
    first: Quarter | None = None
    last: dict[int, Quarter] = field(default_factory=dict)
    # quarter → key → kind → how many
    counts: Counts = field(default_factory=lambda: defaultdict(lambda: defaultdict(Counter)))

    def note(self, record_id: int, before: Any, after: Any, day: date, *, cancelled: bool) -> None:
        """Count what led from one standing to the other."""
        if before == after:
            return
        times = (Quarter(*quarter_of(day)), self.first_open, self.last.get(record_id))
        counted = max(one for one in times if one)
        was_there = record_id in self.last
        self.last[record_id] = counted
        self.first = min(self.first or counted, counted)
        if before is not None:
            gone = "cancelled" if cancelled else "closed"
            self.counts[counted][before]["moved_out" if after else gone] += 1
        if after is not None:
            come = "reopened" if was_there else "new"
            self.counts[counted][after]["moved_in" if before else come] += 1

    def lines(self, until: Quarter) -> Iterator[tuple[Quarter, dict[Any, dict[str, int]]]]:
        """Yield the numbers of each key and quarter, from the first that counts anything."""
        stands: Counter[Any] = Counter()
        quarter = self.first
        while quarter and quarter <= until:
            keys = {*(+stands), *self.counts[quarter]}
            lines = {key: _line(stands[key], self.counts[quarter][key]) for key in keys}
            yield quarter, lines
            stands = Counter({key: line["closing"] for key, line in lines.items()})
            quarter = quarter.following


def _line(opening: int, counts: Counter[str]) -> dict[str, int]:
    come = ("new", "reopened", "moved_in")
    gone = ("closed", "cancelled", "moved_out")
    closing = opening + sum(counts[k] for k in come) - sum(counts[k] for k in gone)
    return {"opening": opening, **{k: counts[k] for k in (*come, *gone)}, "closing": closing}
