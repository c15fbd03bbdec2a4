"""Units and bodies: their names, where they belong, and from when to when they exist."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from tracker.audit.services import change, changes_of, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory.models import (
    BODIES,
    LEADER_ROLES,
    PARTY_UNITS,
    Post,
    PostHolding,
    Unit,
    UnitAlias,
)


@dataclass(frozen=True)
class UnitFacts:
    """What is known of a unit or body."""

    name: str
    kind: str
    active_from: date
    short_name: str = ""
    parent_id: int | None = None
    covers_id: int | None = None
    host_id: int | None = None
    sort: int = 0
    active_to: date | None = None
    supervising_post_id: int | None = None
    aliases: tuple[str, ...] = ()


def save_unit(unit: Unit | None, *, facts: UnitFacts, actor: Actor) -> Unit:
    """Add a unit (None), or change one; what it ends, its posts' holders end with it.

    Raises:
        RuleBroken: a name is another unit's, the unit would belong to itself, only a body is
            hosted, only a party unit covers another, or what depends on it outlives it.
    """
    action = "unit.edit" if unit else "unit.add"
    unit = unit or Unit()
    _require_free_names(unit, facts)
    _require_sense(facts)
    for relation in ("parent_id", "covers_id", "host_id"):
        _require_no_circle(unit, relation, getattr(facts, relation))
    if facts.active_to is not None and unit.id is not None:
        _require_no_dependants(unit, facts.active_to)
    for field in (
        "name", "kind", "active_from", "short_name", "parent_id", "covers_id", "host_id",
        "sort", "active_to",
    ):  # fmt: skip
        setattr(unit, field, getattr(facts, field))
    # Taken before anything is flushed.
    changes = changes_of(unit) | _set_aliases(unit, facts.aliases)
    changes |= _set_supervisor(unit, facts.supervising_post_id)
    db.session.add(unit)
    db.session.flush()
    if facts.active_to is not None:
        _end_holdings(unit, facts.active_to)
    record_event(action, unit, actor=actor, label=unit.name, changes=changes)
    return unit


def _require_free_names(unit: Unit, facts: UnitFacts) -> None:
    wanted = {facts.name, facts.short_name, *facts.aliases} - {""}
    query = select(Unit).outerjoin(UnitAlias).where(
        or_(Unit.name.in_(wanted), Unit.short_name.in_(wanted), UnitAlias.name.in_(wanted))
    )  # fmt: skip
    for other in db.session.scalars(query):
        if other.id != unit.id:
            names = {other.name, other.short_name, *(alias.name for alias in other.aliases)}
            shared = "、".join(sorted(wanted & names))
            raise RuleBroken(f"“{shared}”已是{other.name}的名称或别名，请改用别的名称。")


def _require_sense(facts: UnitFacts) -> None:
    if facts.active_to is not None and facts.active_to < facts.active_from:
        raise RuleBroken("撤销日期早于设立日期，请核对后再填。")
    if facts.host_id is not None and facts.kind not in BODIES:
        raise RuleBroken("只有领导小组及其办公室才填写挂靠单位，请清空后再保存。")
    if facts.covers_id is not None and facts.kind not in PARTY_UNITS:
        raise RuleBroken("只有党组织才填写所覆盖的行政单位，请清空后再保存。")


def _require_no_circle(unit: Unit, relation: str, target_id: int | None) -> None:
    """Follow the relation upwards; it must not come back to the unit."""
    seen: set[int] = set()
    while target_id is not None and target_id not in seen:
        if target_id == unit.id:
            words = {"parent_id": "隶属", "covers_id": "覆盖", "host_id": "挂靠"}[relation]
            raise RuleBroken(f"{unit.name}不能{words}于自己或自己的下级，请另选单位。")
        seen.add(target_id)
        target = db.session.get(Unit, target_id)
        if target is None:
            raise RuleBroken("所选单位已不存在，请刷新页面后重新选择。")
        target_id = getattr(target, relation)


def _require_no_dependants(unit: Unit, end: date) -> None:
    query = select(Unit).where(
        or_(Unit.parent_id == unit.id, Unit.host_id == unit.id),
        or_(Unit.active_to.is_(None), Unit.active_to > end),
    )
    dependant = db.session.scalar(query.limit(1))
    if dependant is not None:
        raise RuleBroken(f"{dependant.name}隶属或挂靠于此，请先为其改填上级，再登记撤销。")


def _set_aliases(unit: Unit, names: Iterable[str]) -> dict[str, Any]:
    """Keep the rows that stay: a unique name can not be inserted again before it is deleted."""
    before = [alias.name for alias in unit.aliases]
    after = sorted(set(names) - {unit.name, unit.short_name, ""})
    kept = [alias for alias in unit.aliases if alias.name in after]
    unit.aliases = kept + [UnitAlias(name=name) for name in after if name not in before]
    return {"aliases": [before, after]} if sorted(before) != after else {}


def _set_supervisor(unit: Unit, post_id: int | None) -> dict[str, Any]:
    """Name the leader's post that is in charge of the unit, or nobody's."""
    post = db.session.get(Post, post_id) if post_id else None
    if post is not None and post.role not in LEADER_ROLES:
        raise RuleBroken("分管领导须是校领导的岗位，请重新选择。")
    before, unit.supervising_post = unit.supervising_post_id, post
    return change("supervising_post_id", before, post_id) if before != post_id else {}


def _end_holdings(unit: Unit, end: date) -> None:
    query = select(PostHolding).join(PostHolding.post).where(
        Post.unit_id == unit.id, or_(PostHolding.to_on.is_(None), PostHolding.to_on > end)
    )  # fmt: skip
    for holding in db.session.scalars(query):
        holding.to_on = max(end, holding.from_on)
