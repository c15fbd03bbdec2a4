"""Pages of agreements: the year, one agreement, those of a meeting, and who must sign."""

from tracker.agreements.views import one, required, signings, year
from tracker.agreements.views.blueprint import blueprint

__all__ = ["blueprint", "one", "required", "signings", "year"]
