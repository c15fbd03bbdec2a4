"""A draft as the page of review shows it: matched to the directory, each value with its words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from tracker.core import outline, text
from tracker.core.calendar import quarter_of
from tracker.directory import queries as directory
from tracker.intake.queries.matching import Matching
from tracker.intake.reading import read_meeting
from tracker.intake.reading.draft import AreaList, Demand, Draft, Signing, Someone, Told
from tracker.intake.reading.source import Piece
from tracker.meetings.models import CLOCK, DayPart

THE_MEETING = "meeting"
UNITS = "units"
STATED, DERIVED, PROPOSED = "原文", "推算", "系统建议"
_PARTS = {
    "上午": DayPart.MORNING,
    "早上": DayPart.MORNING,
    "中午": DayPart.NOON,
    "下午": DayPart.AFTERNOON,
    "晚上": DayPart.EVENING,
}
_LONGEST_WORDS = 100
# What the names of kinds share: 综合治理（平安校园）责任书 is told by 综合治理 or 平安校园.
_OF_EVERY_KIND = re.compile("目标|管理|工作|责任书|责任状|[（）()]")

Span = tuple[int, int]


@dataclass
class Proposal:
    """What is proposed: the form's data, where each value's words stand, how sure it is."""

    draft: Draft
    data: dict[str, Any] = field(default_factory=dict)
    at: dict[str, list[Span]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    # What the directory lacks: the entry of the form, and the name of a person or unit.
    new_persons: dict[str, str] = field(default_factory=dict)
    new_units: dict[str, str] = field(default_factory=dict)

    @property
    def spans(self) -> list[Span]:
        """Return where anything was read."""
        return [span for one in self.at.values() for span in one]

    def put(self, key: str, value: Any, words: Iterable[Piece], mark: str = STATED) -> None:
        """Propose a value of the form with the words that say it."""
        self.data[key] = value
        self.at[key] = [piece.pasted_at for piece in words if piece]
        self.marks[key] = mark

    def put_rows(self, key: str, rows: Sequence[tuple[dict[str, Any], Sequence[Piece]]]) -> None:
        """Propose the rows of a list, each with its words."""
        self.data[key] = [row for row, _ in rows]
        for number, (_, words) in enumerate(rows):
            self.at[f"{key}-{number}"] = [piece.pasted_at for piece in words if piece]


@dataclass(frozen=True)
class Lit:
    """A stretch of the source between two ends of words that something was read from."""

    start: int
    end: int
    text: str
    is_read: bool


def propose(pasted: str, *, published: date | None, on: date) -> Proposal:
    """Read a text and match what it says to the directory of today."""
    draft = read_meeting(pasted, published=published, names=directory.person_names())
    proposal = Proposal(draft)
    _put_meeting(proposal)
    _put_time(proposal)
    _put_place(proposal)
    _put_chair(proposal)
    _put_lists(proposal)
    proposal.put_rows("addresses", [_address_row(one) for one in draft.addresses])
    proposal.put_rows("areas", [_area_row(draft, one) for one in draft.areas])
    proposal.put_rows("agreements", [_agreement_row(draft, one) for one in draft.agreements])
    proposal.put_rows("demands", [_demand_row(one) for one in draft.demands])
    _offer_new(proposal, on)
    return proposal


def lit_source(pasted: str, spans: Sequence[Span]) -> list[Lit]:
    """Return the source cut at the ends of all words that something was read from."""
    ends = sorted({0, len(pasted), *(end for span in spans for end in span)})
    return [
        Lit(start, end, pasted[start:end], any(s <= start and end <= e for s, e in spans))
        for start, end in zip(ends, ends[1:], strict=False)
    ]


def _full(words: str) -> str:
    return text.half_to_full_punctuation(text.clean(words)).strip()


# --- the meeting --------------------------------------------------------------------------


def _put_meeting(proposal: Proposal) -> None:
    draft = proposal.draft
    if draft.name:
        proposal.put("title", _full(draft.name.value), draft.name.words)
    proposal.put("kinds", [kind for kind in draft.kinds if kind != "other"], ())
    proposal.put("held_by_as_written", draft.organisation_as_written or "", ())


def _put_time(proposal: Proposal) -> None:
    draft = proposal.draft
    if draft.date:
        day = date.fromisoformat(draft.date.value)
        is_stated = draft.date.basis == "原文写明年份"
        proposal.put("held_on", day, draft.date.words, STATED if is_stated else DERIVED)
        year, quarter = quarter_of(day)
        proposal.put("year", year, (), DERIVED)
        proposal.put("quarter", str(quarter), (), PROPOSED)
    if draft.year:
        proposal.put("year", draft.year.value, draft.year.words, DERIVED)
    if draft.quarter:
        proposal.put("quarter", str(draft.quarter.value), draft.quarter.words)
    if draft.time_of_day:
        part, clock = _PARTS.get(draft.time_of_day.value[:2]), _clock(draft.time_of_day.value)
        proposal.put("time_basis", part or (CLOCK if clock else None), draft.time_of_day.words)
        if clock and not part:
            proposal.put("starts_at", clock, draft.time_of_day.words)


def _clock(words: str) -> time | None:
    hour, _, minute = words.partition(":")
    if not (hour.isdecimal() and minute.isdecimal()):
        return None
    return time(int(hour), int(minute))


def _put_place(proposal: Proposal) -> None:
    if proposal.draft.venue is None:
        return
    place = _full(proposal.draft.venue.value)
    for campus in directory.campuses():
        if place.startswith(campus.name):
            proposal.put("campus_id", str(campus.id), proposal.draft.venue.words)
            place = place.removeprefix(campus.name)
    proposal.put("room", place, proposal.draft.venue.words)


def _put_chair(proposal: Proposal) -> None:
    chairs = proposal.draft.chair
    if len(chairs) == 1 and (person_id := _person_id(chairs[0].name)):
        proposal.put("chair_id", str(person_id), (chairs[0].words,))
    elif chairs:
        told = "、".join(f"{one.post or ''}{one.name}" for one in chairs)
        proposal.put("chair_as_written", told, [one.words for one in chairs])


def _person_id(name: str | None) -> int | None:
    found = [person.id for person in directory.persons() if person.name == name]
    return found[0] if len(found) == 1 else None


# --- lists --------------------------------------------------------------------------------


def _put_lists(proposal: Proposal) -> None:
    draft = proposal.draft
    came = draft.attendance
    persons = [(_of_person(one), [one.words]) for one in came.named]
    groups = [(_of_piece(one), [one]) for one in came.groups]
    proposal.put_rows("present", persons + groups)
    listening = [
        (_of_piece(one), [one]) if isinstance(one, Piece) else (_of_person(one), [one.words])
        for one in came.non_voting
    ]
    proposal.put_rows("listening", listening)
    proposal.put_rows("reporting", [(_of_piece(one), [one]) for one in draft.reporting])


def _of_person(one: Someone) -> dict[str, Any]:
    return {"keep": True, "words": f"{one.post or ''}{one.name}"[:_LONGEST_WORDS]}


def _of_piece(piece: Piece) -> dict[str, Any]:
    return {"keep": True, "words": _full(piece.written)[:_LONGEST_WORDS]}


def _area_row(draft: Draft, one: AreaList) -> tuple[dict[str, Any], Sequence[Piece]]:
    words = "、".join(_full(item.written) for item in one.items)
    start = one.items[0].start
    # A list within an address belongs to it; else the units that reported named the areas.
    by = next(
        (
            f"address:{number}"
            for number, address in enumerate(draft.addresses)
            if address.words.start <= start < address.words.end
        ),
        UNITS,
    )
    return {"keep": True, "by": by, "words": words}, one.items


def _address_row(one: Told) -> tuple[dict[str, Any], Sequence[Piece]]:
    source = one.words.source.pasted
    start, end = one.words.pasted_at
    said = outline.to_text(outline.split_speech(_full(source[start:end])))
    person_id = _person_id(one.name)
    who = THE_MEETING if one.name is None else str(person_id or "")
    row = {"keep": bool(who), "who": who, "verb": _verb(one), "outline": said}
    return row, [one.words]


def _verb(one: Told) -> str:
    if one.name is None:
        return f"会议{one.verbs[-1]}"
    told = "".join(one.verbs)
    for words, verb in (("部署", "安排部署"), ("安排", "安排部署"), ("提", "讲话，提出意见")):
        if words in told:
            return verb
    return "讲话" if "讲话" in told or "总结" in told else "强调"


def _agreement_row(draft: Draft, one: Signing) -> tuple[dict[str, Any], Sequence[Piece]]:
    year = one.year or (draft.year.value if draft.year else None)
    row = {
        "keep": True,
        "title": _full(one.title.written),
        "year": year,
        "kind_id": kind_of(one.title.text),
        "verb": one.verb if one.verb in ("签订", "签署", "递交") else "签订",
        "told_by": "、".join(draft.full_names.get(name, name) for name in one.party_a),
        "told_with": "、".join(_full(words) for words in one.party_b),
    }
    return row, [one.title]


def _demand_row(one: Demand) -> tuple[dict[str, Any], Sequence[Piece]]:
    row = {
        "addressee": _full(one.addressee.written) if one.addressee else "",
        "demand": _full(one.demand.written),
        "deadline": _full(one.deadline.written) if one.deadline else "",
    }
    return row, [piece for piece in (one.addressee, one.demand, one.deadline) if piece]


def kind_of(title: str) -> str:
    """Return the kind whose own words stand in the title; nothing rather than the next best."""
    fitting = {
        word: str(kind.id)
        for kind in directory.agreement_kinds()
        if kind.is_active
        for word in _OF_EVERY_KIND.sub(" ", kind.name).split()
        if word in title
    }
    return fitting[max(fitting, key=len)] if fitting else ""


# --- what the directory lacks -------------------------------------------------------------


def _offer_new(proposal: Proposal, on: date) -> None:
    """Note who is named and not in the directory, and which units report that it lacks."""
    draft, known = proposal.draft, directory.person_names()
    named = {f"present-{i}": one.name for i, one in enumerate(draft.attendance.named)}
    named |= {f"addresses-{i}": one.name for i, one in enumerate(draft.addresses) if one.name}
    if draft.chair:
        named["chair_as_written"] = draft.chair[0].name
    is_full = re.compile(rf"[{text.HAN}·]{{2,6}}").fullmatch
    unknown = {name for name in named.values() if name not in known and is_full(name)}
    proposal.new_persons = {key: name for key, name in named.items() if name in unknown}
    matching = Matching(on)
    for number, row in enumerate(proposal.data["reporting"]):
        if not matching.label(row["words"], is_unit=True):
            proposal.new_units[f"reporting-{number}"] = re.sub("（.*", "", row["words"])
