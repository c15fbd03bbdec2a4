"""Who is signed in, and what follows from posts and grants on a day."""

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.models import Delegation, PaperAct, User
from tracker.core.db import db
from tracker.core.permissions import Role, Viewer
from tracker.directory import queries as directory
from tracker.directory.models import LEADER_ROLES, PostHolding, PostRole


def find_user(staff_no: str) -> User | None:
    """Return the account that signs in by this 工号."""
    return db.session.scalar(
        select(User).options(joinedload(User.person)).where(User.staff_no == staff_no)
    )


def users() -> list[User]:
    """Return all accounts, by 工号."""
    query = select(User).options(joinedload(User.person), selectinload(User.grants))
    return list(db.session.scalars(query.order_by(User.staff_no)))


def has_users() -> bool:
    """Tell whether anybody can sign in: an empty database offers the first start."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def viewer_of(user: User, *, on: date) -> Viewer:
    """Return the person with the roles of their posts and grants on that day."""
    holdings = directory.holdings_of(user.person_id, on=on)
    headed = _units(holdings, PostRole.PRINCIPAL)
    liaison = _units(holdings, PostRole.LIAISON)
    roles = {Role(grant.role) for grant in user.grants if grant.is_valid(on)}
    if any(holding.post.role in LEADER_ROLES for holding in holdings):
        roles.add(Role.LEADER)
    if headed:
        roles.add(Role.UNIT_HEAD)
    if liaison:
        roles.add(Role.LIAISON)
    return Viewer(
        user_id=user.id,
        person_id=user.person_id,
        name=user.person.name,
        post=directory.post_words(holdings[0].post) if holdings else "",
        roles=frozenset(roles),
        headed_ids=headed,
        liaison_ids=liaison,
        on=on,
    )


def _units(holdings: list[PostHolding], role: PostRole) -> frozenset[int]:
    own = [h.post.unit_id for h in holdings if h.post.role == role]
    return directory.with_bodies(own)


def paper_acts_of(subject: str) -> list[PaperAct]:
    """Return the acts recorded from paper about one record, oldest first."""
    query = select(PaperAct).filter_by(subject=subject).order_by(PaperAct.id)
    return list(db.session.scalars(query))


def may_issue(person_id: int, chair_id: int | None, *, on: date) -> bool:
    """Tell whether this person may issue minutes: chair, secretary, or a recorded delegate."""
    return _is_issuer(person_id, chair_id, on=on) or any(
        _is_issuer(delegation.from_person_id, chair_id, on=on)
        for delegation in db.session.scalars(_delegations_to(person_id, on))
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
        Delegation.to_person_id == person_id, Delegation.from_on <= on, Delegation.to_on >= on
    )
