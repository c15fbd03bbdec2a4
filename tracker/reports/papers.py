"""季度情况: one page for leaders (domain.md §3 row 21), with the same figures as their page.

And the balance of a ledger as a table, for the page, the workbook and the command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.core.calendar import chinese_date
from tracker.core.clock import today
from tracker.core.db import db
from tracker.core.ledger import Line
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.directory.models import Unit
from tracker.meetings.models import Meeting, MeetingState
from tracker.press import sheets
from tracker.reports import queries
from tracker.reports.queries import Balance, Book, Figures, Group, Matrix, Number, TrendPoint

NAMES_SHOWN = 6


@dataclass(frozen=True)
class Section:
    """One section: its heading, and sentences that belong together."""

    heading: str
    text: str


@dataclass(frozen=True)
class QuarterSummary:
    """One page on a quarter; every field is as printed, `until` the day of all its figures."""

    title: str
    college: str
    until: str
    printed_on: str
    numbers: tuple[Number, ...]
    sections: tuple[Section, ...]
    matrix: Matrix
    trend: tuple[TrendPoint, ...]


def quarter_summary(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> QuarterSummary | None:
    """Return the page of one quarter; `subject` is 2023-1.

    None for a unit's viewer, and for a quarter before the first meeting or after the present.
    """
    if viewer is not None and not viewer.sees_all:
        return None
    quarters = queries.quarters(on=on)
    quarter = quarters.find(subject)
    if quarter is None:
        return None
    period = quarters.period(quarter)
    found = queries.figures(period)
    return QuarterSummary(
        title=f"{quarter.words}研判与督办情况",
        college=directory.setting("college_name", on=on),
        until=chinese_date(period.until),
        printed_on=chinese_date(on),
        numbers=tuple(found.numbers),
        sections=_sections(found),
        matrix=found.matrix,
        trend=_trend(found),
    )


def quarter_summary_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the quarters that have a page, the newest first."""
    if viewer is not None and not viewer.sees_all:
        return []
    found = queries.quarters(on=today()).all
    return [(quarter.code, f"{quarter.words}研判与督办情况") for quarter in found]


def _trend(found: Figures) -> tuple[TrendPoint, ...]:
    return tuple(queries.trend(found.period)) if found.matrix.leaves_room else ()


def _sections(found: Figures) -> tuple[Section, ...]:
    return (
        Section("一、会议召开与报送", _about_meetings(found)),
        Section("二、风险隐患", _about_risks(found)),
        Section("三、督办", _about_tasks(found)),
        Section("四、责任书签订覆盖", _about_agreements(found)),
        Section("五、需协调事项", _about_waiting(found)),
    )


def _about_meetings(found: Figures) -> str:
    held = _held(found)
    if not held:
        told = "本季度尚未召开会议。"
    else:
        days = "、".join(f"{meeting.name}（{_day(meeting.held_on)}）" for meeting in held)
        told = f"召开会议 {len(held)} 次：{days}。"
    reports = found.reports
    if not reports.whole:
        return told
    missing, awaited = found.reporting.missing, found.reporting.awaited
    behind = f"；未报送：{_names(missing)}" if missing else ""
    behind += f"；另有 {awaited} 个单位待会前报送" if awaited else ""
    asked = f"应报送 {reports.whole} 个单位，已报送 {reports.value} 个{_change(reports)}"
    return f"{told}{asked}{behind}。"


def _about_risks(found: Figures) -> str:
    now, before = found.risk_numbers
    text = (
        f"在册 {now.open} 项{_change(Number('', now.open, before.open))}，"
        f"其中重大 {now.major} 项、逾期 {now.overdue} 项；"
        f"本季度新增 {now.new} 项"
        f"{_change(Number('', now.new, before.new, note=f'重大 {now.new_major} 项'))}，"
        f"销号 {now.closed} 项"
        f"{_change(Number('', now.closed, before.closed, note=f'重大 {now.closed_major} 项'))}。"
    )
    if loose := found.unclaimed:
        text += f"会上提及、尚无单位登记的领域 {len(loose)} 个：{_listed(loose)}。"
    return text


def _about_tasks(found: Figures) -> str:
    """Return the tasks in numbers; which units are late stands in the table below."""
    now, before = found.tasks
    late = f"逾期 {now.overdue} 项{_change(Number('', now.overdue, before.overdue))}"
    if now.overdue:
        late += f"，涉及 {len(found.late_units)} 个单位（见表）"
    return (
        f"在办 {now.open} 项{_change(Number('', now.open, before.open))}，"
        f"其中已报结待确认 {now.submitted} 项、{late}；"
        f"本季度办结 {now.closed} 项{_change(Number('', now.closed, before.closed))}，"
        f"其中备案办结 {now.filed} 项。"
    )


def _about_agreements(found: Figures) -> str:
    if not found.signed:
        return f"{found.period.quarter.year} 年度还没有须签订的责任书。"
    parts = []
    for one in found.signed:
        missing = f"，未签：{_names(one.missing)}" if one.missing else ""
        parts.append(f"{one.kind.name}应签 {one.required} 份、已签 {one.signed} 份{missing}")
    return f"{'；'.join(parts)}。"


def _about_waiting(found: Figures) -> str:
    """Return what leaders can move: signatures first, then what is not handed out or confirmed."""
    unsigned = queries.unsigned(on=found.period.until)
    names = "、".join(
        f"{m.meeting.name}纪要（{_day(m.submitted_on)}送签）" for m in unsigned if m.submitted_on
    )
    waiting, submitted = found.risk_numbers[0].waiting, found.tasks[0].submitted
    parts = [
        f"待签发纪要 {len(unsigned)} 件：{names}" if unsigned else "",
        f"已登记、尚未交办整改的风险 {waiting} 项" if waiting else "",
        f"已报结待确认的任务 {submitted} 项" if submitted else "",
    ]
    told = "；".join(part for part in parts if part)
    return f"{told}。" if told else "没有等待签发、交办或确认的事项。"


def _held(found: Figures) -> Sequence[Meeting]:
    quarter = found.period.quarter
    took_place = [MeetingState.HELD, MeetingState.MINUTED, MeetingState.CONCLUDED]
    query = select(Meeting).where(
        Meeting.year == quarter.year, Meeting.quarter == quarter.number,
        Meeting.state.in_(took_place),
    )  # fmt: skip
    return db.session.scalars(query.order_by(Meeting.held_on, Meeting.id)).all()


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _change(number: Number) -> str:
    told = "，".join(filter(None, [number.note, number.change_words]))
    return f"（{told}）" if told else ""


def _names(units: Iterable[Unit]) -> str:
    return _listed([unit.display_name for unit in units])


def _listed(names: Sequence[str]) -> str:
    """Return the names, of many the first six and how many there are."""
    shown = "、".join(names[:NAMES_SHOWN])
    return shown if len(names) <= NAMES_SHOWN else f"{shown}等 {len(names)} 个"


def balance_records(found: Balance) -> list[dict[str, str | int]]:
    """Return the rows of a balance for another program: unit by name, level by identifier."""
    return [
        {"unit": row.unit.name}
        | ({"level": row.level} if row.level else {})
        | _numbers(found.book, row.line)
        for row in found.rows
    ]


def balance_table(found: Balance) -> sheets.Table:
    """Return a balance in the columns of its page: the units of each level, 小计 and 合计."""
    book = found.book
    level = {} if book.is_plain else {"等级": 16}
    columns = {**level, "单位": 24, **dict.fromkeys(book.columns.values(), 10)}
    rows = [row for group in found.groups for row in _group_rows(book, group)]
    first = ("合计",) if book.is_plain else ("合计", "")
    rows.append((*first, *_numbers(book, found.total).values()))
    return sheets.Table(f"{found.quarter.words}{book.name}台账平衡表", columns, rows)


def _group_rows(book: Book, group: Group) -> Iterator[tuple[sheets.Cell, ...]]:
    first = () if book.is_plain else (group.label,)
    for row in group.rows:
        yield (*first, row.unit.name, *_numbers(book, row.line).values())
    if not book.is_plain:
        yield (*first, "小计", *_numbers(book, group.total).values())


def _numbers(book: Book, line: Line) -> dict[str, int]:
    numbers = line.numbers()
    return {name: numbers[name] for name in book.columns}
