"""Finding meetings, as far as the viewer may see them."""

from datetime import date

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.core.db import db
from tracker.core.permissions import Permission, Viewer
from tracker.directory import queries as directory
from tracker.directory.models import NumberSeries, Person
from tracker.meetings.models import Meeting, MeetingState

PER_PAGE = 20
LAST_PAGE = 100_000


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


def newest_first(query: Select[Meeting]) -> Select[Meeting]:
    """Order meetings by year, quarter and date, the latest on top."""
    return query.order_by(
        Meeting.year.desc(), Meeting.quarter.desc(), Meeting.held_on.desc(), Meeting.id.desc()
    )


def meetings_page(*, viewer: Viewer, year: int | None, state: str | None, page: int) -> Pagination:
    """Return one page of meetings, newest first, of one year or state where given."""
    number = min(max(page, 1), LAST_PAGE)
    query = _chosen(viewer, year, state)
    return db.paginate(query, page=number, per_page=PER_PAGE, error_out=False)


def all_meetings(*, viewer: Viewer, year: int | None, state: str | None) -> list[Meeting]:
    """Return all of the pages as one list."""
    return list(db.session.scalars(_chosen(viewer, year, state)))


def _chosen(viewer: Viewer, year: int | None, state: str | None) -> Select[Meeting]:
    query = newest_first(visible(viewer))
    if year is not None:
        query = query.where(Meeting.year == year)
    return query.where(Meeting.state == state) if state is not None else query


def years(*, viewer: Viewer) -> list[int]:
    """Return the years that have meetings, newest first."""
    inside = visible(viewer).with_only_columns(Meeting.id).options()
    query = select(Meeting.year).where(Meeting.id.in_(inside.order_by(None)))
    return list(db.session.scalars(query.distinct().order_by(Meeting.year.desc())))


def chair_words(meeting: Meeting) -> str:
    """Return the chair with the post of that day (党委书记×××), else as written, or nothing."""
    return _named(meeting.chair, meeting.held_on) or meeting.chair_as_written


def recorder_words(meeting: Meeting) -> str:
    """Return the recorder with the post of that day, or nothing."""
    return _named(meeting.recorder, meeting.held_on)


def _named(person: Person | None, on: date) -> str:
    if person is None:
        return ""
    post = directory.highest_post(person.id, on=on)
    return f"{directory.post_words(post)}{person.name}"


def is_notice_number_typed() -> bool:
    """Tell whether notices are numbered from the office's own register."""
    query = select(NumberSeries.is_manual).where(NumberSeries.code == "notice")
    return bool(db.session.scalar(query))
