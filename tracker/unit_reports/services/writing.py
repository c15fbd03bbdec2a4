"""Writing a report: its texts, its rows, its words on what was left open, its steps."""

from dataclasses import replace
from datetime import date

from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory.models import Unit
from tracker.meetings.models import Meeting, MeetingState
from tracker.unit_reports import queries
from tracker.unit_reports.models import (
    Manner,
    ReportRow,
    ReportState,
    ReportStep,
    ReportWord,
    UnitReport,
)
from tracker.unit_reports.queries import About
from tracker.unit_reports.services.facts import MOST_ROWS, ReportTexts, RowFacts


def save(*, meeting: Meeting, unit: Unit, texts: ReportTexts, actor: Actor, on: date) -> UnitReport:
    """Keep what the unit has written so far; nothing is handed in by that.

    Raises:
        RuleBroken: the meeting takes no reports, the unit need not report, it was handed in
            already, or there are too many rows.
    """
    report = open_report(meeting, unit)
    if report.state in queries.FILED_STATES:
        raise RuleBroken(f"汇报{report.state_label}，不能再改；需要修改请联系办公室退回。")
    write(report, texts)
    if report.state != ReportState.RETURNED:
        report.move("save")
    note_step(report, "save", actor=actor, on=on)
    return report


def open_report(meeting: Meeting, unit: Unit) -> UnitReport:
    """Return the unit's report for the meeting, begun where there is none.

    Raises:
        RuleBroken: the meeting takes no reports any more, or the unit need not report.
    """
    if meeting.state == MeetingState.CANCELLED:
        raise RuleBroken("会议已取消，不再收汇报材料；已写的内容保留在草稿中。")
    if not meeting.is_open_to_changes:
        raise RuleBroken("会议纪要已经印发，不再收本次会议的汇报；新的情况请在下次会议汇报。")
    if unit.id not in {row.unit_id for row in meeting.reporting}:
        raise RuleBroken(f"“{unit.name}”不在本次会议的汇报单位中，请与办公室联系。")
    report = queries.find_report(meeting.id, unit.id)
    if report is None:
        report = UnitReport(meeting=meeting, unit=unit, state=ReportState.MISSING)
        db.session.add(report)
    return report


def write(report: UnitReport, texts: ReportTexts) -> None:
    """Let the report read as its unit has written it."""
    if len(texts.rows) > MOST_ROWS:
        raise RuleBroken(f"风险点超过 {MOST_ROWS} 条，请合并同类后再报。")
    is_written = texts.manner == Manner.WRITTEN
    report.manner = texts.manner
    report.overview, report.causes = texts.overview, texts.causes
    report.next_steps = texts.next_steps
    rows = [_own(report, row) for row in texts.rows] if is_written else []
    old = list(report.rows)
    report.rows = [
        _row(old[place] if place < len(old) else ReportRow(), facts, place)
        for place, facts in enumerate(rows)
    ]
    kept = {word.about: word for word in report.words}
    open_before = queries.matters(report.meeting, report.unit)
    said = {
        about: words
        for about, words in (texts.words or {}).items()
        if words.strip() and about in open_before
    }
    report.words = [_word(kept.get(about), about, words) for about, words in said.items()]


def _own(report: UnitReport, facts: RowFacts) -> RowFacts:
    """Let a row go on with a row of the same unit's earlier report only."""
    if facts.copied_from_id is None:
        return facts
    earlier = db.session.get(ReportRow, facts.copied_from_id)
    is_own = earlier is not None and earlier.report.unit_id == report.unit_id
    return facts if is_own else replace(facts, copied_from_id=None)


def _row(row: ReportRow, facts: RowFacts, place: int) -> ReportRow:
    for name in facts.__dataclass_fields__:
        setattr(row, name, getattr(facts, name))
    row.sort = place
    return row


def _word(word: ReportWord | None, about: About, words: str) -> ReportWord:
    kind, record_id = about
    word = word or ReportWord(**{f"{kind}_id": record_id})
    word.words = words
    return word


def note_step(
    report: UnitReport,
    verb: str,
    *,
    actor: Actor,
    on: date,
    words: str = "",
    is_by_liaison: bool = False,
) -> None:
    """Note a step of the report with its event."""
    changes = changes_of(report)
    step = ReportStep.by(actor, verb, on=on, note=words, report=report, is_by_liaison=is_by_liaison)
    db.session.add(step)
    label = f"{report.meeting.name} {report.unit.display_name}"
    record_event(f"unit_report.{verb}", report, actor=actor, label=label, changes=changes)
