"""What can be found, how it is asked for and found, and what is shown of it."""

from tracker.search.queries.asking import Question, ask, number_marks
from tracker.search.queries.finding import find, span_mark
from tracker.search.queries.owners import of_the_day, owners_of
from tracker.search.queries.progress import AT_ONCE, LAYOUT, standing
from tracker.search.queries.results import NOTHING, Results, counted, results
from tracker.search.queries.shown import rows_of
from tracker.search.queries.sources import SOURCES, marks_of

__all__ = [
    "AT_ONCE",
    "LAYOUT",
    "NOTHING",
    "SOURCES",
    "Question",
    "Results",
    "ask",
    "counted",
    "find",
    "marks_of",
    "number_marks",
    "of_the_day",
    "owners_of",
    "results",
    "rows_of",
    "span_mark",
    "standing",
]
