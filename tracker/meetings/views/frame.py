"""The blueprint, the tab bar around all pages of a meeting, and loading in scope."""

from typing import Any

from flask import Blueprint, abort, url_for

from tracker.core.permissions import may_open, viewer
from tracker.meetings import queries
from tracker.meetings.models import Meeting

blueprint = Blueprint("meetings", __name__, url_prefix="/meetings")

# The tabs are views of the features whose data they show, all of them above this one.
TABS = (
    ("overview", "概况", "minutes.overview"),
    ("attendance", "参会", "meetings.attendance"),
    ("reports", "汇报", "unit_reports.of_meeting"),
    ("risks", "风险", "risks.of_meeting"),
    ("points", "讲话与要求", "followups.points"),
    ("agreements", "责任书", "agreements.of_meeting"),
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


def load_meeting(meeting_id: int) -> Meeting:
    """Load a meeting in scope; what is not for the viewer is not there."""
    meeting = queries.get_meeting(meeting_id, viewer=viewer())
    if meeting is None:
        abort(404)
    return meeting


def address_of_tab(meeting_id: int, tab: str) -> str:
    """Return the address of a tab, or of the roster while that tab is not for the viewer."""
    endpoint = next(endpoint for key, _, endpoint in TABS if key == tab)
    known = endpoint if may_open(endpoint) else "meetings.attendance"
    return url_for(known, meeting_id=meeting_id)


@blueprint.app_template_global()
def front(meeting: Meeting, tab: str = "overview") -> str:
    """Return the address of the meeting's first page, or of another tab."""
    return address_of_tab(meeting.id, tab)
