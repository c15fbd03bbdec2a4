"""概况 and 纪要 of a meeting: the page that reads like its minutes, and the minutes themselves."""

from tracker.minutes.views import drafting, overview, signing
from tracker.minutes.views.blueprint import blueprint

__all__ = ["blueprint", "drafting", "overview", "signing"]
