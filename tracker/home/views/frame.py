"""What the frame around each page shows: the college's name, the places, the account."""

from typing import Any

from flask import Flask, has_request_context, url_for

from tracker.core.clock import today
from tracker.core.permissions import Permission as P
from tracker.core.permissions import current_viewer
from tracker.directory import queries as directory
from tracker.home import queries


def _frame() -> dict[str, Any]:
    """Give every template the navigation of whoever is signed in."""
    if not has_request_context():
        # Papers are printed outside of a request; they have no frame.
        return {}
    who = current_viewer()
    frame: dict[str, Any] = {
        "college_name": directory.setting("college_name", on=today()) or "研判会议与督办",
        "search_url": url_for("search.index") if who and who.can(P.SEARCH_READ) else None,
        "sign_out_url": url_for("accounts.sign_out"),
        "account_url": url_for("accounts.me") if who else "",
    }
    for name, entries in (
        ("navigation", queries.RAIL),
        ("navigation_bottom", queries.RAIL_BOTTOM),
        ("phone_navigation", queries.PHONE),
    ):
        frame[name] = queries.places(entries, who) if who else []
    return frame


def init_app(app: Flask) -> None:
    """Give every template its frame."""
    app.context_processor(_frame)
