"""One application per database, emptied before each test; a cast of people; a strict client."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from coverage import Coverage
from flask import Flask
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from tests import FOLDER, factories
from tests.client import PageClient
from tests.databases import POSTGRESQL_URL, new_postgresql
from tests.factories import Cast
from tracker import create_app
from tracker.audit.queries import forget_kept
from tracker.core.db import db
from tracker.core.jobs import huey
from tracker.extensions import prepare_migrations

# How long something takes on a busy machine is no fault of what is tested.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")
DATABASES = ["sqlite", "postgresql"] if POSTGRESQL_URL else ["sqlite"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Count what tests reach on one database: on PostgreSQL nearly the same is reached again."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    counting = Coverage.current() if params.get("app") == "postgresql" else None
    if counting is None:
        return (yield)
    counting.stop()
    try:
        return (yield)
    finally:
        counting.start()


def _database_url(name: str, worker: str) -> str:
    if name == "sqlite":
        return f"sqlite:///{FOLDER / f'{worker}.sqlite'}"
    return new_postgresql(f"tracker_{worker}")


def _leave_to_the_system(connection: DBAPIConnection, _record: object) -> None:
    connection.cursor().execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def built_apps() -> Iterator[Callable[[str], Flask]]:
    """Applications by database, each built once however the tests are shuffled."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    built: dict[str, Flask] = {}

    def build(name: str) -> Flask:
        if name not in built:
            settings = {"SQLALCHEMY_DATABASE_URI": _database_url(name, worker)}
            built[name] = create_app({**settings, "WTF_CSRF_ENABLED": False})
            with built[name].app_context():
                if name == "sqlite":
                    # Nothing in it outlives the tests, so it need not wait for the disk.
                    event.listen(db.engine, "connect", _leave_to_the_system)
                prepare_migrations(built[name])
                upgrade()
        return built[name]

    yield build
    for app in built.values():
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, built_apps: Callable[[str], Flask]) -> Flask:
    """The application on an empty database; no context is held open around requests."""
    found = built_apps(request.param)
    huey.app = found
    with found.app_context():
        factories.empty_all_tables()
    # The college of every test is a copy of one, events and all: what was kept by them may go on.
    forget_kept(found)
    # The heads of the trail that was just emptied would rightly call it cut off.
    shutil.rmtree(found.config["HEADS_PATH"], ignore_errors=True)
    return found


@pytest.fixture
def cast(app: Flask) -> Cast:
    """A small college with everybody who plays a part."""
    with app.app_context():
        return factories.give_college()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A visitor."""
    return PageClient(app)
