"""Finding risks, as far as the viewer may see them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.meetings.models import Meeting, MeetingState
from tracker.risks.models import Risk, RiskState


def visible(viewer: Viewer | None) -> Select[Risk]:
    """Return a query of the risks that this person may see; None sees all (the worker).

    A unit sees its own; unit and area are loaded.
    """
    query = select(Risk).options(joinedload(Risk.unit), joinedload(Risk.area))
    if viewer is None or viewer.sees_all:
        return query
    return query.where(Risk.unit_id.in_(viewer.unit_ids))


def get_risk(risk_id: int, *, viewer: Viewer | None) -> Risk | None:
    """Return the risk with its time line if it is for the viewer, else None."""
    query = visible(viewer).options(selectinload(Risk.steps), joinedload(Risk.meeting))
    return db.session.scalar(query.where(Risk.id == risk_id))


def risks_of_meeting(meeting_id: int, *, viewer: Viewer | None) -> list[Risk]:
    """Return the risks registered in connection with a meeting, by unit; cancelled ones not."""
    query = visible(viewer).join(Risk.unit).where(
        Risk.meeting_id == meeting_id, Risk.state != RiskState.CANCELLED
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Unit.sort, Unit.id, Risk.number)))


def made_of(named_id: int, *, unit_id: int, area_id: int) -> Risk | None:
    """Return the risk that was made of a named area for this unit; cancelled ones not."""
    query = visible(None).where(Risk.named_id == named_id, Risk.state != RiskState.CANCELLED)
    return db.session.scalar(query.where(Risk.unit_id == unit_id, Risk.area_id == area_id))


def open_before(meeting: Meeting, *, unit_ids: Collection[int] | None = None) -> list[Risk]:
    """Return what was left open when the meeting was held: 上季度问题整改情况, by unit.

    Those of earlier meetings, and those found before it without a meeting, that were not closed
    or cancelled before that day. Told by dates alone, so that it stays true of a past meeting
    whatever has become of them since.
    """
    query = visible(None).join(Risk.unit).outerjoin(Risk.meeting)
    query = query.where(_is_earlier(meeting), is_open_on(meeting.held_on))
    if unit_ids is not None:
        query = query.where(Risk.unit_id.in_(unit_ids))
    return list(db.session.scalars(query.order_by(Unit.sort, Unit.id, Risk.year, Risk.number)))


def is_open_on(day: date) -> ColumnElement[bool]:
    """Return as a condition that a risk had not been struck off when the day began."""
    return and_(
        or_(Risk.closed_on.is_(None), Risk.closed_on >= day),
        or_(Risk.cancelled_on.is_(None), Risk.cancelled_on >= day),
    )


def _is_earlier(meeting: Meeting) -> ColumnElement[bool]:
    """Return as a condition of risks and their meetings that they come before this one.

    Of two meetings on one day the one entered first is the earlier. What was to be told at a
    meeting that was cancelled counts by the day on which it was found.
    """
    day = meeting.held_on
    is_before = or_(
        Meeting.held_on < day, and_(Meeting.held_on == day, Meeting.id < meeting.id)
    )  # fmt: skip
    is_of_none = or_(Risk.meeting_id.is_(None), Meeting.state == MeetingState.CANCELLED)
    return or_(
        and_(is_of_none, Risk.found_on < day),
        and_(Meeting.state != MeetingState.CANCELLED, is_before, Risk.found_on <= day),
    )
