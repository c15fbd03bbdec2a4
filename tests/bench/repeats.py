"""How long one new risk is compared with closed ones, beside a bare Flask route, in one run.

.venv/bin/python -m tests.bench.repeats [CLOSED ...]
"""

import csv
import sys
import tempfile
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, create_engine, func, insert, select

from tests.bench.served import (
    DATABASES,
    bare,
    cookies_of,
    in_words,
    instance_with,
    load_average,
    times,
)
from tests.live.instance import Instance
from tracker.directory.models import RiskArea, Unit
from tracker.risks.models import Risk

SIZES = (1_000, 10_000)
ROUNDS = 20
PAIRS = Path(__file__).parents[1] / "data" / "repeats.tsv"
FOUND_ON = date(2024, 5, 6)
# A number that the demo college's own risks do not reach.
FIRST_NUMBER = 10_000


def add_risks(connection: Connection, closed: int) -> int:
    """Add so many closed risks and an open one, all of one unit; returns the open one's id.

    One unit's are the most that can be compared; each has words of its own.
    """
    unit_id = connection.scalar(select(func.min(Unit.id)))
    area_id = connection.scalar(select(RiskArea.id).where(RiskArea.code == "fire"))
    with PAIRS.open(encoding="utf-8") as pairs:
        texts = [(row["earlier_title"], row["earlier_place"])
                 for row in csv.DictReader(pairs, delimiter="\t")]  # fmt: skip
    rows = [
        {
            "year": 2023, "number": FIRST_NUMBER + at, "unit_id": unit_id, "area_id": area_id,
            "kind": "hazard", "level": "general", "title": f"{title}（清单{at:x}）",
            "place": place, "measure": "", "found_on": FOUND_ON - timedelta(days=200),
            "state": "closed", "closed_on": FOUND_ON - timedelta(days=at % 180), "row_version": 1,
        }
        for at, (title, place) in enumerate(islice(cycle(texts), closed))
    ]  # fmt: skip
    new = {**rows[0], "number": FIRST_NUMBER + closed, "title": "灭火器超过有效期",
           "found_on": FOUND_ON, "state": "registered", "closed_on": None}  # fmt: skip
    connection.execute(insert(Risk.__table__), [*rows, new])
    made = connection.scalar(select(Risk.id).where(Risk.number == FIRST_NUMBER + closed))
    assert made is not None
    return made


def with_risks(instance: Instance, closed: int) -> int:
    """Add the risks to an installation; returns the open one's id."""
    engine = create_engine(instance.environment["DATABASE_URL"])
    with engine.begin() as connection:
        made = add_risks(connection, closed)
    engine.dispose()
    return made


def measure(folder: Path, database: str, closed: int, least: float) -> None:
    """Open the likely repeats of the new risk many times as the clerk, and print the figures."""
    instance = instance_with(folder, database=database, items=0)
    risk_id = with_risks(instance, closed)
    instance.start_web()
    try:
        cookies = cookies_of(instance, "clerk")
        taken = times(instance.url, [f"/risks/{risk_id}/repeats"] * ROUNDS, cookies=cookies)
    finally:
        instance.stop()
    print(f"{database}, {closed} closed risks of one unit: {in_words(taken[4:], least)}")
    print(f"    the first, in a process that has read none: {taken[0] * 1000:.0f} ms")


def main() -> None:
    """Measure on each database."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print(f"load average {load_average()}")
    with tempfile.TemporaryDirectory() as name, bare(Path(name) / "bare") as url:
        least = median(times(url, ["/healthz"] * 2000))
        print(f"bare route: {least * 1000:.2f} ms")
        for database in DATABASES:
            for closed in sizes:
                measure(Path(name) / f"{database}-{closed}", database, closed, least)


if __name__ == "__main__":
    main()
