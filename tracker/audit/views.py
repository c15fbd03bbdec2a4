"""The trail, page by page, for the audit administrator: who did what when, but no values."""

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from tracker.audit import papers, queries
from tracker.audit.exports import hand_out
from tracker.audit.models import ACTION_LABELS, OBJECT_LABELS
from tracker.core.permissions import Permission, requires

blueprint = Blueprint("audit", __name__, url_prefix="/audit")

# More is for the export of everything, on the command line.
MOST_EXPORTED = 50_000


@blueprint.get("/")
@requires(Permission.AUDIT_READ)
def index() -> Any:
    """Show one page of the trail; names of records and values are left to who may read them."""
    action, actor = request.args.get("action", ""), request.args.get("actor", "")
    page = queries.events_page(page=_page(), action=action, actor=actor)
    return render_template(
        "audit/index.html",
        page=page,
        actions=ACTION_LABELS,
        objects=OBJECT_LABELS,
        action=action,
        actor=actor,
        seals=queries.state_of_seals(),
    )


@blueprint.post("/export")
@requires(Permission.AUDIT_READ)
def export() -> Response:
    """Hand the trail out as a table, filtered as it is shown, the newest events first."""
    events = queries.newest_events(
        limit=MOST_EXPORTED,
        action=request.args.get("action", ""),
        actor=request.args.get("actor", ""),
    )
    return hand_out(papers.trail_table(events))


def _page() -> int:
    words = request.args.get("page", "1")
    return min(int(words), 100_000) if words.isascii() and words.isdecimal() else 1
