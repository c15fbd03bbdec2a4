"""The register of risks, and putting one on it directly."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tracker.audit.exports import hand_out_long
from tracker.core import lists, several
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import SeveralForm
from tracker.core.lights import LIGHT_LABELS
from tracker.core.lists import Condition, options
from tracker.core.permissions import Permission, requires, viewer
from tracker.risks import papers, queries, services
from tracker.risks.forms import LookBackSeveralForm, RiskForm
from tracker.risks.models import RISK_KIND_LABELS, Risk, RiskKind, RiskState
from tracker.risks.views.blueprint import blueprint

# What the register may be narrowed by, as parts of its address.
RISKS = lists.ListAddress(
    "risks.index",
    queries.STATE_TABS,
    {
        lists.UNIT: Condition("单位", lambda: options(queries.units_in_reach(viewer()))),
        "light": Condition("时限", lambda: options(LIGHT_LABELS.items())),
        "quarter": Condition(
            "季度", lambda: lists.quarters(queries.quarters_told(viewer=viewer()))
        ),
        "area": Condition("领域", lambda: options(queries.areas_at_risk())),
        "kind": Condition("类型", lambda: options(RISK_KIND_LABELS.items())),
        "level": Condition("等级", queries.level_options),
        "source": Condition("来源", lambda: options(queries.ORIGIN_LABELS.items())),
    },
    default_state=queries.OPEN,
)


@blueprint.get("/risks/")
@requires(Permission.RISK_READ)
def index() -> str:
    """Show the register, what is due first on top; to a unit its own."""
    who, narrowed = viewer(), RISKS.read()
    chosen = _chosen(narrowed)
    counts = queries.state_counts(chosen, viewer=who)
    page = queries.page_of(
        chosen, viewer=who, page=narrowed.page, total=counts[chosen.state]
    )  # fmt: skip
    bulk_form = _bulk(narrowed.state)
    return render_template(
        "risks/index.html",
        page=page,
        narrowed=narrowed,
        counts=counts,
        lights=queries.Lights(today()),
        bulk_form=bulk_form,
        tickable=_tickable(page.items, bulk_form),
        look_back_form=LookBackSeveralForm(),
        plan_form=SeveralForm(),
    )


def _bulk(state: str) -> str | None:
    """Return what the viewer may do with several risks of this state: the id of its form."""
    acts = {
        RiskState.REGISTERED: ("plan-several", Permission.FOLLOWUP_PLAN),
        queries.TO_LOOK_BACK: ("look-back-several", Permission.RISK_EDIT),
    }
    form_id, permission = acts.get(state, (None, Permission.RISK_EDIT))
    return form_id if viewer().can(permission) else None


def _tickable(risks: list[Risk], bulk_form: str | None) -> set[int]:
    """Return the ids of those that the act is for: never looked back at by the own family."""
    if bulk_form == "look-back-several":
        return queries.outside_own_family(risks, viewer=viewer())
    return {risk.id for risk in risks} if bulk_form else set()


@blueprint.get("/risks/filter")
@requires(Permission.RISK_READ)
def choose() -> str:
    """Show what the register may be narrowed by; the list fetches the form when it is opened."""
    return render_template("risks/filter.html", narrowed=RISKS.read())


@blueprint.post("/risks/export")
@requires(Permission.RISK_READ)
def export() -> Response:
    """Hand the whole register out as a table or a paper, filtered as it is shown."""
    narrowed, on, who = RISKS.read(), today(), viewer()
    chosen = _chosen(narrowed)

    def made(make: Callable[..., Any]) -> Callable[[], Any]:
        return lambda: make(queries.all_of(chosen, viewer=who), on=on, narrowed=narrowed.told)

    return hand_out_long(
        queries.state_counts(chosen, viewer=who)[chosen.state],
        table=made(papers.register_table), paper=made(papers.register_listing),
    )  # fmt: skip


def _chosen(narrowed: lists.Narrowed) -> queries.Filter:
    return queries.Filter(
        state=narrowed.state,
        unit_id=narrowed.number(lists.UNIT),
        area_id=narrowed.number("area"),
        level=narrowed.text("level"),
        kind=narrowed.text("kind"),
        light=narrowed.text("light"),
        source=narrowed.text("source"),
        quarter=narrowed.quarter(),
        on=today(),
    )


@blueprint.post("/risks/look-back")
@requires(Permission.RISK_EDIT)
def look_back_several() -> Response:
    """Note of the ticked risks that they were seen again and have not come back."""
    form, url = LookBackSeveralForm(), url_for(".index", state=queries.TO_LOOK_BACK)
    if not form.validate_on_submit():
        flash(form.first_fault, "error")
        return redirect(url)
    with writing(form):
        form.leads_to(url)
        count, left = services.look_back_several(
            risks=queries.get_many(form.ids.data, viewer=viewer()), note=form.note.data,
            actor=viewer().as_actor(), on=today(),
        )  # fmt: skip
    flash(*several.told(f"已记录 {count} 项回头看通过", count, left))
    return redirect(url)


@blueprint.route("/risks/new", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT)
def new() -> ResponseReturnValue:
    """Put a risk on the register that no meeting told of."""
    form = RiskForm(on=today())
    if form.validate_on_submit():
        with form.sending():
            risk = services.register(
                facts=form.facts(), meeting=None, actor=viewer().as_actor(), on=today()
            )
            words, page = _registered(risk, chosen=form.kind.data)
            return form.answer(url_for(page, risk_id=risk.id), words)
    return render_template("risks/new.html", form=form), form.status


def _registered(risk: Risk, *, chosen: str) -> tuple[str, str]:
    """Return what is told of a new risk, and the page that follows: a major one is completed."""
    likely = len(queries.repeats_of(risk, viewer=viewer()).likely)
    words = f"已登记：{risk.code}。{f'疑似重复 {likely} 处，请核对。' if likely else ''}"
    if risk.kind != chosen:
        words += f"敏感领域只登记{RISK_KIND_LABELS[RiskKind(risk.kind)]}，类型已按此登记。"
    if risk.is_major:
        return f"{words}重大等级，请补齐五落实和督办领导，交办前须填写。", ".edit"
    return words, ".show"
