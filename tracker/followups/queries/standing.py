"""How items stand on a day: lights with their words, groups by urgency."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from tracker.core.calendar import Light
from tracker.directory import queries as directory
from tracker.followups.models import (
    FOLLOWUP_STATE_LABELS,
    RESTING_STATES,
    TICKABLE_STATES,
    FollowUp,
    FollowUpState,
)
from tracker.followups.queries.lines import Line, Listed
from tracker.followups.queries.reach import Reach

F = FollowUpState
Item = TypeVar("Item", FollowUp, Line)
LAST_WEEKDAY = 6


class Lights:
    """Lights of items on one day; computed from dates and state, never typed."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.due = directory.due_lights(on=on)

    def colour(self, followup: Listed) -> str:
        """Return the light of an item: green, yellow, red or grey."""
        if followup.state == F.CLOSED:
            return "green"
        if followup.state == F.SUBMITTED:
            return "blue"
        if followup.state not in TICKABLE_STATES or followup.due_on is None:
            return "grey"
        if followup.is_long_term and followup.due_on < self.on:
            return Light.YELLOW
        given = followup.assigned_on or self.on
        return self.due.colour(given, followup.due_on)

    def words(self, followup: Listed) -> str:
        """Return the light in words and days: 逾期 3 天, 还有 2 个工作日, 已办结."""
        if followup.state not in TICKABLE_STATES or followup.due_on is None:
            return f"{followup.state_label}{_late_words(followup)}"
        if followup.is_long_term and followup.due_on < self.on:
            # The review is the office's to hold: the unit is not late with anything.
            return f"回顾日期已过 {(self.on - followup.due_on).days} 天"
        return self.due.words(followup.due_on)


def _late_words(followup: Listed) -> str:
    """Return by how many days the report came late, judged by the date that held then."""
    has_rested = followup.state in RESTING_STATES
    if has_rested or followup.submitted_on is None or followup.due_on is None:
        return ""
    late = (followup.submitted_on - followup.due_on).days
    return f"（逾期 {late} 天报结）" if late > 0 else ""


def by_urgency(items: Iterable[Item], *, on: date) -> list[tuple[str, list[Item]]]:
    """Return the items under 逾期, 本周, 以后, 待确认, 已办结; empty groups are left out."""
    sunday = on + timedelta(days=LAST_WEEKDAY - on.weekday())
    groups: dict[str, list[Item]] = {
        name: []
        for name in (
            "逾期",
            "本周",
            "以后",
            "待确认",
            "有异议",
            "已中止",
            "拟办",
            "已办结",
            "已撤销",
        )
    }
    for item in items:
        groups[_urgency(item, on, sunday)].append(item)
    return [(name, found) for name, found in groups.items() if found]


def by_urgency_within(
    items: Iterable[Item], *, on: date, reach: Reach
) -> list[tuple[str, list[Item]]]:
    """Return the items by urgency; what the units of this reach only support comes last."""
    led: list[Item] = []
    supported: list[Item] = []
    for item in items:
        (led if reach.leads(item.lead_unit_id) else supported).append(item)
    last = [("配合其他单位", supported)] if supported else []
    return by_urgency(led, on=on) + last


def _urgency(item: Listed, on: date, sunday: date) -> str:
    if item.state not in TICKABLE_STATES:
        return FOLLOWUP_STATE_LABELS[F(item.state)]
    if item.is_long_term or item.due_on is None or item.due_on > sunday:
        return "以后"
    return "逾期" if item.due_on < on else "本周"
