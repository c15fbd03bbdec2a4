"""The parts of minutes that follow from the record: addresses, resolutions, rosters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.directory.models import Unit
from tracker.followups.models import FollowUp
from tracker.meetings import models as record
from tracker.meetings.models import AttendanceBasis, AttendanceStatus, Capacity, Meeting
from tracker.meetings.queries import invited_words
from tracker.minutes.papers.data import Address, Point, Resolution
from tracker.minutes.papers.words import (
    due_words,
    is_meetings_own,
    joined,
    lead_words,
    meeting_words,
    official,
    stopped,
    told_words,
)
from tracker.press.parts import Roster

# More leading units than this are summed up, so that a demand on all fits into its line.
MOST_LEADING_UNITS = 6
CAME = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.PROXIED})


def leaders_addresses(meeting: Meeting, *, is_full_text: bool) -> tuple[Address, ...]:
    """Return the leaders' addresses in speaking order, in full or by their headings."""
    return tuple(
        _address(address, is_full_text)
        for address in meeting.addresses
        if not is_meetings_own(address)
    )


def meetings_own(meeting: Meeting, *, is_demand: bool) -> tuple[str, ...]:
    """Return what the meeting itself pointed out, or what it demands, as whole paragraphs."""
    return tuple(
        meeting_words(address, _whole_text(address))
        for address in meeting.addresses
        if is_meetings_own(address) and ("要求" in address.verb) == is_demand
    )


def _address(address: record.Address, is_full_text: bool) -> Address:
    top = [point for point in address.points if point.parent_id is None]
    if len(top) == 1 and not top[0].marker and not top[0].children:
        return Address(_single(address, top[0], is_full_text))
    lead = lead_words(address, points=len(top))
    points = tuple(_point(point, is_full_text) for point in top)
    return Address(lead, points, official(address.tail) if is_full_text else "")


def _single(address: record.Address, point: record.Point, is_full_text: bool) -> str:
    """Return an address without numbers, which is itself its one point (domain §9)."""
    said = record.Address(
        speaker=address.speaker, person_name=address.person_name, post_title=address.post_title,
        verb=address.verb, lead=joined([address.lead, point.heading]),
    )  # fmt: skip
    lead = lead_words(said, points=0)
    return lead + (official(point.body) if is_full_text else "")


def _point(point: record.Point, is_full_text: bool) -> Point:
    body = official(point.body) if is_full_text or not point.heading else ""
    points = tuple(_point(child, is_full_text) for child in point.children)
    # A main heading stands on a line of its own; whatever is below runs into its text.
    is_title = point.level == 1 and bool(points or body)
    heading = official(point.heading) if is_title else stopped(point.heading)
    return Point(heading, body, points)


def _whole_text(address: record.Address) -> str:
    texts = [f"{stopped(point.heading)}{official(point.body)}" for point in address.points]
    return joined([address.lead, *texts, address.tail])


def resolutions(items: Iterable[FollowUp]) -> tuple[Resolution, ...]:
    """Return 议定事项 in the order of the items; one demand on many units is printed once."""
    same: dict[tuple[object, ...], list[FollowUp]] = {}
    for item in items:
        supporting = tuple(unit.id for unit in item.supporting)
        together = (item.is_filing, supporting if not item.is_filing else ())
        told = (item.addressed_to, item.due_as_told, item.rhythm)
        key = (item.point_id, item.risk_id, item.title, item.due_on, *together, *told)
        same.setdefault(key, []).append(item)
    return tuple(_resolution(group) for group in same.values())


def _resolution(group: Sequence[FollowUp]) -> Resolution:
    first = group[0]
    support = () if len(group) > 1 and first.is_filing else _names(first.supporting)
    return Resolution(stopped(first.title), _leading(group), _due(first), support)


def _leading(group: Sequence[FollowUp]) -> str:
    """Return who leads, with the words of the demand; these alone where there are many units."""
    told = group[0].addressed_to
    if len(group) > MOST_LEADING_UNITS:
        return official(told) or "各有关单位"
    return told_words(told, "、".join(_names([item.lead_unit for item in group])))


def _due(item: FollowUp) -> str:
    """Return by when; for a 定期任务 how often, and the first time."""
    due = due_words(item.due_on)
    if not item.rhythm_words:
        return told_words(item.due_as_told, due)
    told = "" if item.due_as_told in item.rhythm_words else official(item.due_as_told)
    return "，".join(filter(None, (told, item.rhythm_words, due and f"本期{due}")))


def _names(units: Iterable[Unit]) -> tuple[str, ...]:
    return tuple(unit.display_name for unit in units)


def rosters(meeting: Meeting) -> tuple[Roster, ...]:
    """Return 出席, 请假, 列席 (GB/T 9704-2012 §10.3); 缺席 and 迟到 are never printed."""
    if meeting.attendance_basis == AttendanceBasis.CATEGORIES:
        rows = [
            Roster("出席", text=invited_words(meeting, Capacity.ATTENDEE)),
            Roster("列席", text=invited_words(meeting, Capacity.OBSERVER)),
        ]
        return tuple(row for row in rows if row.text)
    people = sorted(meeting.attendances, key=lambda row: (row.sort, row.id))
    rows = [
        Roster("出席", _people(people, CAME, Capacity.ATTENDEE)),
        Roster("请假", _people(people, {AttendanceStatus.ON_LEAVE})),
        Roster("列席", _people(people, CAME, Capacity.OBSERVER)),
    ]
    return tuple(row for row in rows if row.names)


def _people(
    rows: Iterable[record.Attendance], statuses: Iterable[str], capacity: str | None = None
) -> tuple[str, ...]:
    wanted = set(statuses)
    return tuple(
        _person(row)
        for row in rows
        if row.status in wanted and (capacity is None or row.capacity == capacity)
    )


def _person(row: record.Attendance) -> str:
    if row.status != AttendanceStatus.PROXIED:
        return row.person_name
    if not row.proxy_name:
        return f"{row.person_name}（委托）"
    return f"{row.proxy_name}（代{row.person_name}）"
