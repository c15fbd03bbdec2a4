"""Posts, the staff, and who holds which post from when on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory.models import (
    POST_ROLE_LABELS,
    Person,
    Post,
    PostHolding,
    PostRole,
    Unit,
)

# One of a kind in the whole college, and one of a kind in each unit.
SINGLE_IN_COLLEGE = frozenset({PostRole.SECRETARY, PostRole.PRESIDENT})
SINGLE_IN_UNIT = frozenset({PostRole.PRINCIPAL, PostRole.LIAISON})


@dataclass(frozen=True)
class PersonFacts:
    """What is known of a member of staff (domain.md §6.2)."""

    name: str
    staff_no: str | None = None
    office_phone: str = ""
    sort: int = 0
    is_active: bool = True


@dataclass(frozen=True)
class PostFacts:
    """What is known of a post; `rank` orders rosters, small first."""

    title: str
    role: str
    rank: int = 1000
    category: str = ""
    is_active: bool = True


def save_person(person: Person | None, *, facts: PersonFacts, on: date, actor: Actor) -> Person:
    """Add somebody (None), or change what is known of them.

    Raises:
        RuleBroken: the 工号 is somebody else's, or who leaves still holds a post.
    """
    action = "person.edit" if person else "person.add"
    person = person or Person()
    if facts.staff_no:
        other = db.session.scalar(select(Person).filter_by(staff_no=facts.staff_no))
        if other is not None and other.id != person.id:
            raise RuleBroken(f"工号 {facts.staff_no} 已登记给{other.name}，请核对。")
    if not facts.is_active and person.id is not None:
        _require_no_post(person, on)
    person.name, person.staff_no = facts.name, facts.staff_no or None
    person.office_phone, person.sort = facts.office_phone, facts.sort
    person.is_active = facts.is_active
    changes = changes_of(person)
    db.session.add(person)
    record_event(action, person, actor=actor, label=person.name, changes=changes)
    return person


def _require_no_post(person: Person, on: date) -> None:
    query = select(PostHolding).where(
        PostHolding.person_id == person.id, or_(PostHolding.to_on.is_(None), PostHolding.to_on > on)
    )
    holding = db.session.scalar(query.limit(1))
    if holding is not None:
        words = f"{holding.post.unit.name}{holding.post.title}"
        raise RuleBroken(f"{person.name}仍任{words}，请先登记离任或接任，再停用。")


def save_post(
    post: Post | None, *, unit: Unit, facts: PostFacts, on: date, actor: Actor
) -> Post:  # fmt: skip
    """Add a post to a unit (None), or change it.

    Raises:
        RuleBroken: there is one such post already where there may be only one, or a post that
            is abolished still has a holder.
    """
    action = "post.edit" if post else "post.add"
    post = post or Post(unit_id=unit.id)
    if facts.is_active:
        _require_single(post, unit, PostRole(facts.role))
    elif post.id is not None and _holdings_from(post, on):
        raise RuleBroken("此岗位仍有人在任，请先登记离任，再停用岗位。")
    for field in ("title", "role", "rank", "category", "is_active"):
        setattr(post, field, getattr(facts, field))
    changes = changes_of(post)
    db.session.add(post)
    record_event(action, post, actor=actor, label=f"{unit.name} {post.title}", changes=changes)
    return post


def _require_single(post: Post, unit: Unit, role: PostRole) -> None:
    if role not in SINGLE_IN_COLLEGE | SINGLE_IN_UNIT:
        return
    query = select(Post).where(Post.role == role, Post.is_active)
    if role in SINGLE_IN_UNIT:
        query = query.where(Post.unit_id == unit.id)
    for other in db.session.scalars(query):
        if other.id != post.id:
            label = POST_ROLE_LABELS[role]
            raise RuleBroken(
                f"{other.unit.name}已有“{label}”岗位：{other.title}。请在该岗位登记接任，"
                "或先停用该岗位。"
            )


def order_posts(post_ids: Sequence[int], *, actor: Actor) -> int:
    """Rank the posts in the order given, 10 apart; returns how many moved.

    Posts that are not named, because nobody holds them, keep their rank.
    """
    moved = 0
    for place, post_id in enumerate(post_ids, start=1):
        post = db.session.get_one(Post, post_id)
        if post.rank != 10 * place:
            post.rank, moved = 10 * place, moved + 1
            label = f"{post.unit.name} {post.title}"
            record_event(
                "post.edit", post, actor=actor, label=label, changes=changes_of(post)
            )  # fmt: skip
    return moved


def hand_over(
    post: Post, *, person: Person | None, on: date, actor: Actor
) -> PostHolding | None:  # fmt: skip
    """Let a post pass to somebody, or fall vacant (None), on a day; the holder's term ends before.

    Raises:
        RuleBroken: the post or the person is out of use, the day lies before the present
            holder's first, or somebody is to take over later already.
    """
    if not post.is_active or (person is not None and not person.is_active):
        raise RuleBroken("岗位或人员已停用，请先恢复使用。")
    if person is not None and not post.unit.is_active(on):
        raise RuleBroken(f"{post.unit.name}在 {on:%Y-%m-%d} 未设立或已撤销，请核对日期。")
    label = f"{post.unit.name} {post.title} → {person.name if person else '空缺'}"
    changes: dict[str, object] = {}
    for holding in _holdings_from(post, on):
        _end_before(holding, on, person)
        changes["ended"] = [holding.person.name, str(holding.to_on)]
    if person is None:
        if not changes:
            raise RuleBroken("此岗位现在无人在任，无须登记离任。")
        record_event("post.hand_over", post, actor=actor, label=label, changes=changes)
        return None
    holding = PostHolding(person=person, post=post, from_on=on)
    db.session.add(holding)
    changes["begun"] = [None, f"{person.name} {on}"]
    record_event("post.hand_over", post, actor=actor, label=label, changes=changes)
    return holding


def _end_before(holding: PostHolding, on: date, successor: Person | None) -> None:
    if successor is not None and holding.person_id == successor.id:
        raise RuleBroken(f"{successor.name}已任此职，无须登记接任。")
    if holding.from_on >= on:
        raise RuleBroken(
            f"{holding.person.name}自 {holding.from_on:%Y-%m-%d} 起任此职，日期须晚于此日。"
        )
    holding.to_on = on - timedelta(days=1)


def _holdings_from(post: Post, on: date) -> list[PostHolding]:
    """Return who holds the post on that day or later."""
    query = select(PostHolding).where(
        PostHolding.post_id == post.id,
        or_(PostHolding.to_on.is_(None), PostHolding.to_on >= on),
    )
    return list(db.session.scalars(query.order_by(PostHolding.from_on)))
