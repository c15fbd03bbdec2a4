"""Accounts: opening, passwords, lockout, grants, and recording an act from paper."""

import secrets
from datetime import date, timedelta

from flask_security import hash_password
from sqlalchemy import select

from tracker.accounts.models import Delegation, Grant, PaperAct, SignIn, User
from tracker.accounts.queries import find_user
from tracker.audit.services import changes_of, record_event
from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import ADMINISTRATORS, ROLES_OF_POSTS, Actor, Role, Viewer
from tracker.directory import queries as directory
from tracker.directory.models import Person
from tracker.files.models import StoredFile

LOCK_AFTER_FAILURES = 5
LOCK_FOR = timedelta(minutes=15)
# 32 symbols without those that look alike on paper; 10 of them are 50 bits.
_PASSWORD_SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Return a password to be typed once and then changed."""
    return "".join(secrets.choice(_PASSWORD_SYMBOLS) for _ in range(10)) + "A1"


def create_user(
    *, person: Person, staff_no: str, password_hash: str, actor: Actor, must_change: bool = True
) -> User:
    """Open an account for a person of the directory.

    `password_hash` is made before the transaction begins: hashing takes long.

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
    """Set a password; every session of the account ends."""
    user.password, user.must_change_password = password_hash, must_change
    user.fs_uniquifier = secrets.token_hex(32)
    _counters(user).failures = 0
    _counters(user).locked_until = None
    record_event("account.password", user, actor=actor, changes=changes_of(user))


def set_active(*, user: User, active: bool, actor: Actor) -> None:
    """Disable or enable an account; disabling ends its sessions."""
    user.active = active
    user.fs_uniquifier = secrets.token_hex(32)
    record_event("account.activate", user, actor=actor, changes=changes_of(user))


def acknowledge_notice(*, user: User, on: date, actor: Actor) -> None:
    """Note that the person has read what is kept about them and why."""
    user.notice_read_on = on
    record_event("account.notice", user, actor=actor, changes=changes_of(user))


def grant_role(*, user: User, role: Role, from_on: date, to_on: date | None, actor: Actor) -> Grant:
    """Give a role for a time.

    Raises:
        RuleBroken: the role follows from a post, or would join two administrators' roles.
    """
    if role in ROLES_OF_POSTS:
        raise RuleBroken(f"“{role.label}”由任职产生，请在校情字典中登记其任职。")
    others = {grant.role for grant in user.grants if grant.is_valid(from_on)} - {role}
    if role in ADMINISTRATORS and others & ADMINISTRATORS:
        raise RuleBroken("系统、安全、审计管理员须由三个人分别担任，请另选一人。")
    if role in ADMINISTRATORS and others:
        raise RuleBroken("管理员不得同时办理业务，请先终止其业务角色。")
    if role not in ADMINISTRATORS and others & ADMINISTRATORS:
        raise RuleBroken("管理员不得同时办理业务，请另选一人。")
    grant = Grant(user=user, role=role, from_on=from_on, to_on=to_on, granted_by=actor.user_id)
    db.session.add(grant)
    record_event("grant.give", grant, actor=actor, label=f"{user.person.name} {role.label}")
    return grant


def end_grant(*, grant: Grant, on: date, actor: Actor) -> None:
    """End a role with the day before `on`."""
    grant.to_on = max(grant.from_on, on - timedelta(days=1))
    changes = changes_of(grant)
    record_event("grant.end", grant, actor=actor, label=grant.role_label, changes=changes)


def delegate_issuing(
    *, from_person: Person, to_person: Person, from_on: date, to_on: date, actor: Actor
) -> Delegation:
    """Record that a leader lets another person issue minutes in a period."""
    delegation = Delegation(
        from_person_id=from_person.id, to_person_id=to_person.id, from_on=from_on, to_on=to_on
    )
    db.session.add(delegation)
    label = f"{from_person.name} → {to_person.name}"
    record_event("delegation.give", delegation, actor=actor, label=label)
    return delegation


def is_locked(user: User) -> bool:
    """Tell whether too many wrong passwords have locked the account for now."""
    counters = db.session.get(SignIn, user.id)
    return bool(counters and counters.locked_until and counters.locked_until > now())


def note_sign_in(user: User, *, passed: bool) -> None:
    """Count a right or a wrong password, and lock after five wrong ones."""
    counters = _counters(user)
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


def record_paper_act(
    *,
    action: str,
    subject: str,
    person: Person,
    acted_on: date,
    location: str,
    scan: StoredFile | None,
    recorder: Viewer,
) -> Actor:
    """纸质办理·代录: keep who acted on paper and where it lies; returns the actor of the act.

    Raises:
        RuleBroken: the person held no post on that day, or neither place nor scan is given.
    """
    post = directory.highest_post(person.id, on=acted_on)
    if post is None:
        raise RuleBroken(f"{person.name}在 {acted_on:%Y-%m-%d} 没有任职，请核对办理人和日期。")
    if not location.strip() and scan is None:
        raise RuleBroken("请写明纸件存放处，或上传扫描件。")
    act = PaperAct(
        action=action,
        subject=subject,
        person_id=person.id,
        person_name=person.name,
        post_title=directory.post_words(post),
        acted_on=acted_on,
        location=location,
        scan_id=scan.id if scan else None,
        recorder_id=recorder.user_id,
        recorder_name=recorder.name,
        recorded_at=now(),
    )
    db.session.add(act)
    db.session.flush()
    return Actor(
        person_id=person.id,
        name=person.name,
        post=act.post_title,
        recorder_id=recorder.user_id,
        recorder_name=recorder.name,
        paper_act_id=act.id,
    )


def hashed(password: str) -> str:
    """Return the argon2id hash of a password; call it before a transaction begins."""
    result: str = hash_password(password)
    return result
