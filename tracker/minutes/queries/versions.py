"""Versions of a meeting's minutes, and who may sign the newest."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.accounts import queries as accounts
from tracker.audit import queries as audit
from tracker.core.db import db
from tracker.core.permissions import Permission, Role, Viewer
from tracker.directory.models import NumberSeries
from tracker.minutes.models import Minutes, MinutesState

SERIES = "minutes"
# Who did any of these has drafted the minutes and never issues them.
DRAFTING = frozenset({"minutes.start", "minutes.edit", "minutes.submit", "minutes.correct"})


def versions(meeting_id: int) -> list[Minutes]:
    """Return all versions of a meeting's minutes, newest first."""
    query = select(Minutes).options(joinedload(Minutes.issued_paper))
    query = query.where(Minutes.meeting_id == meeting_id)
    return list(db.session.scalars(query.order_by(Minutes.version.desc())))


def current(meeting_id: int) -> Minutes | None:
    """Return the newest version, in whatever state; None before drafting began."""
    found = versions(meeting_id)
    return found[0] if found else None


def drafter_ids(minutes: Minutes) -> frozenset[int]:
    """Return everybody who had a hand in this version: none of them may issue it."""
    hands = [e.actor_id for e in audit.events_about("minutes", minutes.id) if e.action in DRAFTING]
    return frozenset({minutes.drafter_id} | {hand for hand in hands if hand is not None})


def may_sign(minutes: Minutes, *, viewer: Viewer, on: date) -> bool:
    """Tell whether the viewer may issue this version in person, once it is sent for signature."""
    if minutes.state != MinutesState.SUBMITTED or not viewer.can(Permission.MINUTES_ISSUE):
        return False
    if viewer.person_id in drafter_ids(minutes):
        return False
    return accounts.may_issue(viewer.person_id, minutes.meeting.chair_id, on=on)


def may_review(minutes: Minutes, *, viewer: Viewer) -> bool:
    """Tell whether the director has still to read this version before it is signed."""
    is_due = minutes.state == MinutesState.SUBMITTED and minutes.reviewed_on is None
    return is_due and Role.OFFICE_DIRECTOR in viewer.roles


def is_numbered_by_hand() -> bool:
    """Tell whether the office numbers minutes from its own register."""
    query = select(NumberSeries.is_manual).where(NumberSeries.code == SERIES)
    return bool(db.session.scalar(query))
