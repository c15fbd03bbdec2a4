"""One application per database, emptied before each test; a cast of people; a strict client."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Settings are read at import, so a folder of the test run's own is set before anything else.
_FOLDER = Path(tempfile.mkdtemp(prefix="tracker-tests-"))
os.environ.update(INSTANCE_PATH=str(_FOLDER), TESTING="1", SECRET_KEY="tests", FLASK_APP="wsgi")

import pytest  # noqa: E402
from flask import Flask  # noqa: E402
from flask_migrate import upgrade  # noqa: E402
from sqlalchemy import create_engine, text  # noqa: E402

from tests import factories  # noqa: E402
from tests.client import PageClient  # noqa: E402
from tests.factories import Cast  # noqa: E402
from tracker import create_app  # noqa: E402
from tracker.core.db import db  # noqa: E402

POSTGRESQL_URL = os.environ.get("TEST_POSTGRESQL_URL", "")
DATABASES = ["sqlite", "postgresql"] if POSTGRESQL_URL else ["sqlite"]


def _database_url(name: str, worker: str) -> str:
    if name == "sqlite":
        return f"sqlite:///{_FOLDER / f'{worker}.sqlite'}"
    base, _, _ = POSTGRESQL_URL.rpartition("/")
    own = f"tracker_{worker}"
    engine = create_engine(POSTGRESQL_URL, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {own}"))
        connection.execute(text(f"CREATE DATABASE {own}"))
    engine.dispose()
    return f"{base}/{own}"


@pytest.fixture(scope="session", params=DATABASES)
def built_app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    url = _database_url(request.param, worker)
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "WTF_CSRF_ENABLED": False})
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(built_app: Flask) -> Flask:
    """The application on an empty database; no context is held open around requests."""
    built_app.extensions["migrate"]  # The schema came from the migrations.
    from tracker.core.jobs import huey

    huey.app = built_app
    with built_app.app_context():
        factories.empty_all_tables()
    # The heads of the trail that was just emptied would rightly call it cut off.
    shutil.rmtree(built_app.config["HEADS_PATH"], ignore_errors=True)
    return built_app


@pytest.fixture
def cast(app: Flask) -> Cast:
    """A small college with everybody who plays a part."""
    with app.app_context():
        return factories.make_college()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A visitor."""
    return PageClient(app)
