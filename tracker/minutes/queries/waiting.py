"""Who is waited for: signatures, returned drafts, meetings that still lack minutes."""

from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased, joinedload

from tracker.accounts import queries as accounts
from tracker.core.db import db
from tracker.core.permissions import Permission, Role, Viewer
from tracker.core.todos import Todo
from tracker.followups.models import ENDED_STATES, FollowUp
from tracker.meetings.models import Meeting, MeetingState
from tracker.minutes.models import Minutes, MinutesState
from tracker.minutes.queries.versions import hands_in


def waiting_for_signature(viewer: Viewer, on: date) -> list[Minutes]:
    """Return the minutes that this person may sign now, the oldest first."""
    if not viewer.can(Permission.MINUTES_ISSUE):
        return []
    sent = _in_state(MinutesState.SUBMITTED)
    hands = hands_in(sent) if sent else {}
    chairs = {minutes.meeting.chair_id for minutes in sent}
    may = {chair: accounts.may_issue(viewer.person_id, chair, on=on) for chair in chairs}
    return [m for m in sent if may[m.meeting.chair_id] and viewer.person_id not in hands[m.id]]


def _in_state(*states: MinutesState) -> list[Minutes]:
    query = select(Minutes).options(joinedload(Minutes.meeting)).where(Minutes.state.in_(states))
    return list(db.session.scalars(query.order_by(Minutes.submitted_on, Minutes.id)))


def todos(viewer: Viewer, on: date) -> list[Todo]:
    """Return what waits for this person about minutes, the returned ones first."""
    found = [
        _todo(f"签发《{m.meeting.name}》纪要", "minutes.issue", m.meeting_id)
        for m in waiting_for_signature(viewer, on)
    ]
    if viewer.can(Permission.MINUTES_DRAFT):
        found += _drafting_todos()
    if Role.OFFICE_DIRECTOR in viewer.roles:
        found += _director_todos()
    return found


def _todo(sentence: str, endpoint: str, meeting_id: int, tone: str = "todo") -> Todo:
    return Todo(sentence, endpoint, {"meeting_id": meeting_id}, tone=tone)


def _drafting_todos() -> list[Todo]:
    mine = _in_state(MinutesState.RETURNED, MinutesState.DRAFT)
    returned = [m for m in mine if m.state == MinutesState.RETURNED]
    begun = [m for m in mine if m.state == MinutesState.DRAFT]
    return [
        *(_todo(f"《{m.meeting.name}》纪要被退回：{m.return_reason}", "minutes.show", m.meeting_id,
                "bad") for m in returned),
        *(_todo(f"《{m.meeting.name}》纪要起草中", "minutes.show", m.meeting_id) for m in begun),
        *(_todo(f"起草《{m.name}》纪要", "minutes.show", m.id) for m in _without_minutes()),
    ]  # fmt: skip


def _without_minutes() -> list[Meeting]:
    drafted = exists().where(Minutes.meeting_id == Meeting.id)
    query = select(Meeting).where(Meeting.state == MeetingState.HELD, ~drafted)
    return list(db.session.scalars(query.order_by(Meeting.held_on, Meeting.id)))


def _director_todos() -> list[Todo]:
    waiting = [m for m in _in_state(MinutesState.SUBMITTED) if m.reviewed_on is None]
    return [
        *(_todo(f"核稿：《{m.meeting.name}》纪要", "minutes.show", m.meeting_id) for m in waiting),
        *(_todo(f"《{m.name}》的任务已全部办结，可办结会议", "minutes.overview", m.id)
          for m in db.session.scalars(_ready_to_conclude())),
    ]  # fmt: skip


def _ready_to_conclude() -> Select[Meeting]:
    any_item, open_item = aliased(FollowUp), aliased(FollowUp)
    has_items = exists().where(any_item.meeting_id == Meeting.id)
    has_open = exists().where(
        open_item.meeting_id == Meeting.id, open_item.state.not_in(ENDED_STATES)
    )
    query = select(Meeting).where(Meeting.state == MeetingState.MINUTED, has_items, ~has_open)
    return query.order_by(Meeting.held_on, Meeting.id)
