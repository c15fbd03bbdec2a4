"""Accounts: opening them, passwords, and the lock after wrong ones."""

import secrets
from datetime import date, timedelta

from flask_security import hash_password, verify_password
from sqlalchemy import select

from tracker.accounts import queries
from tracker.accounts.models import SignIn, User
from tracker.accounts.queries import find_user, holders_of
from tracker.audit.services import changes_of, record_event
from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import (
    Actor,
    Role,
)
from tracker.directory.models import Person

LOCK_AFTER_FAILURES = 5
LONGEST_PASSWORD = 128
LOCK_FOR = timedelta(minutes=15)
# Symbols that do not look alike on paper; ten of them are 49 bits.
_SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Return a password to be typed once and then changed."""
    return "".join(secrets.choice(_SYMBOLS) for _ in range(10)) + "A1"


def create_user(
    *,
    person: Person,
    staff_no: str,
    password_hash: str | None,
    actor: Actor,
    must_change: bool = True,
) -> User:
    """Open an account for a person of the directory.

    `password_hash` is made before the transaction begins: hashing takes long. Without one the
    person enters by a slip.

    Raises:
        RuleBroken: the 工号 has an account, or the person has one.
    """
    if find_user(staff_no) is not None:
        raise RuleBroken(f"工号 {staff_no} 已有账户，请核对后填写另一个工号。")
    if db.session.scalar(select(User).filter_by(person_id=person.id)) is not None:
        raise RuleBroken(f"{person.name}已有账户，无须再开。")
    user = User(staff_no=staff_no, person=person, password=password_hash, active=True)
    user.fs_uniquifier, user.must_change_password = secrets.token_hex(32), must_change
    db.session.add(user)
    record_event("account.open", user, actor=actor, label=f"{staff_no} {person.name}")
    return user


def set_password(*, user: User, password_hash: str, actor: Actor, must_change: bool) -> None:
    """Set a password; every session of the account ends, and no slip or kept phone enters more."""
    user.password, user.must_change_password = password_hash, must_change
    user.fs_uniquifier = secrets.token_hex(32)
    changes = changes_of(user)
    end_ways_in(user)
    counters = _counters(user)
    counters.failures, counters.locked_until = 0, None
    label = f"{user.staff_no} {user.person.name}"
    record_event("account.password", user, actor=actor, label=label, changes=changes)


def set_active(*, user: User, active: bool, actor: Actor) -> None:
    """Disable or enable an account; disabling ends its sessions.

    Raises:
        RuleBroken: it is the actor's own account, or the last that may grant or open accounts.
    """
    if actor.user_id == user.id:
        raise RuleBroken("不能停用自己的账户，请由另一位系统管理员办理。")
    if not active:
        require_another(user, on=now().date())
        end_ways_in(user)
    user.active = active
    user.fs_uniquifier = secrets.token_hex(32)
    label = f"{user.staff_no} {user.person.name}"
    record_event("account.activate", user, actor=actor, label=label, changes=changes_of(user))


def end_ways_in(user: User) -> None:
    """Let no slip and no kept phone of the account enter any more."""
    for slip in queries.open_slips(user.id):
        slip.ended_at = now()
    for kept in queries.kept_of(user.id):
        kept.ended_at = now()


def require_another(user: User, *, on: date) -> None:
    """Keep somebody who may open accounts, and somebody who may grant roles."""
    for role in (Role.SYS_ADMIN, Role.SEC_ADMIN):
        holders = holders_of(role, on=on)
        if user in holders and len(holders) == 1:
            raise RuleBroken(f"{user.person.name}是唯一的{role.label}，请先授权另一人。")


def acknowledge_notice(*, user: User, on: date, actor: Actor) -> None:
    """Note that the person has read what is kept about them and why."""
    user.notice_read_on = on
    record_event("account.notice", user, actor=actor, changes=changes_of(user))


def is_locked(user: User) -> bool:
    """Tell whether too many wrong passwords have locked the account for now."""
    counters = db.session.get(SignIn, user.id)
    return bool(counters and counters.locked_until and counters.locked_until > now())


def note_sign_in(user: User, *, passed: bool) -> None:
    """Count a right or a wrong password, and lock after five wrong ones.

    Tries while the account is locked do not lengthen the lock.
    """
    counters = _counters(user)
    if is_locked(user):
        return
    if passed:
        counters.failures, counters.locked_until, counters.last_seen_at = 0, None, now()
        return
    counters.failures = (counters.failures or 0) + 1
    if counters.failures >= LOCK_AFTER_FAILURES:
        counters.failures, counters.locked_until = 0, now() + LOCK_FOR


def _counters(user: User) -> SignIn:
    counters = db.session.get(SignIn, user.id)
    if counters is None:
        counters = SignIn(user_id=user.id, failures=0)
        db.session.add(counters)
    return counters


def matches(password: str, password_hash: str) -> bool:
    """Tell whether this is the password; what no password can be is simply wrong."""
    if "\0" in password or len(password) > LONGEST_PASSWORD:
        password = ""
    return bool(verify_password(password, password_hash))


def hashed(password: str) -> str:
    """Return the argon2id hash of a password; call it before a transaction begins."""
    result: str = hash_password(password)
    return result
