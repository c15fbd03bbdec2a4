"""Writing a unit's report: risk points row by row, the word on what was left open."""

from dataclasses import asdict
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts.services import acting
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory.models import Unit
from tracker.meetings.models import Meeting
from tracker.risks.models import UNDER_WAY_STATES
from tracker.unit_reports import queries, services
from tracker.unit_reports.forms import ReportForm, data_of
from tracker.unit_reports.models import Manner, ReportRow, UnitReport
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
    """Write the report: kept, handed in, or handed in as 本季度无新增 in one tap."""
    meeting, unit = _load(meeting_id, unit_id)
    report = queries.find_report(meeting_id, unit_id)
    if report is not None and report.state in queries.FILED_STATES:
        return redirect(url_for(".show", meeting_id=meeting_id, unit_id=unit_id))
    last = queries.last_report(meeting, unit.id)
    form = _form(meeting, unit, report, last)
    if not _is_rearranged(form) and _is_fit(form, last):
        return _keep(form, meeting_id, unit_id)
    return _edit_page(form, meeting, unit, report, last)


def _is_rearranged(form: ReportForm) -> bool:
    """Add or drop a row where that was asked for; nothing is kept by that."""
    if "add" in request.form:
        form.add_row()
    elif "drop" in request.form:
        form.drop_row(request.form["drop"])
    else:
        return False
    return True


def _is_fit(form: ReportForm, last: UnitReport | None) -> bool:
    """Check what was sent; 本季度无新增 is refused over anything new, which would be lost."""
    form.is_nothing_new = "nothing_new" in request.form
    if "submit" in request.form:
        paper = form.paper.form.entry()
        form.filed_on = paper.acted_on if paper else today()
    if not form.validate_on_submit():
        return False
    if form.is_nothing_new and (news := form.texts().news(last)):
        form.form_errors.append(
            f"已填写{'、'.join(news)}，与“本季度无新增”不符：有新情况请点“报送”，"
            "确无新增请改回原文或删去。"
        )
    return not form.form_errors


def _form(
    meeting: Meeting, unit: Unit, report: UnitReport | None, last: UnitReport | None
) -> ReportForm:
    """Return the form as it was sent, else as the report stands or last quarter's begins it."""
    form = ReportForm(data={} if request.method == "POST" else _known(meeting, unit, report, last))
    form.draft_record = f"{meeting.id}-{unit.id}"
    form.begun = services.begun_with(last)
    form.handed_out = {row.id for row in last.rows if _is_handed_out(row)} if last else ()
    if form.is_submitted():
        return form
    if report is not None:
        form.row_version.data = str(report.row_version)
    form.make_room()
    if not form.rows.entries:
        form.add_row()
    return form


def _is_handed_out(row: ReportRow) -> bool:
    return row.risk is not None and row.risk.state in UNDER_WAY_STATES


def _known(
    meeting: Meeting, unit: Unit, report: UnitReport | None, last: UnitReport | None
) -> dict[str, Any]:
    """Return what the form begins with; rows whose risk was struck off or moved stay behind."""
    said = {word.about: word.words for word in report.words} if report else {}
    about = [(key, said.get(key, "")) for key in queries.matters(meeting, unit)]
    data = data_of(report, about)
    if report is not None or last is None:
        return data
    begun = services.begun_with(last)
    rows = [asdict(begun[row.id]) for row in queries.carried(last, unit)]
    return {**data, "overview": last.overview, "rows": rows}


def _edit_page(
    form: ReportForm,
    meeting: Meeting,
    unit: Unit,
    report: UnitReport | None,
    last: UnitReport | None,
) -> str:
    matters = queries.matters(meeting, unit)
    before = last.rows if last else []
    return render_template(
        "unit_reports/edit.html",
        form=form,
        meeting=meeting,
        unit=unit,
        report=report,
        copied=last if report is None else None,
        closed=[] if report else [row for row in before if row.risk and not row.risk.is_open],
        matters={f"{kind}:{number}": row for (kind, number), row in matters.items()},
        due_on=queries.due_on(meeting),
    )


def _keep(form: ReportForm, meeting_id: int, unit_id: int) -> Response:
    with writing(form):
        meeting, unit = _load(meeting_id, unit_id)
        report = queries.find_report(meeting_id, unit_id)
        if report is not None:
            form.require_fresh(report)
        words = _carry_out(form, meeting, unit)
        url = form.leads_to(url_for(".of_meeting", meeting_id=meeting_id))
    flash(words, "success")
    return redirect(url)


def _carry_out(form: ReportForm, meeting: Meeting, unit: Unit) -> str:
    """Keep the report or hand it in, as the button says; returns what the page tells."""
    texts, paper = form.texts(), form.paper.form.entry()
    if "nothing_new" in request.form:
        _submit(ReportTexts(Manner.NOTHING_NEW, words=texts.words), paper, meeting, unit)
        return "已报送：本季度无新增。"
    if "submit" in request.form:
        _submit(texts, paper, meeting, unit)
        return "汇报已报送，待办公室收下。"
    services.save(
        meeting=meeting, unit=unit, texts=texts, actor=viewer().as_actor(), on=today()
    )  # fmt: skip
    return "已保存，还没有报送。"


def _submit(texts: ReportTexts, paper: Any, meeting: Meeting, unit: Unit) -> UnitReport:
    """Hand the report in: by the viewer, or as somebody has signed it on paper."""
    actor, on = acting(
        viewer=viewer(), paper=paper, action="unit_report.submit", about=meeting, on=today(),
        permission=P.UNIT_REPORT_FILE, unit_id=unit.id,
    )  # fmt: skip
    return services.submit(meeting=meeting, unit=unit, texts=texts, actor=actor, on=on)
