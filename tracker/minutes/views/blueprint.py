"""The blueprint, and loading a meeting's record and minutes in scope."""

from typing import Any

from flask import Blueprint, abort, url_for

from tracker.core.clock import today
from tracker.core.permissions import viewer
from tracker.minutes import papers, queries
from tracker.minutes.models import Minutes
from tracker.minutes.queries import Proceedings

blueprint = Blueprint("minutes", __name__, url_prefix="/meetings/<int:meeting_id>")


def load_proceedings(meeting_id: int) -> Proceedings:
    """Load a meeting with its record in scope; what is not for the viewer is not there."""
    return queries.get_proceedings(meeting_id, viewer=viewer()) or abort(404)


def load_newest(proceedings: Proceedings) -> Minutes:
    """Load the newest version of the minutes."""
    return queries.current(proceedings.meeting.id) or abort(404)


def readable(minutes: Minutes | None) -> Minutes | None:
    """Return the minutes unless they are still a draft and the viewer is of a unit."""
    is_shown = minutes is not None and (viewer().sees_all or minutes.is_issued)
    return minutes if is_shown else None


def paper_of(proceedings: Proceedings, minutes: Minutes) -> papers.MinutesPaper | None:
    """Return the paper as it was issued, or as the record gives it today; None for a scan."""
    if minutes.is_scanned:
        return None
    return papers.of_version(proceedings, minutes, settings=queries.settings(on=today()))


def tab(meeting_id: int) -> str:
    """Return the address of 纪要."""
    return url_for("minutes.show", meeting_id=meeting_id)


def frame(proceedings: Proceedings, open_tab: str = "minutes") -> dict[str, Any]:
    """Return what the meeting's frame shows; the record knows the chair without a query."""
    return {
        "tab": open_tab,
        "meeting": proceedings.meeting,
        "chair_words": lambda _meeting: proceedings.chair,
    }
