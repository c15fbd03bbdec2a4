"""The first start: an empty database becomes a college with its first three accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.accounts.queries import has_users
from tracker.accounts.services import create_user, grant_role
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Role
from tracker.directory import queries as directory
from tracker.directory.models import (
    LONG_AGO,
    NumberSeries,
    Person,
    Post,
    PostHolding,
    PostRole,
    Unit,
    UnitKind,
)
from tracker.directory.services import (
    UnitFacts,
    change_settings,
    plant_start_set,
    save_campus,
    save_unit,
)

OFFICE = "办公室"


@dataclass(frozen=True)
class College:
    """What the first page asks; what is left empty is said by the college's name."""

    name: str
    red_head: str = ""
    issuing_body: str = ""
    public_url: str = ""
    campuses: Sequence[str] = ()


@dataclass(frozen=True)
class Newcomer:
    """Somebody whose account the first start opens; the hash is made before.

    Whom the directory knows by the 工号 already needs no name.
    """

    name: str
    staff_no: str
    password_hash: str
    role: Role


def has_begun() -> bool:
    """Tell whether somebody has begun with a college, though nobody can sign in yet."""
    return bool(db.session.scalar(select(NumberSeries.id).limit(1)))


def save_college(college: College, *, on: date) -> None:
    """Keep what the first page asks, and plant the dictionaries; may be said again.

    Raises:
        RuleBroken: the product is in use already.
    """
    require_unused()
    values = {
        "college_name": college.name,
        "red_head": college.red_head or f"{college.name}会议纪要",
        "issuing_body": college.issuing_body or f"{college.name}办公室",
        "public_url": college.public_url,
    }
    plant_start_set(actor=SYSTEM, on=on)
    change_settings(values, valid_from=on, actor=SYSTEM)
    _save_campuses(college.campuses)


def _save_campuses(names: Sequence[str]) -> None:
    """Have just these campuses in use."""
    known = {campus.name: campus for campus in directory.campuses(active_only=False)}
    for sort, name in enumerate(names, start=1):
        save_campus(known.pop(name, None), name=name, sort=10 * sort, is_active=True, actor=SYSTEM)
    for name, campus in known.items():
        save_campus(campus, name=name, sort=campus.sort, is_active=False, actor=SYSTEM)


def open_first_accounts(newcomers: Sequence[Newcomer], *, on: date) -> None:
    """Open the first three accounts; from then on one signs in.

    Raises:
        RuleBroken: the product is in use already, or a 工号 is somebody else's.
    """
    require_unused()
    plant_start_set(actor=SYSTEM, on=on)
    name = directory.setting("college_name", on=on)
    for newcomer in newcomers:
        user = create_user(
            person=_person(newcomer, on=on),
            staff_no=newcomer.staff_no,
            password_hash=newcomer.password_hash,
            actor=SYSTEM,
            must_change=False,
        )
        grant_role(user=user, role=newcomer.role, from_on=on, to_on=None, actor=SYSTEM)
    record_event("college.begin", user, actor=SYSTEM, label=name)


def require_unused() -> None:
    """Refuse what only an installation without accounts may do.

    Raises:
        RuleBroken: there are accounts.
    """
    if has_users():
        raise RuleBroken("本系统已经启用，请直接登录。")


def _person(newcomer: Newcomer, *, on: date) -> Person:
    found = db.session.scalar(select(Person).filter_by(staff_no=newcomer.staff_no))
    if found is not None:
        if newcomer.name not in {"", found.name}:
            raise RuleBroken(
                f"工号 {newcomer.staff_no} 已登记给{found.name}，与“{newcomer.name}”不符，请核对。"
            )
        return found
    person = Person(name=newcomer.name, staff_no=newcomer.staff_no)
    db.session.add(person)
    if newcomer.role == Role.CLERK:
        office = directory.find_unit(OFFICE) or _office()
        post = Post(unit=office, title="干事", role=PostRole.MEMBER, rank=900)
        db.session.add(PostHolding(person=person, post=post, from_on=on))
    return person


def _office() -> Unit:
    facts = UnitFacts(name=OFFICE, kind=UnitKind.ADMIN_OFFICE, active_from=LONG_AGO, sort=10)
    return save_unit(None, facts=facts, actor=SYSTEM)
