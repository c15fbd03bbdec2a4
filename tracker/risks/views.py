"""Pages of risks."""

from flask import Blueprint, abort

from tracker.core.permissions import viewer
from tracker.risks import queries
from tracker.risks.models import Risk

blueprint = Blueprint("risks", __name__)


def load_risk(risk_id: int) -> Risk:
    """Load a risk in scope; what is not for the viewer is not there."""
    return queries.get_risk(risk_id, viewer=viewer()) or abort(404)
