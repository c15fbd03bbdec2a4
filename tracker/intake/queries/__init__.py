"""What a pasted text says, matched to the directory, for the page on which it is confirmed."""

from tracker.intake.queries.matching import Matching
from tracker.intake.queries.meeting import (
    THE_MEETING,
    UNITS,
    Lit,
    Proposal,
    kind_of,
    lit_source,
    propose,
)
from tracker.intake.queries.others import (
    Fact,
    Filled,
    Found,
    fill_agreement,
    fill_report,
    found_in,
    meetings_for,
)

__all__ = [
    "THE_MEETING",
    "UNITS",
    "Fact",
    "Filled",
    "Found",
    "Lit",
    "Matching",
    "Proposal",
    "fill_agreement",
    "fill_report",
    "found_in",
    "kind_of",
    "lit_source",
    "meetings_for",
    "propose",
]
