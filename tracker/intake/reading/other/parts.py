"""Stretches of a pasted text, and its lines with the marks that number them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(
    r"\s*(?:(?P<first>[一二三四五六七八九十]{1,3}[、.．])"
    r"|(?P<second>[（(][一二三四五六七八九十]{1,3}[）)])"
    r"|(?P<third>\d{1,2}[.、．)）]|[（(]\d{1,2}[）)]|[①-⑳]))\s*"
)
_LEVELS = {"first": 1, "second": 2, "third": 3}


@dataclass(frozen=True)
class Part:
    """Words as they were pasted, and where they stand."""

    words: str
    start: int = 0

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.start + len(self.words)

    def part(self, start: int, end: int | None = None) -> "Part":
        """Return the stretch between two places of its words, without the space around."""
        inside = self.words[start:end]
        bare = inside.strip()
        return Part(bare, self.start + start + inside.index(bare) if bare else self.start + start)

    def __bool__(self) -> bool:
        return bool(self.words.strip())


@dataclass(frozen=True)
class Line:
    """One line; `level` is 0 without a mark, else 1 to 3; `words` stand after the mark."""

    level: int
    words: Part


def lines_of(pasted: str) -> Iterator[Line]:
    """Yield the lines that hold words."""
    for found in _LINE.finditer(pasted):
        whole = Part(found[0], found.start())
        if whole:
            mark = _MARK.match(found[0])
            level = _LEVELS[mark.lastgroup] if mark and mark.lastgroup else 0
            yield Line(level, whole.part(mark.end() if mark else 0))
