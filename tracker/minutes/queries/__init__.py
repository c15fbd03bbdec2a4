"""Versions of minutes, what still stands in their way, and who is waited for."""

from tracker.minutes.queries.finding import Finding, Level
from tracker.minutes.queries.findings import blocks, findings
from tracker.minutes.queries.proceedings import (
    Proceedings,
    get_proceedings,
    items_of,
    settings,
)
from tracker.minutes.queries.sections import areas_named, put_out, reported
from tracker.minutes.queries.steps import Act, Step, may_conclude, next_act, steps
from tracker.minutes.queries.versions import (
    SERIES,
    current,
    drafter_ids,
    ids_to_open,
    is_for,
    is_numbered_by_hand,
    items_shown,
    may_review,
    may_sign,
    signers,
    versions,
    visible,
)
from tracker.minutes.queries.waiting import todos, waiting_for_signature

__all__ = [
    "Act",
    "SERIES",
    "Finding",
    "Level",
    "Proceedings",
    "Step",
    "areas_named",
    "blocks",
    "current",
    "drafter_ids",
    "findings",
    "get_proceedings",
    "ids_to_open",
    "is_for",
    "is_numbered_by_hand",
    "items_of",
    "items_shown",
    "may_conclude",
    "may_review",
    "may_sign",
    "signers",
    "next_act",
    "put_out",
    "reported",
    "settings",
    "steps",
    "todos",
    "versions",
    "visible",
    "waiting_for_signature",
]
