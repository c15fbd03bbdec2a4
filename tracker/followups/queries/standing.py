"""How items stand on a day: lights with their words, groups by urgency, to-dos."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import case, func, select

from tracker.core.db import db
from tracker.core.permissions import Permission, Viewer
from tracker.core.todos import Todo
from tracker.directory import queries as directory
from tracker.followups.models import (
    FOLLOWUP_STATE_LABELS,
    RESTING_STATES,
    TICKABLE_STATES,
    FollowUp,
    FollowUpState,
)
from tracker.followups.queries.extensions import asked_by_liaison, waiting_extensions
from tracker.followups.queries.lines import Line, Listed

F = FollowUpState
Item = TypeVar("Item", FollowUp, Line)
MAX_TODOS = 20
LAST_WEEKDAY = 6


class Lights:
    """Lights of items on one day; computed from dates and state, never typed.

    Calendar and settings are read when the first item asks for them.
    """

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
        given = followup.assigned_on or self.on
        return self.due.colour(given, followup.due_on)

    def words(self, followup: Listed) -> str:
        """Return the light in words and days: 逾期 3 天, 还有 2 个工作日, 已办结."""
        if followup.state not in TICKABLE_STATES or followup.due_on is None:
            return f"{followup.state_label}{_late_words(followup)}"
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


def _urgency(item: Listed, on: date, sunday: date) -> str:
    if item.state not in TICKABLE_STATES:
        return FOLLOWUP_STATE_LABELS[F(item.state)]
    if item.due_on is None or item.due_on > sunday:
        return "以后"
    return "逾期" if item.due_on < on else "本周"


def todos(viewer: Viewer, *, on: date) -> list[Todo]:
    """Return what waits for this person: as head what to do, as office what to confirm."""
    own = _own_todos(viewer, on) if viewer.can(Permission.FOLLOWUP_SUBMIT) else []
    verifies = viewer.is_office and viewer.can(Permission.FOLLOWUP_VERIFY)
    return [*own, *(_office_todos(on) if verifies else []), *_extension_todos(viewer)]


def _extension_todos(viewer: Viewer) -> list[Todo]:
    """Return what waits because of a wish for a later date: to be decided, or told to the head."""
    count = len(waiting_extensions(viewer))
    to_decide = [Todo(f"{count} 份延期申请待审批", "followups.extensions")] if count else []
    told = [
        Todo(f"联络员已代为申请延期：{item.title}", "followups.show", {"followup_id": item.id})
        for item in asked_by_liaison(viewer)
    ]
    return [*to_decide, *told]


def _own_todos(viewer: Viewer, on: date) -> list[Todo]:
    query = select(FollowUp).where(
        FollowUp.lead_unit_id.in_(viewer.unit_ids), FollowUp.state.in_(TICKABLE_STATES)
    )
    query = query.order_by(FollowUp.due_on, FollowUp.number).limit(MAX_TODOS)
    return [
        Todo(
            sentence=f"退回：{item.title}" if item.state == F.RETURNED else item.title,
            endpoint="followups.show",
            values={"followup_id": item.id},
            due_on=item.due_on,
            tone="overdue" if item.due_on and item.due_on < on else "todo",
        )
        for item in db.session.scalars(query)
    ]


def _office_todos(on: date) -> list[Todo]:
    late = case((FollowUp.due_on < on, 1), else_=0)
    query = select(FollowUp.state, func.count(), func.sum(late)).group_by(FollowUp.state)
    rows = {state: (count, int(n or 0)) for state, count, n in db.session.execute(query)}
    overdue = sum(rows.get(state, (0, 0))[1] for state in TICKABLE_STATES)
    waiting = [
        (rows.get(F.SUBMITTED, (0, 0))[0], "项任务已报结，待确认", "submitted", "todo"),
        (rows.get(F.DISPUTED, (0, 0))[0], "项任务有异议，待答复", "disputed", "todo"),
        (overdue, "项任务已逾期", "overdue", "overdue"),
        (rows.get(F.PLANNED, (0, 0))[0], "项任务已拟定，尚未交办", "planned", "todo"),
    ]
    return [
        Todo(f"{count} {words}", "followups.index", {"state": state}, tone=tone)
        for count, words, state, tone in waiting
        if count
    ]
