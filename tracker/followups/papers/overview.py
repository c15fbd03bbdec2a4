"""督办事项一览表: the list of tasks as a table, which the import reads again; 督办情况一览表."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_
from sqlalchemy.orm import selectinload

from tracker.core.calendar import chinese_date, short_date
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.directory.models import Unit
from tracker.followups import queries
from tracker.followups.models import (
    FOLLOWUP_STATE_LABELS,
    FOLLOWUP_WORKFLOW,
    TICKABLE_STATES,
    FollowUp,
    FollowUpState,
)
from tracker.followups.papers.quarters import days_of, titled
from tracker.press import sheets
from tracker.press.listing import Column, Grid, Listing, numbered

TITLE, LIST_TITLE = "督办情况一览表", "督办事项一览表"
TOLD_BY = frozenset({"progress", "submit", "return"})
_OVERVIEW_COLUMNS = (
    Column("序号", 10, True), Column("编号", 18, True), Column("事项", 46), Column("来源", 36),
    Column("责任单位", 26), Column("分管领导", 17), Column("时限", 24), Column("进展", 38),
    Column("状态", 16, True), Column("备注", 16),
)  # fmt: skip

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


def overview_table(items: Iterable[FollowUp], *, on: date, narrowed: str = "全部") -> sheets.Table:
    """Return the items in the columns of domain.md §3 row 12, as they stand on a day.

    `narrowed` is what narrows the list, in words.
    """
    rows = sheets.numbered(_cells(item, on) for item in items)
    return sheets.Table(LIST_TITLE, COLUMNS, rows, told=f"{narrowed}；截至{chinese_date(on)}")


def overview_listing(items: Iterable[FollowUp], *, on: date, narrowed: str) -> Listing:
    """Return the items as the paper has them, as they stand on a day; `narrowed` as above."""
    rows = [_overview_row(item, on, on, item.due_on) for item in items]
    return Listing(
        LIST_TITLE,
        (("条件", narrowed), ("截至", chinese_date(on))),
        (Grid(_OVERVIEW_COLUMNS, numbered(rows), "没有符合条件的任务。"),),
        foot=f"{_totals(rows)}。",
    )


def _totals(rows: Sequence[tuple[str, ...]]) -> str:
    """Return how many items there are, in all and of each state."""
    states = [row[7] for row in rows]
    counts = "，".join(f"{state} {states.count(state)} 项" for state in dict.fromkeys(states))
    return f"共 {len(rows)} 项{'：' + counts if counts else ''}"


def _cells(item: FollowUp, on: date) -> tuple[sheets.Cell, ...]:
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
        progress_of(item, on),
        state_of(item, on),
        item.closed_on,
        remark_of(item),
    )


def progress_of(item: FollowUp, until: date) -> str:
    """Return what the unit had reported last by a day, or why it was sent back after that."""
    told = (e for e in item.entries if e.verb in TOLD_BY and e.acted_on <= until)
    last = next(reversed(list(told)), None)
    if last is None:
        return ""
    return f"退回：{last.note}" if last.verb == "return" else last.note


def state_of(item: FollowUp, on: date) -> str:
    """Return how an item stands, in the words of the ledger."""
    is_late = item.due_on is not None and item.due_on < on and not item.is_long_term
    if item.state in TICKABLE_STATES and is_late:
        return "逾期"
    return "推进中" if item.state == FollowUpState.ASSIGNED else item.state_label


def remark_of(item: FollowUp) -> str:
    """Return what is special of an item: 备案类, 持续推进, how often it comes again."""
    words = ("备案类" if item.is_filing else "", "持续推进" if item.is_long_term else "")
    return "；".join(word for word in (*words, item.rhythm_words) if word)


def overview(subject: str, *, on: date, public_url: str, viewer: Viewer | None) -> Listing | None:
    """Return the items that stood open at any time of a quarter, "2023-1", with their totals.

    None for a quarter to come. A unit has its checklists instead.
    """
    found_days = days_of(subject, on=on, viewer=viewer)
    if found_days is None:
        return None
    words, first, last = found_days
    day = min(on, last)
    items = _standing(first, last)
    then = queries.put_off_since(day, items) if day < on else {}
    dated = [(item, then.get(item.id, item.due_on)) for item in items]
    dated.sort(key=lambda pair: pair[1] or date.max)
    rows = [_overview_row(item, day, on, due_on) for item, due_on in dated]
    return Listing(
        TITLE,
        (("季度", words), ("截至", chinese_date(day))),
        (Grid(_OVERVIEW_COLUMNS, numbered(rows), "本季度没有在办的督办事项。"),),
        foot=f"{_totals(rows)}。打印日期：{chinese_date(on)}",
    )


def overview_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the quarters in which items were handed out, newest first."""
    return titled(queries.quarters_assigned(), TITLE, viewer)


def _standing(first: date, last: date) -> list[FollowUp]:
    query = (
        queries.visible(None)
        .join(FollowUp.lead_unit)
        .where(
            FollowUp.assigned_on <= last,
            FollowUp.is_conveyance.is_(False),
            or_(FollowUp.closed_on.is_(None), FollowUp.closed_on >= first),
            or_(FollowUp.cancelled_on.is_(None), FollowUp.cancelled_on >= first),
        )
    )
    query = query.options(selectinload(FollowUp.entries), selectinload(FollowUp.postings))
    query = query.order_by(FollowUp.due_on, Unit.sort, FollowUp.year, FollowUp.number)
    return list(db.session.scalars(query).unique())


def _overview_row(item: FollowUp, day: date, on: date, due_on: date | None) -> tuple[str, ...]:
    """Return an item as it stood on a day, on which this was its due date."""
    original = item.original_due_on
    is_moved = original is not None and original != due_on
    lead = item.lead_unit_id if day == on else item.held_on(day)
    return (
        item.code,
        item.title,
        item.dated_source,
        "、".join((directory.unit_names()[lead], *(unit.display_name for unit in item.supporting))),
        "",
        f"{short_date(due_on)}{f'（原{short_date(original)}）' if is_moved else ''}",
        progress_of(item, day),
        _state_then(item, day, on, due_on),
        remark_of(item),
    )


def _state_then(item: FollowUp, day: date, on: date, due_on: date | None) -> str:
    """Return how an item stood on a day that may be past, by its dates."""
    ended = item.closed_on or item.cancelled_on
    if ended is not None and ended <= day:
        return item.state_label
    if day == on:
        return state_of(item, on)
    stood = _stood(item, day)
    if stood not in TICKABLE_STATES:
        return FOLLOWUP_STATE_LABELS[stood]
    is_late = due_on is not None and due_on < day and not item.is_long_term
    return "逾期" if is_late else "推进中"


def _stood(item: FollowUp, day: date) -> FollowUpState:
    """Return the state to which the last step by a day had led."""
    table = FOLLOWUP_WORKFLOW.table
    steps = [entry.verb for entry in item.entries if entry.acted_on <= day and entry.verb in table]
    return FollowUpState(table[steps[-1]].target) if steps else FollowUpState.ASSIGNED
