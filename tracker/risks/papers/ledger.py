"""风险隐患台账: the risks of a quarter, of all units or of one, as they stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.core.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    chinese_date,
    quarter_range,
    quarter_words,
    short_date,
)
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.directory.models import PostHolding
from tracker.press import sheets
from tracker.press.listing import Column, Grid, Listing, numbered
from tracker.risks import queries
from tracker.risks.models import RISK_LEVEL_LABELS, Risk, RiskLevel
from tracker.risks.papers.stood import stood_on

TITLE = "风险隐患台账"
_LEDGER_COLUMNS = (
    Column("序号", 8, True), Column("排查时间", 18), Column("排查单位", 13),
    Column("领域·地点", 16), Column("隐患描述", 27), Column("等级", 13), Column("整改措施", 21),
    Column("责任单位", 14), Column("责任人", 13, True), Column("整改时限", 18),
    Column("整改进展", 13, True), Column("完成时间", 18), Column("复查时间", 18),
    Column("复查人", 14), Column("复查结果", 12), Column("备注", 11),
)  # fmt: skip
COLUMNS = {
    "序号": 6, "编号": 10, "排查时间": 12, "排查人（单位）": 14, "地点·领域": 24, "隐患描述": 40,
    "等级": 14, "整改措施": 40, "责任单位": 16, "责任人": 10, "整改时限": 12, "资金": 8,
    "整改进展": 12, "完成时间": 12, "复查时间": 12, "复查人": 10, "复查结果": 12, "销号": 8,
    "备注": 14,
}  # fmt: skip
LONGEST_ID = 9


@dataclass(frozen=True)
class LedgerRow:
    """One risk of the ledger; every field is as printed.

    In a sensitive area `where` is the area alone and nobody is named as the finder
    (domain.md §6.4).
    """

    number: str
    found_on: str
    found_by: str
    where: str
    matter: str
    level: str
    measure: str
    unit: str
    principal: str
    due: str
    progress: str
    done_on: str = ""
    checked_on: str = ""
    checker: str = ""
    result: str = ""
    remark: str = ""


def hazard_ledger(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> Listing | None:
    """Return 风险隐患台账 (domain.md §3 row 7) of a quarter, "2023-1", or of one unit, "2023-1-12".

    It holds what stood open at any time of the quarter, as of the day of the print or the
    quarter's end. None for a quarter to come, for a unit that has none or is not the viewer's,
    and of all units for whoever does not see all: the worker prints an id without its asker.
    """
    read = _read(subject)
    if read is None:
        return None
    year, quarter, unit_id = read
    first, last = quarter_range(year, quarter)
    if not (viewer is None or viewer.sees_all or unit_id in viewer.unit_ids):
        return None
    rows = queries.standing_between(first, last, unit_id=unit_id)
    if not rows and (unit_id is not None or first > on):
        return None
    day = min(on, last)
    heads = directory.principals(on=day)
    scope = rows[0].unit.name if unit_id else "各单位"
    ledger = [_printed(_row(risk, heads, day)) for risk in rows]
    return Listing(
        TITLE,
        (("单位", scope), ("季度", quarter_words(year, quarter))),
        (Grid(_LEDGER_COLUMNS, numbered(ledger), "本季度没有在册的风险隐患。"),),
        foot=f"打印日期：{chinese_date(on)}",
    )


def _printed(row: LedgerRow) -> tuple[str, ...]:
    return (
        row.found_on, row.found_by, row.where, f"{row.matter}（{row.number}）", row.level,
        row.measure, row.unit, row.principal, row.due, row.progress, row.done_on, row.checked_on,
        row.checker, row.result, row.remark,
    )  # fmt: skip


def hazard_ledger_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the quarters in which risks were found, newest first."""
    suffixes = _suffixes(viewer)
    return [
        (f"{year}-{quarter}{suffix}", f"{quarter_words(year, quarter)}风险隐患台账{words}")
        for year, quarter in queries.quarters_found(viewer=viewer)
        for suffix, words in suffixes
    ]


def register_table(risks: Iterable[Risk], *, on: date, narrowed: str = "全部") -> sheets.Table:
    """Return risks in the columns of domain.md §3 row 7, as they stand; the import reads it.

    `narrowed` is what narrows the list, in words.
    """
    heads = directory.principals(on=on)
    rows = (_cells(risk, _row(risk, heads, on)) for risk in risks)
    told = f"{narrowed}；截至{chinese_date(on)}"
    return sheets.Table(TITLE, COLUMNS, sheets.numbered(rows), told=told)


def register_listing(risks: Iterable[Risk], *, on: date, narrowed: str) -> Listing:
    """Return risks as the paper has them, as they stand on a day; `narrowed` as above."""
    heads = directory.principals(on=on)
    rows = [_printed(_row(risk, heads, on)) for risk in risks]
    return Listing(
        TITLE,
        (("条件", narrowed), ("截至", chinese_date(on))),
        (Grid(_LEDGER_COLUMNS, numbered(rows), "没有符合条件的风险隐患。"),),
        foot=f"共 {len(rows)} 项。",
    )


def _cells(risk: Risk, row: LedgerRow) -> tuple[sheets.Cell, ...]:
    return (
        row.number, risk.found_on, row.found_by, row.where, row.matter, row.level, row.measure,
        row.unit, row.principal, risk.due_on, risk.budget, row.progress,
        risk.closed_on if row.done_on else None, risk.accepted_on, row.checker, row.result,
        "是" if row.done_on else "否", row.remark,
    )  # fmt: skip


def _suffixes(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return what follows the quarter in an id: nothing for all units, else each own unit."""
    if viewer is None or viewer.sees_all:
        return [("", "")]
    units = {unit.id: unit.display_name for unit in directory.units()}
    return [(f"-{one}", f"（{units[one]}）") for one in sorted(viewer.unit_ids)]


def _read(subject: str) -> tuple[int, int, int | None] | None:
    parts = subject.split("-")
    if len(parts) not in {2, 3} or not all(_is_number(part) for part in parts):
        return None
    year, quarter, *unit = (int(part) for part in parts)
    if not FIRST_YEAR <= year <= LAST_YEAR or quarter not in range(1, 5):
        return None
    return year, quarter, unit[0] if unit else None


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= LONGEST_ID


def _row(risk: Risk, heads: Mapping[int, PostHolding], day: date) -> LedgerRow:
    area = risk.area
    unit_id, level = risk.held_on(day)
    head = heads.get(unit_id)
    place = "" if area.is_sensitive or not risk.place else f"：{risk.place}"
    stood = stood_on(risk, day)
    is_closed = stood.is_closed
    checked = stood.checked
    return LedgerRow(
        number=risk.code,
        found_on=short_date(risk.found_on),
        found_by=_finder(risk),
        where=f"{area.name}{place}",
        matter=risk.title,
        level=f"{risk.kind_label}·{RISK_LEVEL_LABELS[RiskLevel(level)]}",
        measure=risk.measure,
        unit=directory.unit_names()[unit_id],
        principal=head.person.name if head else "",
        due=short_date(risk.due_on),
        progress=stood.words,
        done_on=short_date(stood.closed_on) if is_closed else "",
        checked_on=short_date(checked.acted_on) if checked else "",
        checker=checked.actor_name if checked else "",
        result=stood.result,
        remark=stood.remark,
    )


def _finder(risk: Risk) -> str:
    """Return the unit that found it, where one did; nobody in a sensitive area."""
    if risk.area.is_sensitive or risk.found_by is None:
        return ""
    return risk.found_by.display_name
