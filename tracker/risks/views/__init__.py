"""Pages of risks: the register, one risk, what is done with it, repeats, those of a meeting."""

from tracker.risks.views import acts, deciding, meeting, one, register, repeats
from tracker.risks.views.blueprint import blueprint

__all__ = ["acts", "blueprint", "deciding", "meeting", "one", "register", "repeats"]
