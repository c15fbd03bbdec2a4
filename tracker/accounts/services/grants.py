"""Roles given for a time, and leaders letting others issue."""

from datetime import date, timedelta

from tracker.accounts.models import Covers, Delegation, Grant, User
from tracker.accounts.queries import roles_of_posts
from tracker.accounts.services.users import require_another
from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import (
    ADMINISTRATORS,
    ROLES_OF_POSTS,
    Actor,
    Role,
)
from tracker.directory import queries as directory
from tracker.directory.models import Person


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
        require_another(grant.user, on=on)
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


def appoint_deputy(
    *, from_person: Person, to_person: Person, from_on: date, to_on: date, actor: Actor
) -> Delegation:
    """Record that a head lets another member of the college act for the unit in a period.

    Raises:
        RuleBroken: both are the same, the giver heads no unit or the deputy holds no post on the
            first day, or the days are the wrong way round.
    """
    if from_person.id == to_person.id:
        raise RuleBroken("委托人和受托人是同一人，请另选受托人。")
    if to_on < from_on:
        raise RuleBroken("截止日期早于开始日期，请核对后再填。")
    if Role.UNIT_HEAD not in roles_of_posts(directory.holdings_of(from_person.id, on=from_on)):
        raise RuleBroken(f"{from_person.name}在 {from_on:%Y-%m-%d} 不是单位负责人，不能委托。")
    if not directory.holdings_of(to_person.id, on=from_on):
        raise RuleBroken(f"{to_person.name}在 {from_on:%Y-%m-%d} 没有任职，请另选受托人。")
    delegation = Delegation(
        from_person=from_person, to_person=to_person, from_on=from_on, to_on=to_on,
        covers=Covers.UNIT,
    )  # fmt: skip
    db.session.add(delegation)
    label = f"{from_person.name} → {to_person.name}"
    record_event("deputy.appoint", delegation, actor=actor, label=label)
    return delegation


def end_delegation(*, delegation: Delegation, on: date, actor: Actor) -> None:
    """End a delegation with the day before `on`."""
    _end(delegation, on)
    label = f"{delegation.from_person.name} → {delegation.to_person.name}"
    changes = changes_of(delegation)
    action = "deputy.end" if delegation.covers == Covers.UNIT else "delegation.end"
    record_event(action, delegation, actor=actor, label=label, changes=changes)


def _end(given: Grant | Delegation, on: date) -> None:
    if given.from_on >= on:
        given.is_withdrawn = True
    elif given.to_on is not None and given.to_on < on:
        raise RuleBroken(f"此授权已于 {given.to_on:%Y-%m-%d} 到期，无须终止。")
    else:
        given.to_on = on - timedelta(days=1)
