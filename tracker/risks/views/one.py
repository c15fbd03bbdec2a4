"""One risk: what is known of it, its time line, correcting it, giving it up."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.core.calendar import chinese_date
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.risks import services
from tracker.risks.forms import ReasonForm, RiskForm
from tracker.risks.models import RISK_WORKFLOW, Risk
from tracker.risks.views.blueprint import blueprint, load_risk


def _page(risk: Risk, form: ReasonForm) -> str:
    return render_template(
        "risks/show.html",
        risk=risk,
        history=_history(risk),
        allows=RISK_WORKFLOW.allows,
        cancel_form=form,
    )


def _history(risk: Risk) -> list[dict[str, Any]]:
    """Return the steps as the time line shows them, the newest first."""
    return [
        {
            "when": chinese_date(step.acted_on),
            "what": step.label,
            "who": step.actor_name,
            "note": step.note,
            "recorder": step.recorder_name,
        }
        for step in reversed(risk.steps)
    ]


@blueprint.get("/risks/<int:risk_id>")
@requires(Permission.RISK_READ)
def show(risk_id: int) -> str:
    """Show one risk; its tasks follow as a piece of their own."""
    return _page(load_risk(risk_id), ReasonForm())


@blueprint.route("/risks/<int:risk_id>/edit", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT)
def edit(risk_id: int) -> str | Response:
    """Correct a risk that is open."""
    risk = load_risk(risk_id)
    form = RiskForm(record=risk, on=risk.found_on)
    if form.validate_on_submit():
        with writing(form):
            risk = load_risk(risk_id)
            form.require_fresh(risk)
            services.edit(risk=risk, facts=form.facts(), actor=viewer().as_actor(), on=today())
            url = form.leads_to(url_for(".show", risk_id=risk_id))
        flash("风险已保存。", "success")
        return redirect(url)
    return render_template("risks/edit.html", form=form, risk=risk)


@blueprint.post("/risks/<int:risk_id>/cancel")
@requires(Permission.RISK_EDIT)
def cancel(risk_id: int) -> str | Response:
    """Give a risk up (不予立项, 撤销) with the reason."""
    risk = load_risk(risk_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(risk, form)
    with writing(form):
        services.cancel(
            risk=load_risk(risk_id), reason=form.reason.data, actor=viewer().as_actor(), on=today()
        )
        url = form.leads_to(url_for(".show", risk_id=risk_id))
    flash("风险已撤销，原因已记录。", "success")
    return redirect(url)
