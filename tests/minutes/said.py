"""What an annotated text says, value by value, and where a paper is to be looked through."""

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pdfplumber

from tracker.core.calendar import QUARTERS, chinese_date
from tracker.followups.models import RHYTHM_LABELS
from tracker.meetings.models import MEETING_KIND_LABELS, MeetingKind

# The file's name, the annotator's comments, and where a list stands, which is looked at apart.
NOT_SAID = frozenset({"id", "notes", "note", "context"})
# The type area (GB/T 9704-2012 §7.1), without the page numbers below it.
TOP, BOTTOM = 37 / 25.4 * 72 - 4, 263 / 25.4 * 72
# How a value is printed; several ways where papers have several.
AS_PRINTED: dict[str, Callable[[Any], list[str]]] = {
    "date": lambda value: [chinese_date(date.fromisoformat(value))],
    "quarter": lambda value: [f"{QUARTERS[value - 1]}季度", f"{value}季度"],
    "meeting_kinds": lambda value: [MEETING_KIND_LABELS[MeetingKind(value)]],
    "recurring": lambda value: [*RHYTHM_LABELS.values(), "定期"] if value else [""],
}
PERSON = {"name", "post"}


def missing(case: dict[str, Any], text: str) -> list[tuple[str, str]]:
    """Return (key, value) of what the case says and the text, which is plain, does not."""
    return [
        (key, ways[0])
        for key, ways in _said(case, "")
        if not any(plain(way) in text for way in ways)
    ]


def _said(value: Any, key: str) -> Iterator[tuple[str, list[str]]]:
    """Yield every value with the ways in which it may be printed, post and name as a pair."""
    if isinstance(value, list):
        for one in value:
            yield from _said(one, key)
    elif isinstance(value, dict):
        for name, one in _named(value).items():
            yield from _said(one, name)
    elif value is not None and not _is_left_out(key):
        yield key, AS_PRINTED.get(key, lambda value: [str(value)])(value)


def _is_left_out(key: str) -> bool:
    return key in NOT_SAID or key.endswith(("_raw", "_basis"))


def _named(value: dict[str, Any]) -> dict[str, Any]:
    if not value.keys() >= PERSON:
        return value
    return {**value, "name": f"{value['post'] or ''}{value['name']}"}


def plain(text: str) -> str:
    """Return the text in one width and without white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def snapshot_text(value: Any) -> str:
    """Return all words of a snapshot, or of a part of it."""
    return plain("|".join(_words(value)))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif value is not None:
        yield str(value)


def printed_text(content: bytes) -> str:
    """Return the words of a PDF's type area."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        pages = [page.crop((0, TOP, page.width, BOTTOM)).extract_text() for page in pdf.pages]
    return plain("".join(pages))
