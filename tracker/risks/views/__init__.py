"""Pages of risks: the register, one risk, and those of a meeting."""

from tracker.risks.views import meeting, one, register
from tracker.risks.views.blueprint import blueprint

__all__ = ["blueprint", "meeting", "one", "register"]
