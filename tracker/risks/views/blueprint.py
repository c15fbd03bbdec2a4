"""The blueprint, and loading in scope what its views are about."""

from flask import Blueprint, abort

from tracker.core.permissions import viewer
from tracker.meetings import queries as meetings
from tracker.meetings.models import Meeting
from tracker.risks import queries
from tracker.risks.models import Risk

blueprint = Blueprint("risks", __name__)


def load_risk(risk_id: int) -> Risk:
    """Load a risk in scope; what is not for the viewer is not there."""
    return queries.get_risk(risk_id, viewer=viewer()) or abort(404)


def load_meeting(meeting_id: int) -> Meeting:
    """Load a meeting in scope; what is not for the viewer is not there."""
    return meetings.get_meeting(meeting_id, viewer=viewer()) or abort(404)
