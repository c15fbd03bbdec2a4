"""Which units have reported for the meetings of a quarter."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select

from tracker.core.db import db
from tracker.directory.models import Unit
from tracker.meetings.models import Meeting, MeetingState, ReportingUnit
from tracker.reports.queries.quarter import Period
from tracker.unit_reports.models import ReportStep, UnitReport


@dataclass(frozen=True)
class Reporting:
    """The units asked for a report by the meetings of one quarter.

    Each counts once: as reported with all that it was asked for, as missing without a report for
    a meeting whose day has come; whose meetings are still to come is neither.
    """

    meetings: int = 0
    required: int = 0
    reported: int = 0
    missing: tuple[Unit, ...] = ()

    @property
    def awaited(self) -> int:
        """Return how many units have still to report for a meeting that is to come."""
        return self.required - self.reported - len(self.missing)


@dataclass(frozen=True)
class _Row:
    meeting_id: int
    year: int
    quarter: int
    is_to_come: bool
    unit: Unit | None
    is_reported: bool


def reporting(period: Period) -> tuple[Reporting, Reporting]:
    """Return the reports for this quarter's meetings and for those of the one before.

    Reported is what was handed in, and not sent back, by the end of the period or, for a meeting
    that was held later, by its day. What the office still drafts asks nobody for a report.
    """
    done = _handed_in(period)
    is_to_come = and_(Meeting.state == MeetingState.NOTIFIED, Meeting.held_on > period.until)
    told = Meeting.state.not_in([MeetingState.DRAFT, MeetingState.CANCELLED])
    query = (
        select(
            Meeting.id,
            Meeting.year,
            Meeting.quarter,
            is_to_come,
            Unit,
            func.coalesce(done.c.number, 0) > 0,
        )
        .outerjoin(Meeting.reporting)
        .outerjoin(Unit, Unit.id == ReportingUnit.unit_id)
        .outerjoin(
            UnitReport,
            and_(UnitReport.meeting_id == Meeting.id, UnitReport.unit_id == Unit.id),
        )
        .outerjoin(done, done.c.report_id == UnitReport.id)
        .where(told, or_(_is_of(period), _is_of(period.before)))
        .order_by(Unit.sort, Unit.id)
    )
    rows = [_Row(*row) for row in db.session.execute(query)]
    return _of(rows, period), _of(rows, period.before)


def _is_of(period: Period) -> ColumnElement[bool]:
    quarter = period.quarter
    return and_(Meeting.year == quarter.year, Meeting.quarter == quarter.number)


def _handed_in(period: Period) -> Subquery:
    end = case((_is_of(period), period.until), else_=period.before.until)
    by_day = case((Meeting.held_on > end, Meeting.held_on), else_=end)
    sign = case((ReportStep.verb == "submit", 1), else_=-1)
    query = (
        select(ReportStep.report_id, func.sum(sign).label("number"))
        .join(ReportStep.report)
        .join(UnitReport.meeting)
        .where(ReportStep.verb.in_(["submit", "return"]), ReportStep.acted_on <= by_day)
        .where(or_(_is_of(period), _is_of(period.before)))
    )
    return query.group_by(ReportStep.report_id).subquery()


def _of(rows: list[_Row], period: Period) -> Reporting:
    quarter = period.quarter
    own = [row for row in rows if (row.year, row.quarter) == (quarter.year, quarter.number)]
    asked = {row.unit for row in own if row.unit is not None}
    open_ = [row for row in own if not row.is_reported]
    late = dict.fromkeys(row.unit for row in open_ if row.unit and not row.is_to_come)
    return Reporting(
        meetings=len({row.meeting_id for row in own}),
        required=len(asked),
        reported=len(asked - {row.unit for row in open_}),
        missing=tuple(late),
    )
