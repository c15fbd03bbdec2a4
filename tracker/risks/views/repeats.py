"""疑似重复: what a risk may be again, the office's answer, and the line of those linked."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer
from tracker.risks import queries, services
from tracker.risks.forms import ReasonForm
from tracker.risks.views.blueprint import blueprint, load_risk


@blueprint.get("/risks/<int:risk_id>/repeats")
@requires(Permission.RISK_READ)
def repeats(risk_id: int) -> str:
    """Show what a risk may be again and what it was linked with, as a piece of its page."""
    risk = load_risk(risk_id)
    found = queries.repeats_of(risk, viewer=viewer())
    return render_template("risks/_repeats.html", risk=risk, found=found, form=Form())


@blueprint.post("/risks/<int:risk_id>/repeats/<int:earlier_id>/link")
@requires(Permission.RISK_EDIT)
def link(risk_id: int, earlier_id: int) -> Response:
    """Link a risk with the earlier one that it is again."""
    return _answered(services.link, risk_id, earlier_id, "已关联为重复，两条风险各自保留。")


@blueprint.post("/risks/<int:risk_id>/repeats/<int:earlier_id>/dismiss")
@requires(Permission.RISK_EDIT)
def dismiss(risk_id: int, earlier_id: int) -> Response:
    """Note that a risk is not the earlier one again."""
    return _answered(services.dismiss, risk_id, earlier_id, "已记为不是重复，不再提示。")


@blueprint.route("/risks/<int:risk_id>/repeats/<int:earlier_id>/unlink", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT)
def unlink(risk_id: int, earlier_id: int) -> str | Response:
    """Take a link back, with the reason."""
    risk, earlier, form = load_risk(risk_id), load_risk(earlier_id), ReasonForm()
    if not form.validate_on_submit():
        return render_template("risks/unlink.html", risk=risk, earlier=earlier, form=form)
    with writing(form):
        services.unlink(
            risk=load_risk(risk_id), earlier=load_risk(earlier_id), reason=form.reason.data,
            actor=viewer().as_actor(), on=today(),
        )  # fmt: skip
        url = form.leads_to(url_for(".show", risk_id=risk_id))
    flash("已取消关联，原因已记录。", "success")
    return redirect(url)


def _answered(act: Callable[..., None], risk_id: int, earlier_id: int, words: str) -> Response:
    """Carry out one press, and go back to the risk."""
    load_risk(risk_id), load_risk(earlier_id)
    form = Form()
    if form.validate_on_submit():
        with writing(form):
            risk, earlier = load_risk(risk_id), load_risk(earlier_id)
            act(risk=risk, earlier=earlier, actor=viewer().as_actor(), on=today())
            form.leads_to(url_for(".show", risk_id=risk_id))
        flash(words, "success")
    return redirect(url_for(".show", risk_id=risk_id))
