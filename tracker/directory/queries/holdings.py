"""Who holds which post on a day, and how posts are named."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from tracker.audit.queries import while_unchanged
from tracker.core.db import db, read_steadily
from tracker.directory.models import LEADER_ROLES, Person, Post, PostHolding


def held(on: date) -> Select[PostHolding]:
    """Return a query of the holdings valid on a day, with person, post and unit loaded."""
    return _held(on, on).where(Post.is_active)


def _held(first: date, last: date) -> Select[PostHolding]:
    return (
        select(PostHolding)
        .join(PostHolding.post)
        .join(Post.unit)
        .join(PostHolding.person)
        .where(
            PostHolding.from_on <= last,
            or_(PostHolding.to_on.is_(None), PostHolding.to_on >= first),
        )
        .options(joinedload(PostHolding.person), joinedload(PostHolding.post).joinedload(Post.unit))
        .order_by(Post.rank, Person.sort, PostHolding.id)
    )


def holdings(*, on: date) -> list[PostHolding]:
    """Return who holds what on that day, in rank order."""
    return list(db.session.scalars(held(on)))


def rank_order(*, on: date) -> list[tuple[int, str, str]]:
    """Return the posts that are held on that day in rank order: id, holder, post in words."""
    return [(h.post_id, h.person.name, post_words(h.post)) for h in holdings(on=on)]


def holdings_between(first: date, last: date) -> list[PostHolding]:
    """Return who held what at any time between two days, in rank order."""
    return list(db.session.scalars(_held(first, last)))


def holdings_of(person_id: int, *, on: date) -> list[PostHolding]:
    """Return a person's posts on that day, the highest first."""
    return list(read_steadily(("holdings", person_id, on), lambda: _holdings_of(person_id, on)))


def _holdings_of(person_id: int, on: date) -> list[PostHolding]:
    return list(db.session.scalars(held(on).where(PostHolding.person_id == person_id)))


def highest_post(person_id: int, *, on: date) -> Post | None:
    """Return the post under which a person is named in papers."""
    found = holdings_of(person_id, on=on)
    return found[0].post if found else None


def post_words(post: Post | None) -> str:
    """Return a post as minutes write it: 党委书记 for leaders, else unit and title.

    What both share is written once: 机电工程系党总支 and 党总支书记 give 机电工程系党总支书记.
    """
    if post is None:
        return ""
    unit, title = post.unit.display_name, post.title
    if post.unit.kind in {"party_committee"} or title.startswith(unit):
        return title
    shared = (size for size in range(len(title), 1, -1) if unit.endswith(title[:size]))
    return unit + title[next(shared, 0) :]


def named(holding: PostHolding) -> str:
    """Return who holds what as choices show it: 党委书记 程远山."""
    return f"{post_words(holding.post)} {holding.person.name}"


def persons(*, active_only: bool = True) -> list[Person]:
    """Return the staff, in order."""
    query = select(Person).order_by(Person.sort, Person.id)
    return list(db.session.scalars(query.where(Person.is_active) if active_only else query))


def people_with_posts(*, on: date) -> list[tuple[Person, list[str]]]:
    """Return the staff with the words of their posts, in rank order, without post at the end."""
    found: dict[int, tuple[Person, list[str]]] = {}
    for holding in holdings(on=on):
        _, words = found.setdefault(holding.person_id, (holding.person, []))
        words.append(post_words(holding.post))
    others = [person for person in persons(active_only=False) if person.id not in found]
    others.sort(key=lambda person: not person.is_active)
    return [*found.values(), *((person, []) for person in others)]


def person_names() -> frozenset[str]:
    """Return all names that the directory knows: they may stand in texts with their post."""
    return while_unchanged("person_names", _person_names)


def _person_names() -> frozenset[str]:
    return frozenset(db.session.scalars(select(Person.name)))


def posts_of(unit_id: int) -> list[Post]:
    """Return the posts of a unit in rank order, those out of use at the end."""
    query = select(Post).where(Post.unit_id == unit_id)
    return list(db.session.scalars(query.order_by(Post.is_active.desc(), Post.rank, Post.id)))


def holders_of(post_ids: Iterable[int], *, on: date) -> dict[int, PostHolding]:
    """Return who holds each of the posts on a day."""
    query = held(on).where(PostHolding.post_id.in_(list(post_ids)))
    return {holding.post_id: holding for holding in db.session.scalars(query)}


def leader_posts() -> list[Post]:
    """Return the posts of the college's leaders that are in use, in rank order."""
    query = select(Post).where(Post.role.in_(LEADER_ROLES), Post.is_active)
    return list(db.session.scalars(query.order_by(Post.rank, Post.id)))


def history_of_post(post_id: int) -> list[PostHolding]:
    """Return everybody who held or will hold a post, the latest first."""
    query = select(PostHolding).where(PostHolding.post_id == post_id)
    query = query.options(joinedload(PostHolding.person))
    return list(db.session.scalars(query.order_by(PostHolding.from_on.desc(), PostHolding.id)))


def history_of_person(person_id: int) -> list[PostHolding]:
    """Return every post that somebody held or will hold, the latest first."""
    query = select(PostHolding).where(PostHolding.person_id == person_id)
    query = query.options(joinedload(PostHolding.post).joinedload(Post.unit))
    return list(db.session.scalars(query.order_by(PostHolding.from_on.desc(), PostHolding.id)))
