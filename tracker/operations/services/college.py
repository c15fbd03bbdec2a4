"""The first start: an empty database becomes a college with its first three people."""

from dataclasses import dataclass
from datetime import date

from tracker.accounts.queries import has_users
from tracker.accounts.services import create_user, grant_role
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Role
from tracker.directory.models import (
    LONG_AGO,
    Person,
    Post,
    PostHolding,
    PostRole,
    Setting,
    Unit,
    UnitKind,
)
from tracker.directory.services import plant_start_set


@dataclass(frozen=True)
class Newcomer:
    """Somebody whose account the first start opens; the hash is made before."""

    name: str
    staff_no: str
    password_hash: str
    role: Role


def begin_college(*, name: str, public_url: str, newcomers: list[Newcomer], on: date) -> None:
    """Make the college's first records and accounts, and plant the dictionaries.

    Raises:
        RuleBroken: somebody has begun already.
    """
    require_empty()
    settings = {"college_name": name, "red_head": f"{name}会议纪要", "public_url": public_url}
    for key, value in settings.items():
        if value:
            db.session.add(Setting(key=key, value=value, valid_from=on))
    plant_start_set(actor=SYSTEM, on=on)
    office = Unit(name="办公室", kind=UnitKind.ADMIN_OFFICE, sort=10, active_from=LONG_AGO)
    db.session.add(office)
    for newcomer in newcomers:
        _welcome(newcomer, office=office, on=on)
    record_event("college.begin", office, actor=SYSTEM, label=name)


def require_empty() -> None:
    """Refuse to begin twice.

    Raises:
        RuleBroken: there are accounts.
    """
    if has_users():
        raise RuleBroken("本系统已经启用，请直接登录。")


def _welcome(newcomer: Newcomer, *, office: Unit, on: date) -> None:
    person = Person(name=newcomer.name, staff_no=newcomer.staff_no)
    db.session.add(person)
    if newcomer.role == Role.CLERK:
        post = Post(unit=office, title="干事", role=PostRole.MEMBER, rank=900)
        db.session.add(PostHolding(person=person, post=post, from_on=on))
    user = create_user(
        person=person,
        staff_no=newcomer.staff_no,
        password_hash=newcomer.password_hash,
        actor=SYSTEM,
        must_change=False,
    )
    grant_role(user=user, role=newcomer.role, from_on=on, to_on=None, actor=SYSTEM)
