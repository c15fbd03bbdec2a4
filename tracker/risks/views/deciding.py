"""The second person's word: a downgrade, a leader's confirmation; and 回头看."""

from flask.typing import ResponseReturnValue

from tracker.core.clock import today
from tracker.core.permissions import Permission, requires, viewer
from tracker.risks import services
from tracker.risks.forms import DecisionForm, LookBackForm
from tracker.risks.models import RISK_LEVEL_LABELS, Risk, RiskLevel
from tracker.risks.views.acts import act_page, done, on_paper_or_own
from tracker.risks.views.blueprint import blueprint, load_risk

P = Permission


@blueprint.route("/risks/<int:risk_id>/downgrade", methods=["GET", "POST"])
@requires(P.RISK_DECIDE, P.PAPER_RECORD)
def decide_downgrade(risk_id: int) -> ResponseReturnValue:
    """Agree to lower a major risk, or not; in person or as signed on paper."""
    risk = load_risk(risk_id)
    form = DecisionForm(yes="同意降级", no="不同意降级")
    if form.validate_on_submit():
        with form.sending():
            risk = load_risk(risk_id)
            who = on_paper_or_own(risk, form, "risk.downgrade", P.RISK_DECIDE)
            if form.is_yes:
                services.confirm_downgrade(risk=risk, **who)
            else:
                services.refuse_downgrade(risk=risk, reason=form.note.data, **who)
            refused = "已记录不同意降级，等级不变。"
            return done(form, risk_id, "等级已调整。" if form.is_yes else refused)
    asked = RISK_LEVEL_LABELS[RiskLevel(risk.asked_level)] if risk.asked_level else "（无申请）"
    says = f"申请由{risk.level_label}降为{asked}，依据：{risk.asked_basis or '（无）'}。"
    may_act = viewer().can(P.RISK_DECIDE)
    return act_page(risk, form, title="确认降级", says=says, may_act=may_act)


@blueprint.route("/risks/<int:risk_id>/confirm", methods=["GET", "POST"])
@requires(P.RISK_CONFIRM, P.PAPER_RECORD)
def confirm(risk_id: int) -> ResponseReturnValue:
    """A leader strikes a major risk off that has passed its check, or sends it back."""
    risk = load_risk(risk_id)
    form = DecisionForm(yes="同意销号", no="不同意销号")
    if form.validate_on_submit():
        with form.sending():
            risk = load_risk(risk_id)
            who = on_paper_or_own(risk, form, "risk.confirm", P.RISK_CONFIRM)
            if form.is_yes:
                services.confirm(risk=risk, note=form.note.data or "", **who)
            else:
                services.refuse(risk=risk, reason=form.note.data, **who)
            refused = "已退回整改，由办公室另立任务。"
            return done(form, risk_id, "已销号。" if form.is_yes else refused)
    says = f"整改已由{risk.accepted_by}验收通过，请校领导确认。" if risk.accepted_by else ""
    may_act = viewer().can(P.RISK_CONFIRM)
    return act_page(risk, form, title="确认销号", says=says, may_act=may_act)


@blueprint.route("/risks/<int:risk_id>/look-back", methods=["GET", "POST"])
@requires(P.RISK_EDIT, P.RISK_CONFIRM)
def look_back(risk_id: int) -> ResponseReturnValue:
    """回头看: it has not come back; or it has, and is mended once more.

    The office looks at others' and a leader at the office's own, in person or on paper.
    """
    risk = load_risk(risk_id)
    form = LookBackForm()
    if form.validate_on_submit():
        with form.sending():
            risk = load_risk(risk_id)
            who = on_paper_or_own(risk, form, "risk.look_back", None)
            if form.has_passed:
                services.look_back(risk=risk, note=form.note.data, **who)
            else:
                services.reopen(risk=risk, reason=form.note.data, due_on=form.new_due_on, **who)
            came_back = "已登记反弹，请拟定整改任务。"
            return done(form, risk_id, "回头看已记录。" if form.has_passed else came_back)
    may_act = services.may_look_back(risk, viewer().person_id, on=today())
    return act_page(
        risk, form, title="记录回头看", says=_why_look_back(risk, may_act), may_act=may_act
    )


def _why_look_back(risk: Risk, may_act: bool) -> str:
    drawn = f"本条{risk.look_back_why}。" if risk.look_back_why else ""
    others = "整改单位的人不能查看本单位的整改，请校领导办理，或代录纸面的回头看记录。"
    return drawn if may_act else drawn + others
