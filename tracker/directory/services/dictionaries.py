"""Campuses, areas of risk, kinds of agreements, number series."""

import string
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select

from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.models import Record
from tracker.core.permissions import Actor
from tracker.directory.models import (
    AgreementKind,
    AreaSynonym,
    Campus,
    NumberSeries,
    RiskArea,
    SeriesYear,
)

Named = TypeVar("Named", Campus, RiskArea, AgreementKind)


@dataclass(frozen=True)
class AreaFacts:
    """An area of risk or a line of work; `synonyms` may stand under other areas too."""

    name: str
    is_sensitive: bool = False
    is_work_line: bool = False
    is_active: bool = True
    sort: int = 0
    synonyms: tuple[str, ...] = ()


def save_campus(
    campus: Campus | None, *, name: str, sort: int, is_active: bool, actor: Actor
) -> Campus:
    """Add a campus (None), or change it; raises RuleBroken when the name is another's."""
    action = "campus.edit" if campus else "campus.add"
    campus = campus or Campus()
    _require_free_name(campus, Campus.name == name, name)
    campus.name, campus.sort, campus.is_active = name, sort, is_active
    return _saved(campus, action, actor)


def save_agreement_kind(
    kind: AgreementKind | None,
    *,
    name: str,
    basis: str,
    sort: int,
    is_active: bool,
    actor: Actor,
) -> AgreementKind:
    """Add a kind of agreement (None), or change it; raises RuleBroken when the name is another's.

    `basis` is the rule that asks for it: agreements are few (domain.md, policy brake).
    """
    action = "agreement_kind.edit" if kind else "agreement_kind.add"
    kind = kind or AgreementKind()
    _require_free_name(kind, AgreementKind.name == name, name)
    kind.name, kind.basis, kind.sort, kind.is_active = name, basis, sort, is_active
    return _saved(kind, action, actor)


def save_area(
    area: RiskArea | None, *, facts: AreaFacts, actor: Actor, code: str = ""
) -> RiskArea:  # fmt: skip
    """Add an area (None), or change it.

    Raises:
        RuleBroken: the name is another area's.
    """
    action = "area.edit" if area else "area.add"
    area = area or RiskArea(code=code or _next_code())
    _require_free_name(area, RiskArea.name == facts.name, facts.name)
    for field in ("name", "is_sensitive", "is_work_line", "is_active", "sort"):
        setattr(area, field, getattr(facts, field))
    return _saved(area, action, actor, extra=_set_synonyms(area, facts.synonyms))


def save_series(
    series: NumberSeries,
    *,
    pattern: str,
    is_manual: bool,
    year: int,
    next_number: int,
    actor: Actor,
) -> NumberSeries:
    """Change how a sort of papers is numbered, and which number comes next in a year.

    Raises:
        RuleBroken: the pattern lacks {year} or {number} or has other braces, or the next
            number was passed already.
    """
    try:
        fields = {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}
        pattern.format(year=2023, number=1)
    except (ValueError, LookupError, AttributeError):
        fields = set()
    if fields != {"year", "number"}:
        raise RuleBroken("编号格式须含 {year}（年份）和 {number}（序号），不含其他花括号。")
    series.pattern, series.is_manual = pattern, is_manual
    changes = changes_of(series) | _set_next_number(series, year, next_number)
    record_event("series.edit", series, actor=actor, label=series.name, changes=changes)
    return series


def _set_next_number(series: NumberSeries, year: int, number: int) -> dict[str, Any]:
    query = select(SeriesYear).filter_by(series_id=series.id, year=year)
    with db.session.no_autoflush:
        row = db.session.scalar(query)
    present = row.next_number if row else 1
    if number == present:
        return {}
    if number < present:
        raise RuleBroken(f"{year} 年已用到第 {present - 1} 号，下一号不能更小。")
    if row is None:
        row = SeriesYear(series_id=series.id, year=year)
        db.session.add(row)
    row.next_number = number
    return {"next_number": [present, number]}


def _require_free_name(record: Record, same_name: ColumnElement[bool], name: str) -> None:
    other = db.session.scalar(select(type(record)).where(same_name))
    if other is not None and other.id != record.id:
        raise RuleBroken(f"“{name}”已在册，请在原有条目上修改。")


def _saved(
    record: Named, action: str, actor: Actor, extra: dict[str, Any] | None = None
) -> Named:  # fmt: skip
    changes = changes_of(record) | (extra or {})
    db.session.add(record)
    record_event(action, record, actor=actor, label=record.name, changes=changes)
    return record


def _set_synonyms(area: RiskArea, names: Iterable[str]) -> dict[str, Any]:
    before = [synonym.name for synonym in area.synonyms]
    after = sorted(set(names) - {area.name, ""})
    kept = [synonym for synonym in area.synonyms if synonym.name in after]
    area.synonyms = kept + [AreaSynonym(name=name) for name in after if name not in before]
    return {"synonyms": [before, after]} if sorted(before) != after else {}


def _next_code() -> str:
    return f"own_{(db.session.scalar(select(func.max(RiskArea.id))) or 0) + 1}"
