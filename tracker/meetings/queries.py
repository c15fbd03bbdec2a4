"""Finding meetings, as far as the viewer may see them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.core.db import db
from tracker.core.permissions import Permission, Viewer
from tracker.directory import queries as directory
from tracker.meetings.models import Meeting, MeetingState


def visible(viewer: Viewer | None) -> Select[Meeting]:
    """Return a query of the meetings that this person may see; None sees all (the worker).

    Units see a meeting once its notice is out, not while the office drafts it.
    """
    query = select(Meeting).options(
        joinedload(Meeting.campus),
        joinedload(Meeting.chair),
        joinedload(Meeting.organiser),
        selectinload(Meeting.kind_rows),
    )
    if viewer is None or viewer.sees_all:
        return query
    if not viewer.can(Permission.MEETING_READ):
        return query.where(Meeting.id < 0)
    return query.where(Meeting.state != MeetingState.DRAFT)


def get_meeting(meeting_id: int, *, viewer: Viewer | None) -> Meeting | None:
    """Return the meeting if it is for the viewer, else None."""
    return db.session.scalar(visible(viewer).where(Meeting.id == meeting_id))


def chair_words(meeting: Meeting) -> str:
    """Return the chair with the post of that day, for example 党委书记×××, or nothing."""
    if meeting.chair is None:
        return ""
    post = directory.highest_post(meeting.chair.id, on=meeting.held_on)
    return f"{directory.post_words(post)}{meeting.chair.name}"
