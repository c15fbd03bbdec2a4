"""Pages of a meeting before and while it is held."""

from typing import Any

from flask import Blueprint, render_template, url_for

from tracker.core.permissions import Permission, may_open, requires, viewer
from tracker.meetings import queries
from tracker.meetings.models import Meeting

blueprint = Blueprint("meetings", __name__, url_prefix="/meetings")

# The tabs are views of the features whose data they show, all of them above this one.
TABS = (
    ("overview", "概况", "minutes.overview"),
    ("attendance", "参会", "meetings.attendance"),
    ("points", "讲话与要求", "followups.points"),
    ("followups", "督办任务", "followups.of_meeting"),
    ("minutes", "纪要", "minutes.show"),
)


@blueprint.app_template_global()
def meeting_tabs(meeting: Meeting, tab: str) -> list[dict[str, Any]]:
    """Return the tabs of a meeting that the viewer may open."""
    return [
        {
            "key": key,
            "label": label,
            "url": url_for(endpoint, meeting_id=meeting.id),
            "active": key == tab,
        }
        for key, label, endpoint in TABS
        if may_open(endpoint)
    ]


@blueprint.app_template_global()
def meeting_counts_url(meeting: Meeting) -> str | None:
    """Return the address of the counts at the tabs."""
    if not may_open("home.counts"):
        return None
    return url_for("home.counts", meeting_id=meeting.id)


blueprint.add_app_template_global(queries.chair_words, "chair_words")


@blueprint.get("/")
@requires(Permission.MEETING_READ)
def index() -> str:
    """List the meetings, newest first."""
    return render_template("meetings/index.html", viewer=viewer())
