"""Saying of a risk that it is an earlier one come back, or that it is none."""

from datetime import date

from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.risks import queries
from tracker.risks.models import Risk, RiskRepeat, RiskState, RiskStep


def link(*, risk: Risk, earlier: Risk, actor: Actor, on: date) -> None:
    """关联为重复: say that the risk is the earlier one come back; neither changes by it.

    Raises:
        RuleBroken: they are linked already, the earlier one is not closed or was not found
            before, or one of them is in a sensitive area and they are of two units.
    """
    _require_comparable(risk, earlier)
    _answer(risk, earlier, "link", actor=actor, on=on)


def dismiss(*, risk: Risk, earlier: Risk, actor: Actor, on: date) -> None:
    """不是重复: say that the risk only looks like the earlier one; it is not offered again.

    Raises:
        RuleBroken: it was answered already, or the rules of `link`.
    """
    _require_comparable(risk, earlier)
    _answer(risk, earlier, "dismiss", actor=actor, on=on)


def unlink(*, risk: Risk, earlier: Risk, reason: str, actor: Actor, on: date) -> None:
    """取消关联: take the link back, with the reason; it stays an answer, and is not offered again.

    Raises:
        RuleBroken: they are not linked, or no reason is given.
    """
    _answer(risk, earlier, "unlink", actor=actor, on=on, reason=reason)


def _answer(
    risk: Risk, earlier: Risk, verb: str, *, actor: Actor, on: date, reason: str = ""
) -> None:
    """Keep the answer; it stands in the time line of the later one, and in the trail."""
    answer = queries.answer_on(risk.id, earlier.id)
    if answer is None:
        answer = RiskRepeat(risk_id=risk.id, earlier_id=earlier.id)
    answer.move(verb, reason=reason)
    answer.decided_on, answer.reason = on, reason
    changes = changes_of(answer)
    db.session.add(answer)
    # The number alone: the time line may be read by who may not read the earlier one.
    note = f"{earlier.code}{'：' if reason else ''}{reason}"
    db.session.add(RiskStep.by(actor, verb, on=on, note=note, risk=risk))
    label = f"{risk.code} {risk.title}"
    record_event(f"risk.{verb}", risk, actor=actor, label=label, changes=changes)


def _require_comparable(risk: Risk, earlier: Risk) -> None:
    if (earlier.found_on, earlier.id) >= (risk.found_on, risk.id):
        raise RuleBroken(f"{earlier.code}不早于{risk.code}，请在后登记的风险上关联先前的。")
    if earlier.state != RiskState.CLOSED:
        raise RuleBroken(f"{earlier.code}{earlier.state_label}，只能关联已销号的风险。")
    is_sensitive = risk.area.is_sensitive or earlier.area.is_sensitive
    if is_sensitive and risk.unit_id != earlier.unit_id:
        raise RuleBroken("敏感领域的风险不跨单位比较，请只关联本单位的风险。")
