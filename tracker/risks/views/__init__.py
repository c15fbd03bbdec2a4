"""Pages of risks: the register, one risk, those that came back, and those of a meeting."""

from tracker.risks.views import meeting, one, register, repeats
from tracker.risks.views.blueprint import blueprint

__all__ = ["blueprint", "meeting", "one", "register", "repeats"]
