"""Which meetings a paper can be asked of."""

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.meetings import queries
from tracker.meetings.models import Meeting, MeetingState


def meeting_of(subject: str, viewer: Viewer | None) -> Meeting | None:
    """Return the meeting that a paper's subject names, if the viewer may see it."""
    if not (subject.isascii() and subject.isdigit() and len(subject) < 10):
        return None
    return queries.get_meeting(int(subject), viewer=viewer)


def meetings_of(viewer: Viewer | None) -> list[Meeting]:
    """Return the meetings that the viewer may see and that were not cancelled, newest first."""
    query = queries.newest_first(queries.visible(viewer))
    return list(db.session.scalars(query.where(Meeting.state != MeetingState.CANCELLED)))
