"""Writing a unit's report: risk points row by row, the word on what was left open."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts.services import acting
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory.models import Unit
from tracker.meetings.models import Meeting
from tracker.unit_reports import queries, services
from tracker.unit_reports.forms import PaperReportForm, ReportForm, data_of, row_data
from tracker.unit_reports.models import Manner, UnitReport
from tracker.unit_reports.services import ReportTexts
from tracker.unit_reports.views.blueprint import blueprint, load_meeting, load_unit, may_write

Page = str | Response
P = Permission


def _load(meeting_id: int, unit_id: int) -> tuple[Meeting, Unit]:
    meeting = load_meeting(meeting_id)
    unit = load_unit(meeting, unit_id)
    return (meeting, unit) if may_write(unit) else abort(404)


@blueprint.route("/meetings/<int:meeting_id>/reports/<int:unit_id>/edit", methods=["GET", "POST"])
@requires(P.UNIT_REPORT_FILE, P.PAPER_RECORD)
def edit(meeting_id: int, unit_id: int) -> Page:
    """Write the report: 保存 keeps it, 报送 hands it in, 加一条 adds a row."""
    meeting, unit = _load(meeting_id, unit_id)
    report = queries.find_report(meeting_id, unit_id)
    if report is not None and report.state in queries.FILED_STATES:
        return redirect(url_for(".show", meeting_id=meeting_id, unit_id=unit_id))
    form, copied = _form(meeting, unit, report)
    if form.is_submitted() and "add" in request.form:
        form.add_row()
    elif form.validate_on_submit():
        return _keep(form, meeting_id, unit_id)
    return _edit_page(form, meeting, unit, report, copied)


def _form(
    meeting: Meeting, unit: Unit, report: UnitReport | None
) -> tuple[ReportForm, UnitReport | None]:
    """Return the form as the report stands, or begun with last quarter's; and that one."""
    said = {word.about: word.words for word in report.words} if report else {}
    about = [(key, said.get(key, "")) for key in queries.matters(meeting, unit)]
    copied = queries.last_report(meeting, unit.id) if report is None else None
    data = data_of(report, about)
    if copied is not None:
        data |= _begun(copied)
    form = ReportForm(data=data)
    form.draft_record = f"{meeting.id}-{unit.id}"
    if report is not None and not form.is_submitted():
        form.row_version.data = str(report.row_version)
    if not form.is_submitted():
        form.make_room()
        if not form.rows.entries:
            form.add_row()
    return form, copied


def _begun(copied: UnitReport) -> dict[str, Any]:
    """Return last quarter's words as the beginning: rows whose risk was struck off stay behind."""
    rows = [row for row in copied.rows if row.risk is None or row.risk.is_open]
    return {
        "overview": copied.overview,
        "rows": [row_data(row, copied_from=row.id) for row in rows],
    }


def _edit_page(
    form: ReportForm,
    meeting: Meeting,
    unit: Unit,
    report: UnitReport | None,
    copied: UnitReport | None,
) -> str:
    matters = queries.matters(meeting, unit)
    return render_template(
        "unit_reports/edit.html",
        form=form,
        meeting=meeting,
        unit=unit,
        report=report,
        copied=copied,
        closed=[row for row in copied.rows if row.risk and not row.risk.is_open] if copied else [],
        matters={f"{kind}:{number}": row for (kind, number), row in matters.items()},
        due_on=queries.due_on(meeting),
        paper_form=PaperReportForm(),
    )


def _keep(form: ReportForm, meeting_id: int, unit_id: int) -> Response:
    with writing(form):
        meeting, unit = _load(meeting_id, unit_id)
        report = queries.find_report(meeting_id, unit_id)
        if report is not None:
            form.require_fresh(report)
        if "submit" in request.form:
            _submit(form.texts(), form.paper.form.entry(), meeting, unit)
            words = "汇报已报送，待办公室收下。"
        else:
            services.save(
                meeting=meeting, unit=unit, texts=form.texts(), actor=viewer().as_actor(),
                on=today(),
            )  # fmt: skip
            words = "已保存，还没有报送。"
        url = form.leads_to(url_for(".of_meeting", meeting_id=meeting_id))
    flash(words, "success")
    return redirect(url)


def _submit(texts: ReportTexts, paper: Any, meeting: Meeting, unit: Unit) -> UnitReport:
    """Hand the report in: by the viewer, or as somebody has signed it on paper."""
    actor, on = acting(
        viewer=viewer(), paper=paper, action="unit_report.submit", about=meeting, on=today(),
        permission=P.UNIT_REPORT_FILE, unit_id=unit.id,
    )  # fmt: skip
    return services.submit(meeting=meeting, unit=unit, texts=texts, actor=actor, on=on)


@blueprint.post("/meetings/<int:meeting_id>/reports/<int:unit_id>/nothing-new")
@requires(P.UNIT_REPORT_FILE, P.PAPER_RECORD)
def nothing_new(meeting_id: int, unit_id: int) -> Response:
    """本季度无新增, in one tap; what the unit had said of open matters stays."""
    _load(meeting_id, unit_id)
    form = PaperReportForm()
    if not form.validate_on_submit():
        flash("请核对纸面上的办理人、日期和存放处。", "error")
        return redirect(url_for(".edit", meeting_id=meeting_id, unit_id=unit_id))
    with writing(form):
        meeting, unit = _load(meeting_id, unit_id)
        report = queries.find_report(meeting_id, unit_id)
        said = {word.about: word.words for word in report.words} if report else {}
        _submit(ReportTexts(Manner.NOTHING_NEW, words=said), form.paper.form.entry(), meeting, unit)
        url = form.leads_to(url_for(".of_meeting", meeting_id=meeting_id))
    flash("已报送：本季度无新增。", "success")
    return redirect(url)
