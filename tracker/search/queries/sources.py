"""The one literal of what can be found: by which query, for whom, and how it is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.agreements import queries as agreements
from tracker.agreements.models import Agreement
from tracker.core.permissions import Permission, Role, Viewer
from tracker.directory.models import Person, Post, PostHolding, Unit
from tracker.followups import queries as followups
from tracker.followups.models import FollowUp
from tracker.issuing import queries as issuing
from tracker.issuing.models import IssuedPaper, UsedNumber
from tracker.meetings import queries as meetings
from tracker.meetings.models import Address, AreaList, Meeting, Point
from tracker.minutes import queries as minutes
from tracker.minutes.models import Minutes, MinutesState
from tracker.risks import queries as risks
from tracker.risks.models import Risk
from tracker.search.models import Kind
from tracker.search.queries import records, registers
from tracker.search.queries.telling import Readers, Told
from tracker.unit_reports import queries as unit_reports
from tracker.unit_reports.models import ReportRow, ReportWord, UnitReport

Audience = frozenset[str] | None


@dataclass(frozen=True)
class Source:
    """One kind of records. `query` is the feature's own scope, asked again for what is shown."""

    model: type[Any]
    permission: Permission
    query: Callable[[Viewer | None], Select[Any]]
    tell: Callable[[Any], Told]
    endpoint: str
    # For those who may not open the record's own page.
    list_endpoint: str = ""


def audience(viewer: Viewer) -> Audience:
    """Return the marks one of which an entry must bear to be found; None asks for none.

    It narrows as the features' own scopes do, which are asked once more for what is shown.
    """
    if viewer.is_office:
        return None
    reach = followups.reach_of(viewer)
    own = {f"for{unit_id}" for unit_id in viewer.unit_ids}
    own |= {f"lead{unit_id}" for unit_id in reach.lead_ids or ()}
    if Role.LEADER in viewer.roles:
        return frozenset({Readers.COLLEGE, Readers.PLANNERS, *own})
    return frozenset({Readers.COLLEGE if viewer.sees_all else Readers.EVERYBODY, *own})


def marks_of(told: Told) -> set[str]:
    """Return the marks by which a record is found by those who may see it."""
    if told.readers == Readers.PLANNERS:
        return {told.readers}
    own = {f"for{unit_id}" for unit_id in told.unit_ids}
    is_open = told.readers == Readers.EVERYBODY
    return {told.readers, *own} | ({Readers.COLLEGE} if is_open else set())


def _units(_viewer: Viewer | None) -> Select[Unit]:
    return select(Unit).options(selectinload(Unit.aliases))


def _persons(_viewer: Viewer | None) -> Select[Person]:
    held = selectinload(Person.holdings)
    return select(Person).options(held.joinedload(PostHolding.post).joinedload(Post.unit))


def _used_numbers(_viewer: Viewer | None) -> Select[UsedNumber]:
    return select(UsedNumber)


def _minutes(viewer: Viewer | None) -> Select[Minutes]:
    return minutes.visible(viewer).where(Minutes.state != MinutesState.SUPERSEDED)


def _follow_ups(viewer: Viewer | None) -> Select[FollowUp]:
    return followups.visible(viewer).options(selectinload(FollowUp.entries))


def _reports(viewer: Viewer | None) -> Select[UnitReport]:
    words = selectinload(UnitReport.words)
    return unit_reports.visible(viewer).options(
        joinedload(UnitReport.meeting),
        selectinload(UnitReport.rows).joinedload(ReportRow.area),
        words.joinedload(ReportWord.risk).joinedload(Risk.area),
    )


def _agreements(viewer: Viewer | None) -> Select[Agreement]:
    return agreements.visible(viewer).options(selectinload(Agreement.signers))


P = Permission
SOURCES: Mapping[Kind, Source] = {
    Kind.UNIT: Source(
        Unit, P.DIRECTORY_READ, _units, registers.of_unit, "directory.unit", "directory.units",
    ),
    Kind.PERSON: Source(
        Person, P.DIRECTORY_READ, _persons, registers.of_person,
        "directory.person", "directory.people",
    ),
    Kind.PAPER: Source(
        IssuedPaper, P.PAPER_READ, issuing.visible, registers.of_paper, "catalogue.issued",
    ),
    Kind.USED_NUMBER: Source(
        UsedNumber, P.DIRECTORY_READ, _used_numbers, registers.of_used_number, "issuing.register",
    ),
    Kind.FOLLOW_UP: Source(
        FollowUp, P.FOLLOWUP_READ, _follow_ups, records.of_follow_up, "followups.show",
    ),
    Kind.RISK: Source(
        Risk, P.RISK_READ, risks.visible, records.of_risk, "risks.show",
    ),
    Kind.MEETING: Source(
        Meeting, P.MEETING_READ, meetings.visible, records.of_meeting, "minutes.overview",
    ),
    Kind.MINUTES: Source(
        Minutes, P.MINUTES_READ, _minutes, records.of_minutes, "minutes.show",
    ),
    Kind.ADDRESS: Source(
        Address, P.MEETING_READ, meetings.visible_addresses, records.of_address, "followups.points",
    ),
    Kind.POINT: Source(
        Point, P.MEETING_READ, meetings.visible_points, records.of_point, "followups.points",
    ),
    Kind.AREAS: Source(
        AreaList, P.MEETING_READ, meetings.visible_area_lists, records.of_areas, "minutes.overview",
    ),
    Kind.UNIT_REPORT: Source(
        UnitReport, P.UNIT_REPORT_READ, _reports, records.of_report, "unit_reports.show",
    ),
    Kind.AGREEMENT: Source(
        Agreement, P.AGREEMENT_READ, _agreements, records.of_agreement, "agreements.show",
    ),
}  # fmt: skip
