"""The list of tasks: 我的待办 of a unit, and all tasks with filters for the office and leaders."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.audit.exports import hand_out_long
from tracker.core import lists
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import Form, SeveralForm
from tracker.core.lights import LIGHT_LABELS
from tracker.core.lists import Condition, options
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries as directory
from tracker.followups import papers, queries, services
from tracker.followups.forms import DispatchForm, SubmitSeveralForm
from tracker.followups.views.blueprint import blueprint
from tracker.risks import queries as risks

# What the office may narrow the list by, as parts of its address.
TASKS = lists.ListAddress(
    "followups.index",
    {
        "": "全部", "open": "未办结", "overdue": "逾期", "submitted": "待确认",
        "returned": "已退回", "disputed": "有异议", "suspended": "已中止", "planned": "拟办",
        "closed": "已办结", "cancelled": "已撤销", "supported": "配合",
    },
    {
        lists.UNIT: Condition("单位", lambda: options(_units())),
        "light": Condition("时限", lambda: options(LIGHT_LABELS.items())),
        "quarter": Condition("季度", lambda: lists.quarters(queries.quarters_met())),
        "source": Condition("来源", lambda: options(queries.SOURCE_LABELS.items())),
        "leader": Condition("讲话人", lambda: options(queries.leaders_heard())),
        "area": Condition("风险领域", lambda: options(risks.areas_at_risk())),
        "level": Condition("风险等级", risks.level_options),
    },
)  # fmt: skip


@blueprint.get("/follow-ups/")
@requires(Permission.FOLLOWUP_READ)
def index() -> str:
    """Show the tasks: to heads as 我的待办, to the office and leaders as a list with filters."""
    who, on, narrowed = viewer(), today(), TASKS.read()
    reach, chosen = queries.reach_of(who), _chosen(narrowed)
    page = queries.page_of(chosen, reach=reach, page=narrowed.page)
    verifier = queries.verifier_of(who) if chosen.state == "submitted" else None
    to_verify = {item.id for item in verifier.among(page.items)} if verifier else set()
    may_tick = {item.id for item in queries.tickable_in_list(page.items, who)}
    return render_template(
        "followups/index.html",
        page=page,
        narrowed=narrowed,
        is_own=reach.lead_ids is not None,
        counts=queries.tab_counts(chosen, reach=reach),
        groups=queries.by_urgency_within(page.items, on=on, reach=reach),
        lights=queries.Lights(on),
        to_verify=to_verify,
        may_tick=may_tick,
        slip_marks=queries.slip_marks(page.items, viewer=who),
        several_form=_several_form(chosen.state, to_verify, may_tick),
    )


def _several_form(state: str, to_verify: set[int], may_tick: set[int]) -> Form | None:
    """Return the form of the one act that the page offers for several tasks."""
    if to_verify:
        return SeveralForm()
    if state == "planned":
        return DispatchForm()
    return SubmitSeveralForm() if may_tick else None


@blueprint.get("/follow-ups/filter")
@requires(Permission.REPORT_READ)
def choose() -> str:
    """Show what the list may be narrowed by; the list fetches the form when it is opened."""
    return render_template("followups/filter.html", narrowed=TASKS.read())


@blueprint.post("/follow-ups/export")
@requires(Permission.FOLLOWUP_READ)
def export() -> Response:
    """Hand the whole list out as a table or a paper, filtered as it is shown."""
    narrowed, on = TASKS.read(), today()
    chosen = _chosen(narrowed)
    reach = queries.reach_shown(chosen, reach=queries.reach_of(viewer()))

    def made(make: Callable[..., Any]) -> Callable[[], Any]:
        return lambda: make(queries.all_of(chosen, reach=reach), on=on, narrowed=narrowed.told)

    return hand_out_long(
        queries.state_counts(chosen, reach=reach)[chosen.state],
        table=made(papers.overview_table), paper=made(papers.overview_listing),
    )  # fmt: skip


@blueprint.post("/follow-ups/dispatch")
@requires(Permission.FOLLOWUP_DISPATCH)
def dispatch_several() -> Response:
    """Hand the ticked tasks out, of whatever meeting or risk they are."""
    form, url = DispatchForm(), url_for(".index", state="planned")
    if not form.validate_on_submit():
        flash(form.first_fault, "error")
        return redirect(url)
    with writing(form):
        form.leads_to(url)
        items = queries.get_many(form.ids.data, viewer=viewer())
        services.dispatch(followups=items, actor=viewer().as_actor(), on=form.assigned_on.data)
        count = len(items)
    flash(f"已交办 {count} 项任务。", "success")
    return redirect(url)


def _units() -> list[tuple[int, str]]:
    """Return the units to narrow by; one outside the viewer's scope does not exist for him."""
    known = queries.reach_of(viewer()).lead_ids
    names = directory.unit_names().items()
    return [(unit_id, name) for unit_id, name in names if known is None or unit_id in known]


def _chosen(narrowed: lists.Narrowed) -> queries.Filter:
    return queries.Filter(
        state=narrowed.state,
        unit_id=narrowed.number(lists.UNIT),
        area_id=narrowed.number("area"),
        level=narrowed.text("level"),
        light=narrowed.text("light"),
        source=narrowed.text("source"),
        leader_id=narrowed.number("leader"),
        quarter=narrowed.quarter(),
        on=today(),
    )
