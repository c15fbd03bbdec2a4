"""Migrations: one head, nothing missing, and each goes up, down and up to an equal schema."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from tests.conftest import DATABASES
from tests.databases import new_postgresql
from tracker import create_app
from tracker.core.db import db
from tracker.extensions import prepare_migrations
from tracker.operations.queries import known_revisions, revision

REVISIONS = [
    script.revision
    for script in reversed(
        list(ScriptDirectory(str(Path(__file__).parent.parent / "migrations")).walk_revisions())
    )
]


@pytest.fixture(params=DATABASES)
def fresh_app(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """An application on a database of its own, without any table."""
    url = f"sqlite:///{tmp_path / 'fresh.sqlite'}"
    if request.param == "postgresql":
        url = new_postgresql(f"migrations_{worker_id}")
    app = create_app({"SQLALCHEMY_DATABASE_URI": url})
    prepare_migrations(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def schema() -> dict[str, Any]:
    """Return all that the database tells of its tables, in a form that can be compared."""
    inspector = inspect(db.engine)
    return {
        table: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"])
                for column in inspector.get_columns(table)
            ],
            "foreign": sorted(str(key) for key in inspector.get_foreign_keys(table)),
            "unique": sorted(str(key) for key in inspector.get_unique_constraints(table)),
            "checks": sorted(str(key["name"]) for key in inspector.get_check_constraints(table)),
            "indexes": sorted(str(key) for key in inspector.get_indexes(table)),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_it_has_one_head() -> None:
    script = ScriptDirectory(str(Path(__file__).parent.parent / "migrations"))

    assert len(script.get_heads()) == 1


def test_the_product_knows_the_revisions_without_alembic(fresh_app: Flask) -> None:
    assert list(known_revisions()) == REVISIONS
    with fresh_app.app_context():
        assert revision() == ""
        db.session.rollback()
        upgrade()
        assert revision() == REVISIONS[-1]


def test_it_holds_what_the_models_say(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        upgrade()

        check()


def test_each_revision_goes_up_down_and_up(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        previous = "base"
        for revision in REVISIONS:
            upgrade(revision=revision)
            once = schema()
            downgrade(revision=previous)
            upgrade(revision=revision)

            assert schema() == once
            previous = revision


def test_a_college_that_has_its_series_is_given_those_of_the_slips(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        upgrade(revision="0014")
        with db.engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO number_series (code, name, pattern, is_manual, row_version) "
                "VALUES ('minutes', '会议纪要', '纪要〔{year}〕{number}号', false, 1)"
            )

        upgrade(revision="0015")
        with db.engine.connect() as connection:
            after = set(connection.exec_driver_sql("SELECT code FROM number_series").scalars())
        downgrade(revision="0014")
        with db.engine.connect() as connection:
            before = set(connection.exec_driver_sql("SELECT code FROM number_series").scalars())

    assert after == {"minutes", "reminder", "supervision-slip"}
    assert before == {"minutes"}
