"""What waits: for the office to do, for a unit to come."""

from datetime import date

from sqlalchemy.orm import selectinload

from tracker.core.calendar import add_working_days
from tracker.core.db import db
from tracker.core.permissions import Permission, Viewer
from tracker.core.todos import Todo
from tracker.directory import queries as directory
from tracker.meetings.models import Meeting, MeetingState
from tracker.meetings.queries.meeting import visible
from tracker.meetings.queries.roster import seats

S = MeetingState
WAITING = frozenset({S.DRAFT, S.NOTIFIED, S.HELD})


def todos(viewer: Viewer, on: date) -> list[Todo]:
    """Return what the office still has to do for a meeting, and where a unit is expected."""
    query = visible(viewer).where(Meeting.state.in_(WAITING))
    if viewer.can(Permission.MEETING_EDIT):
        query = query.options(
            selectinload(Meeting.attendances),
            selectinload(Meeting.addresses),
        )
        found = [_office_todo(meeting, on) for meeting in db.session.scalars(query)]
        return [todo for todo in found if todo]
    if not viewer.unit_ids:
        return []
    query = query.where(Meeting.state == MeetingState.NOTIFIED, Meeting.held_on >= on)
    rows = db.session.scalars(query.options(selectinload(Meeting.reporting)))
    found = [_unit_todo(meeting, viewer) for meeting in rows.all()]
    return [todo for todo in found if todo]


def _office_todo(meeting: Meeting, on: date) -> Todo | None:
    values = {"meeting_id": meeting.id}
    if meeting.state == MeetingState.HELD:
        return _todo_after(meeting)
    if meeting.held_on < on:
        sentence = f"{meeting.name}的日期已过，请登记为已召开，或改期、取消"
        return Todo(sentence, "meetings.hold", values, meeting.held_on, tone="overdue")
    if meeting.state == MeetingState.DRAFT:
        days = int(directory.setting("notice_working_days", on=on))
        due = add_working_days(meeting.held_on, -days, directory.calendar_exceptions())
        return Todo(f"{meeting.name}的会议通知还没有印发", "meetings.notify", values, due)
    return None


def _todo_after(meeting: Meeting) -> Todo | None:
    values = {"meeting_id": meeting.id}
    if meeting.attendance_basis is None:
        return Todo(f"{meeting.name}的参会情况还没有登记", "meetings.attendance", values)
    if meeting.unmarked:
        sentence = f"{meeting.name}的签到表还有 {len(meeting.unmarked)} 人没有登记"
        return Todo(sentence, "meetings.attendance", values)
    if not meeting.addresses:
        return Todo(f"{meeting.name}的讲话还没有录入", "meetings.new_address", values)
    return None


def _unit_todo(meeting: Meeting, viewer: Viewer) -> Todo | None:
    must_report = any(row.unit_id in viewer.unit_ids for row in meeting.reporting)
    if not must_report and viewer.person_id not in {seat.person.id for seat in seats(meeting)}:
        return None
    what = "请准备汇报材料并参会" if must_report else "请安排参会"
    sentence = f"{meeting.name}：{meeting.time_words}在{meeting.place}召开，{what}"
    return Todo(sentence, "meetings.attendance", {"meeting_id": meeting.id}, meeting.held_on)
