"""A unit's report as it reads, with its scans and what happened to it."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.accounts.services import subject_of
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import SeveralForm
from tracker.core.permissions import Permission, requires, viewer
from tracker.files import queries as files
from tracker.files.forms import ScanForm
from tracker.files.services import add_scan as keep_scan
from tracker.unit_reports import papers, queries
from tracker.unit_reports.forms import ReturnForm
from tracker.unit_reports.models import REPORT_WORKFLOW, UnitReport
from tracker.unit_reports.views.blueprint import blueprint, load_meeting, load_unit, may_write

SCAN_CHOICES = {"report": "盖章汇报材料"}


@blueprint.get("/meetings/<int:meeting_id>/reports/<int:unit_id>")
@requires(Permission.UNIT_REPORT_READ)
def show(meeting_id: int, unit_id: int) -> str:
    """Show a unit's report as it reads."""
    return _page(meeting_id, unit_id, ScanForm(choices=SCAN_CHOICES))


def _page(meeting_id: int, unit_id: int, scan_form: ScanForm) -> str:
    meeting = load_meeting(meeting_id)
    unit = load_unit(meeting, unit_id)
    report = _readable(meeting_id, unit_id)
    subject = subject_of(report)
    return render_template(
        "unit_reports/show.html",
        meeting=meeting,
        unit=unit,
        report=report,
        paper=papers.of_report(report),
        history=_history(report),
        scans=files.scans_of(subject)[subject],
        scan_form=scan_form if may_write(unit) else None,
        may_write=may_write(unit) and report.state not in queries.FILED_STATES,
        allows=REPORT_WORKFLOW.allows,
        accept_form=SeveralForm(),
        return_form=ReturnForm(),
    )


def _readable(meeting_id: int, unit_id: int) -> UnitReport:
    """Return the report, or answer 404 where there is none or it is a draft of others."""
    report = queries.find_report(meeting_id, unit_id)
    if report is None or queries.get_report(report.id, viewer=viewer()) is None:
        abort(404)
    return report


def _history(report: UnitReport) -> list[dict[str, Any]]:
    return [
        {
            "when": step.when,
            "what": step.label,
            "who": step.actor_name,
            "note": step.note,
            "recorder": step.recorder_name,
        }
        for step in reversed(report.steps)
    ]


@blueprint.post("/meetings/<int:meeting_id>/reports/<int:unit_id>/scans")
@requires(Permission.UNIT_REPORT_FILE, Permission.SCAN_ADD)
def add_scan(meeting_id: int, unit_id: int) -> str | Response:
    """Keep scans of the stamped report beside it."""
    unit = load_unit(load_meeting(meeting_id), unit_id)
    if not may_write(unit):
        abort(404)
    form = ScanForm(choices=SCAN_CHOICES)
    if not form.validate_on_submit():
        return _page(meeting_id, unit_id, form)
    with writing(form):
        report = _readable(meeting_id, unit_id)
        for file in form.uploads.files:
            keep_scan(
                file=file, subject=subject_of(report), permission=Permission.UNIT_REPORT_READ,
                unit_id=unit_id, actor=viewer().as_actor(), on=today(), **form.facts(),
            )  # fmt: skip
        url = form.leads_to(url_for(".show", meeting_id=meeting_id, unit_id=unit_id))
    flash("扫描件已附上。", "success")
    return redirect(url)
