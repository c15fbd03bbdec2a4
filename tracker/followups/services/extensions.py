"""延期申请: a later date asked for with a reason, and decided by others; the first date stands."""

from datetime import date

from tracker.accounts.queries import told_in_unit
from tracker.audit.services import SYSTEM, changes_of, record_event
from tracker.core.calendar import (
    add_working_days,
    chinese_date,
    chinese_date_with_weekday,
    is_working_day,
)
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.followups import queries
from tracker.followups.models import TICKABLE_STATES, Extension, FollowUp
from tracker.followups.services.doers import files_as_liaison, require_decider
from tracker.followups.services.entries import note_step, record


def ask_extension(
    *,
    followup: FollowUp,
    actor: Actor,
    on: date,
    to_due_on: date,
    reason: str,
    measures: str = "",
) -> Extension:
    """申请延期: the head asks for a later date, or the liaison for the head.

    Asked after the date that holds now it is an 逾期申请. Nothing moves before it is decided.

    Raises:
        RuleBroken: the item is not with the unit, another wish waits, the reason is missing, the
            date is not later than the present one, has passed or is a rest day; or the actor may
            not file for the lead unit.
    """
    due_on = _asked_for(followup)
    is_by_liaison = files_as_liaison(followup, actor, on, what="申请延期")
    if not reason.strip():
        raise RuleBroken("申请延期须写明原因，请填写后再提交。")
    _check_date(to_due_on, due_on=due_on, on=on)
    extension = Extension(
        follow_up=followup, from_due_on=due_on, to_due_on=to_due_on, reason=reason,
        measures=measures, asked_on=on, is_late=on > due_on, asker_id=actor.person_id,
        asker_name=told_in_unit(actor, followup.lead_unit_id, on=on), is_by_liaison=is_by_liaison,
    )  # fmt: skip
    db.session.add(extension)
    followup.asked_due_on = to_due_on
    late = "（逾期申请）" if extension.is_late else ""
    note = f"申请延至{chinese_date_with_weekday(to_due_on)}{late}。{reason}"
    note_step(followup, "ask_extension", actor=actor, on=on, note=note,
              is_by_liaison=is_by_liaison, unit_id=followup.lead_unit_id)  # fmt: skip
    record("ask_extension", followup, actor=actor)
    return extension


def _asked_for(followup: FollowUp) -> date:
    """Return the date that holds now, for an item that may be put off."""
    if followup.asked_due_on is not None:
        raise RuleBroken("此任务已有一份延期申请待批，请等批复后再申请。")
    if followup.state not in TICKABLE_STATES or followup.due_on is None:
        raise RuleBroken(f"任务现在是“{followup.state_label}”，不能申请延期。请刷新页面后再办理。")
    if followup.is_long_term:
        raise RuleBroken("持续推进事项没有完成时限，不必申请延期，请在阶段回顾时改定下次日期。")
    return followup.due_on


def _check_date(to_due_on: date, *, due_on: date, on: date) -> None:
    if to_due_on <= due_on:
        words = chinese_date_with_weekday(due_on)
        raise RuleBroken(f"延至日期须晚于现在的时限{words}，请另选日期。")
    require_working_day(to_due_on, on=on)


def require_working_day(day: date, *, on: date) -> None:
    """Refuse a day that has passed, or on which nobody works, and name the next one.

    Raises:
        RuleBroken: the day lies before `on`, or is a rest day of the work calendar.
    """
    exceptions = directory.calendar_exceptions()
    if day < on:
        raise RuleBroken("所填日期已过，请选择今天或以后的工作日。")
    if not is_working_day(day, exceptions):
        proposed = chinese_date_with_weekday(add_working_days(day, 0, exceptions))
        raise RuleBroken(f"{chinese_date_with_weekday(day)}是休息日，建议改为{proposed}。")


def approve_extension(*, extension: Extension, actor: Actor, on: date, words: str = "") -> None:
    """同意延期: the date moves; the one that was fixed at dispatch stands beside it.

    Raises:
        RuleBroken: it was decided already, the item is not open any more, the new date has
            passed, it was asked only after this day, or the actor belongs to the unit or has asked.
    """
    followup = extension.follow_up
    _decide(extension, actor, on)
    if not followup.is_open:
        raise RuleBroken(f"任务现在是“{followup.state_label}”，延期申请不必再批。")
    if extension.to_due_on < on:
        raise RuleBroken("申请的新时限已过，请点“不同意延期”，并请单位重新申请。")
    extension.move("approve")
    _keep_decision(extension, actor, on, words)
    followup.due_on, followup.asked_due_on = extension.to_due_on, None
    due = chinese_date_with_weekday(extension.to_due_on)
    note_step(followup, "approve", actor=actor, on=on, note=f"时限延至{due}。{words}")
    record("approve_extension", followup, actor=actor)


def refuse_extension(*, extension: Extension, actor: Actor, on: date, words: str) -> None:
    """不同意延期: the date stays, with the reason.

    Raises:
        RuleBroken: it was decided already, no reason is given, it was asked only after this day,
            or the actor belongs to the unit or has asked.
    """
    followup = extension.follow_up
    _decide(extension, actor, on)
    extension.move("refuse", reason=words)
    _keep_decision(extension, actor, on, words)
    followup.asked_due_on = None
    note_step(followup, "refuse", actor=actor, on=on, note=words)
    record("refuse_extension", followup, actor=actor)


def _decide(extension: Extension, actor: Actor, on: date) -> None:
    require_decider(extension.follow_up, actor, on, what="延期审批")
    if actor.person_id == extension.asker_id:
        raise RuleBroken("申请人不能审批自己的延期申请，请转请其他审批人。")
    if on < extension.asked_on:
        day = chinese_date(extension.asked_on)
        raise RuleBroken(f"办理日期早于申请日期（{day}），请核对。")


def _keep_decision(extension: Extension, actor: Actor, on: date, words: str) -> None:
    extension.decided_on, extension.decider_id = on, actor.person_id
    extension.decider_name, extension.decision = f"{actor.post}{actor.name}", words


def lapse(followup: FollowUp, *, on: date, why: str = "") -> None:
    """End a wish that waits, because the item has ended or was given to another unit.

    `why` says what became of the item where its state does not. Call it after the event of the
    act: it records one of its own.
    """
    if followup.asked_due_on is None:
        return
    extension = queries.pending_extension(followup.id)
    followup.asked_due_on = None
    if extension is None:
        return
    extension.move("lapse", reason=followup.state_label)
    # A paper may tell only afterwards that the item had ended before the wish came.
    extension.decided_on = max(on, extension.asked_on)
    extension.decider_name = SYSTEM.name
    extension.decision = f"任务{why or followup.state_label}，申请不再办理。"
    changes = changes_of(extension)
    note_step(followup, "lapse", actor=SYSTEM, on=on, note=extension.decision)
    label = f"{followup.code} {followup.title}"
    record_event("extension.lapse", extension, actor=SYSTEM, label=label, changes=changes)
