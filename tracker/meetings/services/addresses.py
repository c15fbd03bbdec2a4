"""What was said: addresses in speaking order, each an outline of points."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.outline import Outline, meeting_says
from tracker.core.outline import Point as Part
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.directory.models import Person
from tracker.meetings.models import Address, AreaList, Meeting, NamedBy, Point, Speaker

HEADING_LENGTH = 500
# What stands before the words that `meeting_says` gives back, on a line of its own by then.
_MEETING_MARK = re.compile(
    r"会议(?:还|并|同时|最后|进一步|特别|一致)?(?:指出|强调|要求|认为|决定)[，,：:]?\s*(?=会议|\n|$)"
)
# A heading that only had its typing errors mended is still the same point.
SAME_POINT = 0.6


@dataclass(frozen=True)
class Spoken:
    """One address to be recorded; without a person the words are the meeting's own."""

    verb: str
    outline: Outline
    person: Person | None = None


def spoken_by_meeting(text: str) -> tuple[list[Spoken], str]:
    """Return what the meeting itself says (会议指出, 会议要求) and the rest of the text."""
    found = meeting_says(text)
    rest = text
    for _, words in found:
        rest = rest.replace(words, "", 1)
    rest = _MEETING_MARK.sub("", rest).strip(" \n") if found else text
    spoken = [Spoken(f"会议{verb}", Outline(lead=words)) for verb, words in found if words]
    return spoken, rest


def add_addresses(*, meeting: Meeting, spoken: Sequence[Spoken], actor: Actor) -> list[Address]:
    """Add addresses at the end of the speaking order.

    Raises:
        RuleBroken: the meeting is not open to changes, or nothing was said.
    """
    meeting.require_open_to_changes()
    return [_add(meeting, one, actor) for one in spoken]


def _add(meeting: Meeting, spoken: Spoken, actor: Actor) -> Address:
    last = max((address.sort for address in meeting.addresses), default=-1)
    address = Address(sort=last + 1, verb=spoken.verb)
    meeting.addresses.append(address)
    _write(address, spoken)
    label = f"{address.who}{address.verb}"
    record_event("address.add", address, actor=actor, label=label)
    return address


def replace_points(*, address: Address, spoken: Spoken, actor: Actor) -> None:
    """Write speaker, verb and outline anew.

    A point whose heading stays (or is nearly the same) remains the same record, with what was
    decided to become of it.

    Areas that a removed point named count as named by its address.

    Raises:
        RuleBroken: the meeting is not open to changes, or a point to be removed has items.
    """
    address.meeting.require_open_to_changes()
    lists = _area_lists(address)
    _write(address, spoken)
    _lift_area_lists(address, lists)
    changes = changes_of(address)
    changes["points"] = [None, [point.heading[:60] for point in address.points]]
    _flush_or_refuse()
    label = f"{address.who}{address.verb}"
    record_event("address.edit", address, actor=actor, label=label, changes=changes)


def move_address(*, address: Address, is_up: bool, actor: Actor) -> None:
    """Move an address one place up or down in the speaking order; at the end nothing happens."""
    meeting = address.meeting
    meeting.require_open_to_changes()
    order = sorted(meeting.addresses, key=lambda other: (other.sort, other.id))
    here = order.index(address)
    there = here - 1 if is_up else here + 1
    if 0 <= there < len(order):
        order.insert(there, order.pop(here))
    for place, other in enumerate(order):
        other.sort = place
    record_event("address.move", address, actor=actor, label=f"{address.who}{address.verb}")


def remove_address(*, address: Address, actor: Actor) -> None:
    """Remove an address with its points.

    Raises:
        RuleBroken: the meeting is not open to changes, areas were named in it, or a point has
            items.
    """
    meeting = address.meeting
    meeting.require_open_to_changes()
    if _area_lists(address):
        raise RuleBroken("这次讲话中列有提及领域。请先在“风险”页删除或改挂这些领域，再删除讲话。")
    record_event("address.remove", address, actor=actor, label=f"{address.who}{address.verb}")
    address.points = []
    _flush_or_refuse()
    meeting.addresses.remove(address)
    db.session.flush()


def _area_lists(address: Address) -> list[AreaList]:
    query = select(AreaList).filter_by(address_id=address.id).options(joinedload(AreaList.point))
    return list(db.session.scalars(query))


def _lift_area_lists(address: Address, lists: Sequence[AreaList]) -> None:
    """Let what a removed point named count as named by the address, as the paper would say."""
    is_meeting = address.speaker == Speaker.MEETING
    for one in lists:
        if one.point is not None and one.point not in address.points:
            one.point = None
        if one.point is None:
            one.named_by = NamedBy.MEETING if is_meeting else NamedBy.ADDRESS


def _flush_or_refuse() -> None:
    """Let the database say whether an item still rests on a point; items live in a higher floor."""
    try:
        db.session.flush()
    except IntegrityError:
        raise RuleBroken(
            "要删去的要点下已有任务。请先在“讲话与要求”页移走或撤销这些任务，再修改要点。"
        ) from None


def _write(address: Address, spoken: Spoken) -> None:
    person = spoken.person
    address.speaker = Speaker.LEADER if person else Speaker.MEETING
    address.person_id = person.id if person else None
    address.person_name = person.name if person else ""
    address.post_title = ""
    if person is not None:
        held_on = address.meeting.held_on
        address.post_title = directory.post_words(directory.highest_post(person.id, on=held_on))
    address.verb = spoken.verb
    address.tail = spoken.outline.tail
    parts = [(level, _fit(part)) for level, part in spoken.outline.walk()]
    address.lead = spoken.outline.lead if parts else ""
    if not parts and spoken.outline.lead:
        parts = [(1, _only_point(spoken.outline.lead))]
    if not parts:
        raise RuleBroken("讲话内容是空的，请粘贴或填写讲话内容。")
    # Points join the session with the address, all at once: nothing is flushed half-way.
    with db.session.no_autoflush:
        _write_points(address, parts)


def _only_point(text: str) -> Part:
    """An address without numbered points is itself the one point (domain.md §9)."""
    first, stop, rest = text.partition("。")
    if not stop or len(first) >= HEADING_LENGTH:
        return _fit(Part(marker="", heading=text))
    return Part(marker="", heading=f"{first}。", body=rest.strip())


def _fit(part: Part) -> Part:
    """Let what is too long for a heading go on in the body: no character is lost."""
    if len(part.heading) <= HEADING_LENGTH:
        return part
    heading, rest = part.heading[:HEADING_LENGTH], part.heading[HEADING_LENGTH:]
    return Part(part.marker, heading, f"{rest}{part.body}", part.children)


def _write_points(address: Address, parts: Sequence[tuple[int, Part]]) -> None:
    kept = _pair(list(address.points), [part for _, part in parts])
    above: dict[int, Point] = {}
    points = []
    for place, (level, part) in enumerate(parts):
        point = kept.get(place) or Point()
        point.level, point.sort, point.marker = level, place, part.marker
        point.heading, point.body = part.heading, part.body
        point.parent = above.get(level - 1)
        above[level] = point
        points.append(point)
    # A record that goes must not take along the sub-points that stay under another.
    for gone in set(address.points) - set(points):
        gone.children = []
    address.points = points


def _pair(old: list[Point], parts: Sequence[Part]) -> dict[int, Point]:
    """Return {place in `parts`: the record that it continues}, equal headings first."""
    kept: dict[int, Point] = {}
    for find in (_equal, _alike):
        for place, part in enumerate(parts):
            same = find(old, part.heading) if place not in kept else None
            if same is not None:
                kept[place] = same
                old.remove(same)
    return kept


def _equal(old: Sequence[Point], heading: str) -> Point | None:
    return next((point for point in old if point.heading == heading), None)


def _alike(old: Sequence[Point], heading: str) -> Point | None:
    likeness = {point: _likeness(point.heading, heading) for point in old}
    best = max(old, key=likeness.__getitem__, default=None)
    return best if best is not None and likeness[best] >= SAME_POINT else None


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SAME_POINT else 0.0
