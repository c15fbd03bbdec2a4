"""What the viewer may do with a task now: the next act, and the quiet ones beside it."""

from typing import Any

from tracker.core.permissions import Permission, Viewer
from tracker.followups import queries
from tracker.followups.models import FOLLOWUP_WORKFLOW, TICKABLE_STATES, FollowUp

P = Permission
# What a unit does besides reporting, in the order of the page: endpoint, words.
UNITS_ACTS = {
    "add_progress": "填写办理进展",
    "ask_extension": "申请延期",
    "dispute": "非本单位职责，提出异议",
}
# Of the office: endpoint, the verb that the state must allow, words.
OFFICES_ACTS = {"suspend": ("suspend", "中止"), "reassign": ("transfer", "转交其他单位")}


def possible(item: FollowUp, who: Viewer) -> dict[str, Any]:
    """Return what the viewer may do with the task now."""
    allows = FOLLOWUP_WORKFLOW.allows
    verifier = queries.verifier_of(who)
    may_record, may_hand_out = who.can(P.PAPER_RECORD), who.can(P.FOLLOWUP_DISPATCH)
    return {
        "may_file": queries.may_file(item, who),
        "may_record": may_record and allows("submit", item.state) and not item.is_long_term,
        "may_verify": verifier is not None and verifier.may_verify(item),
        "may_record_verdict": may_record and allows("close", item.state),
        "may_dispatch": may_hand_out and allows("dispatch", item.state),
        "may_cancel": may_hand_out and allows("cancel", item.state),
        "may_edit": who.can(P.FOLLOWUP_PLAN) and queries.is_editable(item),
        "may_answer": who.can(P.FOLLOWUP_VERIFY) and allows("uphold", item.state),
        "may_resume": who.can(P.FOLLOWUP_VERIFY) and allows("resume", item.state),
        "may_decide": queries.may_decide_on(item, who),
        "quiet_acts": _quiet_acts(item, who),
    }


def _quiet_acts(item: FollowUp, who: Viewer) -> list[tuple[str, str]]:
    """Return (words, endpoint) of what may be done besides the next act."""
    found = [(UNITS_ACTS[name], f"followups.{name}") for name in _of_unit(item, who)]
    if who.can(P.PAPER_RECORD):
        own = {endpoint for _, endpoint in found}
        found += [
            (f"代录：{words}", f"followups.{name}")
            for name, words in UNITS_ACTS.items()
            if f"followups.{name}" not in own and _fits(item, name)
        ]
        if item.asked_due_on is not None and not queries.may_decide_on(item, who):
            found.append(("代录：审批延期", "followups.decide_extension"))
    return found + _of_others(item, who)


def _of_others(item: FollowUp, who: Viewer) -> list[tuple[str, str]]:
    """Return what the office and leaders may do besides."""
    found: list[tuple[str, str]] = []
    if who.can(P.FOLLOWUP_VERIFY):
        found += [
            (words, f"followups.{name}")
            for name, (verb, words) in OFFICES_ACTS.items()
            if FOLLOWUP_WORKFLOW.allows(verb, item.state)
        ]
    if item.state not in TICKABLE_STATES:
        return found
    decides = who.can(P.FOLLOWUP_DECIDE) or who.can(P.PAPER_RECORD)
    if item.is_long_term and who.can(P.FOLLOWUP_VERIFY):
        found += [("阶段回顾", "followups.review"), ("设定阶段目标", "followups.add_goal")]
    if item.is_long_term and decides:
        found.append(("结束持续推进", "followups.end_going_on"))
    if decides and not (item.is_long_term or item.is_filing or item.rhythm):
        found.append(("转为持续推进", "followups.go_on"))
    return found


def _of_unit(item: FollowUp, who: Viewer) -> list[str]:
    is_lead = item.lead_unit_id in queries.filing_ids(who)
    found = ["add_progress"] if queries.may_add_progress(item, who) else []
    lead_acts = ("ask_extension", "dispute") if is_lead else ()
    return found + [name for name in lead_acts if _fits(item, name)]


def _fits(item: FollowUp, name: str) -> bool:
    if item.state not in TICKABLE_STATES:
        return False
    return name != "ask_extension" or item.may_be_put_off
