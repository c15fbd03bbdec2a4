"""Reports, as far as the viewer may see them."""

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.meetings.models import Meeting, ReportingUnit
from tracker.unit_reports.models import ReportRow, ReportState, ReportWord, UnitReport

# The unit has said its word; a returned report is the unit's again.
FILED_STATES = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED})


def visible(viewer: Viewer | None) -> Select[UnitReport]:
    """Return a query of the reports that this person may see; None sees all (the worker).

    A unit sees its own. The office also sees drafts, for it may have to record them from paper;
    leaders and inspectors read what was handed in.
    """
    query = select(UnitReport).options(joinedload(UnitReport.unit))
    if viewer is None or viewer.is_office:
        return query
    own = UnitReport.unit_id.in_(viewer.unit_ids)
    return query.where(own | (UnitReport.state != ReportState.DRAFT) if viewer.sees_all else own)


def get_report(report_id: int, *, viewer: Viewer | None) -> UnitReport | None:
    """Return the report if it is for the viewer, else None."""
    return db.session.scalar(visible(viewer).where(UnitReport.id == report_id))


def find_report(meeting_id: int, unit_id: int) -> UnitReport | None:
    """Return a unit's report for a meeting with all that it says, whoever asks."""
    query = select(UnitReport).filter_by(meeting_id=meeting_id, unit_id=unit_id)
    return db.session.scalar(
        query.options(
            joinedload(UnitReport.unit),
            selectinload(UnitReport.rows).joinedload(ReportRow.area),
            selectinload(UnitReport.words),
            selectinload(UnitReport.steps),
        )
    )


def last_report(meeting: Meeting, unit_id: int) -> UnitReport | None:
    """Return the unit's latest report for an earlier meeting, to begin the next one with."""
    query = select(UnitReport).join(UnitReport.meeting).where(
        UnitReport.unit_id == unit_id,
        UnitReport.state.in_(FILED_STATES),
        Meeting.held_on < meeting.held_on,
    )  # fmt: skip
    query = query.options(
        selectinload(UnitReport.rows).joinedload(ReportRow.area),
        selectinload(UnitReport.rows).joinedload(ReportRow.risk),
    )
    return db.session.scalars(query.order_by(Meeting.held_on.desc(), Meeting.id.desc())).first()


def carried(last: UnitReport, unit: Unit) -> list[ReportRow]:
    """Return the rows with which the next report begins: risks struck off or moved stay behind."""
    return [
        row
        for row in last.rows
        if row.risk is None or (row.risk.is_open and row.risk.unit_id == unit.id)
    ]


def rows_before(meeting: Meeting, unit: Unit) -> int:
    """Return how many rows the form of a report begins with."""
    report = find_report(meeting.id, unit.id)
    if report is not None:
        return len(report.rows)
    last = last_report(meeting, unit.id)
    return len(carried(last, unit)) if last else 0


def states_of(meeting_id: int) -> dict[int, UnitReport]:
    """Return {unit: its report, in whatever state} of a meeting, with the rows."""
    query = select(UnitReport).filter_by(meeting_id=meeting_id)
    query = query.options(selectinload(UnitReport.rows), joinedload(UnitReport.unit))
    return {report.unit_id: report for report in db.session.scalars(query)}


def printable(viewer: Viewer | None) -> list[UnitReport]:
    """Return the reports that the viewer may print, the newest meeting first, by unit."""
    query = visible(viewer).join(UnitReport.meeting).join(UnitReport.unit)
    query = query.options(joinedload(UnitReport.meeting))
    query = query.order_by(Meeting.held_on.desc(), Meeting.id.desc(), Unit.sort, Unit.id)
    return list(db.session.scalars(query))


def reports_of(meeting_id: int, *, viewer: Viewer | None) -> list[UnitReport]:
    """Return the reports handed in for a meeting, with rows and words, in the order of its list.

    Drafts and returned reports are left out: the unit has not said its word.
    """
    listed = and_(
        ReportingUnit.meeting_id == UnitReport.meeting_id,
        ReportingUnit.unit_id == UnitReport.unit_id,
    )
    query = visible(viewer).join(UnitReport.unit).outerjoin(ReportingUnit, listed)
    query = query.where(UnitReport.meeting_id == meeting_id, UnitReport.state.in_(FILED_STATES))
    query = query.options(
        selectinload(UnitReport.rows).joinedload(ReportRow.area), selectinload(UnitReport.words)
    )
    return list(db.session.scalars(query.order_by(ReportingUnit.sort, Unit.sort, Unit.id)))


def words_on(meeting: Meeting) -> dict[tuple[str, int], str]:
    """Return what the units say, by ("risk" or "follow_up", id), of what was left open before.

    Where two units of a family report on the same matter, each of them is named.
    """
    query = (
        select(ReportWord, Unit)
        .join(ReportWord.report)
        .join(UnitReport.unit)
        .where(UnitReport.meeting_id == meeting.id, UnitReport.state.in_(FILED_STATES))
        .order_by(Unit.sort, Unit.id)
    )
    found: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for word, unit in db.session.execute(query):
        if word.words:
            found.setdefault(word.about, []).append((unit.display_name, word.words))
    return {about: _joined(said) for about, said in found.items()}


def words_about(about: tuple[str, int], *, viewer: Viewer | None) -> list[ReportWord]:
    """Return what was said of one ("risk" or "follow_up", id) in reports, the newest first.

    As far as the reports are for the viewer, and once they are handed in.
    """
    kind, record_id = about
    of_it = ReportWord.risk_id if kind == "risk" else ReportWord.follow_up_id
    readable = visible(viewer).with_only_columns(UnitReport.id)
    query = select(ReportWord).join(ReportWord.report).join(UnitReport.meeting)
    query = query.where(
        of_it == record_id, ReportWord.words != "", UnitReport.state.in_(FILED_STATES),
        UnitReport.id.in_(readable),
    )  # fmt: skip
    query = query.options(
        contains_eager(ReportWord.report).joinedload(UnitReport.unit),
        contains_eager(ReportWord.report).contains_eager(UnitReport.meeting),
    )
    return list(db.session.scalars(query.order_by(Meeting.held_on.desc(), ReportWord.id)))


def _joined(said: list[tuple[str, str]]) -> str:
    if len(said) == 1:
        return said[0][1]
    return "；".join(f"{name}：{words.rstrip('。；')}" for name, words in said) + "。"
