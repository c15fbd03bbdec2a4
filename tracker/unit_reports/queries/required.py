"""Which units must report for a meeting, by when, and who has not."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.core.calendar import add_working_days, chinese_date
from tracker.core.db import db
from tracker.directory import queries as directory
from tracker.meetings.models import Meeting, ReportingUnit
from tracker.unit_reports.models import UnitReport
from tracker.unit_reports.queries.reports import FILED_STATES


@dataclass(frozen=True)
class ToWrite:
    """A report that a unit has still to hand in; begun, sent back, or not there yet."""

    meeting: Meeting
    row: ReportingUnit
    report: UnitReport | None
    due_on: date

    @property
    def return_reason(self) -> str:
        """Return why it was sent back; empty otherwise."""
        return self.report.return_reason if self.report else ""


def missing(meeting: Meeting) -> list[ReportingUnit]:
    """Return the units that must report and have not; words that name no unit are left out."""
    filed = select(UnitReport.unit_id).where(
        UnitReport.meeting_id == meeting.id, UnitReport.state.in_(FILED_STATES)
    )
    query = select(ReportingUnit).where(
        ReportingUnit.meeting_id == meeting.id,
        ReportingUnit.unit_id.is_not(None),
        ReportingUnit.unit_id.not_in(filed),
    )
    return list(db.session.scalars(query.order_by(ReportingUnit.sort, ReportingUnit.id)))


def to_write(meetings: Sequence[Meeting], unit_ids: Collection[int]) -> list[ToWrite]:
    """Return what these units have still to report, those sent back first, by meeting."""
    ids = [meeting.id for meeting in meetings]
    query = select(UnitReport).where(
        UnitReport.meeting_id.in_(ids), UnitReport.unit_id.in_(unit_ids)
    )
    query = query.options(selectinload(UnitReport.steps))
    reports = {(one.meeting_id, one.unit_id): one for one in db.session.scalars(query)}
    rows = [
        (meeting, row, reports.get((meeting.id, row.unit_id or 0)))
        for meeting in meetings
        for row in meeting.reporting
        if row.unit_id in unit_ids
    ]
    waiting = [
        ToWrite(meeting, row, report, due_on(meeting))
        for meeting, row, report in rows
        if report is None or report.state not in FILED_STATES
    ]
    return sorted(waiting, key=lambda row: not row.return_reason)


def due_on(meeting: Meeting) -> date:
    """Return the last day for reports: some working days before the meeting (a setting)."""
    days = int(directory.setting("report_working_days_before", on=meeting.held_on))
    return add_working_days(meeting.held_on, -days, directory.calendar_exceptions())


def reminder(meeting: Meeting, units: Iterable[ReportingUnit]) -> str:
    """Return the text that the office copies to urge these units: by when, and no content."""
    names = "、".join(row.name for row in units)
    return (
        f"“{meeting.name}”汇报材料提醒：下列单位尚未报送：{names}。"
        f"请于{chinese_date(due_on(meeting))}前登录系统报送；本季度无新增的也请报送，"
        "已在纸面报送的请告知办公室。"
    )
