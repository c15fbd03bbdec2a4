"""Putting risks on the ledger, correcting them, handing them out, giving them up."""

from dataclasses import replace
from datetime import date

from tracker.accounts.services import subject_of
from tracker.audit.services import changes_of
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory.models import RiskArea
from tracker.directory.services import Numbering, take_numbers
from tracker.files import queries as files
from tracker.meetings.models import AreaNamed, Meeting, MeetingState
from tracker.risks import queries
from tracker.risks.models import UNDER_WAY_STATES, Risk, levels_of
from tracker.risks.services.grading import forget_asked, regrade_as_told
from tracker.risks.services.persons import require_director
from tracker.risks.services.rules import (
    LONG_FORM,
    RiskFacts,
    check,
    facts_of,
    require_complete,
    sourced,
    write,
)
from tracker.risks.services.steps import _note

NUMBERS = Numbering("risk", "风险隐患编号", "风险{year}-{number}")


def register(
    *,
    facts: RiskFacts,
    meeting: Meeting | None,
    named: AreaNamed | None = None,
    actor: Actor,
    on: date,
    note: str = "",
) -> Risk:
    """Put a risk on the ledger; `named` is the area as named that it is made of.

    `note` stands at the first step of its time line.

    Raises:
        RuleBroken: the meeting is cancelled, the unit did not exist on the day found, the area
            is no area at risk or is not in use, the level is none of this kind's, a sensitive
            area is given more than weak link, measure and date, the date lies before the day
            found, or the same named area is a risk of this unit already.
    """
    if meeting is not None and meeting.state == MeetingState.CANCELLED:
        raise RuleBroken("会议已取消，不能从会议登记风险；请在“风险”页直接登记。")
    found_on = facts.found_on or (min(on, meeting.held_on) if meeting else on)
    area = db.session.get_one(RiskArea, facts.area_id)
    if not area.is_active:
        raise RuleBroken(f"领域“{area.name}”已停用，请选择其他领域。")
    facts = sourced(facts, area, is_of_meeting=meeting is not None)
    check(facts, area, found_on)
    _require_once(facts, named)
    year = meeting.year if meeting else found_on.year
    number = take_numbers(NUMBERS, year=year, count=1, actor=actor)
    risk = Risk(year=year, number=number, meeting=meeting, named=named)
    write(risk, facts, found_on)
    if not area.is_sensitive:
        risk.graded_by, risk.graded_on = f"{actor.post}{actor.name}", on
    changes = changes_of(risk)
    db.session.add(risk)
    _note(risk, "register", actor=actor, on=on, changes=changes, note=note)
    return risk


def edit(*, risk: Risk, facts: RiskFacts, actor: Actor, on: date) -> None:
    """Correct a risk that is open; it keeps its number and its level.

    Raises:
        RuleBroken: it is closed or cancelled; unit or date are to change while its item is
            under way; the level is to change; it has pictures and the area is sensitive; or the
            facts break a rule of `register`.
    """
    if not risk.is_open:
        raise RuleBroken(f"风险“{risk.title}”{risk.state_label}，不能再修改。")
    is_moved = facts.unit_id != risk.unit_id or risk.due_on not in {None, facts.due_on}
    if risk.state in UNDER_WAY_STATES and is_moved:
        raise RuleBroken("风险已交办整改，单位和时限以任务为准，不能在这里修改。")
    if facts.level != risk.level or risk.level not in levels_of(facts.kind):
        raise RuleBroken("等级不在这里修改，请用“调整等级”，写明依据和原因。")
    area = db.session.get_one(RiskArea, facts.area_id)
    _require_no_pictures(risk, area)
    found_on = facts.found_on or risk.found_on
    facts = sourced(facts, area, is_of_meeting=risk.meeting_id is not None)
    check(facts, area, found_on)
    write(risk, facts, found_on)
    if area.is_sensitive:
        risk.graded_by, risk.graded_on = "", None
    _note(risk, "edit", actor=actor, on=on, changes=changes_of(risk))


def bring_up_to_date(*, risk: Risk, facts: RiskFacts, actor: Actor, on: date) -> None:
    """Let an open risk read as its unit now reports it; what is unchanged leaves no trace.

    While its task is under way the day is the task's, and stays. Another level is a regrading of
    its own: one that lowers a major risk waits for a second person.

    Raises:
        RuleBroken: the facts break a rule of `register`.
    """
    area = db.session.get_one(RiskArea, facts.area_id)
    if area.is_sensitive:
        regrade_as_told(risk, facts.kind, facts.level, actor=actor, on=on)
    new = _as_told(risk, facts, area)
    if new != facts_of(risk):
        edit(risk=risk, facts=new, actor=actor, on=on)
    regrade_as_told(risk, facts.kind, facts.level, actor=actor, on=on)


def _as_told(risk: Risk, facts: RiskFacts, area: RiskArea) -> RiskFacts:
    """Return the risk's facts with what a unit's report tells of them, the level apart."""
    is_handed_out = risk.state in UNDER_WAY_STATES
    told = {
        "area_id": facts.area_id,
        "title": facts.title,
        "place": facts.place,
        "measure": facts.measure,
        "kind": facts.kind if risk.level in levels_of(facts.kind) else risk.kind,
        "due_on": risk.due_on if is_handed_out or facts.due_on is None else facts.due_on,
    }
    empty = {name: getattr(RiskFacts, name) for name in LONG_FORM} if area.is_sensitive else {}
    return replace(facts_of(risk), **{**told, **empty})


def rectify(*, risk: Risk, actor: Actor, on: date) -> None:
    """Note that an item to rectify it was handed out.

    Raises:
        RuleBroken: it is not registered any more, or it is major and lacks one of its fields.
    """
    require_complete(risk)
    risk.move("rectify")
    _note(risk, "rectify", actor=actor, on=on, changes=changes_of(risk))


def cancel(*, risk: Risk, reason: str, actor: Actor, on: date) -> None:
    """不予立项 or 撤销: give it up, with the reason.

    Raises:
        RuleBroken: it is closed or cancelled already, no reason is given, or the actor is not
            the office's director.
    """
    require_director(actor, on)
    risk.move("cancel", reason=reason)
    risk.cancelled_on = on
    forget_asked(risk)
    _note(risk, "cancel", actor=actor, on=on, note=reason, changes=changes_of(risk))


def _require_once(facts: RiskFacts, named: AreaNamed | None) -> None:
    """Refuse to make the same named area twice a risk of the same unit."""
    if named is None:
        return
    same = queries.made_of(named.id, unit_id=facts.unit_id, area_id=facts.area_id)
    if same is not None:
        raise RuleBroken(
            f"“{named.words}”已登记为{same.unit.display_name}的风险（{same.code}），不必重复登记。"
        )


def _require_no_pictures(risk: Risk, area: RiskArea) -> None:
    """Refuse to move a risk with pictures to an area that may have none (domain.md §6.4)."""
    subject = subject_of(risk)
    if area.is_sensitive and files.scans_of(subject)[subject]:
        raise RuleBroken(
            f"这条风险已附照片或材料，不能改为“{area.name}”；请撤销后在该领域另行登记。"
        )
