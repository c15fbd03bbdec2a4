"""The list of tasks: 我的待办 of a unit, and all tasks with filters for the office and leaders."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.audit.exports import hand_out
from tracker.core.calendar import Quarter, read_quarter
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory.models import Unit
from tracker.followups import papers, queries, services
from tracker.followups.forms import DispatchForm, SeveralForm, SubmitSeveralForm
from tracker.followups.views.blueprint import blueprint
from tracker.risks.models import RISK_LEVEL_LABELS

LAST_PAGE = 100_000
Choices = list[tuple[str, str]]


def _texts(pairs: Any) -> Choices:
    return [(str(value), words) for value, words in pairs]


# What the office may narrow the list by: part of the address → its name, what may be chosen.
CHOICES: Mapping[str, tuple[str, Callable[[], Choices]]] = {
    "light": ("时限", lambda: _texts(queries.LIGHT_LABELS.items())),
    "quarter": ("季度", lambda: [(q.code, q.short_words) for q in queries.quarters_met()]),
    "source": ("来源", lambda: _texts(queries.SOURCE_LABELS.items())),
    "leader": ("讲话人", lambda: _texts(queries.leaders_heard())),
    "area": ("风险领域", lambda: _texts(queries.areas_at_risk())),
    "level": ("风险等级", lambda: _texts(RISK_LEVEL_LABELS.items())),
}


@blueprint.get("/follow-ups/")
@requires(Permission.FOLLOWUP_READ)
def index() -> str:
    """Show the tasks: to heads as 我的待办, to the office and leaders as a list with filters."""
    who, on = viewer(), today()
    reach, units = _reach_and_units()
    chosen = _chosen(reach, units)
    counts = queries.state_counts(chosen, reach=reach)
    page = queries.page_of(chosen, reach=reach, page=_page(), total=counts[chosen.state])
    verifier = queries.verifier_of(who) if chosen.state == "submitted" else None
    return render_template(
        "followups/index.html",
        page=page,
        chosen=chosen,
        kept=_kept(),
        narrowed=_narrowed(),
        is_own=reach.lead_ids is not None,
        units=units,
        counts=counts,
        groups=queries.by_urgency(page.items, on=on),
        lights=queries.Lights(on),
        to_verify={item.id for item in verifier.among(page.items)} if verifier else set(),
        slip_marks=queries.slip_marks(page.items, viewer=who),
        may_tick={item.id for item in queries.tickable_in_list(page.items, who)},
        submit_form=SubmitSeveralForm(),
        close_form=SeveralForm(),
        dispatch_form=DispatchForm(),
    )


@blueprint.get("/follow-ups/filter")
@requires(Permission.REPORT_READ)
def choose() -> str:
    """Show what the list may be narrowed by; the list fetches the form when it is opened."""
    fields = [(name, label, read()) for name, (label, read) in CHOICES.items()]
    return render_template("followups/filter.html", fields=fields, kept=_kept(), state=_state())


@blueprint.post("/follow-ups/export")
@requires(Permission.FOLLOWUP_READ)
def export() -> Response:
    """Hand the whole list out as a table, filtered as it is shown."""
    reach, units = _reach_and_units()
    items = queries.all_of(_chosen(reach, units), reach=reach)
    return hand_out(papers.overview_table(items, on=today()))


@blueprint.post("/follow-ups/dispatch")
@requires(Permission.FOLLOWUP_DISPATCH)
def dispatch_several() -> Response:
    """Hand the ticked tasks out, of whatever meeting or risk they are."""
    form, url = DispatchForm(), url_for(".index", state="planned")
    if not form.validate_on_submit():
        flash(next(words for found in form.errors.values() for words in found), "error")
        return redirect(url)
    with writing(form):
        form.leads_to(url)
        items = queries.get_many(form.ids.data, viewer=viewer())
        services.dispatch(followups=items, actor=viewer().as_actor(), on=form.assigned_on.data)
        count = len(items)
    flash(f"已交办 {count} 项任务。", "success")
    return redirect(url)


def _reach_and_units() -> tuple[queries.Reach, list[Unit]]:
    """Return how far the viewer sees, and the units to filter by.

    Who sees everything filters by unit; a head's few units stand in one list.
    """
    reach = queries.reach_of(viewer())
    return reach, queries.units_by_name() if reach.lead_ids is None else []


def _chosen(reach: queries.Reach, units: list[Unit]) -> queries.Filter:
    known = {unit.id for unit in units} if reach.lead_ids is None else reach.lead_ids
    ask = request.args.get
    return queries.Filter(
        state=_state(),
        unit_id=_unit_id(known),
        area_id=ask("area", type=int),
        level=_one_of("level", RISK_LEVEL_LABELS),
        light=_one_of("light", queries.LIGHT_LABELS),
        source=_one_of("source", queries.SOURCE_LABELS),
        leader_id=ask("leader", type=int),
        quarter=_quarter(ask("quarter", "")),
        on=today(),
    )


def _one_of(name: str, known: Collection[str]) -> str:
    value = request.args.get(name, "")
    if value and value not in known:
        abort(404)
    return value


def _kept() -> dict[str, str]:
    """Return the conditions of the address, but for state and page."""
    return {name: request.args[name] for name in ("unit", *CHOICES) if request.args.get(name)}


def _narrowed() -> list[dict[str, str]]:
    """Return what narrows the list, each with the address that is without it; 404 if unknown."""
    kept, found = _kept(), []
    for name in CHOICES.keys() & kept.keys():
        label, read = CHOICES[name]
        words = dict(read()).get(kept[name]) or abort(404)
        others: dict[str, Any] = {k: value for k, value in kept.items() if k != name}
        url = url_for(".index", **others, state=_state() or None)
        found.append({"label": f"{label}：{words}", "url": url})
    return sorted(found, key=lambda chip: chip["label"])


def _quarter(code: str) -> Quarter | None:
    found = read_quarter(code)
    return Quarter(*found) if found else None


def _page() -> int:
    number = request.args.get("page", 1, type=int)
    if number > LAST_PAGE:
        abort(404)
    return number


def _state() -> str:
    state = request.args.get("state", "")
    if state and state not in queries.STATE_FILTERS:
        abort(404)
    return state


def _unit_id(known: Collection[int]) -> int | None:
    """Return the unit to filter by; one outside the viewer's scope does not exist for him."""
    if not request.args.get("unit"):
        return None
    unit_id = request.args.get("unit", type=int)
    if unit_id not in known:
        abort(404)
    return unit_id
