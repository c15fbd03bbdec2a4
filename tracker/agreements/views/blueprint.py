"""The blueprint, and loading in scope what its views are about."""

from flask import Blueprint, abort

from tracker.agreements import queries
from tracker.agreements.models import Agreement, Signing
from tracker.core.calendar import FIRST_YEAR, LAST_YEAR
from tracker.core.permissions import viewer
from tracker.meetings import queries as meetings
from tracker.meetings.models import Meeting

blueprint = Blueprint("agreements", __name__)


def known_year(year: int) -> int:
    """Return a year that records of this college can bear; another address is unknown (404)."""
    return year if FIRST_YEAR <= year <= LAST_YEAR else abort(404)


def load_meeting(meeting_id: int) -> Meeting:
    """Load a meeting in scope; what is not for the viewer is not there."""
    return meetings.get_meeting(meeting_id, viewer=viewer()) or abort(404)


def load_agreement(year: int, agreement_id: int) -> Agreement:
    """Load an agreement of that year in scope; what is not for the viewer is not there."""
    found = queries.get_agreement(agreement_id, viewer=viewer())
    return found if found is not None and found.year == year else abort(404)


def load_signing(signing_id: int) -> Signing:
    """Load a text put out for signature, for those who register signatures."""
    return queries.get_signing(signing_id) or abort(404)
