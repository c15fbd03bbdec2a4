"""What is known of a risk, and whether it may be known: kinds, levels, the short form."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory import queries as directory
from tracker.directory.models import RiskArea, Unit
from tracker.risks.models import (
    RISK_KIND_LABELS,
    Risk,
    RiskKind,
    RiskLevel,
    RiskSource,
    levels_of,
)
from tracker.risks.services.persons import is_leader


@dataclass(frozen=True)
class RiskFacts:
    """What is known of a risk; `title` is the risk, the weak link or the hazard itself.

    Without `found_on` it was found at its meeting, or on the day of the act if that is earlier.
    `found_by_id` is a unit, never a person; `supervisor_id` a person in a leader's post. From
    `source` on nothing is said of a sensitive area.
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
    source: str = ""
    basis: str = ""
    found_by_id: int | None = None
    interim_control: str = ""
    grade_basis: str = ""
    responsibility: str = ""
    budget: str = ""
    emergency_plan: str = ""
    supervisor_id: int | None = None


# What a short form leaves empty (domain.md §6.4).
LONG_FORM = (
    "place", "source", "basis", "found_by_id", "interim_control", "grade_basis",
    "responsibility", "budget", "emergency_plan", "supervisor_id",
)  # fmt: skip
# What is written by acts of their own, not by correcting the record.
GRADED = frozenset({"kind", "level", "grade_basis"})


def facts_of(risk: Risk) -> RiskFacts:
    """Return a risk's facts as they stand."""
    return RiskFacts(**{name: getattr(risk, name) for name in RiskFacts.__dataclass_fields__})


def write(risk: Risk, facts: RiskFacts, found_on: date) -> None:
    """Let the risk read as the facts say."""
    for name in facts.__dataclass_fields__:
        setattr(risk, name, getattr(facts, name))
    risk.found_on = found_on


def sourced(facts: RiskFacts, area: RiskArea, *, is_of_meeting: bool) -> RiskFacts:
    """Return the facts with where they come from, which a sensitive area does not tell."""
    if area.is_sensitive or facts.source:
        return facts
    source = RiskSource.MEETING if is_of_meeting else RiskSource.CHECK
    return replace(facts, source=source)


def check(facts: RiskFacts, area: RiskArea, found_on: date) -> None:
    """Refuse facts that no risk may have.

    Raises:
        RuleBroken: the sentence says which.
    """
    if not facts.title.strip():
        raise RuleBroken("请写明风险、薄弱环节或隐患的内容。")
    _require_units(facts, found_on)
    if area.is_work_line:
        examples = "、".join(one.name for one in directory.risk_areas() if _is_example(one))
        raise RuleBroken(
            f"“{area.name}”是工作主线，不是风险领域，请选择具体的领域，例如{examples}。"
        )
    require_level(facts.kind, facts.level)
    if area.is_sensitive and not _is_short_form(facts):
        raise RuleBroken(
            f"“{area.name}”只登记薄弱环节、措施和时限：类型请选“薄弱环节”，等级为“一般”，"
            "不填地点、来源、管控等其他内容。"
        )
    if facts.due_on and facts.due_on < found_on:
        raise RuleBroken(f"整改时限早于发现日期，请选择{chinese_date(found_on)}或以后的日期。")
    if facts.supervisor_id is not None and not is_leader(facts.supervisor_id, on=found_on):
        raise RuleBroken(f"督办领导须是{chinese_date(found_on)}在任的校领导，请重新选择。")


def require_level(kind: str, level: str) -> None:
    """Keep the grades and the colours of risk points apart.

    Raises:
        RuleBroken: the level is of the other scale.
    """
    if level in levels_of(kind):
        return
    label = RISK_KIND_LABELS[RiskKind(kind)]
    scale = "蓝黄橙红四色" if kind == RiskKind.RISK_POINT else "一般、较大、重大"
    raise RuleBroken(f"“{label}”的等级分{scale}，请重新选择等级。")


def _is_example(area: RiskArea) -> bool:
    return area.code in {"fire", "food", "traffic"}


def _require_units(facts: RiskFacts, on: date) -> None:
    _require_unit(db.session.get_one(Unit, facts.unit_id), on)
    if facts.found_by_id is not None:
        _require_unit(db.session.get_one(Unit, facts.found_by_id), on)


def _require_unit(unit: Unit, on: date) -> None:
    if unit.is_active(on):
        return
    if on < unit.active_from:
        raise RuleBroken(f"“{unit.name}”在{chinese_date(on)}还没有设立，请选择当时的单位。")
    raise RuleBroken(f"“{unit.name}”在{chinese_date(on)}已经撤销，请选择承接其职责的单位。")


def _is_short_form(facts: RiskFacts) -> bool:
    """Tell whether nothing is said beyond what a sensitive area allows (domain.md §6.4)."""
    is_plain = (facts.kind, facts.level) == (RiskKind.WEAK_LINK, RiskLevel.GENERAL)
    return is_plain and not any(getattr(facts, name) for name in LONG_FORM)


def require_complete(risk: Risk) -> None:
    """Refuse a major risk that lacks one of its five fields, or its supervising leader.

    Raises:
        RuleBroken: the sentence names what is missing (domain.md §7.3.10).
    """
    if missing := risk.missing_if_major:
        raise RuleBroken(
            f"{risk.code}是重大等级，还缺{'、'.join(missing)}，请在风险页“修改”中补齐后再办理。"
        )
