"""Which entries an event of the trail touches."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from tracker.agreements.models import Agreement
from tracker.core.db import db
from tracker.directory.models import Post, PostHolding, RiskArea
from tracker.meetings.models import Address, AreaList, AreaNamed
from tracker.minutes.models import Minutes
from tracker.risks.models import Risk
from tracker.search.models import Kind, entry_id


def owners_of(object_type: str, object_id: str) -> Iterator[int]:
    """Yield the entries to be made anew after an event about this object; for most just one."""
    touched = _TOUCHED.get(object_type)
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


def _meeting(number: int) -> _Touched:
    """Who may read what was said depends on the meeting's state, and titles name it."""
    yield Kind.MEETING, number
    yield from _ids(Kind.ADDRESS, Address.id, Address.meeting_id == number)
    yield from _ids(Kind.AREAS, AreaList.id, AreaList.meeting_id == number)
    yield from _ids(Kind.MINUTES, Minutes.id, Minutes.meeting_id == number)


def _minutes(number: int) -> _Touched:
    """A version may have replaced another, and brings out what was said."""
    yield Kind.MINUTES, number
    for meeting in db.session.scalars(select(Minutes.meeting_id).where(Minutes.id == number)):
        yield from _meeting(meeting)


def _signing(number: int) -> _Touched:
    yield from _ids(Kind.AGREEMENT, Agreement.id, Agreement.signing_id == number)


def _agreement_kind(number: int) -> _Touched:
    yield from _ids(Kind.AGREEMENT, Agreement.id, Agreement.kind_id == number)


def _risk_area(number: int) -> _Touched:
    yield from _ids(Kind.RISK, Risk.id, Risk.area_id == number)
    yield from _ids(
        Kind.AREAS, AreaList.id, AreaList.entries.any(AreaNamed.areas.any(RiskArea.id == number))
    )


def _unit(number: int) -> _Touched:
    """The posts of its people bear its name."""
    yield Kind.UNIT, number
    held = select(PostHolding.person_id).join(PostHolding.post).where(Post.unit_id == number)
    for person in db.session.scalars(held):
        yield Kind.PERSON, person


def _post(number: int) -> _Touched:
    yield from _ids(Kind.PERSON, PostHolding.person_id, PostHolding.post_id == number)


_TOUCHED: Mapping[str, Callable[[int], _Touched]] = {
    "address": _just(Kind.ADDRESS),
    "agreement": _just(Kind.AGREEMENT),
    "agreement_kind": _agreement_kind,
    "area_list": _just(Kind.AREAS),
    "follow_up": _just(Kind.FOLLOW_UP),
    "issued_paper": _just(Kind.PAPER),
    "meeting": _meeting,
    "minutes": _minutes,
    "person": _just(Kind.PERSON),
    "post": _post,
    "risk": _just(Kind.RISK),
    "risk_area": _risk_area,
    "signing": _signing,
    "unit": _unit,
    "unit_report": _just(Kind.UNIT_REPORT),
    "used_number": _just(Kind.USED_NUMBER),
}
