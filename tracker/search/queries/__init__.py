"""What can be found, how it is asked for and found, and what is shown of it."""

from tracker.search.queries.asking import Question, ask, number_marks
from tracker.search.queries.finding import MOST, Hit, find
from tracker.search.queries.owners import owners_of
from tracker.search.queries.progress import AT_ONCE, LAYOUT, events_behind, is_made
from tracker.search.queries.results import Group, Results, counted, results
from tracker.search.queries.shown import Row, rows_of
from tracker.search.queries.sources import SOURCES, Source, audience, marks_of
from tracker.search.queries.telling import Told

__all__ = [
    "AT_ONCE",
    "Group",
    "Hit",
    "LAYOUT",
    "MOST",
    "Question",
    "Results",
    "Row",
    "SOURCES",
    "Source",
    "Told",
    "ask",
    "audience",
    "counted",
    "events_behind",
    "find",
    "is_made",
    "marks_of",
    "number_marks",
    "owners_of",
    "results",
    "rows_of",
]
