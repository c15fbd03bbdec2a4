"""Finding meetings, who is invited and came, what was said, and what waits."""

from tracker.meetings.queries.addresses import (
    addresses_of,
    get_address,
    knit_points,
    outline_of,
)
from tracker.meetings.queries.areas import (
    AreaWords,
    address_words,
    area_context,
    area_lists,
    get_area_list,
    get_area_named,
    read_areas,
)
from tracker.meetings.queries.copying import RETOLD, fields_from, gone_since, newest_meeting
from tracker.meetings.queries.invitable import DROPPED, WORDS_ONLY, Entry, Invitable, people
from tracker.meetings.queries.meeting import (
    all_meetings,
    chair_words,
    get_meeting,
    is_notice_number_typed,
    meetings_page,
    newest_first,
    recorder_words,
    visible,
    years,
)
from tracker.meetings.queries.roster import (
    Seat,
    Totals,
    get_attendance,
    invited_words,
    reporting_words,
    seats,
    totals,
    without_persons,
)
from tracker.meetings.queries.scans import scan_subject, scans_of
from tracker.meetings.queries.todos import todos

__all__ = [
    "AreaWords",
    "DROPPED",
    "WORDS_ONLY",
    "Entry",
    "Invitable",
    "Seat",
    "Totals",
    "address_words",
    "addresses_of",
    "all_meetings",
    "area_context",
    "area_lists",
    "chair_words",
    "RETOLD",
    "fields_from",
    "get_address",
    "get_area_list",
    "get_area_named",
    "get_attendance",
    "get_meeting",
    "gone_since",
    "invited_words",
    "is_notice_number_typed",
    "knit_points",
    "meetings_page",
    "newest_first",
    "newest_meeting",
    "outline_of",
    "people",
    "read_areas",
    "recorder_words",
    "reporting_words",
    "scan_subject",
    "scans_of",
    "seats",
    "todos",
    "totals",
    "visible",
    "without_persons",
    "years",
]
