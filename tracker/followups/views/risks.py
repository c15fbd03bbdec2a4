"""The tasks of a risk: planned from it, and shown on its page."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries as directory
from tracker.followups import queries, services
from tracker.followups.forms import CheckForm, PlanForm
from tracker.followups.models import FollowUpState
from tracker.followups.views.blueprint import blueprint, load_risk
from tracker.meetings.models import Meeting, MeetingState
from tracker.risks.models import UNDER_WAY_STATES, Risk, RiskState

# Meetings whose tasks are all done, or that were not held, get no more of them.
OVER = frozenset({MeetingState.CONCLUDED, MeetingState.CANCELLED})


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
            demand=demand, meeting=_meeting_of(risk), point=None, risk=risk,
            actor=viewer().as_actor(), on=today(),
        )  # fmt: skip
        url = form.leads_to(url_for(".show", followup_id=items[0].id))
        count = len(items)
    flash(f"已拟定 {count} 项整改任务，交办后风险转为“整改中”。", "success")
    return redirect(url)


def _meeting_of(risk: Risk) -> Meeting | None:
    """Return the meeting that the task belongs to: the risk's own, while it is not over."""
    meeting = risk.meeting
    return None if meeting is None or meeting.state in OVER else meeting


def _proposal(risk: Risk) -> dict[str, Any]:
    """Return what the risk says: what, which measure, whose, and by when."""
    return {
        "title": risk.title[:200],
        "requirement": risk.measure[:5000],
        "lead_units": [risk.unit_id],
        "due_on": risk.due_on or _proposed(risk),
    }


def _proposed(risk: Risk) -> Any:
    return services.proposed_due(_meeting_of(risk), queries.setting_of(risk), on=today())


def _choices(risk: Risk) -> dict[str, Any]:
    meeting = _meeting_of(risk)
    day = meeting.held_on if meeting else today()
    points = queries.points_of(meeting) if meeting else []
    units = directory.units(on=day)
    return {"units": units, "points": points, "meeting": meeting, "proposed": _proposed(risk)}
