"""Known words found in Chinese text, which has no spaces between them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

# How many characters * may stand for.
_MOST_BETWEEN = 6


class _Word(NamedTuple):
    """A word as it is looked for: what it begins with, and what follows after a gap."""

    whole: str
    head: str
    tail: str

    def begins(self, text: str, at: int) -> bool:
        """Tell whether the word stands at a place of a text."""
        if not text.startswith(self.head, at):
            return False
        begin = at + len(self.head)
        end = begin + _MOST_BETWEEN + len(self.tail)
        return not self.tail or text.find(self.tail, begin, end) >= 0


class Lexicon:
    """Words that are found in a text, the longest that begins at a place; * in one is a gap."""

    def __init__(self, known: Iterable[str]) -> None:
        """Keep the words by what they begin with, two characters or one, the longest first."""
        found: dict[str, list[_Word]] = defaultdict(list)
        for word in set(known):
            head, _, tail = word.partition("*")
            found[head[:2]].append(_Word(word, head, tail))
        self._by_begin: dict[str, list[_Word]] = {
            begin: sorted(
                [*words, *(found.get(begin[0], ()) if len(begin) > 1 else ())],
                key=lambda word: (-len(word.whole), word.whole),
            )
            for begin, words in found.items()
        }

    def read(self, text: str) -> tuple[list[str], str]:
        """Return the words that stand in a text, and the text with a comma for each.

        What follows a gap is read again: it may be a word of its own.
        """
        found: list[str] = []
        rest: list[str] = []
        at = 0
        while at < len(text):
            word = self._word_at(text, at)
            if word:
                found.append(word.whole)
            rest.append("，" if word else text[at])
            at += len(word.head) if word else 1
        return found, "".join(rest)

    def _word_at(self, text: str, at: int) -> _Word | None:
        begins = self._by_begin
        words = begins.get(text[at : at + 2]) or begins.get(text[at]) or []
        for word in words:
            if word.begins(text, at):
                return word
        return None
