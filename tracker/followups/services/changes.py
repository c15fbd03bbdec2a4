"""What interrupts an item: disputed and answered, given to another unit, suspended, resumed."""

from datetime import date

from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory.models import Unit
from tracker.followups.models import VERB_LABELS, FollowUp, FollowUpState
from tracker.followups.services.doers import files_as_liaison, require_outside
from tracker.followups.services.entries import note_step, record
from tracker.followups.services.extensions import lapse
from tracker.issuing.services import code_for


def dispute(*, followup: FollowUp, actor: Actor, on: date, reason: str) -> None:
    """提出异议: the lead unit says that this is not its matter; the office answers.

    Raises:
        RuleBroken: the item is not with the unit, no reason is given, or the actor may not file
            for the lead unit.
    """
    is_by_liaison = files_as_liaison(followup, actor, on, what="提出异议")
    followup.move("dispute", reason=reason)
    note_step(followup, "dispute", actor=actor, on=on, note=reason,
              is_by_liaison=is_by_liaison, unit_id=followup.lead_unit_id)  # fmt: skip
    record("dispute", followup, actor=actor)


def uphold(*, followup: FollowUp, actor: Actor, on: date, reason: str) -> None:
    """维持交办: the item stays with the unit, with the reason.

    Raises:
        RuleBroken: nothing is disputed, no reason is given, or the actor is of the unit's family.
    """
    require_outside(followup, actor, on, what="异议的答复")
    _answer(followup, "uphold", actor, on, reason)


def reassign(*, followup: FollowUp, unit: Unit, actor: Actor, on: date, reason: str) -> None:
    """改派 of a disputed item, or 转交 of another: a unit that exists leads from now on.

    Both dates stay as they are; receipt is asked anew; a wish for a later date ends.

    Raises:
        RuleBroken: the item is not with the unit nor disputed, the unit leads already or is
            dissolved, no reason is given, or the actor is of the present unit's family.
    """
    require_outside(followup, actor, on, what="改派")
    if unit.id == followup.lead_unit_id:
        raise RuleBroken(f"此任务已由“{unit.name}”牵头，请选择另一个单位。")
    if not unit.is_active(on):
        raise RuleBroken(f"“{unit.name}”已撤销，请选择现有单位。")
    before = followup.lead_unit.display_name
    followup.supporting = [one for one in followup.supporting if one.id != unit.id]
    followup.lead_unit, followup.lead_unit_id = unit, unit.id
    followup.received_at = None
    verb = "reassign" if followup.state == FollowUpState.DISPUTED else "transfer"
    note = f"由{before}改为{unit.display_name}牵头。{reason}" if reason.strip() else ""
    _answer(followup, verb, actor, on, note)
    lapse(followup, on=on, why=f"已{VERB_LABELS[verb]}")
    if followup.meeting_id is not None:
        code_for("checklist", f"{followup.meeting_id}-{unit.id}")


def suspend(*, followup: FollowUp, actor: Actor, on: date, reason: str) -> None:
    """中止: the item rests; what was reported done counts no more.

    Raises:
        RuleBroken: the item is not open, no reason is given, or the actor is of the unit's
            family.
    """
    require_outside(followup, actor, on, what="中止")
    was_submitted = followup.state == FollowUpState.SUBMITTED
    followup.move("suspend", reason=reason)
    if was_submitted:
        followup.submitted_on = followup.submitter_id = None
        note_step(followup, "recall", actor=actor, on=on, note="任务中止，恢复办理后请再次报结。")
    note_step(followup, "suspend", actor=actor, on=on, note=reason)
    record("suspend", followup, actor=actor)


def resume(*, followup: FollowUp, actor: Actor, on: date, reason: str) -> None:
    """恢复办理: the item is with the unit again; its dates stay.

    Raises:
        RuleBroken: it does not rest, no reason is given, or the actor is of the unit's family.
    """
    require_outside(followup, actor, on, what="恢复办理")
    _answer(followup, "resume", actor, on, reason)


def _answer(followup: FollowUp, verb: str, actor: Actor, on: date, reason: str) -> None:
    followup.move(verb, reason=reason)
    note_step(followup, verb, actor=actor, on=on, note=reason)
    record(verb, followup, actor=actor)
