"""The trail as a table: who did what when, but no names of records and no values."""

from collections.abc import Iterable

from tracker.audit.models import ACTION_LABELS, OBJECT_LABELS, Event, Result
from tracker.press import sheets

COLUMNS = {
    "编号": 10, "时间": 18, "操作": 24, "结果": 10, "对象": 16, "对象编号": 12, "办理人": 12,
    "代录人": 12, "地址": 18,
}  # fmt: skip


def trail_table(events: Iterable[Event]) -> sheets.Table:
    """Return events as the page of the trail shows them, all of them."""
    return sheets.Table("操作记录", COLUMNS, [_row(event) for event in events])


def _row(event: Event) -> tuple[sheets.Cell, ...]:
    return (
        event.id, event.at, ACTION_LABELS.get(event.action, event.action),
        "被拒绝" if event.result == Result.REFUSED else "完成",
        OBJECT_LABELS.get(event.object_type, event.object_type), event.object_id,
        event.actor_name, event.recorder_name, event.address or "本机",
    )  # fmt: skip
