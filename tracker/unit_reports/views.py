"""Pages of unit reports."""

from flask import Blueprint, abort

from tracker.core.permissions import viewer
from tracker.unit_reports import queries
from tracker.unit_reports.models import UnitReport

blueprint = Blueprint("unit_reports", __name__)


def load_report(report_id: int) -> UnitReport:
    """Load a report in scope; what is not for the viewer is not there."""
    return queries.get_report(report_id, viewer=viewer()) or abort(404)
