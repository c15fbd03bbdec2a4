"""What is read from the annotated texts, with floors just below what was reached."""

import json
from pathlib import Path

import pytest

from tests.intake.scoring import Case, mean_score, wrong_singles
from tracker.intake.reading import read_meeting
from tracker.intake.reading.case import as_case

# Real news items, shortened; invented ones by two hands who had not seen the code.
SAMPLES = Path(__file__).parents[1] / "data" / "meetings"
TEXTS = Path(__file__).parent / "texts"
TO_FULL = str.maketrans(",;:()?!", "，；：（）？！")
TO_HALF = str.maketrans("，；：（）？！", ",;:()?!")


def cases(folder: str) -> list[tuple[str, Case]]:
    golds, raws = (SAMPLES, SAMPLES) if folder == "samples" else (TEXTS / "gold", TEXTS / "raw")
    return [
        ((raws / f"{gold.stem}.txt").read_text(), {**json.loads(gold.read_text()), "id": gold.stem})
        for gold in sorted(golds.glob("*.json"))
    ]


@pytest.mark.parametrize("marks", [TO_FULL, TO_HALF], ids=["full-width", "half-width"])
@pytest.mark.parametrize(("folder", "floor"), [("samples", 0.99), ("texts", 0.97)])
def test_it_reads_what_the_texts_say(folder: str, floor: float, marks: dict[int, int]) -> None:
    pairs = [(gold, as_case(read_meeting(text.translate(marks)))) for text, gold in cases(folder)]

    assert mean_score(pairs) >= floor


def test_blank_beats_wrong() -> None:
    told = cases("samples") + cases("texts")
    pairs = [(gold, as_case(read_meeting(text))) for text, gold in told]

    assert wrong_singles(pairs) == []


def test_there_are_texts_enough() -> None:
    assert len(cases("texts")) >= 40
