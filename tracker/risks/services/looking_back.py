"""回头看: seen again some time after it was struck off; what came back is mended once more."""

from collections.abc import Iterable
from datetime import date, timedelta

from tracker.audit.services import changes_of
from tracker.core import several
from tracker.core.calendar import chinese_date, is_working_day
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.risks.models import Risk, RiskLevel, RiskState
from tracker.risks.services.persons import (
    is_of_family,
    require_decider,
    require_other_family,
)
from tracker.risks.services.steps import _note

# 重大隐患 and 重大风险（红）, every one of which is looked at again.
GRAVE = frozenset({RiskLevel.MAJOR, RiskLevel.SEVERE})


def plan_look_back(risk: Risk, *, on: date) -> str:
    """Set the day on which it is looked at again; returns the sentence that says so and why."""
    settings = directory.settings(on=on)
    share = int(settings["look_back_share"])
    risk.looked_back_on, risk.look_back_on = None, None
    risk.look_back_why = _why(risk, share)
    if not risk.look_back_why:
        return f"回头看按 {share}% 抽查，未抽中"
    day = on + timedelta(days=int(settings["look_back_days"]))
    exceptions = directory.calendar_exceptions()
    while not is_working_day(day, exceptions):
        day += timedelta(days=1)
    risk.look_back_on = day
    return f"{chinese_date(day)}回头看（{risk.look_back_why}）"


def look_back(*, risk: Risk, note: str, actor: Actor, on: date) -> None:
    """回头看通过: it was seen again and has not come back.

    Raises:
        RuleBroken: it is not struck off or was looked at already, the words are missing, or the
            actor belongs to the unit's family or signed a paper without being asked.
    """
    _require_closed(risk, actor, on)
    if risk.looked_back_on is not None:
        raise RuleBroken("回头看已经记录，不必再记。")
    if not note.strip():
        raise RuleBroken("请写明回头看的情况，如“现场查看，未发现反弹”。")
    risk.looked_back_on = on
    _note(risk, "look_back", actor=actor, on=on, note=note, changes=changes_of(risk))


def may_look_back(risk: Risk, person_id: int, *, on: date) -> bool:
    """Tell whether this person may look at it again: one of its unit's family may not."""
    return not is_of_family(risk, person_id, on=on)


def look_back_several(
    *, risks: Iterable[Risk], note: str, actor: Actor, on: date
) -> tuple[int, list[str]]:
    """回头看通过 of several, with the same words; returns how many, and who was left and why."""
    return several.each(risks, lambda risk: look_back(risk=risk, note=note, actor=actor, on=on))


def reopen(*, risk: Risk, reason: str, due_on: date, actor: Actor, on: date) -> None:
    """反弹: it has come back; it is open again, in its next round, with a new date.

    Raises:
        RuleBroken: it is not struck off, no reason is given, the date lies before the day of the
            act, or the actor belongs to the unit's family.
    """
    _require_closed(risk, actor, on)
    if due_on < on:
        raise RuleBroken(f"整改时限早于{chinese_date(on)}，请重新选择。")
    risk.move("reopen", reason=reason)
    risk.round += 1
    risk.reopened_on, risk.due_on, risk.closed_on = on, due_on, None
    risk.accepted_on, risk.accepter_id, risk.accepted_by = None, None, ""
    risk.look_back_on, risk.look_back_why, risk.looked_back_on = None, "", None
    risk.has_item_files = False
    note = f"第 {risk.round} 轮：{reason}"
    _note(risk, "reopen", actor=actor, on=on, note=note, changes=changes_of(risk))


def _why(risk: Risk, share: int) -> str:
    """Return why it is looked at again; empty where it was not drawn.

    Of the others every so many are drawn by their number alone, so that nobody chooses: with
    20 % the 5th, 10th, 15th … of a year.
    """
    if risk.level in GRAVE:
        return "重大等级，全部回头看"
    is_drawn = risk.number * share // 100 > (risk.number - 1) * share // 100
    return f"按 {share}% 抽查，依编号抽中" if is_drawn else ""


def _require_closed(risk: Risk, actor: Actor, on: date) -> None:
    if risk.state != RiskState.CLOSED or risk.closed_on is None:
        raise RuleBroken(
            f"此风险现在是“{risk.state_label}”，销号后才有回头看。请刷新页面后再办理。"
        )
    require_other_family(risk, actor, on)
    if actor.paper_act_id is not None:
        require_decider(actor, on)
    if on < risk.closed_on:
        raise RuleBroken(f"回头看日期早于销号日期{chinese_date(risk.closed_on)}，请核对。")
