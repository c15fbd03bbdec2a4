"""What was said, as minutes print it, each address with the areas named in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tracker.meetings import models as record
from tracker.meetings.models import AreaList, Meeting, NamedBy
from tracker.minutes.papers.data import Address, Point
from tracker.minutes.papers.speaking import (
    MOST_POINTS,
    is_meetings_own,
    lead_words,
    meeting_words,
    tail_words,
)
from tracker.minutes.papers.words import is_told, joined, listed, official, stopped
from tracker.press.typography import chinese_number

OF_MEETING = frozenset({NamedBy.MEETING})
OF_UNITS = frozenset({NamedBy.UNITS, NamedBy.UNIT})
# Areas named at a point, by its id; None stands for the address itself.
Named = Mapping[int | None, str]


def areas_words(words: Iterable[str]) -> str:
    """Return the sentence that names areas as written, behind what named them."""
    return f"涉及领域：{listed(words)}。"


def units_areas(area_lists: Iterable[AreaList], *, told_in: str) -> str:
    """Return the areas that units named, a paragraph for each list that the text does not tell."""
    lists = [one for one in area_lists if one.named_by in OF_UNITS]
    return "\n".join(
        f"{one.unit.display_name if one.unit else ''}汇报{areas_words(_words(one))}"
        for one in lists
        if not is_told(_words(one), told_in)
    )


def leaders_addresses(
    meeting: Meeting, area_lists: Sequence[AreaList] = (), *, is_full_text: bool
) -> tuple[Address, ...]:
    """Return the leaders' addresses in speaking order, in full or by their headings.

    Areas that were named at an address or a point stand behind it, unless the address tells
    every one of them in what is printed of it.
    """
    return tuple(
        _with_areas(address, _of(address, area_lists), is_full_text)
        for address in meeting.addresses
        if not is_meetings_own(address)
    )


def _of(address: record.Address, area_lists: Iterable[AreaList]) -> list[AreaList]:
    return [
        one for one in area_lists if one.address_id is not None and one.address_id == address.id
    ]


def _words(area_list: AreaList) -> list[str]:
    return [entry.words for entry in area_list.entries]


def _with_areas(
    address: record.Address, area_lists: Sequence[AreaList], is_full_text: bool
) -> Address:
    bare = _address(address, is_full_text, {})
    text = _text_of(bare)
    named: dict[int | None, str] = {}
    for one in area_lists:
        if not is_told(_words(one), text):
            named[one.point_id] = named.get(one.point_id, "") + areas_words(_words(one))
    return _address(address, is_full_text, named) if named else bare


def _text_of(part: Address | Point) -> str:
    """Return all that is printed of an address or a point, in reading order."""
    if isinstance(part, Point):
        return "".join((part.heading, part.body, *map(_text_of, part.points)))
    return "".join((part.lead, *map(_text_of, part.points), part.tail))


def _address(address: record.Address, is_full_text: bool, named: Named) -> Address:
    top = [point for point in address.points if point.parent_id is None]
    if len(top) == 1 and not top[0].marker and not top[0].children:
        areas = named.get(None, "") + named.get(top[0].id, "")
        return Address(_single(address, top[0], is_full_text) + areas)
    tail = tail_words(address) if is_full_text else ""
    lead = lead_words(address, points=len(top), tail=tail)
    points = tuple(_point(point, is_full_text, named) for point in top)
    # Areas of the whole address follow its lead where that is a sentence, else its points.
    if areas := named.get(None, ""):
        is_sentence = lead.endswith("。")
        lead, tail = (lead + areas, tail) if is_sentence else (lead, f"{areas}\n{tail}".strip())
    return Address(lead, points, tail)


def _single(address: record.Address, point: record.Point, is_full_text: bool) -> str:
    """Return an address without numbers, which is itself its one point (domain §9)."""
    said = record.Address(
        speaker=address.speaker, person_name=address.person_name, post_title=address.post_title,
        verb=address.verb, lead=joined([address.lead, point.heading]),
    )  # fmt: skip
    body = official(point.body) if is_full_text else ""
    return lead_words(said, points=0, tail=body) + body


def _point(point: record.Point, is_full_text: bool, named: Named) -> Point:
    body = official(point.body) if is_full_text or not point.heading else ""
    points = tuple(_point(child, is_full_text, named) for child in point.children)
    # A main heading stands on a line of its own; whatever is below runs into its text.
    is_title = point.level == 1 and bool(points or body)
    heading = official(point.heading) if is_title else stopped(point.heading)
    return Point(heading, body + named.get(point.id, ""), points)


def meetings_own(
    meeting: Meeting, area_lists: Sequence[AreaList] = (), *, is_demand: bool
) -> tuple[str, ...]:
    """Return what the meeting itself pointed out, or what it demands, as whole paragraphs."""
    own = [
        _own_words(address, _of(address, area_lists))
        for address in meeting.addresses
        if is_meetings_own(address) and ("要求" in address.verb) == is_demand
    ]
    return tuple(own) if is_demand else (*own, *_areas_alone(area_lists))


def _own_words(address: record.Address, area_lists: Iterable[AreaList]) -> str:
    text = meeting_words(address, _whole_text(address))
    untold = [one for one in area_lists if not is_told(_words(one), text)]
    return text + "".join(areas_words(_words(one)) for one in untold)


def _areas_alone(area_lists: Iterable[AreaList]) -> list[str]:
    """Return the areas that the meeting pointed out where no words of it are on record."""
    alone = [one for one in area_lists if one.named_by in OF_MEETING and one.address_id is None]
    return [f"会议指出以下领域：{listed(_words(one))}。" for one in alone]


def _whole_text(address: record.Address) -> str:
    top = [point for point in address.points if point.parent_id is None]
    is_counted = address.is_numbered and 1 < len(top) <= MOST_POINTS
    texts = [
        f"{chinese_number(place)}是{_told(point)}" if is_counted else _told(point)
        for place, point in enumerate(top, 1)
    ]
    return joined([address.lead, *texts, address.tail])


def _told(point: record.Point) -> str:
    below = "".join(map(_told, point.children))
    return f"{stopped(point.heading)}{official(point.body)}{below}"
