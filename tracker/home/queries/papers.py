"""Papers to download: what each meeting has."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.followups.models import UNLISTED_STATES, FollowUp
from tracker.meetings import queries as meetings
from tracker.meetings.models import AttendanceBasis, Meeting, MeetingState
from tracker.minutes.models import Minutes

PER_PAGE = 12
LAST_PAGE = 100_000


@dataclass(frozen=True)
class MeetingPapers:
    """What can be printed of a meeting: by the viewer's scope, not yet by permission.

    Minutes have a text to edit unless they were issued on paper.
    """

    meeting: Meeting
    has_minutes: bool
    has_text: bool
    units: list[Unit]

    @property
    def has_notice(self) -> bool:
        """Tell whether the meeting was called by the system."""
        return not self.meeting.is_entered_late

    @property
    def has_sheet(self) -> bool:
        """Tell whether persons sign in, rather than categories being noted."""
        return self.meeting.attendance_basis != AttendanceBasis.CATEGORIES


def papers_by_meeting(viewer: Viewer, *, page: int) -> tuple[list[MeetingPapers], Pagination]:
    """Return what each meeting has to print, the newest meeting first, a page at a time."""
    visible = meetings.visible(viewer).with_only_columns(Meeting.id)
    query = select(Meeting).where(Meeting.id.in_(visible), Meeting.state != MeetingState.CANCELLED)
    number = min(max(page, 1), LAST_PAGE)
    query = meetings.newest_first(query)
    shown = db.paginate(query, page=number, per_page=PER_PAGE, error_out=False)
    ids = [meeting.id for meeting in shown.items]
    drafted, units = _with_minutes(ids, viewer), _units_by_meeting(ids, viewer)
    found = [
        MeetingPapers(
            meeting,
            meeting.id in drafted,
            drafted.get(meeting.id, False),
            units.get(meeting.id, []),
        )
        for meeting in shown.items
    ]
    return found, shown


def _with_minutes(meeting_ids: Sequence[int], viewer: Viewer) -> dict[int, bool]:
    """Return the meetings whose minutes the viewer may print, and whether they have a text.

    Units may print them only once they are issued.
    """
    query = select(Minutes).where(Minutes.meeting_id.in_(meeting_ids))
    query = query.options(joinedload(Minutes.issued_paper)).order_by(Minutes.version)
    found: dict[int, bool] = {}
    for row in db.session.scalars(query):
        if row.is_issued:
            found[row.meeting_id] = not row.is_scanned
        elif viewer.sees_all:
            found.setdefault(row.meeting_id, True)
    return found


def _units_by_meeting(meeting_ids: Sequence[int], viewer: Viewer) -> dict[int, list[Unit]]:
    """Return the units with a checklist from each meeting, in order."""
    query = select(FollowUp.meeting_id, Unit).join(FollowUp.lead_unit).distinct()
    query = query.where(
        FollowUp.meeting_id.in_(meeting_ids), FollowUp.state.not_in(UNLISTED_STATES)
    )
    if not viewer.sees_all:
        query = query.where(Unit.id.in_(viewer.unit_ids))
    found: dict[int, list[Unit]] = {}
    for meeting_id, unit in db.session.execute(query.order_by(Unit.sort, Unit.id)):
        found.setdefault(meeting_id or 0, []).append(unit)
    return found
