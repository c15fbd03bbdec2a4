"""Libraries that hook into the application."""

from importlib import import_module
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import click
from flask import Flask, Request, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import Security
from flask_wtf import CSRFProtect

from tracker.core.db import db, end_reading

csrf = CSRFProtect()
babel = Babel()
security = Security()
limiter = Limiter(get_remote_address)

LARGEST_IN_MEMORY = 512 * 1024

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)


class SessionCookie(SecureCookieSessionInterface):
    """The session's cookie, kept to encrypted connections where this request came by one."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Ask the request's scheme, which a trusted proxy tells."""
        return request.is_secure


class SpooledRequest(Request):
    """A request whose files are spooled where they will stay: /tmp may be memory."""

    def _get_file_stream(self, *_about: Any, **_more: Any) -> IO[bytes]:
        folder = current_app.config["INSTANCE_PATH"]
        return SpooledTemporaryFile(max_size=LARGEST_IN_MEMORY, mode="w+b", dir=folder)


def prepare_migrations(app: Flask) -> None:
    """Hook Flask-Migrate in, and its commands in the place of ours."""
    if "migrate" not in app.extensions:
        migrate = import_module("flask_migrate").Migrate(compare_type=True, render_as_batch=True)
        migrate.init_app(app, db, directory=str(app.config["ROOT"] / "migrations"))


class _Migrations(click.Command):
    """`flask db`, read when it is called: serving has no use for Alembic, a sixth of its memory."""

    def __init__(self, app: Flask) -> None:
        super().__init__("db", help="Perform database migrations.")
        self._app = app

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Go on as Flask-Migrate's own group of commands."""
        prepare_migrations(self._app)
        commands: click.Group = import_module("flask_migrate.cli").db
        return commands.make_context(*args, **more)


def _harden(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    if not response.direct_passthrough or response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "no-store")
    return response


def init_app(app: Flask) -> None:
    """Hook the libraries in; Flask-Security follows with `accounts`, which knows the users."""
    app.session_interface, app.request_class = SessionCookie(), SpooledRequest
    db.init_app(app)
    # Before the session is removed, since what is hooked in later is called earlier.
    app.teardown_appcontext(end_reading)
    csrf.init_app(app)
    app.cli.add_command(_Migrations(app))
    babel.init_app(app)
    limiter.init_app(app)
    app.after_request(_harden)
