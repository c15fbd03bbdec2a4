"""Units, posts and people from a table: one row is a unit, a post of it, or who holds it.

The same table may be brought in again: what is there already stays as it is.
"""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from sqlalchemy import func, select

from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.imports import Outcome, bring_in
from tracker.core.permissions import Actor
from tracker.core.sheets import as_name
from tracker.directory import queries
from tracker.directory.models import (
    LONG_AGO,
    POST_ROLE_LABELS,
    UNIT_KIND_LABELS,
    Person,
    Post,
    PostHolding,
    PostRole,
    Unit,
    UnitKind,
)
from tracker.directory.services.guesses import guessed_kind, guessed_role
from tracker.directory.services.people import (
    SINGLE_IN_COLLEGE,
    SINGLE_IN_UNIT,
    PersonFacts,
    PostFacts,
    hand_over,
    save_person,
    save_post,
)
from tracker.directory.services.roster_rows import Entry, by_label, require_clean, since
from tracker.directory.services.units import UnitFacts, save_unit


def import_roster(entries: Iterable[Entry], *, on: date, actor: Actor) -> list[Outcome]:
    """Bring the whole table in, in the present business transaction.

    Whoever takes over a post that has one holder begins on the row's 任职日期, else `on`.

    Raises:
        NotBroughtIn: a row has a problem; the transaction is to be rolled back.
    """
    return bring_in(entries, lambda entry: _bring_in(entry, on=on, actor=actor))


def _bring_in(entry: Entry, *, on: date, actor: Actor) -> list[str]:
    require_clean(entry)
    acts: list[str] = []
    unit = _unit(entry, acts, on=on, actor=actor)
    if entry.name and not entry.title:
        raise RuleBroken("有姓名而没有职务，请填写职务，如“干事”“联络员”。")
    if not entry.title:
        return acts
    person = _person(entry, unit, acts, on=on, actor=actor) if entry.name else None
    post, holding = _post(entry, unit, person) or (None, None)
    if post is None:
        post = _new_post(entry, unit, acts, on=on, actor=actor)
    if person is not None and (holding is None or holding.person_id != person.id):
        begun = since(entry) or (on if holding else LONG_AGO)
        hand_over(post, person=person, on=begun, actor=actor)
        acts.append(f"接任（原任{holding.person.name}）" if holding else "任职")
    return acts


# The unit ---------------------------------------------------------------------


def _unit(entry: Entry, acts: list[str], *, on: date, actor: Actor) -> Unit:
    found = queries.find_unit(entry.unit)
    if found is not None:
        if not found.is_active(on):
            raise RuleBroken(f"{found.name}已撤销，请改填现在的单位。")
        return found
    facts = UnitFacts(
        name=entry.unit,
        kind=_kind(entry),
        active_from=LONG_AGO,
        short_name=entry.short_name,
        parent_id=_parent(entry),
        sort=_next(Unit.sort),
    )
    alike = _alike(facts, on)
    unit = save_unit(None, facts=facts, actor=actor)
    hint = f"；如即“{alike}”，请改写" if alike else ""
    acts.append(f"新增单位（{unit.kind_label}{hint}）")
    return unit


def _alike(facts: UnitFacts, on: date) -> str:
    """Return the unit of the same kind whose name looks like a slip of the new one's."""
    names = [unit.name for unit in queries.units(on=on) if unit.kind == facts.kind]
    return next(iter(get_close_matches(facts.name, names, n=1, cutoff=0.75)), "")


def _kind(entry: Entry) -> UnitKind:
    if entry.kind:
        return UnitKind(by_label(entry.kind, UNIT_KIND_LABELS, "单位类别"))
    return guessed_kind(entry.unit)


def _parent(entry: Entry) -> int | None:
    if not entry.parent:
        return None
    parent = queries.find_unit(entry.parent)
    if parent is None:
        raise RuleBroken(f"上级单位“{entry.parent}”还没有登记，请把它排在本行之前。")
    return parent.id


def _next(column: object) -> int:
    return (db.session.scalar(select(func.max(column))) or 0) + 10


# The person -------------------------------------------------------------------


def _person(entry: Entry, unit: Unit, acts: list[str], *, on: date, actor: Actor) -> Person:
    name = as_name(entry.name)
    namesakes = list(db.session.scalars(select(Person).filter_by(name=name).order_by(Person.id)))
    found = _numbered(entry, name) if entry.staff_no else _unnumbered(name, namesakes, unit, on)
    if found is None and entry.staff_no:
        found = _only_unnumbered(namesakes, unit, on)
    if found is None:
        facts = PersonFacts(name, entry.staff_no or None, entry.office_phone, _next(Person.sort))
        acts.append("新增人员")
        return save_person(None, facts=facts, on=on, actor=actor)
    if not found.is_active:
        raise RuleBroken(f"{name}已停用，请先在人员中恢复。")
    _complete(entry, found, acts, on=on, actor=actor)
    return found


def _numbered(entry: Entry, name: str) -> Person | None:
    found = db.session.scalar(select(Person).filter_by(staff_no=entry.staff_no))
    if found is not None and found.name != name:
        raise RuleBroken(f"工号 {entry.staff_no} 已登记给{found.name}，与“{name}”不符，请核对。")
    return found


def _unnumbered(name: str, namesakes: list[Person], unit: Unit, on: date) -> Person | None:
    """Return who is meant by a name alone: the only one of that name in the unit."""
    if not namesakes:
        return None
    here = [person for person in namesakes if unit.id in _units_of(person, on)]
    if len(here) == 1:
        return here[0]
    post = queries.highest_post(namesakes[0].id, on=on)
    where = f"（{queries.post_words(post)}）" if post else ""
    raise RuleBroken(f"已有同名人员{name}{where}，请填写工号，以区分是否同一人。")


def _only_unnumbered(namesakes: list[Person], unit: Unit, on: date) -> Person | None:
    """Return who was entered without a 工号 before, in the same unit, and now gets one."""
    here = [p for p in namesakes if p.staff_no is None and unit.id in _units_of(p, on)]
    return here[0] if len(here) == 1 else None


def _units_of(person: Person, on: date) -> set[int]:
    return {holding.post.unit_id for holding in queries.holdings_of(person.id, on=on)}


def _complete(entry: Entry, person: Person, acts: list[str], *, on: date, actor: Actor) -> None:
    """Add to a known person what was not known; nothing known is changed."""
    staff_no = person.staff_no or entry.staff_no
    phone = person.office_phone or entry.office_phone
    if (staff_no or None, phone) == (person.staff_no, person.office_phone):
        return
    acts.append("补登工号" if person.staff_no is None and staff_no else "补登电话")
    facts = PersonFacts(person.name, staff_no, phone, person.sort, person.is_active)
    save_person(person, facts=facts, on=on, actor=actor)


# The post and who holds it ----------------------------------------------------


def _post(
    entry: Entry, unit: Unit, person: Person | None
) -> tuple[Post, PostHolding | None] | None:
    """Return the post that a row means with its holder: one's own, else a vacant one, else the
    only one of its kind, which passes on.
    """
    query = select(Post).filter_by(unit_id=unit.id, title=entry.title, is_active=True)
    same = list(db.session.scalars(query.order_by(Post.rank, Post.id)))
    holders = queries.holders_of([post.id for post in same], on=date.max) if same else {}
    fitting = [post for post in same if _may_take(post, holders.get(post.id), person)]
    fitting.sort(key=lambda post: _distance(holders.get(post.id), person))
    return (fitting[0], holders.get(fitting[0].id)) if fitting else None


def _new_post(entry: Entry, unit: Unit, acts: list[str], *, on: date, actor: Actor) -> Post:
    role = _role(entry, unit)
    facts = PostFacts(entry.title, role, _next(Post.rank), entry.category)
    guessed = guessed_role(entry.title, UnitKind(unit.kind))
    taken = "" if entry.role or role == guessed else f"；已有{POST_ROLE_LABELS[guessed]}"
    acts.append(f"新增岗位（{POST_ROLE_LABELS[role]}{taken}）")
    return save_post(None, unit=unit, facts=facts, on=on, actor=actor)


def _distance(holding: PostHolding | None, person: Person | None) -> int:
    if holding is None:
        return 1
    return 0 if person is not None and holding.person_id == person.id else 2


def _may_take(post: Post, holding: PostHolding | None, person: Person | None) -> bool:
    """Tell whether a row means this post: one of several 副处长 stays with who holds it."""
    is_single = post.role in SINGLE_IN_COLLEGE | SINGLE_IN_UNIT
    return is_single or person is None or _distance(holding, person) < 2


def _role(entry: Entry, unit: Unit) -> PostRole:
    if entry.role:
        return PostRole(by_label(entry.role, POST_ROLE_LABELS, "岗位性质"))
    guessed = guessed_role(entry.title, UnitKind(unit.kind))
    single = SINGLE_IN_UNIT | SINGLE_IN_COLLEGE
    if guessed in single and _has_role(guessed, unit):
        return PostRole.LEADER if guessed in SINGLE_IN_COLLEGE else PostRole.MEMBER
    return guessed


def _has_role(role: PostRole, unit: Unit) -> bool:
    query = select(Post.id).where(Post.role == role, Post.is_active)
    if role in SINGLE_IN_UNIT:
        query = query.where(Post.unit_id == unit.id)
    return db.session.scalar(query.limit(1)) is not None
