"""The register of risks, and putting one on it directly."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.audit.exports import hand_out
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.risks import papers, queries, services
from tracker.risks.forms import RiskForm
from tracker.risks.models import RISK_LEVEL_LABELS, RISK_STATE_LABELS, Risk, RiskLevel, RiskState
from tracker.risks.views.blueprint import blueprint

STATES = {queries.OPEN: "未销号", **{str(k): v for k, v in RISK_STATE_LABELS.items()}, "": "全部"}


@blueprint.get("/risks/")
@requires(Permission.RISK_READ)
def index() -> str:
    """Show the register, what is due first on top; to a unit its own."""
    chosen = _chosen()
    page = queries.page_of(chosen, viewer=viewer(), page=request.args.get("page", 1, type=int))
    return render_template(
        "risks/index.html",
        page=page,
        chosen=chosen,
        states=_state_chips(chosen),
        units=queries.units_with_risks(viewer()),
        areas=queries.areas_with_risks(viewer()),
        levels=RISK_LEVEL_LABELS,
        on=today(),
    )


@blueprint.post("/risks/export")
@requires(Permission.RISK_READ)
def export() -> Response:
    """Hand the whole register out as a table, filtered as it is shown."""
    risks = queries.all_of(_chosen(), viewer=viewer())
    return hand_out(papers.register_table(risks, on=today()))


def _chosen() -> queries.Filter:
    """Return the filters of the address; what nothing bears is left out."""
    state = request.args.get("state", queries.OPEN)
    level = request.args.get("level", "")
    return queries.Filter(
        request.args.get("unit", type=int),
        request.args.get("area", type=int),
        level if level in list(RiskLevel) else "",
        state if state in {*RiskState, queries.OPEN, ""} else queries.OPEN,
    )


def _state_chips(chosen: queries.Filter) -> list[dict[str, Any]]:
    counts = queries.state_counts(chosen, viewer=viewer())
    kept: dict[str, Any] = {
        "unit": chosen.unit_id,
        "area": chosen.area_id,
        "level": chosen.level or None,
    }
    return [
        {
            "label": label,
            "url": url_for(".index", **kept, state=state),
            "active": chosen.state == state,
            "count": counts.get(state) if state else None,
        }
        for state, label in STATES.items()
        if state in {queries.OPEN, "", chosen.state} or counts.get(state)
    ]


@blueprint.route("/risks/new", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT)
def new() -> str | Response:
    """Put a risk on the register that no meeting told of."""
    form = RiskForm(on=today())
    if form.validate_on_submit():
        with writing(form):
            risk = services.register(
                facts=form.facts(), meeting=None, actor=viewer().as_actor(), on=today()
            )
            words, page = _registered(risk)
            url = form.leads_to(url_for(page, risk_id=risk.id))
        flash(words, "success")
        return redirect(url)
    return render_template("risks/new.html", form=form)


def _registered(risk: Risk) -> tuple[str, str]:
    """Return what is told of a new risk, and the page that follows: a major one is completed."""
    likely = len(queries.repeats_of(risk, viewer=viewer()).likely)
    words = f"已登记：{risk.code}。{f'疑似重复 {likely} 处，请核对。' if likely else ''}"
    if risk.is_major:
        return f"{words}重大等级，请补齐五落实和督办领导，交办前须填写。", ".edit"
    return words, ".show"
