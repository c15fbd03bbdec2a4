"""How long reading a text takes: .venv/bin/python -m tests.bench.intake"""

import statistics
import time
from pathlib import Path

from tracker.intake.reading import read_meeting

SEED = (Path(__file__).parents[1] / "data" / "meetings" / "00.txt").read_text()
TEXTS = sorted((Path(__file__).parents[1] / "intake" / "texts" / "raw").glob("*.txt"))
TIMES = 20


def milliseconds(text: str) -> float:
    """Return the median of several readings."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        read_meeting(text)
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def main() -> None:
    """Read the seed, cut to 4,000 characters, and all short texts one behind the other."""
    long = SEED[:4_000]
    print(f"one text of {len(long)} characters: {milliseconds(long):.1f} ms")
    texts = [path.read_text() for path in TEXTS]
    total = sum(milliseconds(text) for text in texts)
    length = sum(map(len, texts))
    print(f"{len(texts)} texts of {length} characters: {4_000 * total / length:.1f} ms for 4,000")


if __name__ == "__main__":
    main()
