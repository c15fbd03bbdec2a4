"""季度研判报告 of a unit (domain.md §3 row 6): what it says, and the list of its risks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.core.calendar import chinese_date
from tracker.core.permissions import Viewer
from tracker.meetings.models import Meeting, ReportingUnit
from tracker.press import sheets
from tracker.press.listing import Column, Grid, numbered
from tracker.press.typography import heading_number, title_lines
from tracker.press.word import Part, Style, Title, WordPaper, body, heading, paragraph
from tracker.unit_reports import queries
from tracker.unit_reports.models import Manner, ReportRow, ReportWord, UnitReport

TITLE_WIDTH = 20
_RISK_COLUMNS = (
    Column("序号", 11, True), Column("领域", 24), Column("风险点", 24), Column("等级", 17, True),
    Column("责任单位", 23), Column("措施", 36), Column("时限", 21),
)  # fmt: skip
LONGEST_ID = 9
NOTHING_NEW = "本季度本单位没有新增风险和隐患。"
LIST_COLUMNS = {
    "序号": 6, "单位": 28, "汇报范围": 28, "方式": 12, "风险点": 8, "报送日期": 14, "状态": 10,
}  # fmt: skip
ORAL = "本单位在会上作了口头汇报，没有提交书面材料。"


@dataclass(frozen=True)
class Section:
    """One numbered section; line breaks in `text` begin new paragraphs."""

    heading: str
    text: str


@dataclass(frozen=True)
class RiskLine:
    """One row of 风险清单: 序号 领域 风险点 等级 责任单位 措施 时限."""

    area: str
    matter: str
    level: str
    unit: str
    measure: str
    due: str


@dataclass(frozen=True)
class UnitReportPaper:
    """A unit's report; `signed_by` is who handed it in, empty for what was only said."""

    title: str
    unit: str
    meeting: str
    scope: str
    sections: tuple[Section, ...]
    words: tuple[str, ...]
    risks: tuple[RiskLine, ...]
    signed_by: str
    signed_on: str
    state: str = ""

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)

    def number(self, position: int) -> str:
        """Return the printed number (一、) of the section at a position from 1."""
        return heading_number(1, position)


def unit_report(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> UnitReportPaper | None:
    """Return one unit's report for one meeting; `subject` is "12-3" (meeting-unit)."""
    meeting_id, _, unit_id = subject.partition("-")
    if not (_is_id(meeting_id) and _is_id(unit_id)):
        return None
    report = queries.find_report(int(meeting_id), int(unit_id))
    if report is None or queries.get_report(report.id, viewer=viewer) is None:
        return None
    return of_report(report)


def unit_report_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (meeting-unit, title) of the reports that the viewer may print, newest first."""
    return [
        (f"{one.meeting_id}-{one.unit_id}", f"{one.meeting.name}：{one.unit.display_name}汇报")
        for one in queries.printable(viewer)
    ]


def of_report(report: UnitReport) -> UnitReportPaper:
    """Return a report as it is printed; empty sections are left out and the rest renumbered."""
    meeting = report.meeting
    asked = next((row for row in meeting.reporting if row.unit_id == report.unit_id), None)
    return UnitReportPaper(
        title=f"{report.unit.name}{meeting.quarter_words}形势研判报告",
        unit=report.unit.name,
        meeting=meeting.title,
        scope=asked.scope if asked else "",
        sections=tuple(section for section in _sections(report) if section.text),
        words=tuple(_word(word) for word in report.words),
        risks=tuple(_line(report, row) for row in report.rows),
        signed_by=report.submitter_name,
        signed_on=chinese_date(report.submitted_on) if report.submitted_on else "",
        state="" if report.state in queries.FILED_STATES else report.state_label,
    )


def unit_report_in_word(paper: UnitReportPaper) -> WordPaper:
    """Return a report for Word, with its list of risks as the attachment."""
    sections = [(section.heading, section.text) for section in paper.sections]
    if paper.words:
        told = (f"{number}.{words}" for number, words in enumerate(paper.words, 1))
        sections.append(("上季度遗留问题整改情况", "\n".join(told)))
    text = (
        part
        for position, (name, words) in enumerate(sections, 1)
        for part in (*heading(1, f"{paper.number(position)}{name}"), *body(words))
    )
    parts = (
        *body(paper.state, Style.STATE),
        Title(paper.title_lines),
        *body(f"（汇报范围：{paper.scope}）" if paper.scope else ""),
        *text,
        *_signature(paper),
        *_risks(paper),
    )
    return WordPaper(paper.title, parts)


def _signature(paper: UnitReportPaper) -> tuple[Part, ...]:
    if not paper.signed_by:
        return ()
    return (
        paragraph(Style.SIGNATURE, paper.unit, keeps_next=True),
        paragraph(Style.DAY, f"报送人：{paper.signed_by}", keeps_next=True),
        paragraph(Style.DAY, paper.signed_on),
    )


def _risks(paper: UnitReportPaper) -> tuple[Part, ...]:
    rows = [(r.area, r.matter, r.level, r.unit, r.measure, r.due) for r in paper.risks]
    grid = Grid(_RISK_COLUMNS, numbered(rows), "")
    return (paragraph(Style.LABEL, "附件"), Title(("风险清单",)), grid) if rows else ()


def _sections(report: UnitReport) -> list[Section]:
    stated = {Manner.NOTHING_NEW: NOTHING_NEW, Manner.ORAL: ORAL}.get(Manner(report.manner), "")
    problems = "\n".join(f"{row.title.rstrip('。')}。" for row in report.rows) or stated
    measures = "\n".join(f"{row.measure.rstrip('。')}。" for row in report.rows if row.measure)
    return [
        Section("总体情况", report.overview),
        Section("存在问题和风险点", problems),
        Section("原因分析", report.causes),
        Section("措施与下一步打算", "\n".join(filter(None, (measures, report.next_steps)))),
    ]


def _word(word: ReportWord) -> str:
    about = word.risk or word.follow_up
    name = about.title if about else ""
    return f"{name}：{word.words.rstrip('。')}。"


def _line(report: UnitReport, row: ReportRow) -> RiskLine:
    place = f"（{row.place}）" if row.place and not row.area.is_sensitive else ""
    return RiskLine(
        area=row.area.name,
        matter=f"{row.title}{place}",
        level=row.level_label,
        unit=report.unit.display_name,
        measure=row.measure,
        due=chinese_date(row.due_on) if row.due_on else "",
    )


def _is_id(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= LONGEST_ID


def reports_table(
    meeting: Meeting, rows: Iterable[tuple[ReportingUnit, UnitReport | None]]
) -> sheets.Table:
    """Return who reports for a meeting and how far each is, for whoever may read the rows."""
    found = (_report_row(row, report) for row, report in rows)
    return sheets.Table(f"{meeting.name}汇报情况", LIST_COLUMNS, sheets.numbered(found))


def _report_row(row: ReportingUnit, report: UnitReport | None) -> tuple[sheets.Cell, ...]:
    if report is None:
        return row.name, row.scope, "", None, None, "未报" if row.unit_id else "照原文"
    manner = report.manner_label if report.state != "draft" else ""
    state = f"{report.state_label}（迟报）" if report.is_late else report.state_label
    return row.name, row.scope, manner, len(report.rows), report.submitted_on, state
