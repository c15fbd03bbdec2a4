"""`/` by role, 报告, drafts of forms, numbers at tabs and navigation, and the frame."""

from tracker.home.views import drafts, pages
from tracker.home.views.blueprint import blueprint
from tracker.home.views.frame import init_app

__all__ = ["blueprint", "drafts", "init_app", "pages"]
