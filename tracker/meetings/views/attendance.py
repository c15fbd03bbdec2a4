"""参会: the roster with its four buttons per person, or the categories as written."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tracker.audit.exports import hand_out
from tracker.core.db import writing
from tracker.core.errors import RuleBroken
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer
from tracker.meetings import papers, queries, services
from tracker.meetings.forms import AttendanceForm
from tracker.meetings.models import (
    ATTENDANCE_LABELS,
    LEAVE_REASONS,
    Attendance,
    AttendanceBasis,
    Capacity,
    Meeting,
    MeetingScan,
)
from tracker.meetings.views.frame import blueprint, load_meeting


@blueprint.get("/<int:meeting_id>/attendance")
@requires(Permission.MEETING_READ)
def attendance(meeting_id: int) -> str:
    """Show who is invited and who came; a unit sees its own row."""
    meeting = load_meeting(meeting_id)
    may_edit = viewer().can(Permission.MEETING_EDIT) and meeting.is_open_to_changes
    rows = _rows(meeting)
    return render_template(
        "meetings/attendance.html",
        meeting=meeting,
        tab="attendance",
        rows=rows,
        forms={row.id: _row_form(row) for row in rows} if may_edit else {},
        totals=queries.totals(meeting),
        without_persons=queries.without_persons(meeting) if may_edit else [],
        attendees=queries.invited_words(meeting, Capacity.ATTENDEE),
        observers=queries.invited_words(meeting, Capacity.OBSERVER),
        reporting=queries.reporting_words(meeting.reporting),
        scans=queries.scans_of(meeting)[MeetingScan.SIGN_IN_SHEET],
        may_edit=may_edit,
        form=Form(),
        labels=ATTENDANCE_LABELS,
        reasons=LEAVE_REASONS,
    )


@blueprint.post("/<int:meeting_id>/attendance/export")
@requires(Permission.MEETING_READ)
def export_attendance(meeting_id: int) -> Response:
    """Hand the roster out as a table, as far as the viewer may see it."""
    meeting = load_meeting(meeting_id)
    return hand_out(papers.attendance_table(meeting, _rows(meeting)))


def _rows(meeting: Meeting) -> list[Attendance]:
    return [row for row in meeting.attendances if _is_shown(row)]


def _is_shown(row: Attendance) -> bool:
    person = viewer()
    return person.sees_all or row.person_id == person.person_id or row.unit_id in person.unit_ids


def _row_form(row: Attendance) -> AttendanceForm:
    form = AttendanceForm(formdata=None, record=row)
    form.row_version.data = str(row.row_version)
    return form


@blueprint.post("/<int:meeting_id>/attendance/basis/<string:basis>")
@requires(Permission.MEETING_EDIT)
def set_basis(meeting_id: int, basis: str) -> ResponseReturnValue:
    """Choose 按签到表 or 仅按类别."""
    if basis not in list(AttendanceBasis):
        abort(404)
    form = Form()
    with writing(form):
        meeting = load_meeting(meeting_id)
        services.set_basis(meeting=meeting, basis=AttendanceBasis(basis), actor=viewer().as_actor())
        url = form.leads_to(url_for("meetings.attendance", meeting_id=meeting_id))
    return redirect(url)


@blueprint.post("/<int:meeting_id>/attendance/roster")
@requires(Permission.MEETING_EDIT)
def build_roster(meeting_id: int) -> ResponseReturnValue:
    """Make the roster anew from the invitations and the posts of that day."""
    form = Form()
    with writing(form):
        services.build_roster(meeting=load_meeting(meeting_id), actor=viewer().as_actor())
        url = form.leads_to(url_for("meetings.attendance", meeting_id=meeting_id))
    flash("名单已按参会范围更新，已登记的到会情况保持不变。", "success")
    return redirect(url)


@blueprint.post("/<int:meeting_id>/attendance/rest")
@requires(Permission.MEETING_EDIT)
def mark_rest_present(meeting_id: int) -> ResponseReturnValue:
    """Note all who have no status yet as present."""
    form = Form()
    with writing(form):
        meeting = load_meeting(meeting_id)
        count = services.mark_rest_present(meeting=meeting, actor=viewer().as_actor())
        url = form.leads_to(url_for("meetings.attendance", meeting_id=meeting_id))
    flash(f"其余 {count} 人已登记为到会。", "success")
    return redirect(url)


@blueprint.post("/<int:meeting_id>/attendance/<int:row_id>")
@requires(Permission.MEETING_EDIT)
def mark(meeting_id: int, row_id: int) -> ResponseReturnValue:
    """Note one person's status; htmx gets the row and the totals, others the page."""
    row = _row(load_meeting(meeting_id), row_id)
    form = AttendanceForm()
    if not form.validate():
        sentence = "".join(error for errors in form.errors.values() for error in errors)
        raise RuleBroken(sentence)
    with writing(form):
        row = _row(load_meeting(meeting_id), row_id)
        form.require_fresh(row)
        services.mark(row=row, actor=viewer().as_actor(), **form.facts())
        url = url_for("meetings.attendance", meeting_id=meeting_id, _anchor=f"row-{row_id}")
        form.leads_to(url)
    if "HX-Request" not in request.headers:
        return redirect(url)
    return _row_and_totals(load_meeting(meeting_id), row_id)


def _row(meeting: Meeting, row_id: int) -> Attendance:
    row = queries.get_attendance(row_id, meeting=meeting)
    if row is None:
        abort(404)
    return row


def _row_and_totals(meeting: Meeting, row_id: int) -> str:
    row = _row(meeting, row_id)
    return render_template(
        "meetings/_marked.html",
        meeting=meeting,
        row=row,
        form=_row_form(row),
        totals=queries.totals(meeting),
        labels=ATTENDANCE_LABELS,
        reasons=LEAVE_REASONS,
    )
