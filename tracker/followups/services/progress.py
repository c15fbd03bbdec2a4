"""办理进展: what lead and supporting units tell and hand in on the way, and take back."""

from collections.abc import Sequence
from datetime import date

from tracker.accounts import queries as accounts
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.files.models import StoredFile
from tracker.followups import queries
from tracker.followups.models import ENDED_STATES, TICKABLE_STATES, FollowUp
from tracker.followups.services.doers import acting_unit
from tracker.followups.services.entries import note_step, record


def add_progress(
    *,
    followup: FollowUp,
    actor: Actor,
    on: date,
    note: str,
    files: Sequence[StoredFile] = (),
) -> None:
    """填写进展: lead and supporting units tell how far it is; the item stays where it is.

    Raises:
        RuleBroken: the item is not being worked on, nothing is told, or the actor files for none
            of its units.
    """
    if followup.state not in TICKABLE_STATES:
        raise RuleBroken(f"任务现在是“{followup.state_label}”，不能填写进展。请刷新页面后再办理。")
    unit_id, is_by_liaison = acting_unit(followup, actor, on)
    if not note.strip() and not files:
        raise RuleBroken("请写明办理进展，或附上照片、文件。")
    note_step(followup, "progress", actor=actor, on=on, note=note, files=files,
              is_by_liaison=is_by_liaison, unit_id=unit_id)  # fmt: skip
    record("progress", followup, actor=actor)


def withdraw_evidence(
    *, followup: FollowUp, file_id: int, actor: Actor, on: date, reason: str
) -> None:
    """撤回材料: it stays, struck through, with the reason.

    Raises:
        RuleBroken: the item has ended, no reason is given, it is withdrawn already, or another
            unit handed it in.
    """
    found = queries.get_evidence(followup, file_id)
    if found is None or found[1].is_withdrawn:
        raise RuleBroken("此材料已经撤回，不必再撤。请刷新页面后核对。")
    if followup.state in ENDED_STATES:
        raise RuleBroken(f"任务{followup.state_label}，材料不能再撤回；如有错误请联系办公室。")
    if not reason.strip():
        raise RuleBroken("撤回材料须写明原因，请填写后再提交。")
    entry, one = found
    unit_id, is_by_liaison = acting_unit(followup, actor, on)
    own = accounts.own_family_ids(actor.person_id or 0, on=on)
    if (entry.unit_id or followup.lead_unit_id) not in own:
        raise RuleBroken("材料由交来的单位撤回，请联系该单位。")
    one.withdrawn_on, one.withdrawn_reason = on, reason
    one.withdrawn_by = f"{actor.post}{actor.name}"[:100]
    note_step(followup, "withdraw", actor=actor, on=on, note=f"{one.file.name}：{reason}",
              is_by_liaison=is_by_liaison, unit_id=unit_id)  # fmt: skip
    record("withdraw", followup, actor=actor)
