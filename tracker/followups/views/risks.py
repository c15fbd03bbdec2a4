"""The tasks of a risk: planned from it, and shown on its page."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.core import several
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import SeveralForm
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries as directory
from tracker.followups import queries, services
from tracker.followups.forms import CheckForm, PlanForm
from tracker.followups.models import FollowUpState
from tracker.followups.views.blueprint import blueprint, load_risk
from tracker.risks import queries as risks
from tracker.risks.models import UNDER_WAY_STATES, Risk, RiskState


@blueprint.get("/risks/<int:risk_id>/follow-ups")
@requires(Permission.FOLLOWUP_READ)
def of_risk(risk_id: int) -> str:
    """Show the tasks of a risk, as a piece of its page."""
    risk = load_risk(risk_id)
    items = queries.items_of_risk(risk_id, viewer=viewer())
    return render_template(
        "followups/_of_risk.html",
        risk=risk,
        items=items,
        is_idle=all(not item.is_open and item.state != FollowUpState.PLANNED for item in items),
        may_settle=_may_settle(risk),
        lights=queries.Lights(today()),
    )


def _may_settle(risk: Risk) -> bool:
    """Tell whether the viewer may check a risk that was not struck off with its last item."""
    may_check = viewer().can(Permission.FOLLOWUP_VERIFY) and not risk.is_awaiting_leader
    if not may_check or risk.state not in UNDER_WAY_STATES or queries.has_items_left(risk.id):
        return False
    return risk.state != RiskState.RECTIFYING or bool(queries.verified_items(risk))


@blueprint.route("/risks/<int:risk_id>/close", methods=["GET", "POST"])
@requires(Permission.FOLLOWUP_VERIFY)
def settle_risk(risk_id: int) -> str | Response:
    """Check and strike off a risk whose items are over; a major one then waits for a leader."""
    risk = load_risk(risk_id)
    form = CheckForm()
    if not form.validate_on_submit():
        return render_template("followups/settle_risk.html", risk=risk, form=form)
    with writing(form):
        risk = load_risk(risk_id)
        who = viewer().as_actor()
        services.settle(risk=risk, note=form.note.data, actor=who, on=today())
        words = "已验收，待校领导确认销号。" if risk.is_awaiting_leader else "已核验销号。"
        url = form.leads_to(url_for("risks.show", risk_id=risk_id))
    flash(words, "success")
    return redirect(url)


@blueprint.route("/risks/<int:risk_id>/follow-ups/new", methods=["GET", "POST"])
@requires(Permission.FOLLOWUP_PLAN)
def plan_risk(risk_id: int) -> str | Response:
    """Plan a task that rectifies a risk; what the risk says is filled in."""
    risk = load_risk(risk_id)
    form = PlanForm(**_choices(risk), data=_proposal(risk))
    form.leave_out_what_no_risk_has()
    form.draft_record = f"risk-{risk_id}"
    if not form.validate_on_submit():
        had = queries.items_of_risk(risk_id, viewer=viewer())
        return render_template("followups/plan_risk.html", risk=risk, had=had, form=form)
    demand = form.demand(form.chosen_ids)
    with writing(form):
        risk = load_risk(risk_id)
        items = services.plan_items(
            demand=demand, meeting=services.meeting_for(risk), point=None, risk=risk,
            actor=viewer().as_actor(), on=today(),
        )  # fmt: skip
        url = form.leads_to(url_for(".show", followup_id=items[0].id))
        count = len(items)
    flash(f"已拟定 {count} 项整改任务，交办后风险转为“整改中”。", "success")
    return redirect(url)


@blueprint.post("/follow-ups/for-risks")
@requires(Permission.FOLLOWUP_PLAN)
def plan_for_risks() -> Response:
    """Plan a task for each of the ticked risks, from what the register says of it."""
    form = SeveralForm()
    if not form.validate_on_submit():
        flash(form.first_fault, "error")
        return redirect(url_for("risks.index", state=RiskState.REGISTERED))
    with writing(form):
        chosen = risks.get_many(form.ids.data, viewer=viewer())
        who = viewer().as_actor()
        count, left = services.plan_for_risks(risks=chosen, actor=who, on=today())
        shown = url_for(".index", state="planned")
        url = form.leads_to(shown if count else url_for("risks.index", state=RiskState.REGISTERED))
    flash(*several.told(f"已拟定 {count} 项整改任务，交办后风险转为“整改中”", count, left))
    return redirect(url)


def _proposal(risk: Risk) -> dict[str, Any]:
    """Return what the risk says: what, which measure, whose, and by when."""
    demand = services.demand_of(risk, on=today())
    return {
        "title": demand.title,
        "requirement": demand.requirement,
        "lead_units": list(demand.lead_unit_ids),
        "due_on": demand.due_on,
    }


def _proposed(risk: Risk) -> Any:
    meeting = services.meeting_for(risk)
    return services.proposed_due(meeting, queries.setting_of(risk), on=today())


def _choices(risk: Risk) -> dict[str, Any]:
    meeting = services.meeting_for(risk)
    day = meeting.held_on if meeting else today()
    points = queries.points_of(meeting) if meeting else []
    units = directory.units(on=day)
    return {"units": units, "points": points, "meeting": meeting, "proposed": _proposed(risk)}
