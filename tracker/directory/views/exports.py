"""The directory handed out as tables."""

from werkzeug.wrappers import Response

from tracker.audit.exports import hand_out
from tracker.core.clock import today
from tracker.core.permissions import Permission, requires
from tracker.directory import papers, queries
from tracker.directory.views.frame import blueprint


@blueprint.post("/roster/export")
@requires(Permission.DIRECTORY_EDIT)
def export_roster() -> Response:
    """Hand out units, posts and people; with office telephones, therefore to the office alone."""
    return hand_out(papers.roster_table(on=today()))


@blueprint.post("/areas/export")
@requires(Permission.DIRECTORY_READ)
def export_areas() -> Response:
    """Hand out the areas with their synonyms."""
    return hand_out(papers.areas_table(queries.risk_areas()))
