"""Trying an act on a task as its page would: the gate, the load in scope, who acts, the service."""

from collections.abc import Callable
from typing import Any

from flask import g
from sqlalchemy import select
from werkzeug.exceptions import Forbidden, HTTPException, NotFound

from tests.followups.acting import OFFICES, VERIFIERS, Try
from tracker.accounts.services import PaperEntry, acting
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Permission, Viewer, may_open
from tracker.directory.models import Unit
from tracker.followups import queries, services
from tracker.followups.models import Extension, FollowUp, FollowUpState

P = Permission
# verb → the view that lets one do it, and what doing it in person asks for besides.
GATES = {
    "edit": ("edit", None), "dispatch": ("dispatch_several", None), "cancel": ("cancel", None),
    "submit": ("submit", P.FOLLOWUP_SUBMIT), "dispute": ("dispute", P.FOLLOWUP_SUBMIT),
    "progress": ("add_progress", P.FOLLOWUP_SUBMIT),
    "reach_goal": ("reach_goal", P.FOLLOWUP_SUBMIT),
    "ask_extension": ("ask_extension", P.FOLLOWUP_SUBMIT),
    "close": ("close", None), "return": ("return_", None),
    "uphold": ("uphold", P.FOLLOWUP_VERIFY), "reassign": ("reassign", P.FOLLOWUP_VERIFY),
    "transfer": ("reassign", P.FOLLOWUP_VERIFY), "suspend": ("suspend", P.FOLLOWUP_VERIFY),
    "resume": ("resume", P.FOLLOWUP_VERIFY), "review": ("review", P.FOLLOWUP_VERIFY),
    "add_goal": ("add_goal", P.FOLLOWUP_VERIFY), "go_on": ("go_on", P.FOLLOWUP_DECIDE),
    "end_going_on": ("end_going_on", P.FOLLOWUP_DECIDE),
    "approve": ("decide_extension", P.FOLLOWUP_DECIDE),
    "refuse": ("decide_extension", P.FOLLOWUP_DECIDE),
}  # fmt: skip


def _wish(item: FollowUp) -> Extension:
    return queries.latest_extension(item.id) or _missing()


def _missing() -> Any:
    raise NotFound


def _edit(item: FollowUp, t: Try, k: dict[str, Any]) -> None:
    demand = services.Demand(title=item.title, lead_unit_ids=(item.lead_unit_id,), due_on=t.day,
                             is_filing=item.is_filing, rhythm=item.rhythm)  # fmt: skip
    services.edit_item(followup=item, demand=demand, **k)


def _reach(item: FollowUp, k: dict[str, Any]) -> None:
    goal = next(iter(goal for goal in queries.goals_of(item.id) if not goal.reached_on), None)
    services.reach_goal(followup=item, goal_id=goal.id if goal else 0, **k)


def _reassign(item: FollowUp, t: Try, k: dict[str, Any]) -> None:
    unit = db.session.scalars(select(Unit).filter_by(name=t.unit)).one()
    services.reassign(followup=item, unit=unit, reason=t.reason, **k)


CARRY: dict[str, Callable[[FollowUp, Try, dict[str, Any]], Any]] = {
    "edit": _edit,
    "dispatch": lambda item, _, k: services.dispatch(followups=[item], **k),
    "submit": lambda item, _, k: services.submit(followup=item, **k),
    "close": lambda item, _, k: services.close(followup=item, **k),
    "return": lambda item, t, k: services.return_(followup=item, reason=t.reason, **k),
    "cancel": lambda item, t, k: services.cancel(followup=item, reason=t.reason, **k),
    "dispute": lambda item, t, k: services.dispute(followup=item, reason=t.reason, **k),
    "uphold": lambda item, t, k: services.uphold(followup=item, reason=t.reason, **k),
    "suspend": lambda item, t, k: services.suspend(followup=item, reason=t.reason, **k),
    "resume": lambda item, t, k: services.resume(followup=item, reason=t.reason, **k),
    "reassign": _reassign,
    "transfer": _reassign,
    "progress": lambda item, t, k: services.add_progress(followup=item, note=t.reason, **k),
    "ask_extension": lambda item, t, k: services.ask_extension(
        followup=item, to_due_on=t.day, reason=t.reason, **k
    ),
    "approve": lambda item, _, k: services.approve_extension(extension=_wish(item), **k),
    "refuse": lambda item, t, k: services.refuse_extension(
        extension=_wish(item), words=t.reason, **k
    ),
    "go_on": lambda item, t, k: services.go_on(
        followup=item, next_review_on=t.day, reason=t.reason, **k
    ),
    "review": lambda item, t, k: services.review(
        followup=item, next_review_on=t.day, note=t.reason, **k
    ),
    "end_going_on": lambda item, t, k: services.end_going_on(
        followup=item, due_on=t.day, reason=t.reason, **k
    ),
    "add_goal": lambda item, t, k: services.add_goal(
        followup=item, words=t.reason, due_on=t.day, **k
    ),
    "reach_goal": lambda item, _, k: _reach(item, k),
}


def carry_out(followup_id: int, verb: str, t: Try, *, viewer: Viewer, signer_id: int) -> bool:
    """Try an act on the viewer's day, with the signer's paper where another acted; tell if done."""
    g.viewer = viewer
    endpoint, permission = GATES[verb]
    try:
        with writing():
            if not may_open(f"followups.{endpoint}"):
                raise Forbidden
            item = _load(followup_id, verb, viewer)
            actor, on = acting(
                viewer=viewer,
                paper=PaperEntry(signer_id, t.on, "档案柜一") if t.is_on_paper else None,
                action=f"followup.{verb}",
                about=item,
                on=viewer.on,
                permission=permission,
            )
            _require_button(item, verb, t)
            CARRY[verb](item, t, {"actor": actor, "on": on})
    except (RuleBroken, HTTPException):
        return False
    return True


def _load(followup_id: int, verb: str, viewer: Viewer) -> FollowUp:
    query = select(FollowUp).where(FollowUp.id == followup_id, queries.reach_of(viewer).condition)
    item = db.session.scalar(query) or _missing()
    if verb in VERIFIERS:
        verifier = queries.verifier_of(viewer)
        if verifier is None or not verifier.is_asked(item):
            raise NotFound
    return item


def _require_button(item: FollowUp, verb: str, t: Try) -> None:
    """Refuse what no page offers: the office's own acts on paper; 改派 where it would be 转交."""
    is_disputed = item.state == FollowUpState.DISPUTED
    is_other = (verb == "reassign" and not is_disputed) or (verb == "transfer" and is_disputed)
    if is_other or (t.is_on_paper and verb in OFFICES):
        raise Forbidden
