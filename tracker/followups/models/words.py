"""What an item's columns say in words: the same for a mapped item and for a line of a list."""

from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.core.calendar import QUARTERS, stands_long
from tracker.followups.models.states import (
    FOLLOWUP_STATE_LABELS,
    FOLLOWUP_STATE_TONES,
    OPEN_STATES,
    RHYTHM_LABELS,
    FollowUpState,
    Rhythm,
)


class ItemWords:
    """Words that follow from the columns of an item, whoever holds these."""

    __slots__ = ()

    if TYPE_CHECKING:
        year: Any
        number: Any
        state: Any
        closed_by_rule: Any
        rhythm: Any
        due_on: Any
        original_due_on: Any
        assigned_on: Any

    @property
    def code(self) -> str:
        """Return the number as it is printed, for example 2023-7."""
        return f"{self.year}-{self.number}"

    @property
    def state_label(self) -> str:
        """Return the state's name on screen."""
        if self.closed_by_rule:
            return "备案办结"
        return FOLLOWUP_STATE_LABELS[FollowUpState(self.state)]

    @property
    def state_tone(self) -> str:
        """Return the colour of the state's badge."""
        return FOLLOWUP_STATE_TONES[FollowUpState(self.state)]

    @property
    def rhythm_words(self) -> str:
        """Return how often it comes again, for example 定期任务 · 每学期末; empty for most."""
        return f"定期任务 · {RHYTHM_LABELS[Rhythm(self.rhythm)]}" if self.rhythm else ""

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something."""
        return self.state in OPEN_STATES

    def stands_long(self, on: date) -> bool:
        """Tell whether it was handed out so long ago that a later report may tell of it."""
        return stands_long(self.assigned_on, on)

    @property
    def moved_from(self) -> date | None:
        """Return the date that was fixed at dispatch, where another one holds now; else None."""
        found: date | None = self.original_due_on
        return found if found != self.due_on else None


def source_words(risk: str, area: str, quarter: int | None, point: str) -> str:
    """Return the main source: 一季度会议 · 党委书记讲话 二（三）, or 风险2023-7 · 消防安全."""
    if risk:
        return f"{risk} · {area}"
    if quarter is None:
        return "办公室交办"
    return f"{QUARTERS[quarter - 1]}季度会议 · {point or '会议议定'}"
