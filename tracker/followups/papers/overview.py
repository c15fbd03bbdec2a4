"""督办事项一览表: the list of tasks as a table, which the import reads again."""

from collections.abc import Iterable
from datetime import date

from tracker.followups.models import TICKABLE_STATES, FollowUp, FollowUpState
from tracker.press import sheets

# 分管领导 stays blank, as on the paper: it is filled by whoever reports upwards.
COLUMNS = {
    "序号": 6,
    "编号": 10,
    "事项": 36,
    "工作要求": 44,
    "来源": 28,
    "责任单位": 16,
    "配合单位": 20,
    "分管领导": 10,
    "时限": 12,
    "原时限": 12,
    "进展": 36,
    "状态": 10,
    "完成时间": 12,
    "备注": 14,
}


def overview_table(items: Iterable[FollowUp], *, on: date) -> sheets.Table:
    """Return the items in the columns of domain.md §3 row 12, as they stand on a day."""
    rows = sheets.numbered(_row(item, on) for item in items)
    return sheets.Table("督办事项一览表", COLUMNS, rows)


def _row(item: FollowUp, on: date) -> tuple[sheets.Cell, ...]:
    moved = item.original_due_on if item.original_due_on != item.due_on else None
    return (
        item.code,
        item.title,
        item.requirement,
        item.dated_source,
        item.lead_unit.display_name,
        "、".join(unit.display_name for unit in item.supporting),
        "",
        item.due_on,
        moved,
        _progress(item),
        _state(item, on),
        item.closed_on,
        "备案类" if item.is_filing else item.rhythm_words,
    )


def _progress(item: FollowUp) -> str:
    """Return what the unit reported last, or why it was sent back after that."""
    told = (entry for entry in reversed(item.entries) if entry.verb in {"submit", "return"})
    last = next(told, None)
    if last is None:
        return ""
    return f"退回：{last.note}" if last.verb == "return" else last.note


def _state(item: FollowUp, on: date) -> str:
    if item.state in TICKABLE_STATES and item.due_on is not None and item.due_on < on:
        return "逾期"
    return "推进中" if item.state == FollowUpState.ASSIGNED else item.state_label
