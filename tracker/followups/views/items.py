"""One task, and reporting it done."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tracker.accounts import queries as accounts
from tracker.core import several
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.errors import RuleBroken
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer
from tracker.files.services import send
from tracker.followups import queries, services
from tracker.followups.forms import (
    ANSWERS,
    CancelForm,
    CloseForm,
    ConveyedForm,
    HandOutForm,
    ReturnForm,
    SubmitForm,
    SubmitSeveralForm,
)
from tracker.followups.models import FollowUp
from tracker.followups.views.acting import own_or_on_paper
from tracker.followups.views.blueprint import blueprint, load_item, load_row
from tracker.followups.views.possible import possible
from tracker.followups.views.progress import told_of_repeats


@blueprint.get("/follow-ups/<int:followup_id>")
@requires(Permission.FOLLOWUP_READ)
def show(followup_id: int) -> str:
    """Show one task; the first opening by its lead unit is the receipt, of slips too."""
    item = load_item(followup_id)
    is_receipt = queries.needs_receipt(item, viewer())
    has_slips = queries.slips_to_acknowledge(item, viewer())
    page = show_item(item)
    if is_receipt:
        with writing():
            services.receive(followup=load_item(followup_id), actor=viewer().as_actor(), on=today())
    if has_slips:
        with writing():
            slips = queries.slips_to_acknowledge(load_item(followup_id), viewer())
            services.acknowledge_slips(slips=slips, actor=viewer().as_actor(), on=today())
    return page


@blueprint.get("/files/follow-ups/<int:followup_id>/<int:file_id>")
@requires(Permission.FOLLOWUP_READ)
def evidence(followup_id: int, file_id: int) -> Response:
    """Send what was handed in with a task to whoever reads the task.

    A file's own audience is the lead unit, but supporting units and the unit that verifies the
    office's own tasks read the task as well.
    """
    found = queries.get_evidence(load_item(followup_id), file_id)
    return send(found[1].file) if found else abort(404)


def show_item(item: FollowUp, **forms: Any) -> str:
    """Return the page of a task, with the forms that came back with a fault."""
    may = possible(item, viewer())
    return render_template(
        "followups/show.html",
        item=item,
        entries=item.entries[::-1],
        paper_acts=accounts.paper_acts(entry.paper_act_id for entry in item.entries),
        slips=queries.slips_of(item, viewer=viewer()),
        lights=queries.Lights(today()),
        answers=ANSWERS,
        extensions=queries.extensions_of(item.id),
        goals=queries.goals_of(item.id),
        withdrawable=_withdrawable(item),
        **may,
        **{**_forms_of(item, may), **forms},
    )


# While one of these stands, the page of a task shows the form of its report.
WHILE_TICKABLE = ("may_file", "may_record")


def shown_again(item: FollowUp, *, while_may: Sequence[str], **forms: Form) -> tuple[str, int]:
    """Return the page of a task with the form that was refused, as it was filled in.

    Raises:
        RuleBroken: the page does not show the form any more, since somebody else has acted.
    """
    (form,) = forms.values()
    may = possible(item, viewer())
    if form.form_errors and not any(may[one] for one in while_may):
        raise RuleBroken(form.form_errors[0])
    return show_item(item, **forms), form.status


def _forms_of(item: FollowUp, may: Mapping[str, Any]) -> dict[str, Any]:
    """Return the forms of what may be done now; the page shows no other, and none is made."""
    may_report = may["may_file"] or may["may_record"]
    may_judge = may["may_verify"] or may["may_record_verdict"]
    return {
        "submit_form": new_submit_form(item) if may_report else None,
        "return_form": ReturnForm() if may_judge else None,
        "close_form": CloseForm() if may_judge else None,
        "cancel_form": CancelForm() if may["may_cancel"] else None,
        "hand_out_form": HandOutForm() if may["may_dispatch"] else None,
    }


def _withdrawable(item: FollowUp) -> set[int]:
    """Return the ids of the files that the viewer's unit may take back."""
    who = viewer()
    return {
        one.file_id
        for entry in item.entries
        for one in entry.evidence
        if queries.may_withdraw(entry, one, who)
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
def submit(followup_id: int) -> ResponseReturnValue:
    """报结, by the head, by the liaison, or as signed on paper."""
    form = new_submit_form(load_row(followup_id))
    if form.validate_on_submit():
        with form.sending():
            item = load_row(followup_id)
            services.submit(
                **own_or_on_paper(item, form.paper, "submit", Permission.FOLLOWUP_SUBMIT),
                note=form.note.data or "", conveyed=form.conveyed(),
                files=told_of_repeats(followup_id, form.files.files),
            )  # fmt: skip
            words = "已办结（备案）。" if item.closed_by_rule else "已报结，待办公室确认。"
            return form.answer(url_for(".show", followup_id=followup_id), words)
    return shown_again(load_item(followup_id), while_may=WHILE_TICKABLE, submit_form=form)


@blueprint.post("/follow-ups/submit")
@requires(Permission.FOLLOWUP_SUBMIT)
def submit_several() -> Response:
    """报结 of those of the ticked tasks that can be, with one of the usual answers."""
    form = SubmitSeveralForm()
    url = url_for(".index")
    if not form.validate_on_submit():
        flash(form.first_fault, "error")
        return redirect(url)
    with writing(form):
        form.leads_to(url)
        count, left = services.submit_several(
            followups=queries.get_many(form.ids.data, viewer=viewer()),
            actor=viewer().as_actor(), on=today(), note=form.note.data,
        )  # fmt: skip
    flash(*several.told(f"{count} 项任务已报结，待办公室确认", count, left))
    return redirect(url)
