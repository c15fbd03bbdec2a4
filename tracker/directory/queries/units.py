"""Units as they stood on a day, their heads and their families."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from tracker.audit.queries import while_unchanged
from tracker.core import text
from tracker.core.db import db, read_steadily
from tracker.directory.models import Post, PostHolding, PostRole, Unit, UnitAlias
from tracker.directory.queries.holdings import held
from tracker.directory.queries.settings import settings


def units(*, on: date | None = None) -> list[Unit]:
    """Return all units in their order; with `on`, those that existed that day."""
    query = select(Unit).options(selectinload(Unit.aliases)).order_by(Unit.sort, Unit.id)
    if on is not None:
        active = and_(Unit.active_from <= on, or_(Unit.active_to.is_(None), Unit.active_to >= on))
        query = query.where(active)
    return list(db.session.scalars(query))


def unit_names() -> Mapping[int, str]:
    """Return the names that lists use of all units, past ones too, in the order of the units."""
    return while_unchanged("unit_names", _unit_names)


def _unit_names() -> Mapping[int, str]:
    units = db.session.scalars(select(Unit).order_by(Unit.sort, Unit.id))
    return MappingProxyType({unit.id: unit.display_name for unit in units})


def find_unit(name: str) -> Unit | None:
    """Return the unit of that name, short name or alias."""
    query = (
        select(Unit)
        .outerjoin(UnitAlias)
        .where(or_(Unit.name == name, Unit.short_name == name, UnitAlias.name == name))
    )
    return db.session.scalar(query.limit(1))


def nearest_units(name: str) -> list[str]:
    """Return up to three unit names that look like the unknown one."""
    names = [unit.name for unit in units()] + list(db.session.scalars(select(UnitAlias.name)))
    return text.nearest(name, names)


def principal_of(unit: Unit, *, on: date) -> PostHolding | None:
    """Return who heads the unit on that day; a body is headed by its host's head."""
    unit_id = unit.host_id if unit.is_body and unit.host_id else unit.id
    query = held(on).where(Post.unit_id == unit_id, Post.role == PostRole.PRINCIPAL)
    return db.session.scalar(query.limit(1))


def principals(*, on: date) -> dict[int, PostHolding]:
    """Return who heads each unit on that day: its principal, or the college's secretary.

    A body is headed by the head of its host, under whom it is not listed here.
    """
    query = held(on).where(Post.role.in_([PostRole.PRINCIPAL, PostRole.SECRETARY]))
    return {holding.post.unit_id: holding for holding in db.session.scalars(query)}


def with_bodies(unit_ids: Iterable[int]) -> frozenset[int]:
    """Return the units together with the bodies (创建办 …) that they host."""
    own = set(unit_ids)
    if not own:
        return frozenset()
    return frozenset(own | set(db.session.scalars(select(Unit.id).where(Unit.host_id.in_(own)))))


def family_ids(unit_id: int, *, on: date) -> frozenset[int]:
    """Return the unit family: units sharing a principal, or a party unit and what it covers.

    A body belongs to the family of its host. The relation is followed transitively.
    """
    return _family_of(unit_id, _family_links(on))


def families(unit_ids: Iterable[int], *, on: date) -> list[frozenset[int]]:
    """Return the families of several units, each once, in the order given."""
    links = read_steadily(("family links", on), lambda: _family_links(on))
    return list(dict.fromkeys(_family_of(unit_id, links) for unit_id in unit_ids))


def office_and_discipline(on: date) -> tuple[int | None, int | None]:
    """Return the ids of the office and of the discipline office, as far as they are set."""
    now = settings(on=on)
    found = (now["office_unit_id"], now["discipline_unit_id"])
    office, discipline = (int(text) if text.isdecimal() else None for text in found)
    return office, discipline


def office_family_ids(on: date) -> frozenset[int]:
    """Return the office's own family, whose work others confirm; empty where none is set."""
    return while_unchanged(("office family", on), lambda: _office_family_ids(on))


def _office_family_ids(on: date) -> frozenset[int]:
    office, _ = office_and_discipline(on)
    return family_ids(office, on=on) if office is not None else frozenset()


def _family_of(unit_id: int, links: Mapping[int, set[int]]) -> frozenset[int]:
    found, todo = {unit_id}, [unit_id]
    while todo:
        new = links.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return frozenset(found)


def _family_links(on: date) -> dict[int, set[int]]:
    links: dict[int, set[int]] = {}
    units_and_theirs = select(Unit.id, Unit.covers_id, Unit.host_id)
    for unit_id, *others in db.session.execute(units_and_theirs):
        for other in filter(None, others):
            _link(links, unit_id, other)
    by_person: dict[int, list[int]] = {}
    for holding in db.session.scalars(held(on).where(Post.role == PostRole.PRINCIPAL)):
        by_person.setdefault(holding.person_id, []).append(holding.post.unit_id)
    for same in by_person.values():
        for other in same[1:]:
            _link(links, same[0], other)
    return links


def _link(links: dict[int, set[int]], one: int, other: int) -> None:
    links.setdefault(one, set()).add(other)
    links.setdefault(other, set()).add(one)
