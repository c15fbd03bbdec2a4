"""A pasted text in the form that is read, with the way back to the words as they were pasted."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from tracker.core.text import HAN, INVISIBLE
from tracker.intake.reading.traditional import SIMPLIFIED

# Pictures and what chooses their form say nothing of a meeting.
_PICTURES = re.compile("[\ufe00-\ufe0f\U0001f000-\U0001faff]")
_LINE_ENDS = "\r\n\x85\u2028\u2029"
_LATIN = re.compile("[0-9A-Za-z]")
# These compose of a number, and say by their form that they number a point.
_KEPT = re.compile("[①-⒛㈠-㈩]")


# A line that ends within a sentence, and one that begins with a word that goes on.
MARKER = (
    r"(?:[一二三四五六七八九十]{1,3}[、是要]|[(][一二三四五六七八九十\d]{1,2}[)]"
    r"|第[一二三四五六七八九十]{1,2}[,、]"
    r"|\d{1,2}[.、]|[①-⑳㈠-㈩•·■◆])"
)
_LINE_END = re.compile(
    rf"(?<=[{HAN}0-9,、])\n(?=[{HAN}0-9“《(])(?!{MARKER}|[^,。\n]{{1,8}}[:/]|[^,。、\n]{{1,20}}\n)"
)
_IN_PROSE = re.compile("[,。].{8}|、.{4}|《[^》]*$|\\([^)]*$|“[^”]*$")
_OPENS_LINE = re.compile(rf"{MARKER}|[^,。]{{1,8}}:")


@dataclass(frozen=True)
class Source:
    """What was pasted.

    `plain` has half-width marks, simplified characters and no spaces but those between Latin
    words and the ends of lines; `at[i]` is the place in `pasted` of its character i.
    """

    pasted: str
    plain: str
    at: tuple[int, ...]

    def part(self, start: int, end: int) -> "Piece":
        """Return the stretch between two places of the plain text."""
        return Piece(self, start, end)

    @cached_property
    def whole(self) -> "Piece":
        """Return all of it."""
        return Piece(self, 0, len(self.plain))


@dataclass(frozen=True)
class Piece:
    """A stretch of a source, by places in its plain form."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return its words in plain form, by which it is compared."""
        return self.source.plain[self.start : self.end]

    @property
    def written(self) -> str:
        """Return its words as they were pasted, on one line."""
        start, end = self.pasted_at
        return " ".join(self.source.pasted[start:end].split())

    @property
    def name(self) -> str:
        """Return its words as they were pasted, without the spaces that set a name wide."""
        return "".join(self.written.split())

    @property
    def pasted_at(self) -> tuple[int, int]:
        """Return where it stands in the pasted text."""
        if self.start == self.end:
            return (0, 0)
        return self.source.at[self.start], self.source.at[self.end - 1] + 1

    def part(self, start: int, end: int) -> "Piece":
        """Return the stretch between two places of the plain text."""
        return Piece(self.source, start, end)

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find a pattern inside; places are those of the plain text."""
        return pattern.search(self.source.plain, self.start, self.end)

    def every(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield each place where the pattern stands inside."""
        return pattern.finditer(self.source.plain, self.start, self.end)

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find a pattern at its very beginning."""
        return pattern.match(self.source.plain, self.start, self.end)

    def group(self, found: re.Match[str], name: str | int = 0) -> "Piece":
        """Return what a group of a match holds."""
        return self.part(*found.span(name))

    def stripped(self, marks: str = " \n,;:、。") -> "Piece":
        """Return it without the given marks at either end."""
        text = self.text
        start = self.start + len(text) - len(text.lstrip(marks))
        return self.part(start, max(start, self.start + len(text.rstrip(marks))))

    def __bool__(self) -> bool:
        return self.end > self.start

    def __str__(self) -> str:
        return self.text


def read_source(pasted: str) -> Source:
    """Return the text in the form that is read."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(pasted):
        plain = _plain(char)
        if plain and not (plain == " " and (not chars or chars[-1] in " \n")):
            if chars and chars[-1] == " " and not _parts(chars[-2], plain):
                chars.pop()
                places.pop()
            chars.append(plain)
            places.append(place)
    return _unwrapped(pasted, "".join(chars), places)


def _unwrapped(pasted: str, plain: str, places: list[int]) -> Source:
    """Return the source without the ends of lines at which a paragraph was only wrapped."""
    dropped = {found.start() for found in _LINE_END.finditer(plain) if _wraps(plain, found.start())}
    return Source(
        pasted,
        "".join(char for i, char in enumerate(plain) if i not in dropped),
        tuple(place for i, place in enumerate(places) if i not in dropped),
    )


def _wraps(plain: str, end: int) -> bool:
    """Tell whether the line that ends here is prose, and goes on in the next."""
    line = plain[plain.rfind("\n", 0, end) + 1 : end]
    return bool(_IN_PROSE.search(line)) and not (_OPENS_LINE.match(line) and "。" not in line)


@cache
def _plain(char: str) -> str:
    """Return a character as it is read; nothing for one that is not seen."""
    if char in _LINE_ENDS:
        return "\n"
    if char.isspace():
        return " "
    if INVISIBLE.match(char) or _PICTURES.match(char):
        return ""
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) == 1 and not _KEPT.match(char):
        char = folded
    return SIMPLIFIED.get(char, char)


def _parts(before: str, after: str) -> bool:
    """Tell whether a space between two characters parts words: only Latin ones need it."""
    return bool(_LATIN.match(before) and _LATIN.match(after))
