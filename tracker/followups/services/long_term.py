"""持续推进: what cannot end by a date goes on, with stage goals and a day of the next review."""

from datetime import date

from tracker.core.calendar import chinese_date, chinese_date_with_weekday
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.followups import queries
from tracker.followups.models import TICKABLE_STATES, FollowUp, StageGoal
from tracker.followups.services.doers import files_as_liaison, require_decider, require_outside
from tracker.followups.services.entries import note_step, record
from tracker.followups.services.extensions import require_working_day


def go_on(*, followup: FollowUp, actor: Actor, on: date, next_review_on: date, reason: str) -> None:
    """转为持续推进: from now on it is due for review, and never reported done; it stays open.

    Raises:
        RuleBroken: it is not with the unit, goes on already, is 备案类 or comes again by itself, a
            wish for a later date waits, the day is no working day to come, no reason is given,
            or the actor does not decide it.
    """
    require_decider(followup, actor, on, what="转为持续推进")
    _require_going(followup, is_going=False)
    if followup.is_filing or followup.rhythm:
        raise RuleBroken("备案类和定期任务不能转为持续推进。")
    if followup.asked_due_on is not None:
        raise RuleBroken("此任务有延期申请待批，请先批复。")
    _require_reason(reason, "转为持续推进")
    _require_later(next_review_on, on)
    followup.is_long_term = True
    followup.next_review_on = followup.due_on = next_review_on
    day = chinese_date_with_weekday(next_review_on)
    _note(followup, "go_on", actor, on, f"下次回顾：{day}。{reason}")


def review(*, followup: FollowUp, actor: Actor, on: date, next_review_on: date, note: str) -> None:
    """阶段回顾: what was found, and the day of the next one.

    Raises:
        RuleBroken: it does not go on, nothing is told, the day is no working day to come, or the
            actor is of the unit's family.
    """
    require_outside(followup, actor, on, what="阶段回顾")
    _require_going(followup, is_going=True)
    if not note.strip():
        raise RuleBroken("请写明回顾情况，再改定下次回顾日期。")
    _require_later(next_review_on, on)
    followup.next_review_on = followup.due_on = next_review_on
    day = chinese_date_with_weekday(next_review_on)
    _note(followup, "review", actor, on, f"{note}下次回顾：{day}。")


def end_going_on(*, followup: FollowUp, actor: Actor, on: date, due_on: date, reason: str) -> None:
    """结束持续推进: it is bound to a date again, and reported done like any other.

    Raises:
        RuleBroken: it does not go on, the date has passed or is a rest day, no reason is given,
            or the actor does not decide it.
    """
    require_decider(followup, actor, on, what="结束持续推进")
    _require_going(followup, is_going=True)
    _require_reason(reason, "结束持续推进")
    require_working_day(due_on, on=on)
    followup.is_long_term, followup.next_review_on, followup.due_on = False, None, due_on
    day = chinese_date_with_weekday(due_on)
    _note(followup, "end_going_on", actor, on, f"完成时限：{day}。{reason}")


def add_goal(*, followup: FollowUp, actor: Actor, on: date, words: str, due_on: date) -> StageGoal:
    """设定阶段目标: what shall be reached by when.

    Raises:
        RuleBroken: it does not go on, nothing is told, the day has passed, or the actor is of the
            unit's family.
    """
    require_outside(followup, actor, on, what="设定阶段目标")
    _require_going(followup, is_going=True)
    if not words.strip():
        raise RuleBroken("请写明阶段目标。")
    if due_on < on:
        raise RuleBroken("阶段目标的日期已过，请选择今天以后的日期。")
    goal = StageGoal(follow_up=followup, words=words, due_on=due_on)
    db.session.add(goal)
    _note(followup, "add_goal", actor, on, f"{chinese_date(due_on)}前：{words}")
    return goal


def reach_goal(*, followup: FollowUp, actor: Actor, on: date, goal_id: int, note: str = "") -> None:
    """完成阶段目标: the lead unit says that one is reached, and how, if it likes.

    Raises:
        RuleBroken: the item is not with the unit, the goal is reached already, or the actor may
            not file for the lead unit.
    """
    _require_with_unit(followup)
    is_by_liaison = files_as_liaison(followup, actor, on, what="填报阶段目标")
    goal = next((one for one in queries.goals_of(followup.id) if one.id == goal_id), None)
    if goal is None or goal.reached_on is not None:
        raise RuleBroken("此阶段目标已完成，请刷新页面后核对。")
    goal.reached_on = on
    told = f"{goal.words}：{note}" if note.strip() else goal.words
    note_step(followup, "reach_goal", actor=actor, on=on, note=told,
              is_by_liaison=is_by_liaison, unit_id=followup.lead_unit_id)  # fmt: skip
    record("reach_goal", followup, actor=actor)


def _require_with_unit(followup: FollowUp) -> None:
    if followup.state not in TICKABLE_STATES:
        raise RuleBroken(f"任务现在是“{followup.state_label}”，不能办理。请刷新页面后核对。")


def _require_going(followup: FollowUp, *, is_going: bool) -> None:
    _require_with_unit(followup)
    if followup.is_long_term != is_going:
        words = "已是持续推进事项" if followup.is_long_term else "不是持续推进事项"
        raise RuleBroken(f"此任务{words}，请刷新页面后核对。")


def _require_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise RuleBroken(f"{what}须写明原因，请填写后再提交。")


def _require_later(day: date, on: date) -> None:
    if day <= on:
        raise RuleBroken("下次回顾日期须晚于今天，请另选日期。")
    require_working_day(day, on=on)


def _note(followup: FollowUp, verb: str, actor: Actor, on: date, note: str) -> None:
    note_step(followup, verb, actor=actor, on=on, note=note)
    record(verb, followup, actor=actor)
