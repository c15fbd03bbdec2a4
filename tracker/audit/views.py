"""The trail, page by page, for the audit administrator: who did what when, but no values."""

from typing import Any

from flask import Blueprint, render_template, request

from tracker.audit import queries
from tracker.audit.models import ACTION_LABELS, OBJECT_LABELS
from tracker.core.permissions import Permission, requires

blueprint = Blueprint("audit", __name__, url_prefix="/audit")


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


def _page() -> int:
    words = request.args.get("page", "1")
    return min(int(words), 100_000) if words.isascii() and words.isdecimal() else 1
