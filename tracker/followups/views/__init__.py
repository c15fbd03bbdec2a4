"""Pages of tasks: planning them, the lists, one task, and the word of the verifier."""

from tracker.followups.views import (
    items,
    ledger,
    lists,
    meeting,
    planning,
    points,
    risks,
    verifying,
)
from tracker.followups.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "items",
    "ledger",
    "lists",
    "meeting",
    "planning",
    "points",
    "risks",
    "verifying",
]
