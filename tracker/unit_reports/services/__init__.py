"""What is done with unit reports: kept, handed in, sent back, taken in."""

from tracker.unit_reports.services.acts import accept, record_oral, return_, submit
from tracker.unit_reports.services.facts import MOST_ROWS, ReportTexts, RowFacts, begun_with
from tracker.unit_reports.services.writing import save

__all__ = [
    "MOST_ROWS",
    "ReportTexts",
    "RowFacts",
    "accept",
    "begun_with",
    "record_oral",
    "return_",
    "save",
    "submit",
]
