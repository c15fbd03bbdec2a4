"""Pages of tasks: planning them, the lists, one task, what interrupts it, and the verifier."""

from tracker.followups.views import (
    changes,
    coverage,
    extensions,
    items,
    ledger,
    lists,
    long_term,
    meeting,
    planning,
    points,
    progress,
    risks,
    slips,
    verifying,
)
from tracker.followups.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "changes",
    "coverage",
    "extensions",
    "items",
    "ledger",
    "lists",
    "long_term",
    "meeting",
    "planning",
    "points",
    "progress",
    "risks",
    "slips",
    "verifying",
]
