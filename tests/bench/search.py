"""How long the search takes at 1,000 and 100,000 items, beside a bare Flask route, in one run.

.venv/bin/python -m tests.bench.search [ITEMS ...]
"""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from urllib.parse import quote

from tests.bench.served import (
    DATABASES,
    bare,
    cookies_of,
    in_words,
    instance_with,
    load_average,
    p95,
    times,
)

SIZES = (1_000, 100_000)
ROUNDS = 40
WORDS = (
    "消防", "消防器材", "疏散通道", "检查", "整改后报办公室", "防", "保卫部 消防", "bwb",
    "2023-7", "第77项", "食品留样 措施", "没有的词",
)  # fmt: skip
PEOPLE = ("clerk", "head")


def measured(folder: Path, database: str, items: int, least: float) -> Mapping[str, float]:
    """Ask every word many times as two persons; returns the 95th percentile of each person."""
    instance = instance_with(folder, database=database, items=items)
    instance.start_web()
    found = {}
    try:
        for name in PEOPLE:
            cookies = cookies_of(instance, name)
            by_word = {
                word: times(instance.url, [f"/search/?q={quote(word)}"] * ROUNDS, cookies=cookies)[
                    5:
                ]
                for word in WORDS
            }
            every = [taken for of_word in by_word.values() for taken in of_word]
            found[name] = p95(every)
            print(f"{database}, {items} items, {name}: {in_words(every, least)}")
            for word, taken in by_word.items():
                print(f"    {word}: {in_words(taken, least)}")
    finally:
        instance.stop()
    return found


def main() -> None:
    """Measure on each database, the bare route before and after."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print(f"load average {load_average()}")
    with tempfile.TemporaryDirectory() as name, bare(Path(name) / "bare") as url:
        least = median(times(url, ["/healthz"] * 2000))
        print(f"bare route: {least * 1000:.2f} ms")
        for database in DATABASES:
            of_size = [
                measured(Path(name) / f"{database}-{items}", database, items, least)
                for items in sizes
            ]
            for person in PEOPLE:
                growth = of_size[-1][person] / of_size[0][person]
                print(f"{database}, {person}: {sizes[0]} to {sizes[-1]} items: x {growth:.2f}")


if __name__ == "__main__":
    main()
