"""校情字典: lists that many may read, and pages on which the office changes them."""

from tracker.directory.views import (
    calendar,
    dictionaries,
    exports,
    people,
    roster,
    settings,
    units,
)
from tracker.directory.views.frame import blueprint

__all__ = [
    "blueprint",
    "calendar",
    "dictionaries",
    "exports",
    "people",
    "roster",
    "settings",
    "units",
]
