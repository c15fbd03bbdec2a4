"""How the risks stood at the end of a day, by unit and area; and what was only named."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, select

from tracker.core.db import db
from tracker.directory.models import RiskArea, Unit
from tracker.meetings.models import AreaList, AreaNamed, Meeting, MeetingState
from tracker.reports.queries.counting import count, stood, within
from tracker.reports.queries.quarter import Period
from tracker.risks import queries as risks
from tracker.risks.models import Risk, RiskLevel, RiskState, RiskStep
from tracker.unit_reports.models import ReportRow, ReportState, UnitReport

# 重大隐患 and 重大风险（红）, which leaders are told apart.
MAJOR = (RiskLevel.MAJOR, RiskLevel.SEVERE)


@dataclass(frozen=True)
class RiskNumbers:
    """Risks at the end of a period; `major` ones are among the open, as are the others.

    `overdue` are past their date, `waiting` are not yet handed out to be mended.
    """

    open: int = 0
    major: int = 0
    overdue: int = 0
    waiting: int = 0
    new: int = 0
    new_major: int = 0
    closed: int = 0
    closed_major: int = 0

    def __add__(self, other: "RiskNumbers") -> "RiskNumbers":
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return RiskNumbers(*(one + two for one, two in pairs))


@dataclass(frozen=True)
class UnitAreaRisks:
    """The risks of one unit in one area."""

    unit: Unit
    area: RiskArea
    now: RiskNumbers
    before: RiskNumbers


@dataclass(frozen=True)
class Named:
    """An area that was named or reported without becoming a risk; by no unit where none is told."""

    unit: Unit | None
    area: RiskArea


def unit_area_risks(period: Period) -> list[UnitAreaRisks]:
    """Return the risks of each unit and area now and a quarter before, in order."""
    given = _handed_out()
    now, before = _numbers(period, given), _numbers(period.before, given)
    query = (
        select(Unit, RiskArea, *now, *before)
        .select_from(Risk)
        .join(Unit, Risk.unit_id == Unit.id)
        .join(RiskArea, Risk.area_id == RiskArea.id)
        .outerjoin(given, given.c.risk_id == Risk.id)
        .group_by(Unit.id, RiskArea.id)
        .order_by(Unit.sort, Unit.id, RiskArea.sort, RiskArea.id)
    )
    return [
        UnitAreaRisks(unit, area, RiskNumbers(*counts[: len(now)]),
                      RiskNumbers(*counts[len(now) :]))
        for unit, area, *counts in db.session.execute(query)
    ]  # fmt: skip


def named(period: Period) -> list[Named]:
    """Return the areas named at the quarter's meetings and reported for them, each once."""
    found = dict.fromkeys([*_named_at_meetings(period), *_reported(period)])
    return [Named(unit, area) for unit, area in found]


def _handed_out() -> Subquery:
    """Return {risk: the day on which it was first handed out to be mended}."""
    day = func.min(RiskStep.acted_on).label("day")
    query = select(RiskStep.risk_id, day).where(RiskStep.verb == "rectify")
    return query.group_by(RiskStep.risk_id).subquery()


def _numbers(period: Period, given: Subquery) -> list[Any]:
    on = period.until
    stands = stood(Risk.found_on, Risk.closed_on, Risk.cancelled_on, on=on)
    # One that came back (反弹) was off the ledger in between.
    is_open = and_(stands, ~risks.was_away(on + timedelta(days=1)))
    is_new = within(Risk.found_on, period)
    is_closed = risks.was_closed_between(period.first, period.until)
    is_major: ColumnElement[bool] = Risk.level.in_(MAJOR)
    is_given = func.coalesce(given.c.day <= on, False)
    return [
        count(is_open),
        count(and_(is_open, is_major)),
        count(and_(is_open, Risk.due_on < on, Risk.state != RiskState.LONG_TERM)),
        count(and_(is_open, ~is_given)),
        count(is_new),
        count(and_(is_new, is_major)),
        count(is_closed),
        count(and_(is_closed, is_major)),
    ]


def _of_quarter(period: Period) -> ColumnElement[bool]:
    year, quarter = period.quarter.year, period.quarter.number
    told = Meeting.state != MeetingState.CANCELLED
    return and_(Meeting.year == year, Meeting.quarter == quarter, told)


def _named_at_meetings(period: Period) -> list[tuple[Unit | None, RiskArea]]:
    query = (
        select(Unit, RiskArea)
        .select_from(AreaList)
        .join(AreaList.meeting)
        .join(AreaList.entries)
        .join(AreaNamed.areas)
        .outerjoin(Unit, Unit.id == AreaList.unit_id)
        .where(_of_quarter(period))
    )
    return [(unit, area) for unit, area in db.session.execute(query)]


def _reported(period: Period) -> list[tuple[Unit | None, RiskArea]]:
    """Return what reports tell of; a row that has become a risk stands in the matrix as one."""
    handed_in = [ReportState.SUBMITTED, ReportState.ACCEPTED]
    query = (
        select(Unit, RiskArea)
        .select_from(ReportRow)
        .join(ReportRow.report)
        .join(UnitReport.meeting)
        .join(UnitReport.unit)
        .join(ReportRow.area)
        .where(_of_quarter(period), UnitReport.state.in_(handed_in), ReportRow.risk_id.is_(None))
    )
    return [(unit, area) for unit, area in db.session.execute(query)]
