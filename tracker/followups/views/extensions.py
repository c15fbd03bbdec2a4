"""延期: asked for by the unit, decided by the director or a leader."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, render_template

from tracker.core.clock import today
from tracker.core.permissions import Permission, requires, viewer
from tracker.followups import queries, services
from tracker.followups.forms import DecisionForm, ExtensionForm
from tracker.followups.models import Extension, FollowUp
from tracker.followups.views.acting import (
    Act,
    Page,
    blueprint,
    carry_out,
    proposed_paper,
)
from tracker.followups.views.blueprint import load_item

P = Permission
ASK = Act(
    "ask_extension", "申请延期", "批准前时限不变；批准后原定时限仍与现时限并列显示。",
    "延期申请已提交，待审批。", P.FOLLOWUP_SUBMIT, is_units=True,
)  # fmt: skip
DECIDE = Act(
    "decide_extension", "审批延期", "由办公室主任或校领导审批；已在纸面批示的，可以代录。",
    "已批复。", P.FOLLOWUP_DECIDE,
)  # fmt: skip


@blueprint.get("/follow-ups/extensions")
@requires(P.FOLLOWUP_DECIDE)
def extensions() -> str:
    """List the wishes for a later date that wait for the viewer."""
    return render_template(
        "followups/extensions.html",
        rows=queries.waiting_extensions(viewer()),
        lights=queries.Lights(today()),
    )


@blueprint.route("/follow-ups/<int:followup_id>/extension", methods=["GET", "POST"])
@requires(P.FOLLOWUP_SUBMIT, P.PAPER_RECORD)
def ask_extension(followup_id: int) -> Page:
    """Ask for a later date, as head, as liaison, or as signed on paper."""
    form = ExtensionForm(data=proposed_paper(ASK, followup_id))
    return carry_out(
        ASK, followup_id, form, services.ask_extension, to_due_on=form.to_due_on.data,
        reason=form.reason.data, measures=form.measures.data or "",
    )  # fmt: skip


@blueprint.route("/follow-ups/<int:followup_id>/extension/decision", methods=["GET", "POST"])
@requires(P.FOLLOWUP_DECIDE, P.PAPER_RECORD)
def decide_extension(followup_id: int) -> Page:
    """Decide it, in person or as written on paper."""
    if queries.latest_extension(load_item(followup_id).id) is None:
        abort(404)
    form = DecisionForm()
    done = dict(form.is_approved.choices).get(form.is_approved.data, "")
    act = replace(DECIDE, done=f"已批复：{done}。")
    return carry_out(act, followup_id, form, _decided(form), words=form.words.data or "")


def _decided(form: DecisionForm) -> Callable[..., None]:
    """Return the service that the form's answer asks for, on the item's latest wish."""
    is_approved = form.is_approved.data == "yes"
    decide: Any = services.approve_extension if is_approved else services.refuse_extension

    def carry(*, followup: FollowUp, **facts: Any) -> None:
        extension: Extension = queries.latest_extension(followup.id) or abort(404)
        decide(extension=extension, **facts)

    return carry
