"""Finding unit reports, who is missing, and what units say of what was left open."""

from tracker.unit_reports.queries.reports import (
    FILED_STATES,
    find_report,
    get_report,
    last_report,
    reports_of,
    states_of,
    visible,
    words_on,
)
from tracker.unit_reports.queries.required import due_on, missing, reminder

__all__ = [
    "FILED_STATES",
    "due_on",
    "find_report",
    "get_report",
    "last_report",
    "missing",
    "reminder",
    "reports_of",
    "states_of",
    "visible",
    "words_on",
]
