"""Acts on a risk, each on a page of its own: graded anew, handed up, prolonged, given up."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tracker.accounts.services import acting
from tracker.core.clock import today
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer
from tracker.risks import services
from tracker.risks.forms import (
    CancelForm,
    GradingForm,
    NoticeForm,
    ProlongForm,
    ReasonForm,
    ReviewForm,
    TransferForm,
)
from tracker.risks.models import Risk
from tracker.risks.views.blueprint import blueprint, load_risk

P = Permission


def act_page(
    risk: Risk, form: Form, *, title: str, says: str = "", may_act: bool = True
) -> ResponseReturnValue:
    """Return the page of one act; `may_act` is False where the viewer can only record paper."""
    page = render_template(
        "risks/act.html", risk=risk, form=form, title=title, says=says, may_act=may_act
    )
    return page, form.status


def done(form: Form, risk_id: int, words: str) -> Response:
    """Lead from inside the transaction to where the act shows, and tell it there."""
    return form.answer(url_for("risks.show", risk_id=risk_id), words)


def on_paper_or_own(
    risk: Risk, form: Any, action: str, permission: Permission | None
) -> dict[str, Any]:
    """Return who decides on which day: the viewer, or the signer of a paper."""
    actor, on = acting(
        viewer=viewer(), paper=form.paper.form.entry(), action=action, about=risk, on=today(),
        permission=permission, unit_id=risk.unit_id,
    )  # fmt: skip
    return {"actor": actor, "on": on}


def _own() -> dict[str, Any]:
    return {"actor": viewer().as_actor(), "on": today()}


@blueprint.route("/risks/<int:risk_id>/regrade", methods=["GET", "POST"])
@requires(P.RISK_EDIT)
def regrade(risk_id: int) -> ResponseReturnValue:
    """Grade a risk anew; lowering a major one waits for a second person."""
    risk = load_risk(risk_id)
    form = GradingForm(data={"kind": risk.kind, "level": risk.level, "basis": risk.grade_basis})
    says = "重大等级降级须由另一人（办公室主任或校领导）确认，确认前仍按重大管理。"
    if form.validate_on_submit():
        with form.sending():
            risk = load_risk(risk_id)
            services.regrade(risk=risk, grading=form.grading(), **_own())
            words = "降级申请已提交，待另一人确认。" if risk.asked_level else "等级已调整。"
            return done(form, risk_id, words)
    return act_page(risk, form, title="调整等级", says=says if risk.is_major else "")


@blueprint.route("/risks/<int:risk_id>/transfer", methods=["GET", "POST"])
@requires(P.RISK_EDIT)
def transfer(risk_id: int) -> ResponseReturnValue:
    """移交上报: to whom, by which letter."""
    risk = load_risk(risk_id)
    form = TransferForm()
    if form.validate_on_submit():
        with form.sending():
            services.transfer(
                risk=load_risk(risk_id), to=form.to.data, doc_no=form.doc_no.data,
                letter_on=form.letter_on.data, **_own(),
            )  # fmt: skip
            return done(form, risk_id, "已登记移交上报，风险仍在台账上。")
    says = "移交后仍在台账上，按未销号统计，直至销号。"
    return act_page(risk, form, title="移交上报", says=says)


@blueprint.route("/risks/<int:risk_id>/prolong", methods=["GET", "POST"])
@requires(P.RISK_DECIDE, P.PAPER_RECORD)
def prolong(risk_id: int) -> ResponseReturnValue:
    """转持续整改, as the director or a leader approves, in person or on paper."""
    risk = load_risk(risk_id)
    form = ProlongForm()
    if form.validate_on_submit():
        with form.sending():
            risk = load_risk(risk_id)
            who = on_paper_or_own(risk, form, "risk.prolong", P.RISK_DECIDE)
            services.prolong(
                risk=risk, goal=form.goal.data, next_review_on=form.next_review_on.data, **who
            )
            return done(form, risk_id, "已转为持续整改。")
    says = "不能按期完成的，写明阶段目标和下次复核日期，由办公室主任或校领导批准；仍按未销号统计。"
    may_act = viewer().can(P.RISK_DECIDE)
    return act_page(risk, form, title="转持续整改", says=says, may_act=may_act)


@blueprint.route("/risks/<int:risk_id>/review", methods=["GET", "POST"])
@requires(P.RISK_EDIT)
def review(risk_id: int) -> ResponseReturnValue:
    """持续整改复核: how far it is, and when it is looked at again."""
    risk = load_risk(risk_id)
    form = ReviewForm()
    if form.validate_on_submit():
        with form.sending():
            services.review(
                risk=load_risk(risk_id), goal=form.goal.data,
                next_review_on=form.next_review_on.data, **_own(),
            )  # fmt: skip
            return done(form, risk_id, "复核已记录。")
    return act_page(risk, form, title="持续整改复核")


@blueprint.route("/risks/<int:risk_id>/resume", methods=["GET", "POST"])
@requires(P.RISK_EDIT)
def resume(risk_id: int) -> ResponseReturnValue:
    """恢复整改: the unit mends it again."""
    risk = load_risk(risk_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.sending():
            services.resume(risk=load_risk(risk_id), reason=form.reason.data, **_own())
            return done(form, risk_id, "已恢复整改。")
    return act_page(risk, form, title="恢复整改")


@blueprint.route("/risks/<int:risk_id>/cancel", methods=["GET", "POST"])
@requires(P.RISK_DECIDE, P.PAPER_RECORD)
def cancel(risk_id: int) -> ResponseReturnValue:
    """Give a risk up (不予立项, 撤销) with the reason, by the director in person or on paper."""
    risk = load_risk(risk_id)
    form = CancelForm()
    if form.validate_on_submit():
        with form.sending():
            risk = load_risk(risk_id)
            who = on_paper_or_own(risk, form, "risk.cancel", P.RISK_DECIDE)
            services.cancel(risk=risk, reason=form.reason.data, **who)
            return done(form, risk_id, "风险已撤销，原因已记录。")
    says = "不予立项或撤销由办公室主任办理，须写明原因；撤销后不再统计，记录保留。"
    may_act = viewer().can(P.RISK_DECIDE)
    return act_page(risk, form, title="撤销风险", says=says, may_act=may_act)


@blueprint.route("/risks/<int:risk_id>/notice", methods=["GET", "POST"])
@requires(P.RISK_EDIT)
def notify(risk_id: int) -> ResponseReturnValue:
    """Issue 整改通知书 with its number; what is signed on it stays on paper."""
    risk = load_risk(risk_id)
    form = NoticeForm()
    if form.validate_on_submit():
        with form.sending():
            services.issue_notice(
                risk=load_risk(risk_id), typed=form.number.data,
                reason=form.reason.data or "", **_own(),
            )  # fmt: skip
            return done(form, risk_id, "整改通知书已印发，正在生成 PDF。")
    says = "按台账内容编号印发，由签发单位和接收单位负责人在纸面上签字。"
    return act_page(risk, form, title="印发整改通知书", says=says)
