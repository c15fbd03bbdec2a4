"""`/` by role, drafts of forms, and the counts at the tabs of a meeting."""

from typing import Any

from flask import Blueprint, render_template

from tracker.accounts.forms import SignInForm
from tracker.core.permissions import current_viewer, public

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
def index() -> Any:
    """Show the sign-in form to a visitor, and to the others what waits for them."""
    if current_viewer() is None:
        return render_template("home/sign_in.html", form=SignInForm())
    return render_template("home/index.html")


@blueprint.get("/healthz")
@public
def healthz() -> dict[str, str]:
    """Tell that the process answers."""
    return {"status": "ok"}
