"""What the frame and the home pages show: places to go, the quarter, what stands and waits."""

from tracker.home.queries.missing import Missing
from tracker.home.queries.navigation import PHONE, RAIL, RAIL_BOTTOM, Place, places
from tracker.home.queries.papers import MeetingPapers, papers_by_meeting
from tracker.home.queries.quarter import (
    Current,
    current_meetings,
    other_meetings,
    quarters,
    unreported_meetings,
)
from tracker.home.queries.standing import LateUnit, Standing, overdue_reminder, standing
from tracker.home.queries.waiting import Groups, own_items, submitted_items, waiting_count

__all__ = [
    "PHONE",
    "RAIL",
    "RAIL_BOTTOM",
    "Current",
    "Groups",
    "LateUnit",
    "MeetingPapers",
    "Missing",
    "Place",
    "Standing",
    "current_meetings",
    "other_meetings",
    "overdue_reminder",
    "own_items",
    "papers_by_meeting",
    "places",
    "quarters",
    "standing",
    "submitted_items",
    "unreported_meetings",
    "waiting_count",
]
