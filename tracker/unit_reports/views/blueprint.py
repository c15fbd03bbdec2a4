"""The blueprint, and loading in scope what its views are about."""

from flask import Blueprint, abort

from tracker.core.db import db
from tracker.core.permissions import Permission, viewer
from tracker.directory.models import Unit
from tracker.meetings import queries as meetings
from tracker.meetings.models import Meeting

blueprint = Blueprint("unit_reports", __name__)


def load_meeting(meeting_id: int) -> Meeting:
    """Load a meeting in scope; what is not for the viewer is not there."""
    return meetings.get_meeting(meeting_id, viewer=viewer()) or abort(404)


def load_unit(meeting: Meeting, unit_id: int) -> Unit:
    """Load a unit that reports to this meeting, and for which the viewer files or reads."""
    asked = any(row.unit_id == unit_id for row in meeting.reporting)
    is_for = viewer().sees_all or unit_id in viewer().unit_ids
    unit = db.session.get(Unit, unit_id) if asked and is_for else None
    return unit or abort(404)


def may_write(unit: Unit) -> bool:
    """Tell whether the viewer files for the unit, or records its paper."""
    return unit.id in viewer().unit_ids or viewer().can(Permission.PAPER_RECORD)
