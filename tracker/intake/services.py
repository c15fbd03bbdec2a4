"""Making one meeting of what was confirmed, through the features' own services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.agreements import queries as agreements_queries
from tracker.agreements import services as agreements
from tracker.agreements.services import SigningFacts
from tracker.core.outline import Outline
from tracker.core.permissions import Actor
from tracker.core.text import split_list
from tracker.directory import queries as directory
from tracker.intake import queries
from tracker.meetings import services as meetings
from tracker.meetings.models import (
    Address,
    AttendanceBasis,
    Capacity,
    Meeting,
    NamedBy,
)
from tracker.meetings.queries import read_areas
from tracker.meetings.services import (
    Context,
    Details,
    Invited,
    NamedWords,
    Reporting,
    Schedule,
    Spoken,
)


@dataclass(frozen=True)
class Spoke:
    """An address: a person's id or `queries.THE_MEETING`, the verb, and what was said."""

    who: str
    verb: str
    outline: Outline


@dataclass(frozen=True)
class Agreed:
    """An agreement with both sides in the words of the text."""

    title: str
    year: int
    kind_id: int
    verb: str
    told_by: str
    told_with: str


@dataclass(frozen=True)
class TakenIn:
    """All that was confirmed of one text; `areas` holds who named them, and their words."""

    details: Details
    schedule: Schedule
    present: tuple[str, ...] = ()
    listening: tuple[str, ...] = ()
    reporting: tuple[str, ...] = ()
    spoke: Mapping[int, Spoke] | None = None
    areas: tuple[tuple[str, str], ...] = ()
    agreed: tuple[Agreed, ...] = ()


def take_in(*, taken: TakenIn, actor: Actor, on: date) -> Meeting:
    """Open the meeting that a text tells of, as held unless its day is still to come.

    Raises:
        RuleBroken: a rule of the meeting, its areas or its agreements is broken; nothing is kept.
    """
    is_held = taken.schedule.held_on <= on
    meeting = meetings.open_meeting(
        details=taken.details, schedule=taken.schedule, is_late=is_held, actor=actor, on=on
    )
    matching = queries.Matching(taken.schedule.held_on)
    invited = [_invited(words, Capacity.ATTENDEE, matching) for words in taken.present]
    invited += [_invited(words, Capacity.OBSERVER, matching) for words in taken.listening]
    reporting = [
        Reporting(*entry) for words in taken.reporting for entry in matching.reporting(words)
    ]
    meetings.set_invited(meeting=meeting, invited=invited, reporting=reporting, actor=actor)
    meetings.set_basis(meeting=meeting, basis=AttendanceBasis.CATEGORIES, actor=actor)
    addresses = _add_addresses(meeting, taken.spoke or {}, actor)
    for by, words in taken.areas:
        _add_areas(meeting, by, words, addresses, actor)
    for one in taken.agreed:
        _register(meeting, one, actor, on)
    return meeting


def _invited(words: str, capacity: Capacity, matching: queries.Matching) -> Invited:
    kind, _, value = matching.target(words).partition(":")
    return Invited(
        words=words,
        category=value if kind == "category" else "",
        unit_id=int(value) if kind == "unit" else None,
        person_id=int(value) if kind == "person" else None,
        capacity=capacity,
    )


def _add_addresses(
    meeting: Meeting, spoke: Mapping[int, Spoke], actor: Actor
) -> dict[int, Address]:
    """Add what was said; returns for each address of the text the one that holds its areas."""
    persons = {str(person.id): person for person in directory.persons(active_only=False)}
    added = {}
    for number, one in spoke.items():
        if one.who == queries.THE_MEETING:
            spoken = _by_meeting(one)
        else:
            spoken = [Spoken(one.verb, one.outline, persons[one.who])]
        added[number] = meetings.add_addresses(meeting=meeting, spoken=spoken, actor=actor)[0]
    return added


def _by_meeting(one: Spoke) -> list[Spoken]:
    """Return what the meeting says, 会议指出 and 会议要求 apart."""
    if one.outline.points:
        return [Spoken(one.verb, one.outline)]
    more, rest = meetings.spoken_by_meeting(one.outline.lead)
    return [*more, *([Spoken(one.verb, Outline(lead=rest))] if rest else [])]


def _add_areas(
    meeting: Meeting, by: str, words: str, addresses: Mapping[int, Address], actor: Actor
) -> None:
    kind, _, number = by.partition(":")
    address = addresses.get(int(number)) if kind == "address" else None
    if address is not None:
        context = Context(NamedBy.ADDRESS, address_id=address.id)
    else:
        context = Context(NamedBy.UNITS if by == queries.UNITS else NamedBy.MEETING)
    named = [NamedWords(one.words, one.area_ids) for one in read_areas(words)]
    meetings.add_area_list(meeting=meeting, context=context, named=named, actor=actor)


def _register(meeting: Meeting, one: Agreed, actor: Actor, on: date) -> None:
    """Register an agreement; who of the college's side is in the directory signs for it."""
    sides = agreements_queries.read_side(one.told_with, on=meeting.held_on)
    told_by = split_list(one.told_by)
    ids = {person.name: person.id for person in directory.persons()}
    facts = SigningFacts(
        kind_id=one.kind_id,
        year=one.year,
        title=one.title,
        verb=one.verb,
        leader_ids=tuple(ids[name] for name in told_by if name in ids),
        told_by=tuple(name for name in told_by if name not in ids),
        told_with=tuple(side.words for side in sides),
    )
    unit_ids = list(dict.fromkeys(unit.id for side in sides for unit in side.units))
    agreements.register(facts=facts, meeting=meeting, unit_ids=unit_ids, actor=actor, on=on)
