"""A test client that signs in as one of the cast and checks each page it opens."""

import re
from collections.abc import Callable
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from tracker.audit.queries import forget_kept
from tracker.core.db import db

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
    "track", "wbr", "path", "use", "rect", "line", "circle",
}  # fmt: skip

# What begins a transaction and says that it writes is no question to the database.
MARKS = ("BEGIN", "PRAGMA", "SET LOCAL", "SELECT pg_advisory_xact_lock")


class _Page(HTMLParser):
    """What can be said of any page: balanced tags, unique ids, labelled inputs, one h1."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.headings = 0
        self.faults: list[str] = []
        self.label_depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.headings += tag == "h1"
        if tag == "label":
            self.labelled.add(values.get("for") or "")
            self.label_depth += 1
        named = values.get("type") not in {"hidden", "submit", "button"}
        if tag in {"input", "select", "textarea"} and named and not self.label_depth:
            self.inputs.append(values)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self.label_depth -= 1
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


class PageClient:
    """A browser's stand-in: `page` for what must be whole, `get` and `post` for the rest."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.raw: FlaskClient = app.test_client()

    def signed_in_as(self, user_id: int) -> "PageClient":
        """Return a client with a session of that user."""
        with self.app.app_context():
            from tracker.accounts.models import User

            uniquifier = db.session.get_one(User, user_id).fs_uniquifier
        fresh = PageClient(self.app)
        with fresh.raw.session_transaction() as session:
            session["_user_id"] = uniquifier
            session["_fresh"] = True
        return fresh

    def url(self, endpoint: str, **values: Any) -> str:
        """Return the address of an endpoint."""
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def get(self, url: str, **kwargs: Any) -> TestResponse:
        """Open an address."""
        return self.raw.get(url, buffered=True, **kwargs)

    def post(self, url: str, data: Any = None, **kwargs: Any) -> TestResponse:
        """Send a form."""
        return self.raw.post(url, data=data, buffered=True, **kwargs)

    def confirm(self, url: str, data: dict[str, Any]) -> TestResponse:
        """Send a form, and again with the button that confirms what was shown of it."""
        shown = self.post(url, data).get_data(as_text=True)
        seen = re.search(r'name="confirm"\s+value="(\w+)"', shown)
        return self.post(url, {**data, "confirm": seen[1] if seen else "nothing to confirm"})

    def page(self, endpoint: str, *, status: int = 200, **values: Any) -> str:
        """Open a page by its endpoint and check what must hold of every page."""
        response = self.get(self.url(endpoint, **values))
        assert response.status_code == status, (endpoint, response.status_code)
        html = response.get_data(as_text=True)
        check_page(html)
        return html


def check_page(html: str) -> None:
    """Assert one h1, a title that starts with it, unique ids, labelled inputs, valid tags."""
    page = _Page(html)
    assert not page.faults, page.faults
    assert not page.open, page.open
    assert page.headings == 1, f"{page.headings} h1"
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    title = re.search(r"<title>(.*?)</title>", html, re.S)
    words = re.sub(r"<[^>]+>", "", heading.group(1)).strip() if heading else ""
    shown = title.group(1).strip() if title else ""
    assert shown.startswith(words), (shown, words)
    twice = {name for name in page.ids if page.ids.count(name) > 1}
    assert not twice, f"ids used twice: {twice}"
    bare = [
        values
        for values in page.inputs
        if values.get("id") not in page.labelled
        and not values.get("aria-label")
        and not values.get("aria-labelledby")
    ]
    assert not bare, f"inputs without a label: {bare}"


@contextmanager
def count_queries(app: Flask) -> Any:
    """Count the SQL statements inside the block, transaction marks left out.

    What a process keeps between requests is put aside before, so that the number is the same
    whatever ran earlier.
    """
    forget_kept(app)
    with _counted(app) as statements:
        yield statements


def statements_of(app: Flask, ask: Callable[..., object], *args: Any, **values: Any) -> list[str]:
    """Return the SQL statements of a page that is asked for again while nothing has changed."""
    ask(*args, **values)
    with _counted(app) as statements:
        ask(*args, **values)
    return list(statements)


@contextmanager
def _counted(app: Flask) -> Any:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(MARKS):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
