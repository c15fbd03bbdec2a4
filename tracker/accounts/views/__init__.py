"""Signing in and out, one's own account, and the pages of the administrators."""

from tracker.accounts.views import deputies, grants, keeping, own, slips, users
from tracker.accounts.views.frame import blueprint
from tracker.accounts.views.signing_in import init_app

__all__ = ["blueprint", "deputies", "grants", "init_app", "keeping", "own", "slips", "users"]
