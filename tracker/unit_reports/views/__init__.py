"""Pages of unit reports: those of a meeting, one to read, one to write."""

from tracker.unit_reports.views import meeting, reading, words, writing
from tracker.unit_reports.views.blueprint import blueprint

__all__ = ["blueprint", "meeting", "reading", "words", "writing"]
