"""What the viewer may do with a risk now: one next act, the others beside it."""

from dataclasses import dataclass

from flask import url_for

from tracker.core.permissions import Permission, Role, Viewer, viewer
from tracker.risks.models import RISK_WORKFLOW, Risk, RiskState

P = Permission


@dataclass(frozen=True)
class Act:
    """One act: its verb, and the page on which it is done."""

    label: str
    url: str
    is_next: bool = False


def acts_of(risk: Risk) -> list[Act]:
    """Return what the viewer may do with the risk, the next act first."""
    who = viewer()
    found = [
        _act("confirm", "确认销号", risk, is_next=True)
        if risk.is_awaiting_leader and _decides(who, P.RISK_CONFIRM) else None,
        _act("decide_downgrade", "确认降级", risk, is_next=True)
        if risk.asked_level and _decides(who, P.RISK_DECIDE) else None,
        _look_back(risk) if who.can(P.RISK_EDIT) or who.can(P.RISK_CONFIRM) else None,
        *(_office_acts(risk) if who.can(P.RISK_EDIT) else ()),
        _act("prolong", "转持续整改", risk)
        if RISK_WORKFLOW.allows("prolong", risk.state) and _decides(who, P.RISK_DECIDE) else None,
        _act("cancel", "撤销", risk)
        if RISK_WORKFLOW.allows("cancel", risk.state) and _may_cancel(who) else None,
    ]  # fmt: skip
    return _one_next([act for act in found if act is not None])


def _decides(who: Viewer, permission: Permission) -> bool:
    """Tell whether the viewer may decide, or record who has decided on paper."""
    return who.can(permission) or who.can(P.PAPER_RECORD)


def _may_cancel(who: Viewer) -> bool:
    return Role.OFFICE_DIRECTOR in who.roles or who.can(P.PAPER_RECORD)


def _look_back(risk: Risk) -> Act | None:
    is_due = risk.look_back_on is not None and risk.looked_back_on is None
    is_closed = risk.state == RiskState.CLOSED
    return _act("look_back", "记录回头看", risk, is_next=is_due) if is_closed else None


def _office_acts(risk: Risk) -> list[Act | None]:
    allows = RISK_WORKFLOW.allows
    is_long = risk.state == RiskState.LONG_TERM
    return [
        _act("edit", "补齐五落实", risk, is_next=True)
        if risk.is_open and risk.missing_if_major else None,
        _act("review", "持续整改复核", risk, is_next=True) if is_long else None,
        _act("edit", "修改", risk) if risk.is_open and not risk.missing_if_major else None,
        _act("regrade", "调整等级", risk)
        if risk.is_open and not risk.area.is_sensitive and not risk.asked_level else None,
        _act("notify", "印发整改通知书", risk) if risk.state == RiskState.RECTIFYING else None,
        _act("transfer", "移交上报", risk) if allows("transfer", risk.state) else None,
        _act("resume", "恢复整改", risk) if allows("resume", risk.state) else None,
    ]  # fmt: skip


def _act(endpoint: str, label: str, risk: Risk, *, is_next: bool = False) -> Act:
    return Act(label, url_for(f"risks.{endpoint}", risk_id=risk.id), is_next)


def _one_next(acts: list[Act]) -> list[Act]:
    """Let one act only be the next."""
    first = next((act for act in acts if act.is_next), None)
    others = [Act(act.label, act.url) for act in acts if act is not first]
    return [first, *others] if first else others
