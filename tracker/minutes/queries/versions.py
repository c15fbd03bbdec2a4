"""Versions of a meeting's minutes, and who may sign the newest."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tracker.accounts import queries as accounts
from tracker.audit.models import Event
from tracker.core.db import db
from tracker.core.permissions import Permission, Role, Viewer
from tracker.directory import queries as directory
from tracker.directory.models import LEADER_ROLES, NumberSeries
from tracker.followups.models import FollowUp
from tracker.meetings.models import Meeting
from tracker.minutes.models import ISSUED_STATES, Minutes, MinutesState
from tracker.minutes.queries.proceedings import Proceedings

SERIES = "minutes"
# Who did any of these has drafted the minutes and never issues them.
DRAFTING = frozenset({"minutes.start", "minutes.edit", "minutes.submit", "minutes.correct"})


def visible(viewer: Viewer | None) -> Select[Minutes]:
    """Return a query of the minutes that this person may read, with their meetings.

    Units read what was issued; None sees all (the worker).
    """
    query = select(Minutes).options(joinedload(Minutes.meeting))
    if viewer is None or viewer.sees_all:
        return query
    return query.where(Minutes.state.in_(ISSUED_STATES))


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
    return hands_in([minutes])[minutes.id]


def hands_in(drafts: Sequence[Minutes]) -> dict[int, frozenset[int]]:
    """Return {id of a version: the persons who drafted it}, in one statement for all."""
    found = {minutes.id: {minutes.drafter_id} for minutes in drafts}
    query = select(Event.object_id, Event.actor_id).where(
        Event.object_type == Minutes.__tablename__,
        Event.object_id.in_([str(minutes_id) for minutes_id in found]),
        Event.action.in_(DRAFTING),
    )
    for minutes_id, person_id in db.session.execute(query):
        if person_id is not None:
            found[int(minutes_id)].add(person_id)
    return {minutes_id: frozenset(hands) for minutes_id, hands in found.items()}


def is_for(minutes: Minutes, *, viewer: Viewer, on: date) -> bool:
    """Tell whether this version waits for the viewer as chair, secretary or delegate."""
    if minutes.state != MinutesState.SUBMITTED or not viewer.can(Permission.MINUTES_ISSUE):
        return False
    if viewer.person_id == minutes.drafter_id:
        return False
    return accounts.may_issue(viewer.person_id, minutes.meeting.chair_id, on=on)


def may_sign(minutes: Minutes, *, viewer: Viewer, on: date) -> bool:
    """Tell whether the viewer may issue this version in person, once it is sent for signature."""
    if not is_for(minutes, viewer=viewer, on=on):
        return False
    return viewer.person_id not in drafter_ids(minutes)


def may_review(minutes: Minutes, *, viewer: Viewer) -> bool:
    """Tell whether the director has still to read this version before it is signed."""
    is_due = minutes.state == MinutesState.SUBMITTED and minutes.reviewed_on is None
    return is_due and Role.OFFICE_DIRECTOR in viewer.roles


def signers(meeting: Meeting) -> dict[str, str]:
    """Return the chair and the leaders in post on the day of the meeting, for a choice."""
    found = {"": "请选择"}
    for holding in directory.holdings(on=meeting.held_on):
        is_chair = holding.person_id == meeting.chair_id
        if is_chair or holding.post.role in LEADER_ROLES:
            found.setdefault(str(holding.person_id), directory.named(holding))
    return found


def is_numbered_by_hand() -> bool:
    """Tell whether the office numbers minutes from its own register."""
    query = select(NumberSeries.is_manual).where(NumberSeries.code == SERIES)
    return bool(db.session.scalar(query))


def items_shown(
    proceedings: Proceedings, minutes: Minutes | None, *, viewer: Viewer
) -> list[FollowUp]:
    """Return the items on the meeting's page: all for the college's eyes and once issued.

    Before that a unit is shown only what was handed out to it.
    """
    items = proceedings.printed_items
    if viewer.sees_all or (minutes is not None and minutes.is_issued):
        return items
    mine = ids_to_open(proceedings, viewer=viewer)
    return [item for item in items if item.id in mine]


def ids_to_open(proceedings: Proceedings, *, viewer: Viewer) -> frozenset[int]:
    """Return the items whose own page the viewer may open, as far as units go."""
    if viewer.is_office or Role.LEADER in viewer.roles:
        return frozenset(item.id for item in proceedings.items)
    out = [item for item in proceedings.items if item.assigned_on is not None]
    if viewer.sees_all:
        return frozenset(item.id for item in out)
    own = viewer.unit_ids
    return frozenset(
        item.id
        for item in out
        if item.lead_unit_id in own or own & {unit.id for unit in item.supporting}
    )
