"""Putting risks on the ledger, correcting them, and striking them off again."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.audit.services import changes_of, record_event
from tracker.core import ledger
from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.directory.models import RiskArea, Unit
from tracker.directory.services import Numbering, take_numbers
from tracker.meetings.models import AreaNamed, Meeting, MeetingState
from tracker.risks import queries
from tracker.risks.models import (
    RISK_KIND_LABELS,
    Risk,
    RiskKind,
    RiskLevel,
    RiskPosting,
    RiskState,
    RiskStep,
    levels_of,
)

NUMBERS = Numbering("risk", "风险隐患编号", "风险{year}-{number}")


@dataclass(frozen=True)
class RiskFacts:
    """What is known of a risk; `title` is the risk, the weak link or the hazard itself.

    Without `found_on` it was found at its meeting, or on the day of the act if that is earlier.
    """

    unit_id: int
    area_id: int
    kind: str
    level: str
    title: str
    place: str = ""
    measure: str = ""
    due_on: date | None = None
    found_on: date | None = None


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
    _check(facts, area, found_on)
    _require_once(facts, named)
    year = meeting.year if meeting else found_on.year
    number = take_numbers(NUMBERS, year=year, count=1, actor=actor)
    risk = Risk(year=year, number=number, meeting=meeting, named=named)
    _write(risk, facts, found_on)
    changes = changes_of(risk)
    db.session.add(risk)
    _note(risk, "register", actor=actor, on=on, changes=changes, note=note)
    return risk


def edit(*, risk: Risk, facts: RiskFacts, actor: Actor, on: date) -> None:
    """Correct a risk that is open; it keeps its number.

    Raises:
        RuleBroken: it is closed or cancelled; unit or date are to change while its item is
            under way; or the facts break a rule of `register`.
    """
    if not risk.is_open:
        raise RuleBroken(f"风险“{risk.title}”{risk.state_label}，不能再修改。")
    is_moved = (facts.unit_id, facts.due_on) != (risk.unit_id, risk.due_on)
    if risk.state == RiskState.RECTIFYING and is_moved:
        raise RuleBroken("风险已交办整改，单位和时限以任务为准，不能在这里修改。")
    found_on = facts.found_on or risk.found_on
    _check(facts, db.session.get_one(RiskArea, facts.area_id), found_on)
    _write(risk, facts, found_on)
    _note(risk, "edit", actor=actor, on=on, changes=changes_of(risk))


def bring_up_to_date(*, risk: Risk, facts: RiskFacts, actor: Actor, on: date) -> None:
    """Let an open risk read as its unit now reports it; what is unchanged leaves no trace.

    While its task is under way the day is the task's, and stays.

    Raises:
        RuleBroken: the facts break a rule of `register`.
    """
    is_handed_out = risk.state == RiskState.RECTIFYING
    due_on = risk.due_on if is_handed_out or facts.due_on is None else facts.due_on
    new = replace(facts, unit_id=risk.unit_id, due_on=due_on, found_on=risk.found_on)
    if new != _facts(risk):
        edit(risk=risk, facts=new, actor=actor, on=on)


def rectify(*, risk: Risk, actor: Actor, on: date) -> None:
    """Note that an item to rectify it was handed out.

    Raises:
        RuleBroken: it is not registered any more.
    """
    risk.move("rectify")
    _note(risk, "rectify", actor=actor, on=on, changes=changes_of(risk))


def close(*, risk: Risk, actor: Actor, on: date) -> None:
    """Strike it off the ledger, since its item was verified.

    Raises:
        RuleBroken: it is not being rectified, or the actor belongs to the unit's family.
    """
    _require_other_family(risk, actor, on)
    risk.move("close")
    risk.closed_on = on
    _note(risk, "close", actor=actor, on=on, changes=changes_of(risk))


def cancel(*, risk: Risk, reason: str, actor: Actor, on: date) -> None:
    """不予立项 or 撤销: give it up, with the reason.

    Raises:
        RuleBroken: it is closed or cancelled already, or no reason is given.
    """
    risk.move("cancel", reason=reason)
    risk.cancelled_on = on
    _note(risk, "cancel", actor=actor, on=on, note=reason, changes=changes_of(risk))


def _note(
    risk: Risk,
    verb: str,
    *,
    actor: Actor,
    on: date,
    changes: dict[str, object],
    note: str = "",
) -> None:
    """Add the step to the risk's time line, its event to the trail, and post what it moves."""
    db.session.add(RiskStep.by(actor, verb, on=on, note=note, risk=risk))
    label = f"{risk.code} {risk.title}"
    record_event(f"risk.{verb}", risk, actor=actor, label=label, changes=changes)
    _post(risk, on=on)


def _post(risk: Risk, *, on: date) -> None:
    """Post on the ledger what has moved since the risk's last posting, whatever step it was.

    It counts as new on the day found; everything else on the day of the act.
    """
    last = db.session.scalar(ledger.last_posting(RiskPosting, risk.id))
    moved = ledger.movements(
        last.standing if last else None,
        (risk.unit_id, risk.level) if risk.is_open else None,
        was_entered=last is not None,
        is_cancelled=risk.state == RiskState.CANCELLED,
    )
    first_open = queries.first_open_quarter() if moved else None
    for kind, (unit_id, level) in moved:
        day = risk.found_on if kind == ledger.Movement.NEW else on
        counted = ledger.counted_in(day, first_open=first_open, last=last)
        db.session.add(
            RiskPosting(
                risk_id=risk.id, kind=kind, unit_id=unit_id, level=level, happened_on=day,
                year=counted.year, quarter=counted.number,
            )
        )  # fmt: skip


def _facts(risk: Risk) -> RiskFacts:
    return RiskFacts(**{name: getattr(risk, name) for name in RiskFacts.__dataclass_fields__})


def _write(risk: Risk, facts: RiskFacts, found_on: date) -> None:
    for name in ("unit_id", "area_id", "kind", "level", "title", "place", "measure", "due_on"):
        setattr(risk, name, getattr(facts, name))
    risk.found_on = found_on


def _check(facts: RiskFacts, area: RiskArea, found_on: date) -> None:
    if not facts.title.strip():
        raise RuleBroken("请写明风险、薄弱环节或隐患的内容。")
    _require_unit(db.session.get_one(Unit, facts.unit_id), found_on)
    if area.is_work_line:
        examples = "、".join(one.name for one in directory.risk_areas() if _is_example(one))
        raise RuleBroken(
            f"“{area.name}”是工作主线，不是风险领域，请选择具体的领域，例如{examples}。"
        )
    _require_level(facts)
    if area.is_sensitive and not _is_short_form(facts):
        raise RuleBroken(
            f"“{area.name}”只登记薄弱环节、措施和时限：类型请选“薄弱环节”，等级为“一般”，不填地点。"
        )
    if facts.due_on and facts.due_on < found_on:
        raise RuleBroken(f"整改时限早于发现日期，请选择{chinese_date(found_on)}以后的日期。")


def _is_example(area: RiskArea) -> bool:
    return area.code in {"fire", "food", "traffic"}


def _require_unit(unit: Unit, on: date) -> None:
    if unit.is_active(on):
        return
    if on < unit.active_from:
        raise RuleBroken(f"“{unit.name}”在{chinese_date(on)}还没有设立，请选择当时的单位。")
    raise RuleBroken(f"“{unit.name}”在{chinese_date(on)}已经撤销，请选择承接其职责的单位。")


def _require_level(facts: RiskFacts) -> None:
    if facts.level in levels_of(facts.kind):
        return
    kind = RISK_KIND_LABELS[RiskKind(facts.kind)]
    scale = "蓝黄橙红四色" if facts.kind == RiskKind.RISK_POINT else "一般、较大、重大"
    raise RuleBroken(f"“{kind}”的等级分{scale}，请重新选择等级。")


def _is_short_form(facts: RiskFacts) -> bool:
    """Tell whether nothing is said beyond what a sensitive area allows (domain.md §6.4)."""
    is_plain = (facts.kind, facts.level) == (RiskKind.WEAK_LINK, RiskLevel.GENERAL)
    return is_plain and not facts.place


def _require_once(facts: RiskFacts, named: AreaNamed | None) -> None:
    """Refuse to make the same named area twice a risk of the same unit."""
    if named is None:
        return
    same = queries.made_of(named.id, unit_id=facts.unit_id, area_id=facts.area_id)
    if same is not None:
        raise RuleBroken(
            f"“{named.words}”已登记为{same.unit.display_name}的风险（{same.code}），不必重复登记。"
        )


def _require_other_family(risk: Risk, actor: Actor, on: date) -> None:
    """Refuse a verifier of the unit's family (domain.md §7.3.3)."""
    if actor.person_id is None:
        return
    posts = directory.holdings_of(actor.person_id, on=on)
    own = directory.families((holding.post.unit_id for holding in posts), on=on)
    if any(risk.unit_id in family for family in own):
        raise RuleBroken(f"“{risk.title}”由{risk.unit.name}整改，须由整改单位以外的人核验销号。")
