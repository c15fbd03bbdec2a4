"""The blueprint, and loading in scope what its views are about."""

from flask import Blueprint, abort

from tracker.core.permissions import viewer
from tracker.followups import queries
from tracker.followups.models import FollowUp
from tracker.meetings import queries as meetings
from tracker.meetings.models import Meeting, Point
from tracker.risks import queries as risks
from tracker.risks.models import Risk

blueprint = Blueprint("followups", __name__)


def load_meeting(meeting_id: int) -> Meeting:
    """Return the meeting, or answer 404 where it is not the viewer's."""
    meeting = meetings.get_meeting(meeting_id, viewer=viewer())
    if meeting is None:
        abort(404)
    return meeting


def load_point(point_id: int) -> Point:
    """Return a point of a meeting, or answer 404."""
    point = queries.get_point(point_id, viewer=viewer())
    if point is None:
        abort(404)
    return point


def load_risk(risk_id: int) -> Risk:
    """Return the risk, or answer 404 where it is not the viewer's."""
    risk = risks.get_risk(risk_id, viewer=viewer())
    if risk is None:
        abort(404)
    return risk


def load_item(followup_id: int) -> FollowUp:
    """Return the item, or answer 404 where it is not the viewer's."""
    item = queries.get_followup(followup_id, viewer=viewer())
    if item is None:
        abort(404)
    return item


def load_row(followup_id: int) -> FollowUp:
    """Return the item without its time line, which few acts need; 404 as `load_item`."""
    item = queries.get_row(followup_id, viewer=viewer())
    if item is None:
        abort(404)
    return item
