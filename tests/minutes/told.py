"""A meeting as an annotated text tells it, stored through the services and issued.

What the text leaves null is given a plain value where the record needs one.
"""

import re
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from tests.minutes.told_college import Directory
from tracker.agreements import services as agreements
from tracker.agreements.services import SigningFacts
from tracker.core.db import writing
from tracker.core.outline import Outline, renumber
from tracker.core.outline import Point as Part
from tracker.directory import queries as directory
from tracker.followups import services as followups
from tracker.followups.models import RHYTHM_LABELS, DueBasis
from tracker.followups.services import Demand
from tracker.issuing.models import IssuedPaper
from tracker.meetings import services as meetings
from tracker.meetings.models import (
    DAY_PART_LABELS,
    Address,
    AttendanceBasis,
    Capacity,
    Handling,
    Meeting,
    MeetingKind,
    NamedBy,
    Point,
    ReportingUnit,
)
from tracker.meetings.queries import addresses_of
from tracker.meetings.services import (
    Context,
    Details,
    Invited,
    NamedWords,
    Schedule,
    Spoken,
    add_area_list,
)
from tracker.minutes import queries, services

Case = dict[str, Any]
NUMERALS = "一二三四五六七八九十"
PLAIN_YEAR, PLAIN_MONTH, PLAIN_DAY = 2020, 3, 16
RHYTHMS = {label: rhythm for rhythm, label in RHYTHM_LABELS.items()}


def issue(case: Case) -> IssuedPaper:
    """Store everything that the case tells, and issue the minutes of it."""
    with writing():
        return _Clerk(case).issue()


@dataclass
class _Clerk:
    case: Case
    held_on: date = field(init=False)
    directory: Directory = field(init=False)

    def __post_init__(self) -> None:
        year = self.case["year"] or PLAIN_YEAR
        told = self.case["date"]
        self.held_on = date.fromisoformat(told) if told else date(year, PLAIN_MONTH, PLAIN_DAY)
        self.directory = Directory(self.case)
        self.actor = self.directory.clerk

    @property
    def later(self) -> date:
        return self.held_on + timedelta(days=3)

    def issue(self) -> IssuedPaper:
        meeting = self._open()
        self._invite(meeting)
        self._speak(meeting)
        self._name_areas(meeting)
        self._sign(meeting)
        self._demand(meeting)
        if queries.get_proceedings(meeting.id, viewer=None).open_points:
            followups.settle_open_points(
                meeting=meeting, handling=Handling.CONVEYED, actor=self.actor
            )
        return self._issue(meeting.id)

    def _open(self) -> Meeting:
        case, quarter = self.case, self.case["quarter"] or 1
        quarter_words = f"第{NUMERALS[quarter - 1]}季度" if case["quarter"] else ""
        chairs = [self.directory.words_of(one) for one in case["chair"]]
        details = Details(
            kinds=[MeetingKind(kind) for kind in case["meeting_kinds"]],
            title=case["title"] or f"{quarter_words}工作会议",
            year=case["year"] or self.held_on.year,
            quarter=quarter,
            chair_as_written="、".join(chairs),
        )
        meeting = meetings.open_meeting(
            details=details, schedule=self._schedule(), is_late=True, actor=self.actor,
            on=self.later,
        )  # fmt: skip
        meeting.held_by_as_written = case["organisation_as_written"] or ""
        return meeting

    def _schedule(self) -> Schedule:
        told = self.case["time_of_day"] or ""
        parts = {label: part for part, label in DAY_PART_LABELS.items()}
        clock = re.match(r"(\d{1,2})[:：](\d\d)$", told)
        return Schedule(
            held_on=self.held_on,
            day_part=parts.get(told),
            starts_at=time(int(clock[1]), int(clock[2])) if clock else None,
            room=self.case["venue"] or "",
        )

    def _invite(self, meeting: Meeting) -> None:
        case, words_of = self.case, self.directory.words_of
        invited = [
            *(self._heading(words_of(one), Capacity.ATTENDEE) for one in case["attendees_named"]),
            *(self._heading(words, Capacity.ATTENDEE) for words in case["attendee_groups"]),
            *(self._heading(words_of(one), Capacity.OBSERVER) for one in case["non_voting"]),
        ]
        reporting = [self._reporting(words) for words in case["reporting_departments"]]
        meetings.set_invited(meeting=meeting, invited=invited, reporting=[], actor=self.actor)
        meeting.reporting = reporting
        meetings.set_basis(meeting=meeting, basis=AttendanceBasis.CATEGORIES, actor=self.actor)

    def _heading(self, words: str, capacity: Capacity) -> Invited:
        unit = self.directory.unit(words)
        return Invited(words=words, unit_id=unit.id if unit else None, capacity=capacity)

    def _reporting(self, words: str) -> ReportingUnit:
        apart = re.match(r"(.+?)[（(](.+)[）)]$", words)
        name, scope = (apart[1], apart[2]) if apart else (words, "")
        unit = self.directory.unit(name)
        if unit is None:
            return ReportingUnit(words=words)
        return ReportingUnit(unit_id=unit.id, scope=scope)

    def _speak(self, meeting: Meeting) -> None:
        told = list(self.case["instructions"])
        spoken = []
        for one in self.case["speakers"]:
            own = next((part for part in told if part["speaker"] == one["name"]), None)
            if own is not None:
                told.remove(own)
            spoken.append(self._spoken(one["name"], "，".join(one["roles"]), own))
        spoken += [self._spoken(part["speaker"], "强调", part) for part in told]
        meetings.add_addresses(meeting=meeting, spoken=spoken, actor=self.actor)

    def _spoken(self, name: str, verb: str, told: Case | None) -> Spoken:
        person = self.directory.people.get(name)
        verb = verb or "讲话"
        if told is None:
            return Spoken(verb=verb, outline=Outline(lead=verb), person=person)
        points = tuple(map(_part, told["headings"]))
        outline = renumber(Outline(lead=told["lead_in"] or "", points=points))
        return Spoken(verb=verb if person else f"会议{verb}", outline=outline, person=person)

    def _name_areas(self, meeting: Meeting) -> None:
        for told in self.case["risk_area_lists"]:
            named = [
                NamedWords(words, tuple(area.id for area in directory.areas_of(words)))
                for words in told["items"]
            ]
            context = _context(told["context"], addresses_of(meeting))
            add_area_list(meeting=meeting, context=context, named=named, actor=self.actor)

    def _sign(self, meeting: Meeting) -> None:
        kinds = directory.agreement_kinds()
        for kind, told in zip(kinds, self.case["agreements"], strict=False):
            people = [self.directory.people.get(name) for name in told["party_a"]]
            units = [self.directory.unit(words) for words in told["party_b"]]
            facts = SigningFacts(
                kind_id=kind.id,
                year=told["year"] or meeting.year,
                title=told["title"],
                verb=told["verb"],
                leader_ids=tuple(one.id for one in people if one) if all(people) else (),
                told_by=tuple(told["party_a"]),
                told_with=tuple(told["party_b"]),
            )
            ids = [unit.id for unit in units if unit]
            agreements.register(
                facts=facts, meeting=meeting, unit_ids=ids, actor=self.actor, on=self.later
            )

    def _demand(self, meeting: Meeting) -> None:
        for told in self.case["follow_up_demands"]:
            addressee = told["addressee"] or ""
            lead = self.directory.unit(addressee) or self.directory.office
            demand = Demand(
                title=told["demand"],
                lead_unit_ids=(lead.id,),
                due_on=self.held_on + timedelta(days=30),
                due_basis=DueBasis.CONFIRMED,
                addressed_to=addressee,
                due_as_told=told["deadline"] or "",
                rhythm=RHYTHMS.get(told["deadline"]) if told["recurring"] else None,
            )
            followups.plan_items(
                demand=demand, meeting=meeting, point=None, actor=self.actor, on=self.later
            )

    def _issue(self, meeting_id: int) -> IssuedPaper:
        proceedings = queries.get_proceedings(meeting_id, viewer=None)
        minutes = services.start(proceedings, actor=self.actor, on=self.later)
        parts = {"minutes": minutes, "proceedings": proceedings, "on": self.later}
        services.submit(**parts, actor=self.actor)
        return services.issue(**parts, actor=self.directory.secretary)


def _part(told: Case) -> Part:
    below = tuple(Part(marker="", heading=words) for words in told["sub"])
    return Part(marker="", heading=told["text"], children=below)


def _context(told: str, addresses: list[Address]) -> Context:
    """Return who or what named a list, as far as the annotation says."""
    own = next((one for one in addresses if one.person_name and one.person_name in told), None)
    if own is not None:
        point = _point(own, [NUMERALS.index(one) for one in told if one in NUMERALS])
        named_by = NamedBy.POINT if point else NamedBy.ADDRESS
        return Context(named_by, address_id=own.id, point_id=point.id if point else None)
    return Context(NamedBy.MEETING if "会议" in told else NamedBy.UNITS)


def _point(address: Address, places: list[int]) -> Point | None:
    points = [point for point in address.points if point.parent_id is None]
    found = None
    for place in places:
        found = points[place]
        points = found.children
    return found
