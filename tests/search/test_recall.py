"""Nothing is missed: words of real texts, found as a scan of all texts finds them."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.conftest import World
from tracker.core.db import db
from tracker.core.words import fold
from tracker.search import services
from tracker.search.models import Kind
from tracker.search.queries import SOURCES
from tracker.search.queries.finding import MOST
from tracker.search.queries.records import of_point

TEXTS = sorted((Path(__file__).parents[1] / "intake" / "texts" / "raw").glob("*.txt"))
WORDS = 500
SEED = 20230310


@pytest.fixture
def full(world: World) -> Iterator[World]:
    with world.app.app_context():
        yield world


def paragraphs() -> list[str]:
    """Return what the texts say, a paragraph each, as long as a point can be."""
    found = [line.strip() for path in TEXTS for line in path.read_text("utf-8").splitlines()]
    return [line for line in dict.fromkeys(found) if len(line) > 5]


def test_five_hundred_words_are_found_as_by_a_scan(full: World) -> None:
    said = paragraphs()
    meeting = full.meeting(title="会", state="minuted")
    for start in range(0, len(said), 100):
        part = said[start : start + 100]
        full.address(meeting, *(text[:500] for text in part), person_name="", verb="说")
    services.catch_up()
    points = db.session.scalars(SOURCES[Kind.POINT].query(None)).unique()
    told = {point.id: fold(of_point(point).text) for point in points}
    stretches = re.findall(r"[^\W_]{2,}", "\n".join(told.values()))
    dice = random.Random(SEED)  # noqa: S311 -- a choice of words, not a secret.
    missed = []

    for _ in range(WORDS):
        stretch = dice.choice(stretches)
        length = dice.randint(2, min(6, len(stretch)))
        first = dice.randint(0, len(stretch) - length)
        word = stretch[first : first + length]
        scanned = sorted((n for n, text in told.items() if word in text), reverse=True)
        if full.find(word).get(Kind.POINT, []) != scanned[:MOST]:
            missed.append(word)

    assert len(said) > 500
    assert not missed
