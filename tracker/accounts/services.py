"""Accounts: opening, passwords, lockout, grants, and recording an act from paper."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from flask_security import hash_password, verify_password
from sqlalchemy import select

from tracker.accounts.models import Delegation, Grant, PaperAct, SignIn, User
from tracker.accounts.queries import find_user, holders_of, roles_of_posts
from tracker.audit.services import changes_of, record_event
from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.models import Record
from tracker.core.permissions import (
    ADMINISTRATORS,
    ROLES_OF_POSTS,
    Actor,
    Permission,
    Role,
    Viewer,
)
from tracker.directory import queries as directory
from tracker.directory.models import Person
from tracker.files import queries as files
from tracker.files.models import StoredFile
from tracker.files.services import attach

LOCK_AFTER_FAILURES = 5
LONGEST_PASSWORD = 128
LOCK_FOR = timedelta(minutes=15)
# Symbols that do not look alike on paper; ten of them are 49 bits.
_SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Return a password to be typed once and then changed."""
    return "".join(secrets.choice(_SYMBOLS) for _ in range(10)) + "A1"


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
    changes = changes_of(user)
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
        _require_another(user, on=now().date())
    user.active = active
    user.fs_uniquifier = secrets.token_hex(32)
    label = f"{user.staff_no} {user.person.name}"
    record_event("account.activate", user, actor=actor, label=label, changes=changes_of(user))


def _require_another(user: User, *, on: date) -> None:
    """Keep somebody who may open accounts, and somebody who may grant roles."""
    for role in (Role.SYS_ADMIN, Role.SEC_ADMIN):
        holders = holders_of(role, on=on)
        if user in holders and len(holders) == 1:
            raise RuleBroken(f"{user.person.name}是唯一的{role.label}，请先授权另一人。")


def acknowledge_notice(*, user: User, on: date, actor: Actor) -> None:
    """Note that the person has read what is kept about them and why."""
    user.notice_read_on = on
    record_event("account.notice", user, actor=actor, changes=changes_of(user))


def grant_role(*, user: User, role: Role, from_on: date, to_on: date | None, actor: Actor) -> Grant:
    """Give a role for a time.

    Raises:
        RuleBroken: the role follows from a post, is the giver's own, is given already, lacks
            the end that an inspector's needs, or would join an administrator's with another.
    """
    if role in ROLES_OF_POSTS:
        raise RuleBroken(f"“{role.label}”由任职产生，请在校情字典中登记其任职。")
    if actor.user_id is not None and actor.user_id == user.id:
        raise RuleBroken("不能给自己授权，请由另一位安全管理员办理。")
    if role is Role.INSPECTOR and to_on is None:
        raise RuleBroken("检查人员须有截止日期，请填写检查结束的日期。")
    others = {Role(grant.role) for grant in user.grants if grant.overlaps(from_on, to_on)}
    _require_separation(user, role, others, on=from_on)
    grant = Grant(user=user, role=role, from_on=from_on, to_on=to_on, granted_by=actor.user_id)
    db.session.add(grant)
    record_event("grant.give", grant, actor=actor, label=f"{user.person.name} {role.label}")
    return grant


def _require_separation(user: User, role: Role, others: set[Role], *, on: date) -> None:
    """Keep administrators apart from each other and from business (GB/T 22239-2019, 三员)."""
    if role in others:
        raise RuleBroken(f"{user.person.name}在此期间已是{role.label}，请先终止原授权或改填日期。")
    if role not in ADMINISTRATORS:
        if others & ADMINISTRATORS:
            raise RuleBroken("管理员不得同时办理业务，请另选一人。")
        return
    if others & ADMINISTRATORS:
        raise RuleBroken("系统、安全、审计管理员须由三个人分别担任，请另选一人。")
    if others or roles_of_posts(directory.holdings_of(user.person_id, on=on)):
        raise RuleBroken("管理员不得同时办理业务，请先终止其业务角色和任职，或另选一人。")


def end_grant(*, grant: Grant, on: date, actor: Actor) -> None:
    """End a role with the day before `on`; one that has not held so long counts for no day.

    Raises:
        RuleBroken: it has ended already, or nobody else could grant or open accounts.
    """
    if grant.is_valid(on) and grant.role in {Role.SYS_ADMIN, Role.SEC_ADMIN}:
        _require_another(grant.user, on=on)
    _end(grant, on)
    label = f"{grant.user.person.name} {grant.role_label}"
    record_event("grant.end", grant, actor=actor, label=label, changes=changes_of(grant))


def delegate_issuing(
    *, from_person: Person, to_person: Person, from_on: date, to_on: date, actor: Actor
) -> Delegation:
    """Record that a leader lets another person issue minutes in a period.

    Raises:
        RuleBroken: both are the same, the giver is no leader on the first day, or the days
            are the wrong way round.
    """
    if from_person.id == to_person.id:
        raise RuleBroken("委托人和受托人是同一人，请另选受托人。")
    if to_on < from_on:
        raise RuleBroken("截止日期早于开始日期，请核对后再填。")
    if Role.LEADER not in roles_of_posts(directory.holdings_of(from_person.id, on=from_on)):
        raise RuleBroken(f"{from_person.name}在 {from_on:%Y-%m-%d} 不是校领导，不能委托签发。")
    delegation = Delegation(
        from_person=from_person, to_person=to_person, from_on=from_on, to_on=to_on
    )
    db.session.add(delegation)
    label = f"{from_person.name} → {to_person.name}"
    record_event("delegation.give", delegation, actor=actor, label=label)
    return delegation


def end_delegation(*, delegation: Delegation, on: date, actor: Actor) -> None:
    """End a delegation with the day before `on`."""
    _end(delegation, on)
    label = f"{delegation.from_person.name} → {delegation.to_person.name}"
    changes = changes_of(delegation)
    record_event("delegation.end", delegation, actor=actor, label=label, changes=changes)


def _end(given: Grant | Delegation, on: date) -> None:
    if given.from_on >= on:
        given.is_withdrawn = True
    elif given.to_on is not None and given.to_on < on:
        raise RuleBroken(f"此授权已于 {given.to_on:%Y-%m-%d} 到期，无须终止。")
    else:
        given.to_on = on - timedelta(days=1)


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


@dataclass(frozen=True)
class PaperEntry:
    """What the office typed from a signed paper; `accounts.forms.PaperActForm` makes it."""

    person_id: int
    acted_on: date
    location: str = ""
    scan_id: int | None = None


def subject_of(record: Record) -> str:
    """Return the words by which paper acts and files name a flushed record: `minutes:12`."""
    return f"{record.__tablename__}:{record.id}"


def acting(
    *,
    viewer: Viewer,
    paper: PaperEntry | None,
    action: str,
    about: Record,
    on: date,
    permission: Permission | None = None,
    unit_id: int | None = None,
) -> tuple[Actor, date]:
    """Return who does this act and on which day: the viewer today, or the signer of a paper.

    Call it first inside `writing()` and pass both on to the feature's service::

        with writing(form):
            minutes = queries.get_minutes(minutes_id, viewer=viewer())
            actor, on = acting(
                viewer=viewer(), paper=form.paper.entry(), action="minutes.issue",
                about=minutes, on=today(), permission=Permission.MINUTES_ISSUE,
            )
            services.issue(minutes, actor=actor, on=on)

    `about` is flushed already. `permission` is what the viewer needs to do it in person; None
    means that the view's own gate has asked. A view that is open to those who record as well
    asks `@requires(Permission.MINUTES_ISSUE, Permission.PAPER_RECORD)`. Whether the *signer*
    may do it is the service's rule, which compares `actor.person_id`. The scan is read by the
    office alone, with `unit_id` also by that unit. The event of the act is the service's:
    none is recorded here.

    Raises:
        RuleBroken: the viewer may neither act nor record, the signer held no post that day,
            the paper is neither named nor scanned, or the scan is not the viewer's own.
    """
    if paper is None:
        if permission is not None and not viewer.can(permission):
            raise RuleBroken("此事须由有权限的人本人办理；纸面已办的，请填写“代录纸面办理”。")
        return viewer.as_actor(), on
    if not viewer.can(Permission.PAPER_RECORD):
        raise RuleBroken("纸面办理由办公室代录，请将纸件交办公室。")
    person = db.session.get(Person, paper.person_id)
    if person is None or paper.acted_on > on:
        raise RuleBroken("请核对纸面上的办理人和日期，办理日期不晚于今天。")
    actor = record_paper_act(
        action=action,
        subject=subject_of(about),
        person=person,
        acted_on=paper.acted_on,
        location=paper.location,
        scan=_attached_scan(paper, viewer=viewer, subject=subject_of(about), unit_id=unit_id),
        recorder=viewer,
    )
    return actor, paper.acted_on


def _attached_scan(
    paper: PaperEntry, *, viewer: Viewer, subject: str, unit_id: int | None
) -> StoredFile | None:
    if paper.scan_id is None:
        return None
    scan = next(iter(files.own_uploads([paper.scan_id], viewer=viewer)), None)
    if scan is None:
        raise RuleBroken("扫描件已不在，请重新上传后再提交。")
    readers = Permission.PAPER_RECORD if unit_id is None else Permission.PAPER_READ
    attach(scan, to=subject, permission=readers, unit_id=unit_id)
    return scan


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


def matches(password: str, password_hash: str) -> bool:
    """Tell whether this is the password; what no password can be is simply wrong."""
    if "\0" in password or len(password) > LONGEST_PASSWORD:
        password = ""
    return bool(verify_password(password, password_hash))


def hashed(password: str) -> str:
    """Return the argon2id hash of a password; call it before a transaction begins."""
    result: str = hash_password(password)
    return result
