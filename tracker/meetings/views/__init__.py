"""Pages of a meeting: the list, the form, who is invited and came, what was said."""

from tracker.meetings.views import addresses, areas, attendance, meeting, scans
from tracker.meetings.views.frame import blueprint

__all__ = ["addresses", "areas", "attendance", "blueprint", "meeting", "scans"]
