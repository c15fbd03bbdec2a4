"""What cannot be over by a date: handed upward, rectified for long, taken up again; all open."""

from datetime import date

from tracker.audit.services import changes_of
from tracker.core.calendar import chinese_date
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.risks.models import Risk, RiskState
from tracker.risks.services.persons import require_decider
from tracker.risks.services.steps import _note


def transfer(*, risk: Risk, to: str, doc_no: str, letter_on: date, actor: Actor, on: date) -> None:
    """移交上报: note to whom it was handed up, by which letter; it stays open on the ledger.

    Raises:
        RuleBroken: it is not being rectified, receiver or number is missing, or the letter is
            dated before the risk was found or after the day of the act.
    """
    if not to.strip() or not doc_no.strip():
        raise RuleBroken("移交上报须写明接收单位和公函文号，请填写后再提交。")
    if not risk.found_on <= letter_on <= on:
        raise RuleBroken(
            f"公函日期须在发现日期{chinese_date(risk.found_on)}之后、不晚于办理当天，请核对。"
        )
    risk.move("transfer")
    risk.transferred_to, risk.transfer_doc_no, risk.transferred_on = to, doc_no, letter_on
    _forget_acceptance(risk)
    note = f"报{to}，{doc_no}，{chinese_date(letter_on)}"
    _note(risk, "transfer", actor=actor, on=on, note=note, changes=changes_of(risk))


def prolong(*, risk: Risk, goal: str, next_review_on: date, actor: Actor, on: date) -> None:
    """转持续整改: it cannot be over by a date; the director or a leader approves it.

    Raises:
        RuleBroken: it is not being rectified, the stage goal is missing, the next review does
            not lie ahead, or the actor may not approve it.
    """
    require_decider(actor, on)
    _require_goal(goal, next_review_on, on)
    risk.move("prolong")
    risk.next_review_on = next_review_on
    _forget_acceptance(risk)
    _note(risk, "prolong", actor=actor, on=on, note=_reviewed(goal, next_review_on),
          changes=changes_of(risk))  # fmt: skip


def review(*, risk: Risk, goal: str, next_review_on: date, actor: Actor, on: date) -> None:
    """持续整改复核: note how far it is, and when it is looked at again.

    Raises:
        RuleBroken: it is no 持续整改, the words are missing, or the next day does not lie ahead.
    """
    if risk.state != RiskState.LONG_TERM:
        raise RuleBroken(f"{risk.code}现在是“{risk.state_label}”，不是持续整改，请刷新页面后核对。")
    _require_goal(goal, next_review_on, on)
    risk.next_review_on = next_review_on
    _note(risk, "review", actor=actor, on=on, note=_reviewed(goal, next_review_on),
          changes=changes_of(risk))  # fmt: skip


def resume(*, risk: Risk, reason: str, actor: Actor, on: date) -> None:
    """恢复整改: it is mended by the unit again, within a time.

    Raises:
        RuleBroken: it is neither handed up nor 持续整改, or no reason is given.
    """
    if not reason.strip():
        raise RuleBroken("恢复整改须写明原因，请填写后再提交。")
    risk.move("resume")
    _note(risk, "resume", actor=actor, on=on, note=reason, changes=changes_of(risk))


def _require_goal(goal: str, next_review_on: date, on: date) -> None:
    if not goal.strip():
        raise RuleBroken("持续整改须写明阶段目标或进展，请填写后再提交。")
    if next_review_on <= on:
        raise RuleBroken(f"下次复核日期须在{chinese_date(on)}之后，请重新选择。")


def _reviewed(goal: str, next_review_on: date) -> str:
    return f"{goal}（下次复核：{chinese_date(next_review_on)}）"


def _forget_acceptance(risk: Risk) -> None:
    risk.accepted_on, risk.accepter_id, risk.accepted_by = None, None, ""
