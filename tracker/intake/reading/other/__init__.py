"""What is pasted and is no meeting: a table of items or risks, a unit's report, an agreement."""

from tracker.intake.reading.other.agreement import Agreement, read_agreement
from tracker.intake.reading.other.parts import Part
from tracker.intake.reading.other.report import Report, Row, read_report
from tracker.intake.reading.other.sorts import Sort, sort_of
from tracker.intake.reading.other.tables import Ledger, read_ledger, tables_of

__all__ = [
    "Agreement",
    "Ledger",
    "Part",
    "Report",
    "Row",
    "Sort",
    "read_agreement",
    "read_ledger",
    "read_report",
    "sort_of",
    "tables_of",
]
