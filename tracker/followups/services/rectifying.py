"""What the items of a risk do to it: handed out, it is being rectified; done, it is struck off."""

from collections.abc import Sequence
from datetime import date

from tracker.accounts import queries as accounts
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.followups import queries
from tracker.followups.models import FollowUp
from tracker.risks import services as risks
from tracker.risks.models import RISK_WORKFLOW, Risk, RiskState


def require_open(risk: Risk | None) -> None:
    """Refuse an item of a risk that is settled.

    Raises:
        RuleBroken: the risk is closed or cancelled, or waits for a leader's confirmation.
    """
    if risk is not None and risk.is_awaiting_leader:
        raise RuleBroken(
            f"{risk.code}已验收通过，正在等校领导确认；还须整改的，请校领导先“不同意销号”。"
        )
    if risk is not None and not risk.is_open:
        raise RuleBroken(
            f"{risk.code}现在是“{risk.state_label}”，不能再立任务或交办。请刷新页面后核对。"
        )


def begin_rectifying(followup: FollowUp, *, actor: Actor, on: date) -> None:
    """Note on the risk that an item of it is handed out; only the first one counts.

    Raises:
        RuleBroken: the risk is closed or cancelled, or it is major and lacks one of its fields.
    """
    risk = followup.risk
    require_open(risk)
    if risk is None:
        return
    risks.require_complete(risk)
    if RISK_WORKFLOW.allows("rectify", risk.state):
        risks.rectify(risk=risk, actor=actor, on=on)


def strike_off(followup: FollowUp, *, actor: Actor, on: date) -> None:
    """Close the risk of an item that was verified, once none of its items is left.

    A major one waits for a leader from then on. What was handed up or is rectified for long is
    not over with an item: the office strikes it off from its own page.

    Raises:
        RuleBroken: the verifier belongs to the family of the risk's unit, or the risk is major
            and lacks a field or evidence.
    """
    risk = followup.risk
    if risk is None or risk.state != RiskState.RECTIFYING or queries.has_items_left(risk.id):
        return
    _require_no_doer(risk, queries.verified_items(risk), actor, on)
    risks.finish(risk=risk, has_item_files=queries.has_files(risk), actor=actor, on=on)


def settle(*, risk: Risk, note: str, actor: Actor, on: date) -> None:
    """核验销号 of a risk whose items are over and that was not struck off with the last of them.

    Raises:
        RuleBroken: the words of the check are missing, items are left, none of a risk that is
            being rectified was verified, the actor did the work, or as `risks.finish`.
    """
    if not note.strip():
        raise RuleBroken("请写明核验情况，如“现场复查，已整改到位”。")
    if queries.has_items_left(risk.id):
        raise RuleBroken(f"{risk.code}还有未办结的任务，任务经核验办结后再销号。")
    verified = queries.verified_items(risk)
    if risk.state == RiskState.RECTIFYING and not verified:
        raise RuleBroken(f"{risk.code}没有经核验办结的整改任务，请先立任务并交办。")
    _require_no_doer(risk, verified, actor, on)
    has_files = queries.has_files(risk)
    risks.finish(risk=risk, has_item_files=has_files, note=note, actor=actor, on=on)


def _require_no_doer(risk: Risk, items: Sequence[FollowUp], actor: Actor, on: date) -> None:
    """Refuse who had a hand in an item, or whose unit's family led one (domain.md §7.3.3)."""
    if actor.person_id is None:
        return
    own = accounts.own_family_ids(actor.person_id, on=on)
    for item in items:
        if item.lead_unit_id in own or item.submitter_id == actor.person_id:
            raise RuleBroken(
                f"{risk.code}的整改有{item.lead_unit.name}参与，须由整改单位以外的人核验销号。"
            )
