"""The parts of minutes that follow from the record: resolutions and rosters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.directory.models import Unit
from tracker.followups.models import FollowUp
from tracker.meetings.models import (
    Attendance,
    AttendanceBasis,
    AttendanceStatus,
    Capacity,
    Meeting,
)
from tracker.meetings.queries import invited_words
from tracker.minutes.papers.data import Resolution
from tracker.minutes.papers.words import due_words, official, stopped, told_words
from tracker.press.parts import Roster

# More leading units than this are summed up, so that a demand on all fits into its line.
MOST_LEADING_UNITS = 6
CAME = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.PROXIED})


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
    rows: Iterable[Attendance], statuses: Iterable[str], capacity: str | None = None
) -> tuple[str, ...]:
    wanted = set(statuses)
    return tuple(
        _person(row)
        for row in rows
        if row.status in wanted and (capacity is None or row.capacity == capacity)
    )


def _person(row: Attendance) -> str:
    if row.status != AttendanceStatus.PROXIED:
        return row.person_name
    if not row.proxy_name:
        return f"{row.person_name}（委托）"
    return f"{row.proxy_name}（代{row.person_name}）"
