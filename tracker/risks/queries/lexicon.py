"""Known words found in Chinese text, which has no spaces between them."""

from collections import defaultdict
from collections.abc import Iterable

# How many characters * may stand for.
_MOST_BETWEEN = 6


class Lexicon:
    """Words that are found in a text, the longest that begins at a place; * in one is a gap."""

    def __init__(self, known: Iterable[str]) -> None:
        """Keep the words by their first character, the longest first."""
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for word in sorted(set(known), key=lambda word: (-len(word), word)):
            self._by_first[word[0]].append(word)

    def read(self, text: str) -> tuple[list[str], str]:
        """Return the words that stand in a text, and the text with a comma for each.

        What follows a gap is read again: it may be a word of its own.
        """
        found: list[str] = []
        rest: list[str] = []
        at = 0
        while at < len(text):
            word = next(
                (one for one in self._by_first.get(text[at], ()) if _begins(one, text, at)), ""
            )
            if word:
                found.append(word)
            rest.append("，" if word else text[at])
            at += len(word.partition("*")[0]) or 1
        return found, "".join(rest)


def _begins(word: str, text: str, at: int) -> bool:
    """Tell whether a word stands at a place of a text."""
    head, gap, tail = word.partition("*")
    if not text.startswith(head, at):
        return False
    begin = at + len(head)
    return not gap or text.find(tail, begin, begin + _MOST_BETWEEN + len(tail)) >= 0
