"""催办文书: what is to be sent today, what was sent, and what was delivered."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import SeveralForm
from tracker.core.permissions import Permission, requires, viewer
from tracker.followups import queries, services
from tracker.followups.forms import DeliverSlipsForm, DropSlipForm
from tracker.followups.models import UrgeSlip
from tracker.followups.views.blueprint import blueprint


@blueprint.get("/follow-ups/slips")
@requires(Permission.FOLLOWUP_READ)
def slips() -> str:
    """Show the slips: to the office what is to be sent, to others what was sent to their units."""
    who = viewer()
    proposed = queries.proposed_slips(viewer=who) if who.is_office else None
    counts = queries.slip_counts(viewer=who)
    shown = _shown(counts)
    if proposed is not None:
        counts["proposed"] = len(proposed.slips) + len(proposed.paused)
    is_proposed = proposed is not None and shown == "proposed"
    return render_template(
        "followups/slips.html",
        shown=shown,
        labels={key: label for key, label in queries.SHOWN.items() if _may_show(key)},
        counts=counts,
        proposed=proposed if is_proposed else None,
        is_checked=not is_proposed or queries.was_checked(today()),
        slips=[] if is_proposed else queries.listed_slips(shown, viewer=who),
        days=queries.days_sent(viewer=who, most=3),
        send_form=SeveralForm(),
        deliver_form=DeliverSlipsForm(),
    )


def _may_show(key: str) -> bool:
    return viewer().is_office or key not in queries.OFFICE_ONLY


def _shown(counts: Mapping[str, int]) -> str:
    """Return which list is asked for, else the first of the reader's that holds something."""
    is_all_delivered = counts["delivered"] and not counts["sent"]
    first = "delivered" if is_all_delivered else "sent"
    shown = request.args.get("show") or ("proposed" if viewer().is_office else first)
    if shown not in queries.SHOWN or not _may_show(shown):
        abort(404)
    return shown


@blueprint.post("/follow-ups/slips/send")
@requires(Permission.FOLLOWUP_DISPATCH)
def send_slips() -> Response:
    """编号发出 of the ticked slips."""
    form, url = SeveralForm(), url_for(".slips", show="sent")
    if not form.validate_on_submit():
        flash(form.first_fault, "error")
        return redirect(url_for(".slips"))
    with writing(form):
        form.leads_to(url)
        chosen = queries.get_slips(form.ids.data, viewer=viewer())
        services.send_slips(slips=chosen, actor=viewer().as_actor(), on=today())
        count = len(chosen)
    flash(f"已编号发出 {count} 份，请打印送达；单位在任务页上已经看得到。", "success")
    return redirect(url)


@blueprint.post("/follow-ups/slips/deliver")
@requires(Permission.FOLLOWUP_DISPATCH)
def deliver_slips() -> Response:
    """登记送达 of the ticked slips."""
    form, url = DeliverSlipsForm(), url_for(".slips", show="sent")
    if not form.validate_on_submit():
        flash(form.first_fault, "error")
        return redirect(url)
    with writing(form):
        form.leads_to(url)
        chosen = queries.get_slips(form.ids.data, viewer=viewer())
        services.deliver_slips(
            slips=chosen, actor=viewer().as_actor(), on=form.delivered_on.data
        )  # fmt: skip
        count = len(chosen)
    flash(f"已登记 {count} 份送达。", "success")
    return redirect(url)


@blueprint.route("/follow-ups/slips/<int:slip_id>/drop", methods=["GET", "POST"])
@requires(Permission.FOLLOWUP_DISPATCH)
def drop_slip(slip_id: int) -> Any:
    """Leave a slip out, with a reason."""
    slip, form = _load_slip(slip_id), DropSlipForm()
    if not form.validate_on_submit():
        return render_template("followups/drop_slip.html", slip=slip, form=form)
    with writing(form):
        url = form.leads_to(url_for(".slips"))
        services.drop_slip(
            slip=_load_slip(slip_id), actor=viewer().as_actor(), reason=form.reason.data
        )
    flash("已登记不发。", "success")
    return redirect(url)


def _load_slip(slip_id: int) -> UrgeSlip:
    """Return the slip, or answer 404 where it is not the viewer's."""
    return queries.get_slip(slip_id, viewer=viewer()) or abort(404)
