"""An installation as it stood before migration 0009 comes to today's schema with every row.

`data/before_0009/` holds the demo college of two quarters at revision 0008, dumped from both
databases (`flask demo load --quarters 2`; SQLite's own dump, and `pg_dump --no-owner
--no-privileges`), all accounts with the password below.
"""

import gzip
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade

from tests.client import PageClient
from tests.conftest import DATABASES
from tests.databases import all_rows, new_postgresql
from tracker import create_app
from tracker.core.calendar import Quarter
from tracker.core.db import db
from tracker.extensions import prepare_migrations
from tracker.reports import queries as reports

DUMPS = Path(__file__).parent / "data" / "before_0009"
BEFORE = "0008"
PASSWORD = "Chengyue-2023"


@pytest.fixture(params=DATABASES)
def old_app(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """The application on a database that an earlier release has left."""
    sql = gzip.decompress((DUMPS / f"{request.param}.sql.gz").read_bytes()).decode()
    if request.param == "postgresql":
        url = _in_postgresql(sql, name=f"upgrade_{worker_id}")
    else:
        url = f"sqlite:///{tmp_path / 'old.sqlite'}"
        with closing(sqlite3.connect(tmp_path / "old.sqlite")) as database:
            database.executescript(sql)
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "WTF_CSRF_ENABLED": False})
    prepare_migrations(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _in_postgresql(sql: str, *, name: str) -> str:
    url = new_postgresql(name)
    command = ["psql", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--dbname={url}"]
    subprocess.run(command, input=sql, text=True, check=True)
    return url


def test_an_old_database_keeps_every_row(old_app: Flask) -> None:
    with old_app.app_context():
        before = all_rows()

        upgrade()

        check()
        after = all_rows()
    assert sum(map(len, before.values())) > 1000
    for table, rows in before.items():
        kept = [{name: row[name] for name in rows[0]} for row in after[table]] if rows else []
        if table == "number_series":
            # Slips that urge are numbered; nothing else is added to what a college had.
            kept = [row for row in kept if row["code"] not in {"reminder", "supervision-slip"}]
        assert sorted(kept, key=repr) == rows, table


def test_an_old_database_goes_up_and_back(old_app: Flask) -> None:
    with old_app.app_context():
        before = all_rows()

        upgrade()
        downgrade(revision=BEFORE)

        assert all_rows() == before


def test_the_ledger_holds_what_an_old_database_had(old_app: Flask) -> None:
    with old_app.app_context():
        upgrade()
        rows = all_rows()
        quarters = [Quarter(2023, number) for number in range(1, 5)]
        of_risks = [reports.balance(reports.RISKS, quarter) for quarter in quarters]
        of_items = [reports.balance(reports.TASKS, quarter) for quarter in quarters]

    assert not any(found.faults for found in (*of_risks, *of_items))
    risks, items = rows["risk"], [row for row in rows["follow_up"] if row["assigned_on"]]
    assert sum(found.total.new for found in of_risks) == len(risks)
    assert sum(found.total.closed for found in of_risks) == _count(risks, "closed_on") > 0
    assert sum(found.total.new for found in of_items) == len(items)
    assert sum(found.total.closed for found in of_items) == _count(items, "closed_on") > 0
    assert len(rows["risk_posting"]) == _days(risks, "found_on", "closed_on", "cancelled_on")
    assert len(rows["follow_up_posting"]) == _days(
        items, "assigned_on", "closed_on", "cancelled_on"
    )


def _count(rows: list[dict[str, Any]], day: str) -> int:
    return sum(row[day] is not None for row in rows)


def _days(rows: list[dict[str, Any]], *days: str) -> int:
    return sum(_count(rows, day) for day in days)


def test_people_of_an_old_database_go_on_working(old_app: Flask) -> None:
    with old_app.app_context():
        upgrade()
    clerk = PageClient(old_app)
    clerk.post("/accounts/sign-in", {"staff_no": "clerk", "password": PASSWORD})

    assert "2023年第一季度形势研判会" in clerk.page("minutes.overview", meeting_id=1)
