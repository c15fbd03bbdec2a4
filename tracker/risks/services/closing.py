"""验收、销号: struck off by others than the doers; a major one with evidence and by a leader."""

from datetime import date

from tracker.audit.services import changes_of
from tracker.core.calendar import chinese_date
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.risks import queries
from tracker.risks.models import RISK_WORKFLOW, Risk
from tracker.risks.services.grading import forget_asked
from tracker.risks.services.looking_back import plan_look_back
from tracker.risks.services.persons import require_leader, require_other_family
from tracker.risks.services.rules import require_complete
from tracker.risks.services.steps import _note


def finish(
    *, risk: Risk, has_item_files: bool = False, note: str = "", actor: Actor, on: date
) -> None:
    """验收: strike it off, since its last item was verified; a major one waits for a leader.

    `has_item_files` says that evidence was handed in with its items.

    Raises:
        RuleBroken: as `accept` and `close`.
    """
    if not risk.is_major:
        close(risk=risk, note=note, actor=actor, on=on)
        return
    accept(risk=risk, has_item_files=has_item_files, note=note, actor=actor, on=on)


def accept(
    *, risk: Risk, has_item_files: bool = False, note: str = "", actor: Actor, on: date
) -> None:
    """验收通过: a major risk has passed its check and waits for a leader's confirmation.

    Raises:
        RuleBroken: it is not under way or waits already, lacks a field or evidence, or the actor
            belongs to the unit's family.
    """
    _require_under_way(risk, on)
    require_other_family(risk, actor, on)
    if not risk.is_major:
        raise RuleBroken(f"{risk.code}不是重大等级，不须校领导确认，核验后直接销号。")
    if risk.is_awaiting_leader:
        raise RuleBroken(f"{risk.code}已经验收通过，正在等校领导确认，不必再验收。")
    require_complete(risk)
    risk.has_item_files = has_item_files
    _require_evidence(risk)
    risk.accepted_on, risk.accepter_id = on, actor.person_id
    risk.accepted_by = f"{actor.post}{actor.name}"
    _note(risk, "accept", actor=actor, on=on, note=note, changes=changes_of(risk))


def close(*, risk: Risk, note: str = "", actor: Actor, on: date) -> None:
    """销号: strike it off the ledger; a major one by a leader after its check has passed.

    The step says when it will be looked at again, or that it was not drawn.

    Raises:
        RuleBroken: it is not under way, the actor belongs to the unit's family; or it is major
            and not accepted, without evidence, or the actor is no leader or checked it himself.
    """
    _require_under_way(risk, on)
    require_other_family(risk, actor, on)
    if risk.is_major:
        _require_confirmer(risk, actor, on)
    risk.move("close")
    risk.closed_on = on
    if risk.accepted_on is None:
        risk.accepted_on, risk.accepter_id = on, actor.person_id
        risk.accepted_by = f"{actor.post}{actor.name}"
    forget_asked(risk)
    words = "；".join(filter(None, (note, plan_look_back(risk, on=on))))
    _note(risk, "close", actor=actor, on=on, note=words, changes=changes_of(risk))


def confirm(*, risk: Risk, note: str = "", actor: Actor, on: date) -> None:
    """同意销号: a leader strikes off a major risk that has passed its check.

    Raises:
        RuleBroken: it does not wait for a leader; or as `close`.
    """
    _require_awaiting(risk)
    close(risk=risk, note=note, actor=actor, on=on)


def refuse(*, risk: Risk, reason: str, actor: Actor, on: date) -> None:
    """不同意销号: a leader sends a major risk back to be mended, with the reason.

    Raises:
        RuleBroken: it does not wait for a leader, no reason is given, or the actor is no leader.
    """
    _require_awaiting(risk)
    require_leader(actor, on)
    if not reason.strip():
        raise RuleBroken("不同意销号须写明原因，请填写后再提交。")
    risk.accepted_on, risk.accepter_id, risk.accepted_by = None, None, ""
    _note(risk, "refuse", actor=actor, on=on, note=reason, changes=changes_of(risk))


def _require_awaiting(risk: Risk) -> None:
    if not risk.is_awaiting_leader:
        raise RuleBroken(f"{risk.code}现在不是“待领导确认”，请刷新页面后核对。")


def _require_under_way(risk: Risk, on: date) -> None:
    RISK_WORKFLOW.target("close", risk.state)
    begun_on = risk.reopened_on or risk.found_on
    if on < begun_on:
        raise RuleBroken(f"办理日期早于{chinese_date(begun_on)}，请核对。")


def _require_confirmer(risk: Risk, actor: Actor, on: date) -> None:
    if risk.accepted_on is None:
        raise RuleBroken(f"{risk.code}是重大等级，须先验收通过，再由校领导确认销号。")
    require_leader(actor, on)
    if actor.person_id == risk.accepter_id:
        raise RuleBroken("验收人和确认人须为不同的人，请转请其他校领导确认。")
    if on < risk.accepted_on:
        raise RuleBroken(f"确认日期早于验收日期{chinese_date(risk.accepted_on)}，请核对。")
    require_complete(risk)
    _require_evidence(risk)


def _require_evidence(risk: Risk) -> None:
    """Refuse a major risk of which nothing shows that it was mended (domain.md §7.3.11)."""
    if not risk.has_item_files and not queries.has_evidence(risk):
        raise RuleBroken(
            f"{risk.code}是重大等级，销号须有整改证明，请先在风险页附上整改后照片或佐证材料。"
        )
