"""Pages of agreements."""

from flask import Blueprint, abort

from tracker.agreements import queries
from tracker.agreements.models import Agreement
from tracker.core.permissions import viewer

blueprint = Blueprint("agreements", __name__)


def load_agreement(agreement_id: int) -> Agreement:
    """Load an agreement in scope; what is not for the viewer is not there."""
    return queries.get_agreement(agreement_id, viewer=viewer()) or abort(404)
