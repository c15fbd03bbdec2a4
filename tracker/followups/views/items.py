"""The list of tasks, one task, and reporting it done."""

from collections.abc import Collection
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts.services import acting
from tracker.audit.exports import hand_out
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory.models import Unit
from tracker.files.services import send
from tracker.followups import papers, queries, services
from tracker.followups.forms import (
    ANSWERS,
    CancelForm,
    CloseForm,
    ConveyedForm,
    HandOutForm,
    ReturnForm,
    SeveralForm,
    SubmitForm,
    SubmitSeveralForm,
)
from tracker.followups.models import FOLLOWUP_WORKFLOW, FollowUp
from tracker.followups.views.blueprint import blueprint, load_item

P = Permission
LAST_PAGE = 100_000


@blueprint.get("/follow-ups/")
@requires(Permission.FOLLOWUP_READ)
def index() -> str:
    """Show the tasks: to heads as 我的待办, to the office and leaders as a list with filters."""
    who, on = viewer(), today()
    reach, units = _reach_and_units()
    chosen = _chosen(reach, units)
    counts = queries.state_counts(reach=reach, unit_id=chosen.unit_id, on=on)
    page = queries.page_of(chosen, reach=reach, page=_page(), total=counts[chosen.state])
    verifier = queries.verifier_of(who) if chosen.state == "submitted" else None
    return render_template(
        "followups/index.html",
        page=page,
        chosen=chosen,
        is_own=reach.lead_ids is not None,
        units=units,
        counts=counts,
        groups=queries.by_urgency(page.items, on=on),
        lights=queries.Lights(on),
        to_verify={item.id for item in verifier.among(page.items)} if verifier else set(),
        may_tick={item.id for item in queries.tickable_in_list(page.items, who)},
        submit_form=SubmitSeveralForm(),
        close_form=SeveralForm(),
    )


@blueprint.post("/follow-ups/export")
@requires(Permission.FOLLOWUP_READ)
def export() -> Response:
    """Hand the whole list out as a table, filtered as it is shown."""
    reach, units = _reach_and_units()
    items = queries.all_of(_chosen(reach, units), reach=reach)
    return hand_out(papers.overview_table(items, on=today()))


def _reach_and_units() -> tuple[queries.Reach, list[Unit]]:
    """Return how far the viewer sees, and the units to filter by.

    Who sees everything filters by unit; a head's few units stand in one list.
    """
    reach = queries.reach_of(viewer())
    return reach, queries.units_by_name() if reach.lead_ids is None else []


def _chosen(reach: queries.Reach, units: list[Unit]) -> queries.Filter:
    known = {unit.id for unit in units} if reach.lead_ids is None else reach.lead_ids
    return queries.Filter(_unit_id(known), _state(), today())


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


@blueprint.get("/follow-ups/<int:followup_id>")
@requires(Permission.FOLLOWUP_READ)
def show(followup_id: int) -> str:
    """Show one task; the first opening by its lead unit is the receipt."""
    item = load_item(followup_id)
    is_receipt = queries.needs_receipt(item, viewer())
    page = show_item(item)
    if is_receipt:
        with writing():
            services.receive(followup=load_item(followup_id), actor=viewer().as_actor(), on=today())
    return page


@blueprint.get("/files/follow-ups/<int:followup_id>/<int:file_id>")
@requires(Permission.FOLLOWUP_READ)
def evidence(followup_id: int, file_id: int) -> Response:
    """Send what was handed in with a task to whoever reads the task.

    A file's own audience is the lead unit, but supporting units and the unit that verifies the
    office's own tasks read the task as well.
    """
    item = load_item(followup_id)
    found = (file for entry in item.entries for file in entry.files if file.id == file_id)
    return send(next(found, None) or abort(404))


def show_item(item: FollowUp, **forms: Any) -> str:
    """Return the page of a task, with the forms that came back with a fault."""
    context: dict[str, Any] = {
        "submit_form": new_submit_form(item),
        "return_form": ReturnForm(),
        "cancel_form": CancelForm(),
        "close_form": CloseForm(),
        "hand_out_form": HandOutForm(),
        **forms,
    }
    return render_template(
        "followups/show.html",
        item=item,
        entries=item.entries[::-1],
        lights=queries.Lights(today()),
        answers=ANSWERS,
        **_possible(item),
        **context,
    )


def _possible(item: FollowUp) -> dict[str, bool]:
    """Return what the viewer may do with the task now."""
    who, allows = viewer(), FOLLOWUP_WORKFLOW.allows
    verifier = queries.verifier_of(who)
    may_record, may_hand_out = who.can(P.PAPER_RECORD), who.can(P.FOLLOWUP_DISPATCH)
    return {
        "may_file": queries.may_file(item, who),
        "may_record": may_record and allows("submit", item.state),
        "may_verify": verifier is not None and verifier.may_verify(item),
        "may_record_verdict": may_record and allows("close", item.state),
        "may_dispatch": may_hand_out and allows("dispatch", item.state),
        "may_cancel": may_hand_out and allows("cancel", item.state),
        "may_edit": who.can(P.FOLLOWUP_PLAN) and queries.is_editable(item),
    }


def new_submit_form(item: FollowUp) -> SubmitForm:
    """Return the form that this sort of task asks for; the office finds the head proposed."""
    data = {}
    # Only proposed, never taken for an answer: what is sent must name the signer itself.
    if request.method == "GET" and viewer().can(Permission.PAPER_RECORD):
        is_own = queries.may_file(item, viewer())
        data["paper"] = {} if is_own else queries.proposed_signer(item.lead_unit, on=today())
    return ConveyedForm(data=data) if item.is_conveyance else SubmitForm(data=data)


@blueprint.post("/follow-ups/<int:followup_id>/submit")
@requires(Permission.FOLLOWUP_SUBMIT, Permission.PAPER_RECORD)
def submit(followup_id: int) -> str | Response:
    """报结, by the head, by the liaison, or as signed on paper."""
    item = load_item(followup_id)
    form = new_submit_form(item)
    if not form.validate_on_submit():
        return show_item(item, submit_form=form)
    with writing(form):
        url = form.leads_to(url_for(".show", followup_id=followup_id))
        item = load_item(followup_id)
        actor, on = acting(
            viewer=viewer(), paper=form.paper.form.entry(), action="followup.submit", about=item,
            on=today(), permission=Permission.FOLLOWUP_SUBMIT, unit_id=item.lead_unit_id,
        )  # fmt: skip
        services.submit(
            followup=item, actor=actor, on=on, note=form.note.data or "",
            files=form.files.files, conveyed=form.conveyed(),
        )  # fmt: skip
        words = "已办结（备案）。" if item.closed_by_rule else "已报结，待办公室确认。"
    flash(words, "success")
    return redirect(url)


@blueprint.post("/follow-ups/submit")
@requires(Permission.FOLLOWUP_SUBMIT)
def submit_several() -> Response:
    """报结 of the ticked tasks with one of the usual answers."""
    form = SubmitSeveralForm()
    url = url_for(".index")
    if not form.validate_on_submit():
        flash("还没有勾选任务，请先勾选再报结。", "error")
        return redirect(url)
    with writing(form):
        form.leads_to(url)
        items = queries.get_many(form.ids.data, viewer=viewer())
        services.submit_several(
            followups=items, actor=viewer().as_actor(), on=today(), note=form.note.data
        )
        count = len(items)
    flash(f"{count} 项任务已报结，待办公室确认。", "success")
    return redirect(url)
