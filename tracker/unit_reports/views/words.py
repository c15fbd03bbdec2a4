"""What units said of one task or risk in reports of later quarters, as a piece of its page."""

from flask import abort, render_template

from tracker.core.permissions import Permission, requires, viewer
from tracker.followups import queries as followups
from tracker.risks import queries as risks
from tracker.unit_reports import queries
from tracker.unit_reports.views.blueprint import blueprint


@blueprint.get("/follow-ups/<int:followup_id>/report-words")
@requires(Permission.FOLLOWUP_READ)
def words_on_task(followup_id: int) -> str:
    """Show what was said of a task at the meetings since."""
    if followups.get_followup(followup_id, viewer=viewer()) is None:
        abort(404)
    return _piece("follow_up", followup_id)


@blueprint.get("/risks/<int:risk_id>/report-words")
@requires(Permission.RISK_READ)
def words_on_risk(risk_id: int) -> str:
    """Show what was said of a risk at the meetings since."""
    if risks.get_risk(risk_id, viewer=viewer()) is None:
        abort(404)
    return _piece("risk", risk_id)


def _piece(kind: str, record_id: int) -> str:
    words = queries.words_about((kind, record_id), viewer=viewer())
    return render_template("unit_reports/_words_about.html", words=words)
