"""Who came: the roster made from the invitations, and what the signed sheet says."""

from tracker.audit.services import changes_of, record_event
from tracker.core.permissions import Actor
from tracker.meetings import queries
from tracker.meetings.models import Attendance, AttendanceBasis, AttendanceStatus, Meeting


def set_basis(*, meeting: Meeting, basis: AttendanceBasis, actor: Actor) -> None:
    """Choose how attendance is known: by the sign-in sheet, or by the categories as written."""
    meeting.require_open_to_changes()
    meeting.attendance_basis = basis
    changes = changes_of(meeting)
    if basis == AttendanceBasis.SHEET:
        write_roster(meeting)
    record_event("meeting.basis", meeting, actor=actor, label=meeting.name, changes=changes)


def build_roster(*, meeting: Meeting, actor: Actor) -> None:
    """Bring the roster in line with the invitations; statuses of those who stay are kept."""
    meeting.require_open_to_changes()
    write_roster(meeting)
    record_event("meeting.roster", meeting, actor=actor, label=meeting.name)


def write_roster(meeting: Meeting) -> None:
    """Write one row per person, however many headings invited them, in rank order."""
    kept = {row.person_id: row for row in meeting.attendances}
    rows = []
    for place, seat in enumerate(queries.seats(meeting)):
        row = kept.get(seat.person.id) or Attendance(person_id=seat.person.id)
        row.person_name, row.post_title = seat.person.name, seat.post_words
        row.unit_id, row.unit_name = seat.unit_id, seat.unit_name
        row.capacity, row.sort = seat.capacity, place
        rows.append(row)
    meeting.attendances = rows


def mark(
    *,
    row: Attendance,
    status: AttendanceStatus | None,
    leave_reason: str = "",
    is_late: bool = False,
    proxy_name: str = "",
    actor: Actor,
) -> None:
    """Note what the sheet says of one person; None takes the status back."""
    row.meeting.require_open_to_changes()
    row.status = status
    row.is_late = is_late and status in {AttendanceStatus.PRESENT, AttendanceStatus.PROXIED}
    row.leave_reason = (leave_reason or "请假") if status == AttendanceStatus.ON_LEAVE else ""
    row.proxy_name = proxy_name if status == AttendanceStatus.PROXIED else ""
    changes = changes_of(row)
    record_event("meeting.attend", row, actor=actor, label=row.person_name, changes=changes)


def mark_rest_present(*, meeting: Meeting, actor: Actor) -> int:
    """Note everybody without a status as present; returns how many they were."""
    meeting.require_open_to_changes()
    rest = [row for row in meeting.attendances if row.status is None]
    for row in rest:
        row.status = AttendanceStatus.PRESENT
    names = [row.person_name for row in rest]
    changes = {"present": [None, "、".join(names)]}
    record_event("meeting.attend", meeting, actor=actor, label=meeting.name, changes=changes)
    return len(rest)
