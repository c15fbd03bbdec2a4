"""How long the balance of a year takes at so many movements, beside one count of the same rows.

.venv/bin/python -m tests.bench.ledger [POSTINGS ...]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, insert, select

from tests import factories
from tests.bench.served import DATABASES, load_average
from tests.databases import new_postgresql
from tracker import create_app
from tracker.core.calendar import Quarter
from tracker.core.db import db
from tracker.directory.models import RiskArea
from tracker.extensions import prepare_migrations
from tracker.reports import queries
from tracker.reports.queries import RISKS, LedgerCell
from tracker.risks.models import Risk, RiskPosting, RiskState

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 7
LEVELS = ("general", "significant", "major", "low", "normal", "elevated", "severe")
# Ten years of quarters, two movements a risk.
YEARS = 10


def fill(postings: int) -> None:
    """Insert risks of all units and levels: new in one quarter, half of them closed in the next."""
    cast = factories.give_college()
    units = list(cast.units.values())
    area = db.session.scalars(select(RiskArea.id)).first()
    risks, moves = [], []
    for number in range(1, postings * 2 // 3 + 1):
        quarter = Quarter(2014 + number % YEARS, number % 4 + 1)
        unit, level = units[number % len(units)], LEVELS[number % len(LEVELS)]
        is_closed = number % 2 == 0
        ended = quarter.following.first if is_closed else None
        risks.append({
            "id": number, "year": quarter.year, "number": number, "unit_id": unit, "level": level,
            "area_id": area, "kind": "hazard", "title": "灭火器过期", "found_on": quarter.first,
            "closed_on": ended, "row_version": 1,
            "state": RiskState.CLOSED if is_closed else RiskState.RECTIFYING,
        })  # fmt: skip
        steps = [("new", quarter)] + [("closed", quarter.following)] * is_closed
        moves += [
            {"risk_id": number, "kind": kind, "unit_id": unit, "level": level, "year": when.year,
             "quarter": when.number, "happened_on": when.first}
            for kind, when in steps
        ]  # fmt: skip
    with db.engine.begin() as connection:
        connection.execute(insert(Risk.__table__), risks)
        connection.execute(insert(RiskPosting.__table__), sorted(moves, key=lambda m: m["year"]))
        connection.exec_driver_sql("ANALYZE")


def taken(act: Callable[[], object]) -> float:
    """Return the median time of an act, in milliseconds."""
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
        db.session.rollback()
    return median(found) * 1000


def measure(app: Flask, words: str) -> None:
    """Measure a year, the page of a quarter, one cell, and what a meeting finds open."""
    cell = LedgerCell(RISKS, Quarter(2023, 4), "closing")
    acts: dict[str, Callable[[], object]] = {
        "one count": lambda: db.session.scalar(select(func.count()).select_from(RiskPosting)),
        "year": lambda: queries.year_balance(RISKS, 2023),
        "quarter with its checks": lambda: queries.balance(RISKS, Quarter(2023, 4)),
        "records of a cell": lambda: queries.records_of(cell, page=1),
    }
    with app.app_context():
        for name, act in acts.items():
            print(f"{words}, {name}: {taken(act):.1f} ms")


def main() -> None:
    """Measure each size on each database."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print(f"load average {load_average()}")
    with tempfile.TemporaryDirectory() as folder:
        for database in DATABASES:
            for size in sizes:
                url = f"sqlite:///{Path(folder) / f'{size}.sqlite'}"
                if database == "postgresql":
                    url = new_postgresql(f"bench_ledger_{size}")
                app = create_app({"SQLALCHEMY_DATABASE_URI": url})
                prepare_migrations(app)
                with app.app_context():
                    upgrade()
                    fill(size)
                measure(app, f"{database}, {size} movements")


if __name__ == "__main__":
    main()
