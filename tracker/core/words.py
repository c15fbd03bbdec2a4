"""Words in Chinese text without a dictionary: folded, cut into pairs, found again, by pinyin."""

import unicodedata
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from pathlib import Path

_INITIALS = Path(__file__).with_name("initials.txt")


def fold(text: str) -> str:
    """Return a text as it is compared: NFKC, small letters, each stretch of space one space."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def grams(folded: str) -> set[str]:
    """Return the characters and the pairs of neighbours of a folded text.

    Pairs do not reach over marks or spaces. Every word of letters, digits and Chinese that a
    text holds has grams that are all among the text's: nothing is missed, whatever a word is.
    """
    found: set[str] = set()
    for stretch in _stretches(folded):
        found.update(stretch)
        found.update(stretch[i : i + 2] for i in range(len(stretch) - 1))
    return found


def least_grams(folded: str) -> set[str]:
    """Return as few of a word's grams as cover it: pairs side by side, or the one character.

    They stand in more texts than the word: compare the text as well, where it has three or more.
    """
    found: set[str] = set()
    for stretch in _stretches(folded):
        found.update(stretch[i : i + 2] for i in range(0, len(stretch) - 1, 2))
        found.add(stretch[-2:])
    return found


def _stretches(folded: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in folded).split()


def spots(text: str, terms: Collection[str]) -> list[tuple[int, int]]:
    """Return where folded terms stand in a text as it is written, in order, without overlaps."""
    plain, origin = _with_origin(text)
    found: list[tuple[int, int]] = []
    for term in terms:
        at = plain.find(term) if term else -1
        while at >= 0:
            found.append((origin[at], origin[at + len(term) - 1] + 1))
            at = plain.find(term, at + len(term))
    return list(_apart(sorted(found)))


def _with_origin(text: str) -> tuple[str, list[int]]:
    """Return the text folded character by character, and whence each of its characters came."""
    plain: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        for folded in _folded(char):
            if folded.isspace() and (not plain or plain[-1] == " "):
                continue
            plain.append(" " if folded.isspace() else folded)
            origin.append(index)
    return "".join(plain), origin


@lru_cache(maxsize=10_000)
def _folded(char: str) -> str:
    return unicodedata.normalize("NFKC", char).lower()


def _apart(found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    begin, end = -1, -1
    for first, last in found:
        if first > end and end >= 0:
            yield begin, end
            begin = first
        elif end < 0:
            begin = first
        end = max(end, last)
    if end >= 0:
        yield begin, end


def begins_with_initials(name: str, letters: str) -> bool:
    """Tell whether a name begins with these pinyin initials: 教务处 with jwc.

    A character with several readings is found by each: 曾 by c and by z.
    """
    folded = fold(name).replace(" ", "")
    is_long = len(folded) >= len(letters)
    return is_long and all(map(_has_initial, folded, letters))


def _has_initial(char: str, letter: str) -> bool:
    return char == letter or char in _characters_by_letter().get(letter, ())


@cache
def _characters_by_letter() -> dict[str, frozenset[str]]:
    lines = _INITIALS.read_text(encoding="utf-8").splitlines()
    return {line[0]: frozenset(line[2:]) for line in lines}
