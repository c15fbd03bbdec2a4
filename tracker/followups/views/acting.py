"""Acts that have a page of their own: the form, who acts, the service, and back to the item."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import FormField

from tracker.accounts.services import acting
from tracker.core.clock import today
from tracker.core.forms import Form
from tracker.core.permissions import Permission, viewer
from tracker.followups import queries
from tracker.followups.models import FollowUp
from tracker.followups.views.blueprint import blueprint, load_item

Page = ResponseReturnValue


@dataclass(frozen=True)
class Act:
    """How an act reads: heading and button, what it does, what is said when it is done.

    `permission` is what doing it in person asks for; `verb` names it on the trail.
    """

    verb: str
    title: str
    hint: str
    done: str
    permission: Permission
    is_units: bool = False


def load_for(act: Act, followup_id: int) -> FollowUp:
    """Return the item; 404 where it is not the viewer's, or its unit's act is not."""
    item = load_item(followup_id)
    may_record = viewer().can(Permission.PAPER_RECORD)
    if act.is_units and not may_record and item.lead_unit_id not in viewer().unit_ids:
        abort(404)
    return item


def carry_out(
    act: Act, followup_id: int, form: Form, service: Callable[..., Any], **facts: Any
) -> Page:
    """Show the act's page, or do it and go back to the item.

    What a rule refuses comes back in the form, with all that was typed. `facts` are given to the
    service; a callable among them is asked inside the transaction.
    """
    item = load_for(act, followup_id)
    if form.validate_on_submit():
        with form.sending():
            return _do(act, followup_id, form, service, facts)
        item = load_for(act, followup_id)
    return act_page(act, item, form), form.status


def _do(
    act: Act, followup_id: int, form: Form, service: Callable[..., Any], facts: Mapping[str, Any]
) -> Response:
    """Carry the act out inside the transaction; leads to the item."""
    who = own_or_on_paper(load_for(act, followup_id), form.paper, act.verb, act.permission)
    given = {name: fact() if callable(fact) else fact for name, fact in facts.items()}
    service(**who, **given)
    return form.answer(url_for(".show", followup_id=followup_id), act.done)


def own_or_on_paper(
    item: FollowUp, paper: FormField, verb: str, permission: Permission | None = None
) -> dict[str, Any]:
    """Return the item, and who acts on it on which day: the viewer, or the signer of a paper."""
    actor, on = acting(
        viewer=viewer(), paper=paper.form.entry(), action=f"followup.{verb}", about=item,
        on=today(), permission=permission, unit_id=item.lead_unit_id,
    )  # fmt: skip
    return {"followup": item, "actor": actor, "on": on}


def act_page(act: Act, item: FollowUp, form: Form) -> str:
    """Return the page of an act, with what the item says of itself."""
    return render_template(
        "followups/act.html",
        act=act,
        item=item,
        form=form,
        asked=queries.pending_extension(item.id) if item.asked_due_on else None,
        lights=queries.Lights(today()),
        may_act=viewer().can(act.permission) and _is_own(act, item),
    )


def proposed_paper(act: Act, followup_id: int) -> dict[str, Any]:
    """Return the head who has most likely signed, as data of the form; only on opening it."""
    item = load_for(act, followup_id)
    is_asked = request.method == "GET" and viewer().can(Permission.PAPER_RECORD)
    if not is_asked or _is_own(act, item):
        return {}
    return {"paper": queries.proposed_signer(item.lead_unit, on=today())}


def _is_own(act: Act, item: FollowUp) -> bool:
    return not act.is_units or item.lead_unit_id in viewer().unit_ids


__all__ = ["Act", "Page", "act_page", "blueprint", "carry_out", "load_for", "proposed_paper"]
