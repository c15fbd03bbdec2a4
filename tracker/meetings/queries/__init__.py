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
from tracker.meetings.queries.invitable import DROPPED, WORDS_ONLY, Entry, Invitable, people
from tracker.meetings.queries.meeting import (
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
from tracker.meetings.queries.todos import todos

__all__ = [
    "read_areas",
    "AreaWords",
    "DROPPED",
    "WORDS_ONLY",
    "Entry",
    "Invitable",
    "Seat",
    "Totals",
    "address_words",
    "addresses_of",
    "area_context",
    "area_lists",
    "chair_words",
    "get_address",
    "get_area_list",
    "get_area_named",
    "get_attendance",
    "get_meeting",
    "invited_words",
    "is_notice_number_typed",
    "knit_points",
    "meetings_page",
    "newest_first",
    "outline_of",
    "people",
    "recorder_words",
    "reporting_words",
    "seats",
    "todos",
    "totals",
    "visible",
    "without_persons",
    "years",
]
