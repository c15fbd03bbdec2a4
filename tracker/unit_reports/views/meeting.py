"""汇报 of a meeting: who has reported, who is missing, and what the office does with it."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.audit.exports import hand_out
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import Form, SeveralForm
from tracker.core.permissions import Permission, requires, viewer
from tracker.meetings.models import Meeting
from tracker.unit_reports import papers, queries, services
from tracker.unit_reports.forms import ReturnForm
from tracker.unit_reports.models import REPORT_WORKFLOW, UnitReport
from tracker.unit_reports.views.blueprint import blueprint, load_meeting, load_unit


@blueprint.get("/meetings/<int:meeting_id>/reports")
@requires(Permission.UNIT_REPORT_READ)
def of_meeting(meeting_id: int) -> str:
    """Show who must report and how far each is; to a unit its own report."""
    meeting = load_meeting(meeting_id)
    rows = _rows(meeting)
    missing = [one["row"] for one in rows if viewer().sees_all and _is_missing(one)]
    return render_template(
        "unit_reports/of_meeting.html",
        meeting=meeting,
        tab="reports",
        rows=rows,
        missing=missing,
        reminder=queries.reminder(meeting, missing) if missing else "",
        due_on=queries.due_on(meeting),
        allows=REPORT_WORKFLOW.allows,
        form=SeveralForm(),
        verb_form=Form(),
    )


@blueprint.post("/meetings/<int:meeting_id>/reports/export")
@requires(Permission.UNIT_REPORT_READ)
def export(meeting_id: int) -> Response:
    """Hand the list out as a table, as far as the viewer may see it."""
    meeting = load_meeting(meeting_id)
    rows = [(one["row"], one["report"]) for one in _rows(meeting)]
    return hand_out(papers.reports_table(meeting, rows))


def _rows(meeting: Meeting) -> list[dict[str, Any]]:
    """Return who reports, as far as the viewer may see it, each with its report."""
    reports = queries.states_of(meeting.id)
    shown = [
        row for row in meeting.reporting if viewer().sees_all or row.unit_id in viewer().unit_ids
    ]
    return [{"row": row, "report": _shown(reports.get(row.unit_id or 0))} for row in shown]


def _is_missing(one: dict[str, Any]) -> bool:
    """Tell whether a unit has still to report; words that name no unit cannot."""
    report: UnitReport | None = one["report"]
    return bool(one["row"].unit_id) and (report is None or report.state not in queries.FILED_STATES)


def _shown(report: UnitReport | None) -> UnitReport | None:
    """Leave a draft to its unit and the office."""
    is_own = report is not None and (viewer().is_office or report.unit_id in viewer().unit_ids)
    is_draft = report is not None and report.state == "draft"
    return None if is_draft and not is_own else report


@blueprint.post("/meetings/<int:meeting_id>/reports/accept")
@requires(Permission.UNIT_REPORT_ACCEPT)
def accept_several(meeting_id: int) -> Response:
    """Take the ticked reports in; their rows go onto the register of risks."""
    load_meeting(meeting_id)
    form = SeveralForm()
    url = url_for(".of_meeting", meeting_id=meeting_id)
    if not form.validate_on_submit():
        flash(form.first_fault, "error")
        return redirect(url)
    with writing(form):
        form.leads_to(url)
        reports = queries.states_of(meeting_id).values()
        chosen = [one for one in reports if one.id in form.ids.data]
        made = [
            risk
            for report in chosen
            for risk in services.accept(report=report, actor=viewer().as_actor(), on=today())
        ]
        count, risks = len(chosen), len(made)
    flash(f"已收下 {count} 份汇报，登记 {risks} 条风险。", "success")
    return redirect(url)


@blueprint.post("/meetings/<int:meeting_id>/reports/<int:unit_id>/return")
@requires(Permission.UNIT_REPORT_ACCEPT)
def return_(meeting_id: int, unit_id: int) -> Response:
    """Send a report back with a reason, which the unit sees first."""
    load_unit(load_meeting(meeting_id), unit_id)
    form = ReturnForm()
    url = url_for(".show", meeting_id=meeting_id, unit_id=unit_id)
    if not form.validate_on_submit():
        flash("请写明退回原因，单位会先看到。", "error")
        return redirect(url)
    with writing(form):
        form.leads_to(url)
        report = queries.find_report(meeting_id, unit_id) or abort(404)
        services.return_(
            report=report, reason=form.reason.data, actor=viewer().as_actor(), on=today()
        )
    flash("已退回，单位会先看到退回原因。", "success")
    return redirect(url)


@blueprint.post("/meetings/<int:meeting_id>/reports/<int:unit_id>/oral")
@requires(Permission.UNIT_REPORT_ACCEPT)
def record_oral(meeting_id: int, unit_id: int) -> Response:
    """Note that the unit reported at the meeting by word of mouth."""
    load_unit(load_meeting(meeting_id), unit_id)
    form = Form()
    with writing(form):
        url = form.leads_to(url_for(".of_meeting", meeting_id=meeting_id))
        meeting = load_meeting(meeting_id)
        services.record_oral(
            meeting=meeting, unit=load_unit(meeting, unit_id), actor=viewer().as_actor(),
            on=today(),
        )  # fmt: skip
    flash("已登记会上口头汇报。", "success")
    return redirect(url)
