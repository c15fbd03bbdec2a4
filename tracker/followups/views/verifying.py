"""The word of the verifier: confirmed, sent back, given up."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tracker.core import several
from tracker.core.calendar import chinese_date
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import SeveralForm
from tracker.core.permissions import Permission, requires, viewer
from tracker.followups import queries, services
from tracker.followups.forms import CancelForm, CloseForm, ReturnForm
from tracker.followups.models import FollowUp
from tracker.followups.views.acting import own_or_on_paper
from tracker.followups.views.blueprint import blueprint, load_item
from tracker.followups.views.items import shown_again
from tracker.risks.models import Risk

P = Permission
# While one of these stands, the page of a task shows the forms of its verdict.
WHILE_ASKED = ("may_verify", "may_record_verdict")


def _load_to_verify(followup_id: int) -> FollowUp:
    """Return the item, or answer 404 to whoever is not asked to verify it."""
    verifier, item = queries.verifier_of(viewer()), load_item(followup_id)
    if verifier is None or not verifier.is_asked(item):
        abort(404)
    return item


@blueprint.post("/follow-ups/<int:followup_id>/close")
@requires(P.FOLLOWUP_VERIFY, P.FOLLOWUP_SUBMIT)
def close(followup_id: int) -> ResponseReturnValue:
    """Confirm that a task is done, in person or as signed on paper."""
    form = CloseForm()
    if form.validate_on_submit():
        with form.sending():
            item = _load_to_verify(followup_id)
            services.close(**own_or_on_paper(item, form.paper, "close"))
            words = f"已确认办结。{_after_words(item)}"
            return form.answer(url_for(".show", followup_id=followup_id), words)
    return shown_again(_load_to_verify(followup_id), while_may=WHILE_ASKED, close_form=form)


@blueprint.post("/follow-ups/close")
@requires(P.FOLLOWUP_VERIFY, P.FOLLOWUP_SUBMIT)
def close_several() -> Response:
    """Confirm those of the ticked tasks that can be, and tell which were left and why."""
    verifier = queries.verifier_of(viewer())
    if verifier is None:
        abort(404)
    form, url = SeveralForm(), url_for(".index", state="submitted")
    if not form.validate_on_submit():
        flash(form.first_fault, "error")
        return redirect(url)
    with writing(form):
        form.leads_to(url)
        chosen = queries.get_many(form.ids.data, viewer=viewer())
        asked = [item for item in chosen if verifier.is_asked(item)]
        others = [several.left_words(i.code, "不由您核验") for i in chosen if i not in asked]
        count, left = services.close_several(
            followups=asked, actor=viewer().as_actor(), on=today()
        )  # fmt: skip
    flash(*several.told(f"已确认 {count} 项任务办结", count, left + others))
    return redirect(url)


@blueprint.post("/follow-ups/<int:followup_id>/return")
@requires(P.FOLLOWUP_VERIFY, P.FOLLOWUP_SUBMIT)
def return_(followup_id: int) -> ResponseReturnValue:
    """Send a task back with a reason, in person or as written on paper."""
    form = ReturnForm()
    if form.validate_on_submit():
        with form.sending():
            item = _load_to_verify(followup_id)
            who = own_or_on_paper(item, form.return_paper, "return")
            services.return_(**who, reason=form.reason.data)
            words = "已退回承办单位，退回原因显示在该单位任务的最上方。"
            return form.answer(url_for(".show", followup_id=followup_id), words)
    return shown_again(_load_to_verify(followup_id), while_may=WHILE_ASKED, return_form=form)


@blueprint.post("/follow-ups/<int:followup_id>/cancel")
@requires(P.FOLLOWUP_DISPATCH)
def cancel(followup_id: int) -> ResponseReturnValue:
    """Give a task up with a reason."""
    form = CancelForm()
    if form.validate_on_submit():
        with form.sending():
            item = load_item(followup_id)
            services.cancel(
                followup=item, actor=viewer().as_actor(), on=today(), reason=form.reason.data
            )
            words = f"任务已撤销。{_risk_left_words(item)}"
            return form.answer(url_for(".show", followup_id=followup_id), words)
    return shown_again(load_item(followup_id), while_may=["may_cancel"], cancel_form=form)


def _after_words(item: FollowUp) -> str:
    """Return what the closing has done besides: the risk struck off, the next task made."""
    if item.risk is not None:
        return f"{item.risk.code}{_end_of(item.risk)}。"
    made = item.following
    if made is None or made.due_on is None:
        return ""
    if made.assigned_on is None:
        return f"下一期 {made.code} 待办公室明确承办单位后交办。"
    return f"下一期 {made.code} 已交办，时限{chinese_date(made.due_on)}。"


def _end_of(risk: Risk) -> str:
    """Return what the closing of an item has done to its risk."""
    if not risk.is_open:
        return "已随之销号"
    if risk.is_awaiting_leader:
        return "已验收通过，待校领导确认销号"
    if queries.has_items_left(risk.id):
        return "还有未办结的任务，暂不销号"
    return f"仍为“{risk.state_label}”，可在风险页核验销号"


def _risk_left_words(item: FollowUp) -> str:
    """Return what becomes of a risk whose last task was given up: nothing by itself."""
    risk = item.risk
    if risk is None or not risk.is_open or queries.has_items_left(risk.id):
        return ""
    return f"{risk.code}仍为“{risk.state_label}”，请另立任务，或在风险页撤销该风险。"
