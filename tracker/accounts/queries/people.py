"""Who is signed in, and what follows from posts and grants on a day."""

from collections.abc import Iterable
from datetime import date
from itertools import chain

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.models import (
    Covers,
    Delegation,
    Grant,
    KeptSignIn,
    PaperAct,
    SignIn,
    User,
)
from tracker.audit.queries import while_unchanged
from tracker.core.clock import now
from tracker.core.db import db, read_once
from tracker.core.permissions import ADMINISTRATORS, Actor, Permission, Role, Viewer
from tracker.directory import queries as directory
from tracker.directory.models import LEADER_ROLES, Person, PostHolding, PostRole

ROLES_BY_POST = {PostRole.PRINCIPAL: Role.UNIT_HEAD, PostRole.LIAISON: Role.LIAISON}


def find_user(staff_no: str) -> User | None:
    """Return the account that signs in by this 工号."""
    return db.session.scalar(
        select(User).options(joinedload(User.person)).where(User.staff_no == staff_no)
    )


def users() -> list[User]:
    """Return all accounts, by 工号."""
    query = select(User).options(joinedload(User.person), selectinload(User.grants))
    return list(db.session.scalars(query.order_by(User.staff_no)))


def get_user(user_id: int) -> User | None:
    """Return one account with its person and grants."""
    query = select(User).options(joinedload(User.person), selectinload(User.grants))
    return db.session.scalar(query.where(User.id == user_id))


def user_of_person(person_id: int) -> User | None:
    """Return somebody's account."""
    return db.session.scalar(select(User).filter_by(person_id=person_id))


def days_kept(*, on: date) -> int:
    """Return for how many days a phone may stay signed in; 0 where the college forbids it."""
    return int(directory.setting("days_kept_signed_in", on=on))


def kept_of(user_id: int) -> list[KeptSignIn]:
    """Return the devices on which an account stays signed in, the latest seen first."""
    query = select(KeptSignIn).filter_by(user_id=user_id, ended_at=None)
    query = query.where(KeptSignIn.valid_until > now())
    return list(db.session.scalars(query.order_by(KeptSignIn.last_seen_at.desc())))


def sign_ins() -> dict[int, SignIn]:
    """Return the counters of signing in, by account."""
    return {counters.user_id: counters for counters in db.session.scalars(select(SignIn))}


def persons_without_account() -> list[Person]:
    """Return the staff for whom an account may be opened."""
    query = select(Person).outerjoin(User, User.person_id == Person.id)
    query = query.where(User.id.is_(None), Person.is_active)
    return list(db.session.scalars(query.order_by(Person.sort, Person.id)))


def posts_by_person(*, on: date) -> dict[int, str]:
    """Return the words of everybody's posts on that day, the highest first."""
    found: dict[int, list[str]] = {}
    for holding in directory.holdings(on=on):
        found.setdefault(holding.person_id, []).append(directory.post_words(holding.post))
    return {person_id: "、".join(words) for person_id, words in found.items()}


def holders_of(role: Role, *, on: date) -> set[User]:
    """Return the active accounts that hold a granted role on that day."""
    query = select(Grant).options(joinedload(Grant.user)).where(Grant.role == role)
    found = {grant.user for grant in db.session.scalars(query) if grant.is_valid(on)}
    return {user for user in found if user.active}


def grants() -> list[Grant]:
    """Return all grants, the latest first."""
    query = select(Grant).options(joinedload(Grant.user).joinedload(User.person))
    return list(db.session.scalars(query.order_by(Grant.from_on.desc(), Grant.id.desc())))


def delegations() -> list[Delegation]:
    """Return all delegations of issuing, the latest first."""
    return _delegations(Covers.MINUTES)


def deputies(*, of: int | None = None) -> list[Delegation]:
    """Return who acts for which head, the latest first; of one head, or of all."""
    return [one for one in _delegations(Covers.UNIT) if of in {None, one.from_person_id}]


def _delegations(covers: Covers) -> list[Delegation]:
    query = select(Delegation).options(
        joinedload(Delegation.from_person), joinedload(Delegation.to_person)
    )
    query = query.where(Delegation.covers == covers)
    return list(db.session.scalars(query.order_by(Delegation.from_on.desc(), Delegation.id.desc())))


def has_users() -> bool:
    """Tell whether anybody can sign in: an empty database offers the first start."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def viewer_of(user: User, *, on: date) -> Viewer:
    """Return the person with the roles of their posts and grants on that day.

    Who holds an administrator's role does no business: their posts then give no roles.
    """
    return while_unchanged(("viewer", user.id, on), lambda: _viewer_of(user, on))


def _viewer_of(user: User, on: date) -> Viewer:
    holdings = directory.holdings_of(user.person_id, on=on)
    granted = {Role(grant.role) for grant in user.grants if grant.is_valid(on)}
    acting = [] if granted & ADMINISTRATORS else holdings
    headed, liaison = _units(acting, PostRole.PRINCIPAL), _units(acting, PostRole.LIAISON)
    given = _given_to(user.person_id, on) if acting else []
    entrusted = frozenset().union(*_units_by_giver(given, on).values())
    return Viewer(
        user_id=user.id,
        person_id=user.person_id,
        name=user.person.name,
        post=directory.post_words(holdings[0].post) if holdings else "",
        roles=frozenset(
            granted | roles_of_posts(acting) | ({Role.UNIT_HEAD} if entrusted else set())
        ),
        headed_ids=headed | entrusted,
        liaison_ids=liaison,
        delegated=_delegated(given),
        on=on,
    )


def units_entrusted(person_id: int, *, on: date) -> frozenset[int]:
    """Return the units for whose heads the person acts on that day, hosted bodies included."""
    return frozenset().union(*entrusted_by(person_id, on=on).values())


def own_family_ids(person_id: int, *, on: date) -> frozenset[int]:
    """Return the units of all families in which the person holds a post, or acts for a head."""
    return while_unchanged(("own family", person_id, on), lambda: _own_family_ids(person_id, on))


def _own_family_ids(person_id: int, on: date) -> frozenset[int]:
    own = [holding.post.unit_id for holding in directory.holdings_of(person_id, on=on)]
    own += units_entrusted(person_id, on=on)
    return frozenset().union(*directory.families(own, on=on))


def entrusted_by(person_id: int, *, on: date) -> dict[str, frozenset[int]]:
    """Return {words of the head: the units} of those for whom the person acts on that day."""
    return _units_by_giver(_given_to(person_id, on), on)


def _given_to(person_id: int, on: date) -> list[Delegation]:
    """Return all that others let the person do on that day, asked once for a request."""
    query = _delegations_to(person_id, on).options(joinedload(Delegation.from_person))
    return read_once(("given to", person_id, on), lambda: list(db.session.scalars(query)))


def _units_by_giver(given: list[Delegation], on: date) -> dict[str, frozenset[int]]:
    found = {}
    for delegation in given:
        if delegation.covers != Covers.UNIT:
            continue
        held = directory.holdings_of(delegation.from_person_id, on=on)
        own = [one for one in held if one.post.role == PostRole.PRINCIPAL]
        if own:
            words = f"{directory.post_words(own[0].post)}{delegation.from_person.name}"
            found[words] = _units(own, PostRole.PRINCIPAL)
    return found


def roles_of_posts(holdings: list[PostHolding]) -> set[Role]:
    """Return the roles that follow from posts and contacts."""
    held = {PostRole(holding.post.role) for holding in holdings}
    found = {ROLES_BY_POST[role] for role in held if role in ROLES_BY_POST}
    return found | ({Role.LEADER} if held & LEADER_ROLES else set())


def _delegated(given: list[Delegation]) -> frozenset[Permission]:
    is_issuer = any(one.covers == Covers.MINUTES for one in given)
    return frozenset({Permission.MINUTES_ISSUE} if is_issuer else ())


def _units(holdings: list[PostHolding], role: PostRole) -> frozenset[int]:
    own = [h.post.unit_id for h in holdings if h.post.role == role]
    return directory.with_bodies(own)


def told_in_unit(actor: Actor, unit_id: int | None, *, on: date) -> str:
    """Return who acts in a unit, and for whom: by the post held there, else by the highest."""
    if actor.person_id is None or unit_id is None:
        return f"{actor.post}{actor.name}"
    person_id = actor.person_id
    key = ("post in unit", person_id, unit_id, on)
    post = while_unchanged(key, lambda: _post_in(person_id, unit_id, on)) or actor.post
    return f"{post}{actor.name}{entrusted_words(person_id, unit_id, on=on)}"


def _post_in(person_id: int, unit_id: int, on: date) -> str:
    """Return in words the post in the unit itself, else in the host of a body; empty for none."""
    posts = [holding.post for holding in directory.holdings_of(person_id, on=on)]
    in_it = (post for post in posts if post.unit_id == unit_id)
    in_host = (post for post in posts if unit_id in directory.with_bodies([post.unit_id]))
    return directory.post_words(next(chain(in_it, in_host), None))


def entrusted_words(person_id: int | None, unit_id: int | None, *, on: date) -> str:
    """Return for whom somebody acts in a unit, as （受…委托）; empty for one's own post."""
    if person_id is None or unit_id is None:
        return ""
    key = ("entrusted words", person_id, unit_id, on)
    return while_unchanged(key, lambda: _entrusted_words(person_id, unit_id, on))


def _entrusted_words(person_id: int, unit_id: int, on: date) -> str:
    held = {holding.post.unit_id for holding in directory.holdings_of(person_id, on=on)}
    if unit_id in directory.with_bodies(held):
        return ""
    for one in _given_to(person_id, on):
        if any(unit_id in ids for ids in _units_by_giver([one], on).values()):
            post = _post_in(one.from_person_id, unit_id, on)
            return f"（受{post}{one.from_person.name}委托）"
    return ""


def paper_acts_of(subject: str) -> list[PaperAct]:
    """Return the acts recorded from paper about one record, oldest first."""
    query = select(PaperAct).filter_by(subject=subject).order_by(PaperAct.id)
    return list(db.session.scalars(query))


def paper_acts(ids: Iterable[int | None]) -> dict[int, PaperAct]:
    """Return acts recorded from paper with their scans by id; asks nothing where none is named."""
    wanted = {act_id for act_id in ids if act_id is not None}
    if not wanted:
        return {}
    query = select(PaperAct).where(PaperAct.id.in_(wanted)).options(joinedload(PaperAct.scan))
    return {act.id: act for act in db.session.scalars(query)}


def may_issue(person_id: int, chair_id: int | None, *, on: date) -> bool:
    """Tell whether this person may issue minutes: chair, secretary, or a recorded delegate."""
    return _is_issuer(person_id, chair_id, on=on) or any(
        _is_issuer(delegation.from_person_id, chair_id, on=on)
        for delegation in _given_to(person_id, on)
        if delegation.covers == Covers.MINUTES
    )


def _is_issuer(person_id: int, chair_id: int | None, *, on: date) -> bool:
    if person_id == chair_id:
        return True
    return any(
        holding.post.role == PostRole.SECRETARY
        for holding in directory.holdings_of(person_id, on=on)
    )


def _delegations_to(person_id: int, on: date) -> Select[Delegation]:
    return select(Delegation).where(
        Delegation.to_person_id == person_id,
        Delegation.from_on <= on,
        Delegation.to_on >= on,
        Delegation.is_withdrawn.is_(False),
    )
