"""What all recognisers share: the page, its persons, and who speaks where."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.intake.reading.page import LineKind, Page, Sentence, read_page
from tracker.intake.reading.people import People
from tracker.intake.reading.source import Piece, Source, read_source
from tracker.intake.reading.speech import Speech, find_speeches

_HELD = re.compile("召开|举行|举办|签[订署]")


@dataclass(frozen=True)
class Reading:
    """A text taken apart, before anything is recognised in it."""

    source: Source
    page: Page
    people: People
    published: date | None

    @cached_property
    def speeches(self) -> list[Speech]:
        """Return who speaks where, in order, each with the points made."""
        return find_speeches(self.page, self.people)

    @cached_property
    def frame(self) -> list[Sentence]:
        """Return the sentences that tell of the meeting, not those within a point of a speech."""
        return [one for one in self.page.sentences if not self.is_in_point(one.piece.start)]

    @cached_property
    def _points(self) -> list[Piece]:
        return [point.whole for speech in self.speeches for point in speech.points]

    def is_in_point(self, place: int) -> bool:
        """Tell whether a place lies within a numbered point of a speech."""
        return any(point.start <= place < point.end for point in self._points)

    @cached_property
    def opening(self) -> list[Sentence]:
        """Return the first sentences, up to the one that says that the meeting was held."""
        for number, sentence in enumerate(self.page.sentences[:4]):
            if _HELD.search(sentence.piece.text):
                return list(self.page.sentences[: number + 1])
        return list(self.page.sentences[:1])

    @cached_property
    def headings(self) -> list[Piece]:
        """Return the lines that stand above the body."""
        return list(self.page.of_kind(LineKind.HEADING))


def take_apart(pasted: str, published: date | None, names: frozenset[str]) -> Reading:
    """Return a text in its parts."""
    source = read_source(pasted)
    return Reading(source, read_page(source), People(source, names), published)
