"""The life of an item after dispatch: received, ticked off, verified, returned, cancelled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.audit.services import SYSTEM
from tracker.core import several
from tracker.core.calendar import chinese_date
from tracker.core.clock import now
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.files.models import StoredFile
from tracker.followups.models import FOLLOWUP_WORKFLOW, FollowUp
from tracker.followups.services.doers import files_as_liaison, require_verifier
from tracker.followups.services.entries import note_step, record
from tracker.followups.services.extensions import lapse
from tracker.followups.services.handling import release_point
from tracker.followups.services.rectifying import strike_off
from tracker.followups.services.recurring import make_next


@dataclass(frozen=True)
class Conveyed:
    """When, how and to which sort of audience a meeting was passed on: no names, no counts.

    What a returned paper leaves open stays empty.
    """

    on: date | None
    by: str
    to: str


@dataclass(frozen=True)
class PaperLine:
    """A ticked line of a returned paper list: when it was done, and what stands beside it."""

    done_on: date
    note: str = ""
    conveyed: Conveyed | None = None


def receive(*, followup: FollowUp, actor: Actor, on: date) -> None:
    """Note the receipt; only the first one counts."""
    if followup.received_at is not None:
        return
    followup.received_at = now()
    note_step(followup, "receive", actor=actor, on=on, unit_id=followup.lead_unit_id)
    record("receive", followup, actor=actor)


def submit(
    *,
    followup: FollowUp,
    actor: Actor,
    on: date,
    note: str = "",
    files: Sequence[StoredFile] = (),
    conveyed: Conveyed | None = None,
    done_on: date | None = None,
) -> None:
    """报结: the lead unit says that it is done. A 备案类 item is closed by the rule at once.

    `on` is the day on which the actor said so, on the page or on paper; a paper may name an
    earlier day (`done_on`) on which the work was finished, which then counts as the report's.

    Raises:
        RuleBroken: the item cannot be submitted now, or the actor neither heads the lead unit
            on that day nor may file for it; or it goes on without an end.
    """
    if followup.is_long_term:
        raise RuleBroken(
            f"“{followup.title}”是持续推进事项，不能报结，请填写办理进展；"
            "确已完成的，请办公室先结束持续推进。"
        )
    is_by_liaison = files_as_liaison(followup, actor, on)
    followup.move("submit")
    followup.submitted_on, followup.submitter_id = done_on or on, actor.person_id
    if followup.is_conveyance and conveyed is not None:
        followup.conveyed_on, followup.conveyed_by = conveyed.on, conveyed.by
        followup.conveyed_to = conveyed.to
    note_step(followup, "submit", actor=actor, on=on, note=note, files=files,
              is_by_liaison=is_by_liaison, unit_id=followup.lead_unit_id)  # fmt: skip
    if followup.is_filing:
        followup.move("close")
        followup.closed_on, followup.closed_by_rule = on, True
        note_step(followup, "file", actor=SYSTEM, on=on)
    record("submit", followup, actor=actor)
    if followup.closed_by_rule:
        lapse(followup, on=on)
        make_next(followup, on=on)


def submit_several(
    *, followups: Iterable[FollowUp], actor: Actor, on: date, note: str
) -> tuple[int, list[str]]:
    """报结 of several items with the same words; returns how many, and who was left and why.

    Left is what `submit` refuses, and what asks how the meeting was conveyed.
    """
    return several.each(followups, lambda item: _submit_with(item, note, actor, on))


def _submit_with(followup: FollowUp, note: str, actor: Actor, on: date) -> None:
    # Of one that was reported already that is the reason, and not what its report asks for.
    if followup.is_conveyance and FOLLOWUP_WORKFLOW.allows("submit", followup.state):
        raise RuleBroken("须填写传达时间和方式，请打开该任务单独报结。")
    submit(followup=followup, actor=actor, on=on, note=note)


def record_paper_list(
    *,
    followups: Sequence[FollowUp],
    lines: Mapping[int, PaperLine],
    actor: Actor,
    signed_on: date,
) -> None:
    """代录 of a returned paper list: one report for each ticked line, by who signed the paper.

    Raises:
        RuleBroken: an item was reported meanwhile, a line is dated after the signature, or the
            signer did not head the unit on that day.
    """
    by_id = {followup.id: followup for followup in followups}
    if lines.keys() - by_id.keys():
        raise RuleBroken("清单中有任务已经报结或撤销，请返回刷新后重新核对。")
    for followup_id, line in lines.items():
        if line.done_on > signed_on:
            raise RuleBroken("完成日期晚于签字日期，请核对纸面上的日期。")
        submit(
            followup=by_id[followup_id],
            actor=actor,
            on=signed_on,
            note=line.note,
            conveyed=line.conveyed,
            done_on=line.done_on,
        )


def close(*, followup: FollowUp, actor: Actor, on: date) -> None:
    """确认办结: the verifier confirms what the unit submitted.

    The risk is struck off with its last item; a 定期任务 comes again.

    Raises:
        RuleBroken: nothing is submitted, or only after this day, or the actor belongs to the
            doers.
    """
    require_verifier(followup, actor, on)
    followup.move("close")
    _require_reported_by(followup, on)
    followup.closed_on = on
    note_step(followup, "close", actor=actor, on=on)
    record("close", followup, actor=actor)
    lapse(followup, on=on)
    strike_off(followup, actor=actor, on=on)
    make_next(followup, on=on)


def close_several(
    *, followups: Iterable[FollowUp], actor: Actor, on: date
) -> tuple[int, list[str]]:
    """确认办结 of several items; returns how many, and which were left as they were and why.

    What cannot be confirmed keeps nothing back that can be: whatever `close` refuses is left.
    """
    return several.each(followups, lambda item: close(followup=item, actor=actor, on=on))


def return_(*, followup: FollowUp, actor: Actor, on: date, reason: str) -> None:
    """退回: send it back to the unit with a reason, which the unit sees first.

    Raises:
        RuleBroken: nothing is submitted, or only after this day, no reason is given, or the actor
            belongs to the doers.
    """
    require_verifier(followup, actor, on)
    followup.move("return", reason=reason)
    _require_reported_by(followup, on)
    note_step(followup, "return", actor=actor, on=on, note=reason)
    record("return", followup, actor=actor)


def cancel(*, followup: FollowUp, actor: Actor, on: date, reason: str) -> None:
    """撤销: the matter is no longer followed; a point without other items is open again.

    A risk stays what it is: it is given up on its own, with a reason of its own.

    Raises:
        RuleBroken: it is closed or cancelled already, or no reason is given.
    """
    followup.move("cancel", reason=reason)
    followup.cancelled_on = on
    note_step(followup, "cancel", actor=actor, on=on, note=reason)
    record("cancel", followup, actor=actor)
    lapse(followup, on=on)
    if followup.point is not None:
        release_point(followup.point, actor=actor)


def _require_reported_by(followup: FollowUp, on: date) -> None:
    """Refuse a word on a report that had not been made by that day: the paper's day is wrong."""
    if followup.submitted_on is not None and on < followup.submitted_on:
        day = chinese_date(followup.submitted_on)
        raise RuleBroken(f"办理日期早于报结日期（{day}），请核对。")
