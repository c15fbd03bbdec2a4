"""Who is invited, as persons in rank order, and who came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker.core.db import db
from tracker.directory import queries as directory
from tracker.directory.models import Person, PostHolding, PostRole
from tracker.meetings.models import (
    Attendance,
    AttendanceStatus,
    Capacity,
    Invitation,
    Meeting,
    ReportingUnit,
)

LAST_RANK = 1_000_000
# Says that a list does not name everybody.
AND_OTHERS = "等"


@dataclass(frozen=True)
class Seat:
    """One person on the roster, in the highest post of that day."""

    person: Person
    post_words: str
    unit_id: int | None
    unit_name: str
    capacity: str
    rank: int


@dataclass(frozen=True)
class Totals:
    """应到 = 实到 + 请假 + 缺席, once nobody is open; 委托 counts as 实到, 列席 stands outside."""

    expected: int
    present: int
    proxied: int
    late: int
    on_leave: int
    absent: int
    open: int
    observers: int


def seats(meeting: Meeting) -> list[Seat]:
    """Return who is invited as persons: one seat each, in rank order, ties by the staff's order.

    A person whom several headings invite attends (出席) if one of them says so.
    """
    holdings = directory.holdings(on=meeting.held_on)
    highest: dict[int, PostHolding] = {}
    for holding in holdings:
        highest.setdefault(holding.person_id, holding)
    invited: dict[int, tuple[Person, str]] = {}
    for row in meeting.invitations:
        for person in _persons_of(row, holdings):
            before = invited.get(person.id, (person, row.capacity))[1]
            both = {before, row.capacity}
            capacity = Capacity.ATTENDEE if Capacity.ATTENDEE in both else Capacity.OBSERVER
            invited[person.id] = (person, capacity)
    found = [
        _seat(person, capacity, highest.get(key)) for key, (person, capacity) in invited.items()
    ]
    return sorted(found, key=lambda seat: (seat.rank, seat.person.sort, seat.person.id))


def _seat(person: Person, capacity: str, holding: PostHolding | None) -> Seat:
    if holding is None:
        return Seat(person, "", None, "", capacity, LAST_RANK)
    post = holding.post
    return Seat(
        person,
        directory.post_words(post),
        post.unit_id,
        post.unit.display_name,
        capacity,
        post.rank,
    )


def _persons_of(row: Invitation, holdings: Sequence[PostHolding]) -> list[Person]:
    if row.person is not None:
        return [row.person]
    if row.category:
        return [h.person for h in holdings if h.post.category == row.category]
    if row.unit is None:
        return []
    unit_id = row.unit.host_id if row.unit.is_body and row.unit.host_id else row.unit.id
    heads = (h for h in holdings if h.post.unit_id == unit_id and h.post.role == PostRole.PRINCIPAL)
    head = next(heads, None)
    return [head.person] if head else []


def without_persons(meeting: Meeting) -> list[str]:
    """Return the headings that stand for nobody: words only, or a unit without a head."""
    holdings = directory.holdings(on=meeting.held_on)
    return [row.words for row in meeting.invitations if not _persons_of(row, holdings)]


def totals(meeting: Meeting) -> Totals:
    """Count the roster by status."""
    rows = [row for row in meeting.attendances if row.capacity == Capacity.ATTENDEE]
    by = {status: sum(row.status == status for row in rows) for status in AttendanceStatus}
    return Totals(
        expected=len(rows),
        present=by[AttendanceStatus.PRESENT] + by[AttendanceStatus.PROXIED],
        proxied=by[AttendanceStatus.PROXIED],
        late=sum(row.is_late for row in rows),
        on_leave=by[AttendanceStatus.ON_LEAVE],
        absent=by[AttendanceStatus.ABSENT],
        open=sum(row.status is None for row in rows),
        observers=len(meeting.attendances) - len(rows),
    )


def invited_words(meeting: Meeting, capacity: Capacity) -> str:
    """Return who is invited as the notice and minutes write it, for example
    党委委员、各党总支书记；办公室、保卫部负责人；党委书记×××. A 等 stands behind the whole list.
    """
    rows = [row for row in meeting.invitations if row.capacity == capacity]
    units = [row.words for row in rows if row.unit_id is not None]
    named = [row.words for row in rows if row.person_id is not None]
    others = [row.words for row in rows if row.unit_id is None and row.person_id is None]
    heads = _listed(units)
    if heads and not heads.endswith("负责人"):
        heads += "负责人"
    return "；".join(filter(None, [_listed(others), heads, _listed(named)]))


def _listed(words: Sequence[str]) -> str:
    names = "、".join(one.removesuffix(AND_OTHERS) for one in words)
    return names + (AND_OTHERS if any(one.endswith(AND_OTHERS) for one in words) else "")


def reporting_words(rows: Iterable[ReportingUnit]) -> list[str]:
    """Return the units that report, with their scope in brackets."""
    return [f"{row.name}（{row.scope}）" if row.scope else row.name for row in rows]


def get_attendance(row_id: int, *, meeting: Meeting) -> Attendance | None:
    """Return a row of this meeting's roster, else None."""
    return db.session.scalar(select(Attendance).filter_by(id=row_id, meeting_id=meeting.id))
