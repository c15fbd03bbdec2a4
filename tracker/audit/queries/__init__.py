"""Reading the trail, walking its chain, and keeping what holds until it has a new event."""

from tracker.audit.queries.kept import (
    KEPT_TABLES,
    RECORDED,
    TOUCHED,
    each_while_unchanged,
    forget_kept,
    until_next_event,
    while_unchanged,
)
from tracker.audit.queries.trail import (
    StateOfSeals,
    events_about,
    events_page,
    first_fault,
    head_fits,
    last_events,
    newest_events,
    seal_hash,
    sealing_key,
    state_of_seals,
)

__all__ = [
    "KEPT_TABLES",
    "RECORDED",
    "StateOfSeals",
    "TOUCHED",
    "until_next_event",
    "each_while_unchanged",
    "events_about",
    "events_page",
    "first_fault",
    "forget_kept",
    "head_fits",
    "last_events",
    "newest_events",
    "seal_hash",
    "sealing_key",
    "state_of_seals",
    "while_unchanged",
]
