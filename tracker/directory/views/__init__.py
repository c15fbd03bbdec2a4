"""校情字典: lists that many may read, and pages on which the office changes them."""

from tracker.directory.views import dictionary, roster
from tracker.directory.views.frame import blueprint

__all__ = ["blueprint", "dictionary", "roster"]
