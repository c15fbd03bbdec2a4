"""Finding unit reports, who is missing, and what units say of what was left open."""

from tracker.unit_reports.queries.matters import About, matters
from tracker.unit_reports.queries.reports import (
    FILED_STATES,
    carried,
    find_report,
    get_report,
    last_report,
    printable,
    reports_of,
    rows_before,
    states_of,
    visible,
    words_about,
    words_on,
)
from tracker.unit_reports.queries.required import ToWrite, due_on, missing, reminder, to_write

__all__ = [
    "FILED_STATES",
    "About",
    "ToWrite",
    "carried",
    "due_on",
    "find_report",
    "get_report",
    "last_report",
    "matters",
    "missing",
    "printable",
    "reminder",
    "reports_of",
    "rows_before",
    "states_of",
    "to_write",
    "visible",
    "words_about",
    "words_on",
]
