"""Which entries an event of the trail touches."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from tracker.agreements.models import Agreement
from tracker.core.db import db
from tracker.directory.models import NumberSeries, Person, Post, PostHolding, RiskArea, Unit
from tracker.followups.models import FollowUp
from tracker.issuing.models import IssuedPaper, UsedNumber
from tracker.meetings.models import Address, AreaList, AreaNamed, Meeting
from tracker.minutes.models import Minutes
from tracker.risks.models import Risk
from tracker.search.models import IndexEntry, Kind, entry_id, record_of
from tracker.unit_reports.models import ReportRow, ReportWord, UnitReport


def owners_of(object_type: str, object_id: str) -> Iterator[int]:
    """Yield the entries to be made anew after an event about this object; for most just one."""
    touched = TOUCHED.get(object_type)
    if touched is None or not object_id.isdecimal():
        return
    for kind, number in touched(int(object_id)):
        yield entry_id(kind, number)


_Touched = Iterator[tuple[Kind, int]]


def _just(kind: Kind) -> Callable[[int], _Touched]:
    def touched(number: int) -> _Touched:
        yield kind, number

    return touched


def _ids(kind: Kind, column: Any, condition: ColumnElement[bool]) -> _Touched:
    for number in db.session.scalars(select(column).where(condition)):
        yield kind, number


def _entry_ids(condition: ColumnElement[bool]) -> _Touched:
    """Yield the owners of entries by what they themselves say."""
    for owner in db.session.scalars(select(IndexEntry.owner_id).where(condition).distinct()):
        yield record_of(owner)


def _meeting(number: int) -> _Touched:
    """Who may read what was said depends on the meeting's state, and much names its quarter."""
    yield Kind.MEETING, number
    yield from _ids(Kind.ADDRESS, Address.id, Address.meeting_id == number)
    yield from _ids(Kind.AREAS, AreaList.id, AreaList.meeting_id == number)
    yield from _ids(Kind.MINUTES, Minutes.id, Minutes.meeting_id == number)
    yield from _ids(Kind.UNIT_REPORT, UnitReport.id, UnitReport.meeting_id == number)


def _minutes(number: int) -> _Touched:
    """A version may have replaced another, and brings out what was said."""
    yield Kind.MINUTES, number
    for meeting in db.session.scalars(select(Minutes.meeting_id).where(Minutes.id == number)):
        yield from _meeting(meeting)


def _issued_paper(number: int) -> _Touched:
    """A version replaces the one before."""
    same = select(IssuedPaper.kind, IssuedPaper.subject).where(IssuedPaper.id == number)
    for kind, subject in db.session.execute(same):
        is_same = and_(IssuedPaper.kind == kind, IssuedPaper.subject == subject)
        yield from _ids(Kind.PAPER, IssuedPaper.id, is_same)


def _risk(number: int) -> _Touched:
    """Whether words of its items and of reports may be quoted depends on its area."""
    yield Kind.RISK, number
    yield from _ids(Kind.FOLLOW_UP, FollowUp.id, FollowUp.risk_id == number)
    yield from _ids(Kind.UNIT_REPORT, ReportWord.report_id, ReportWord.risk_id == number)


def _risk_area(number: int) -> _Touched:
    for risk in db.session.scalars(select(Risk.id).where(Risk.area_id == number)):
        yield from _risk(risk)
    yield from _ids(Kind.UNIT_REPORT, ReportRow.report_id, ReportRow.area_id == number)
    named = AreaList.entries.any(AreaNamed.areas.any(RiskArea.id == number))
    yield from _ids(Kind.AREAS, AreaList.id, named)


def _signing(number: int) -> _Touched:
    yield from _ids(Kind.AGREEMENT, Agreement.id, Agreement.signing_id == number)


def _agreement_kind(number: int) -> _Touched:
    yield from _ids(Kind.AGREEMENT, Agreement.id, Agreement.kind_id == number)


def _unit(number: int) -> _Touched:
    """Its people's posts bear its name, and so do its records."""
    yield Kind.UNIT, number
    held = PostHolding.post.has(Post.unit_id == number)
    yield from _ids(Kind.PERSON, PostHolding.person_id, held)
    yield from _entry_ids(IndexEntry.unit_id == number)


def _post(number: int) -> _Touched:
    yield from _ids(Kind.PERSON, PostHolding.person_id, PostHolding.post_id == number)


def _person(number: int) -> _Touched:
    yield Kind.PERSON, number
    yield from _ids(Kind.MEETING, Meeting.id, Meeting.chair_id == number)


def _campus(number: int) -> _Touched:
    yield from _ids(Kind.MEETING, Meeting.id, Meeting.campus_id == number)


def _number_series(number: int) -> _Touched:
    code = select(NumberSeries.code).where(NumberSeries.id == number).scalar_subquery()
    yield from _ids(Kind.USED_NUMBER, UsedNumber.id, UsedNumber.series == code)


def of_the_day() -> Iterator[int]:
    """Yield the entries that are told otherwise as days pass: units in use, posts held."""
    for kind, column in ((Kind.UNIT, Unit.id), (Kind.PERSON, Person.id)):
        for number in db.session.scalars(select(column)):
            yield entry_id(kind, number)


TOUCHED: Mapping[str, Callable[[int], _Touched]] = {
    "address": _just(Kind.ADDRESS),
    "agreement": _just(Kind.AGREEMENT),
    "agreement_kind": _agreement_kind,
    "area_list": _just(Kind.AREAS),
    "campus": _campus,
    "follow_up": _just(Kind.FOLLOW_UP),
    "issued_paper": _issued_paper,
    "meeting": _meeting,
    "minutes": _minutes,
    "number_series": _number_series,
    "person": _person,
    "post": _post,
    "risk": _risk,
    "risk_area": _risk_area,
    "signing": _signing,
    "unit": _unit,
    "unit_report": _just(Kind.UNIT_REPORT),
    "used_number": _just(Kind.USED_NUMBER),
}
