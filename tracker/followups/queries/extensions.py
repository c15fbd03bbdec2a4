"""Extensions: of one item, and those that wait for a decision; stage goals."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.accounts import queries as accounts
from tracker.core.db import db
from tracker.core.permissions import Permission, Role, Viewer
from tracker.directory.models import LEADER_ROLES
from tracker.followups.models import Extension, ExtensionState, FollowUp, StageGoal
from tracker.followups.queries.people import posts_by_role
from tracker.followups.queries.reach import reach_of


def extensions_of(followup_id: int) -> list[Extension]:
    """Return what was asked for an item, oldest first."""
    query = select(Extension).where(Extension.follow_up_id == followup_id)
    return list(db.session.scalars(query.order_by(Extension.id)))


def pending_extension(followup_id: int) -> Extension | None:
    """Return the wish of an item that waits for a decision."""
    query = select(Extension).filter_by(follow_up_id=followup_id, state=ExtensionState.ASKED)
    with db.session.no_autoflush:
        return db.session.scalar(query)


def goals_of(followup_id: int) -> list[StageGoal]:
    """Return the stage goals of an item, by their day."""
    query = select(StageGoal).filter_by(follow_up_id=followup_id)
    return list(db.session.scalars(query.order_by(StageGoal.due_on, StageGoal.id)))


def latest_extension(followup_id: int) -> Extension | None:
    """Return what was asked last for an item."""
    query = select(Extension).filter_by(follow_up_id=followup_id)
    return db.session.scalar(query.order_by(Extension.id.desc()).limit(1))


def put_off_since(day: date, followups: Iterable[FollowUp]) -> dict[int, date]:
    """Return the due dates that held on a day, by id, of those items that were put off later."""
    moved = [followup.id for followup in followups if followup.original_due_on != followup.due_on]
    if not moved:
        return {}
    query = select(Extension.follow_up_id, func.min(Extension.from_due_on).label("due_on"))
    query = query.where(Extension.follow_up_id.in_(moved), *_granted_after(day))
    found = db.session.execute(query.group_by(Extension.follow_up_id))
    return {row.follow_up_id: row.due_on for row in found}


def is_past_due(day: date) -> ColumnElement[bool]:
    """Return whether the due date that an item had on a day lay before it."""
    query = select(Extension.follow_up_id).where(Extension.from_due_on < day, *_granted_after(day))
    return or_(FollowUp.due_on < day, FollowUp.id.in_(query))


def due_then(day: date) -> ColumnElement[date]:
    """Return the due date that an item had on a day: asked item by item, so only of few."""
    first = select(func.min(Extension.from_due_on)).where(
        Extension.follow_up_id == FollowUp.id, *_granted_after(day)
    )
    return func.coalesce(first.correlate(FollowUp).scalar_subquery(), FollowUp.due_on)


def _granted_after(day: date) -> tuple[ColumnElement[bool], ...]:
    return Extension.state == ExtensionState.APPROVED, Extension.decided_on > day


def get_extension(extension_id: int, *, viewer: Viewer | None) -> Extension | None:
    """Return a wish of an item that is for the viewer, else None."""
    query = select(Extension).join(Extension.follow_up).where(Extension.id == extension_id)
    query = query.options(joinedload(Extension.follow_up).joinedload(FollowUp.lead_unit))
    return db.session.scalar(query.where(reach_of(viewer).condition))


def waiting_extensions(viewer: Viewer) -> list[tuple[FollowUp, Extension]]:
    """Return the wishes that wait for this person's word, the earliest due item on top."""
    if not viewer.can(Permission.FOLLOWUP_DECIDE):
        return []
    query = (
        select(Extension)
        .join(Extension.follow_up)
        .where(Extension.state == ExtensionState.ASKED, FollowUp.asked_due_on.is_not(None))
    )
    query = query.options(contains_eager(Extension.follow_up).joinedload(FollowUp.lead_unit))
    query = query.order_by(FollowUp.due_on, FollowUp.year, FollowUp.number)
    asked = db.session.scalars(query).all()
    own = accounts.own_family_ids(viewer.person_id, on=viewer.on) if asked else frozenset()
    return [(one.follow_up, one) for one in asked if one.follow_up.lead_unit_id not in own]


def asked_by_liaison(viewer: Viewer) -> list[FollowUp]:
    """Return the items of the head's units for which a liaison has asked; they wait."""
    if not viewer.headed_ids:
        return []
    query = select(FollowUp).join(Extension, Extension.follow_up_id == FollowUp.id)
    query = query.where(
        FollowUp.lead_unit_id.in_(viewer.headed_ids), FollowUp.asked_due_on.is_not(None),
        Extension.state == ExtensionState.ASKED, Extension.is_by_liaison,
        Extension.asker_id != viewer.person_id,
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(FollowUp.due_on, FollowUp.id)))


def may_decide(person_id: int | None, *, on: date) -> bool:
    """Tell whether somebody decides extensions on that day: a leader, or the office's director."""
    if person_id is None:
        return False
    if any(role in posts_by_role(person_id, on=on) for role in LEADER_ROLES):
        return True
    user = accounts.user_of_person(person_id)
    return user is not None and any(
        grant.role == Role.OFFICE_DIRECTOR and grant.is_valid(on) for grant in user.grants
    )


def may_decide_on(followup: FollowUp, viewer: Viewer) -> bool:
    """Tell whether the wish of this item waits for the viewer's word."""
    if followup.asked_due_on is None or not viewer.can(Permission.FOLLOWUP_DECIDE):
        return False
    return followup.lead_unit_id not in accounts.own_family_ids(viewer.person_id, on=viewer.on)
