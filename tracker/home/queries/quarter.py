"""The meetings that the office is working on: how far they are and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.agreements import queries as agreements
from tracker.core.calendar import Quarter, quarter_of
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.followups.models import FollowUp
from tracker.home.queries.missing import Missing, missing
from tracker.meetings import queries as meetings
from tracker.meetings.models import Address, Meeting, MeetingState, Point
from tracker.minutes import queries as minutes
from tracker.minutes.models import Minutes, MinutesState
from tracker.unit_reports import queries as unit_reports
from tracker.unit_reports.models import UnitReport

SHOWN = 2
ENDED = frozenset({MeetingState.CONCLUDED, MeetingState.CANCELLED})


@dataclass(frozen=True)
class Current:
    """A meeting that is under way, with its steps, its next act and what is missing."""

    meeting: Meeting
    steps: list[minutes.Step]
    act: minutes.Act | None
    missing: list[Missing]


def quarters(current: Sequence[Current], *, on: date) -> tuple[Quarter, Quarter]:
    """Return the quarter that the office works on, and the one to be prepared next."""
    if not current:
        present = Quarter(*quarter_of(on))
        return present, present
    present = Quarter(*max((one.meeting.year, one.meeting.quarter) for one in current))
    return present, present.following


def current_meetings(viewer: Viewer, *, on: date) -> list[Current]:
    """Return meetings that are neither concluded nor cancelled, at most two (`other_meetings`).

    Those whose minutes came back are first, then the newest.
    """
    found = _newest(viewer)
    ids = [meeting.id for meeting, _ in found]
    items, reports, signings = _items_of(ids), _reports_of(ids), agreements.signings_of(*ids)
    return [
        _current(
            minutes.Proceedings(
                meeting,
                items.get(meeting.id, []),
                "",
                reports=reports.get(meeting.id, []),
                signings=[one for one in signings if one.meeting_id == meeting.id],
            ),
            newest,
            viewer,
            on,
        )
        for meeting, newest in found
    ]


def other_meetings(viewer: Viewer, current: Sequence[Current]) -> list[Meeting]:
    """Return the further meetings that are not over, the newest first."""
    query = meetings.newest_first(select(Meeting)).where(
        Meeting.id.in_(_visible_ids(viewer)),
        Meeting.id.not_in([one.meeting.id for one in current]),
        Meeting.state.not_in(ENDED),
    )
    return list(db.session.scalars(query))


def unreported_meetings(viewer: Viewer) -> list[Meeting]:
    """Return the meetings that still take reports, called or held already, the next one first.

    Of one that was entered late the office tells who reported: nobody is asked again.
    """
    query = select(Meeting).options(joinedload(Meeting.campus), joinedload(Meeting.reporting))
    query = query.where(Meeting.id.in_(_visible_ids(viewer)))
    query = query.where(
        Meeting.state.in_([MeetingState.NOTIFIED, MeetingState.HELD]),
        Meeting.is_entered_late.is_(False),
    )
    return list(db.session.scalars(query.order_by(Meeting.held_on, Meeting.id)).unique())


def _newest(viewer: Viewer) -> list[tuple[Meeting, Minutes | None]]:
    version = select(func.max(Minutes.version)).where(Minutes.meeting_id == Meeting.id)
    is_newest = and_(
        Minutes.meeting_id == Meeting.id,
        Minutes.version == version.correlate(Meeting).scalar_subquery(),
    )
    returned_first = case((Minutes.state == MinutesState.RETURNED, 0), else_=1)
    query = select(Meeting).options(*_record()).order_by(returned_first)
    query = meetings.newest_first(query).limit(SHOWN)
    query = query.where(Meeting.id.in_(_visible_ids(viewer)), Meeting.state.not_in(ENDED))
    rows = db.session.execute(query.add_columns(Minutes).outerjoin(Minutes, is_newest))
    return [(meeting, newest) for meeting, newest in rows.unique()]


def _visible_ids(viewer: Viewer) -> Select[int]:
    return meetings.visible(viewer).with_only_columns(Meeting.id)


def _record() -> list[Any]:
    """Load with the meeting what its findings look at, in as few statements as possible."""
    return [
        joinedload(Meeting.campus),
        joinedload(Meeting.reporting),
        selectinload(Meeting.attendances),
        selectinload(Meeting.invitations),
        joinedload(Meeting.addresses).joinedload(Address.points).joinedload(Point.children),
    ]


def _items_of(meeting_ids: Sequence[int]) -> dict[int, list[FollowUp]]:
    query = select(FollowUp).options(joinedload(FollowUp.lead_unit))
    query = query.where(FollowUp.meeting_id.in_(meeting_ids), FollowUp.previous_id.is_(None))
    query = query.order_by(FollowUp.number)
    found: dict[int, list[FollowUp]] = {}
    for item in db.session.scalars(query):
        found.setdefault(item.meeting_id or 0, []).append(item)
    return found


def _reports_of(meeting_ids: Sequence[int]) -> dict[int, list[UnitReport]]:
    query = unit_reports.visible(None).where(UnitReport.meeting_id.in_(meeting_ids))
    found: dict[int, list[UnitReport]] = {}
    for report in db.session.scalars(query):
        found.setdefault(report.meeting_id, []).append(report)
    return found


def _current(
    proceedings: minutes.Proceedings, newest: Minutes | None, viewer: Viewer, on: date
) -> Current:
    return Current(
        meeting=proceedings.meeting,
        steps=minutes.steps(proceedings, newest),
        act=_act(proceedings, newest, viewer, on),
        missing=missing(proceedings, newest, on=on),
    )


def _act(
    proceedings: minutes.Proceedings, newest: Minutes | None, viewer: Viewer, on: date
) -> minutes.Act | None:
    if minutes.may_conclude(proceedings, viewer=viewer):
        return minutes.Act("办结会议", "minutes.overview")
    return minutes.next_act(proceedings, newest, viewer=viewer, on=on)
