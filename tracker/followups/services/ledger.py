"""What an office kept in its own ledgers before, brought in as open items and risks.

The same ledger may be brought in again: what is there already stays as it is.
"""

import re
from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from tracker.core import text
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.imports import Outcome, bring_in
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.directory.models import RiskArea, Unit
from tracker.followups.models import OPEN_STATES, DueBasis, FollowUp, FollowUpState
from tracker.followups.services.ledger_rows import RiskEntry, TaskEntry, day
from tracker.followups.services.planning import Demand, dispatch, plan_items, proposed_due
from tracker.risks import services as risks
from tracker.risks.models import OPEN_STATES as OPEN_RISKS
from tracker.risks.models import Risk, RiskKind, RiskLevel, RiskState
from tracker.risks.services import RiskFacts

LONGEST = {"title": 200, "requirement": 5000}
LONGEST_OF_RISK = {"title": 300, "place": 100, "measure": 2000, "budget": 100}
NAMES = {
    "title": "事项", "requirement": "工作要求", "place": "地点", "measure": "措施",
    "budget": "资金",
}  # fmt: skip
_GENERAL_ENDING = re.compile(r"(?:类|方面|隐患|问题)+$")
_BETWEEN = re.compile(r"[：:·/；;\n]+|—+")


def import_tasks(entries: Iterable[TaskEntry], *, on: date, actor: Actor) -> list[Outcome]:
    """Bring in 督办事项一览表: what has a date is handed out, what has none is planned.

    Raises:
        NotBroughtIn: a row has a problem; the transaction is to be rolled back.
    """
    return bring_in(entries, lambda entry: _task(entry, on=on, actor=actor))


def import_risks(entries: Iterable[RiskEntry], *, on: date, actor: Actor) -> list[Outcome]:
    """Bring in 风险隐患台账: what has a date is being rectified by an item of its unit.

    Raises:
        NotBroughtIn: a row has a problem; the transaction is to be rolled back.
    """
    return bring_in(entries, lambda entry: _risk(entry, on=on, actor=actor))


# Tasks ------------------------------------------------------------------------


def _task(entry: TaskEntry, *, on: date, actor: Actor) -> list[str]:
    entry.require_clean()
    entry.require_open(on=on)
    _require_short(entry, LONGEST)
    lead, *others = _units(entry.unit, "责任单位", on)
    if _known_task(entry, lead):
        return []
    others += _units(entry.supporting, "配合单位", on) if entry.supporting else []
    due_on = entry.due_on
    demand = Demand(
        title=entry.title,
        lead_unit_ids=(lead.id,),
        requirement=entry.requirement,
        supporting_ids=tuple(unit.id for unit in others if unit.id != lead.id),
        due_on=due_on or proposed_due(None, "item_working_days", on=on),
        due_basis=DueBasis.STATED if due_on else DueBasis.SUGGESTED,
    )
    items = plan_items(
        demand=demand, meeting=None, point=None, actor=actor, on=on, note=entry.note
    )  # fmt: skip
    supporting = f"，配合{'、'.join(unit.display_name for unit in others)}" if others else ""
    if due_on is None:
        return [f"拟定任务（{lead.display_name}{supporting}），时限按系统建议，核对后再交办"]
    dispatch(followups=items, actor=actor, on=on)
    return [f"交办任务（{lead.display_name}{supporting}）"]


def _known_task(entry: TaskEntry, lead: Unit) -> bool:
    """Tell whether the unit has this matter: open, or with the same date."""
    query = select(FollowUp.id).where(
        FollowUp.lead_unit_id == lead.id,
        FollowUp.title == entry.title,
        FollowUp.state != FollowUpState.CANCELLED,
        or_(
            FollowUp.state.in_(OPEN_STATES | {FollowUpState.PLANNED}),
            FollowUp.original_due_on == entry.due_on,
        ),
    )
    return db.session.scalar(query.limit(1)) is not None


# Risks ------------------------------------------------------------------------


def _risk(entry: RiskEntry, *, on: date, actor: Actor) -> list[str]:
    entry.require_clean()
    entry.require_open(on=on)
    _require_short(entry, LONGEST_OF_RISK)
    unit, *supporting = _units(entry.unit, "责任单位", on)
    found_on, due_on = _found_on(entry, on), entry.due_on
    if _known_risk(entry, unit, found_on):
        return []
    facts, hint = _facts(entry, unit, found_on)
    risk = risks.register(facts=facts, meeting=None, actor=actor, on=on, note=entry.note)
    if due_on is None:
        return [f"登记风险（{unit.display_name}，{risk.area.name}{hint}），没有时限，未交办"]
    demand = Demand(
        title=entry.title[: LONGEST["title"]],
        lead_unit_ids=(unit.id,),
        requirement=entry.measure,
        supporting_ids=tuple(one.id for one in supporting),
        due_on=due_on,
        due_basis=DueBasis.STATED,
    )
    items = plan_items(demand=demand, meeting=None, point=None, risk=risk, actor=actor, on=on)
    if missing := risk.missing_if_major:
        where = f"{unit.display_name}，{risk.area.name}"
        return [f"登记重大风险并拟定任务（{where}），补齐{'、'.join(missing)}后再交办"]
    dispatch(followups=items, actor=actor, on=on)
    return [f"登记风险并交办整改（{unit.display_name}，{risk.area.name}{hint}）"]


def _found_on(entry: RiskEntry, on: date) -> date:
    found_on = day(entry.found, "排查时间")
    if found_on is None and entry.due_on is not None and entry.due_on < on:
        raise RuleBroken("时限已过而没有排查时间，请补填排查时间。")
    if found_on is not None and found_on > on:
        raise RuleBroken(f"排查时间“{entry.found}”在今天之后，请核对。")
    return found_on or on


def _known_risk(entry: RiskEntry, unit: Unit, found_on: date) -> bool:
    """Tell whether the register has this risk of the unit: open, or found on the same day."""
    query = select(Risk.id).where(
        Risk.unit_id == unit.id,
        Risk.title == entry.title,
        Risk.state != RiskState.CANCELLED,
        or_(Risk.state.in_(OPEN_RISKS), Risk.found_on == found_on),
    )
    return db.session.scalar(query.limit(1)) is not None


def _facts(entry: RiskEntry, unit: Unit, found_on: date) -> tuple[RiskFacts, str]:
    """Return the facts, and what was left out of them in a sensitive area (domain.md §6.4)."""
    area, place = _area_and_place(entry)
    kind, level = entry.graded()
    hint, budget = "", entry.budget
    if area.is_sensitive:
        kind, level = RiskKind.WEAK_LINK, RiskLevel.GENERAL
        place, budget, hint = "", "", "；敏感领域，只登记薄弱环节、措施和时限"
    facts = RiskFacts(
        unit_id=unit.id, area_id=area.id, kind=kind, level=level, title=entry.title,
        place=place, measure=entry.measure, due_on=entry.due_on, found_on=found_on,
        budget=budget,
    )  # fmt: skip
    return facts, hint


def _area_and_place(entry: RiskEntry) -> tuple[RiskArea, str]:
    """Return the one area that the row names, and the place that stands beside it."""
    if entry.area:
        return _area([entry.area]), entry.place or entry.where
    parts = [part.strip() for part in _BETWEEN.split(entry.where) if part.strip()]
    if not parts:
        raise RuleBroken("没有写明领域，请填写，例如消防安全。")
    area = _area(parts)
    return area, entry.place or "、".join(part for part in parts if not _areas_of(part))


def _area(parts: list[str]) -> RiskArea:
    found = {area.id: area for part in parts for area in _areas_of(part)}
    if len(found) == 1:
        return next(iter(found.values()))
    words = "：".join(parts)
    if found:
        names = "、".join(area.name for area in found.values())
        raise RuleBroken(f"“{words}”对应多个领域（{names}），请写明其中一个。")
    names_of = {area.name: [one.name for one in area.synonyms] for area in directory.risk_areas()}
    alike = text.nearest(words, names_of)
    hint = f"，相近的有{'、'.join(alike)}" if alike else ""
    raise RuleBroken(f"没有“{words}”这个领域{hint}；请改写，或先在校情字典中给领域加上这个同义词。")


def _areas_of(words: str) -> list[RiskArea]:
    """Return the areas that the words mean: 消防 and 消防隐患 are 消防安全."""
    stem = _GENERAL_ENDING.sub("", words)
    names = (words, stem, f"{stem}安全")
    return next(filter(None, map(directory.areas_of, names)), [])


# Both -------------------------------------------------------------------------


def _require_short(entry: TaskEntry | RiskEntry, longest: dict[str, int]) -> None:
    for field, most in longest.items():
        if len(getattr(entry, field)) > most:
            raise RuleBroken(f"{NAMES[field]}超过 {most} 字，请精简，细节写在措施或要求里。")


def _units(cell: str, label: str, on: date) -> list[Unit]:
    """Return the units that a cell names, in its order; the first leads.

    Raises:
        RuleBroken: it names none, or one that the directory lacks or that has been dissolved.
    """
    if not cell:
        raise RuleBroken(f"没有{label}，请填写单位名称。")
    known = {name for unit in directory.units() for name in unit.names}
    return list(dict.fromkeys(_unit(name, label, on) for name in text.split_list(cell, known)))


def _unit(name: str, label: str, on: date) -> Unit:
    unit = directory.find_unit(name)
    if unit is None:
        alike = directory.nearest_units(name)
        hint = f"，相近的有{'、'.join(alike)}" if alike else ""
        raise RuleBroken(f"{label}“{name}”没有登记{hint}；请改写，或先登记单位或别名。")
    if not unit.is_active(on):
        raise RuleBroken(f"{unit.name}已撤销，请改填现在的单位。")
    return unit
