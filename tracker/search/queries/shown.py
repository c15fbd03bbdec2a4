"""What is shown of what was found: asked once more of each feature, and lit where it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from tracker.core.db import db
from tracker.core.permissions import Viewer, may_open
from tracker.core.words import spots
from tracker.directory import queries as directory
from tracker.search.models import Kind
from tracker.search.queries.finding import Hit
from tracker.search.queries.sources import SOURCES
from tracker.search.queries.telling import Told

LENGTH = 90
BEFORE = 24
VEILED = "内容涉及敏感领域，请打开查看。"


@dataclass(frozen=True)
class Piece:
    """A stretch of words, lit or not."""

    words: str
    is_lit: bool = False


@dataclass(frozen=True)
class Row:
    """One result: pieces of its title and of the place in its text where the words stand."""

    url: str
    title: Sequence[Piece]
    context: Sequence[Piece]
    about: str
    badge: str
    tone: str


def rows_of(kind: Kind, hits: Sequence[Hit], *, lit: Sequence[str], viewer: Viewer) -> list[Row]:
    """Return the results of one kind in the order of the hits; what is not for the viewer drops."""
    source, ids = SOURCES[kind], [hit.record_id for hit in hits]
    if not ids:
        return []
    query = source.query(viewer).where(source.model.id.in_(ids))
    found = {record.id: record for record in db.session.scalars(query).unique()}
    return [_row(source.tell(found[number]), lit) for number in ids if number in found]


def _row(told: Told, lit: Sequence[str]) -> Row:
    leads = told.leads
    is_open = may_open(leads.endpoint) or not leads.otherwise
    is_veiled = told.is_sensitive or _is_sensitive(told.title)
    title = [told.name] if is_veiled else [told.name, told.title]
    body = "" if told.is_sensitive else told.body
    return Row(
        url_for(leads.endpoint, **leads.values) if is_open else url_for(leads.otherwise),
        list(pieces("　".join(filter(None, title)), lit)),
        [Piece(VEILED)] if is_veiled else list(_context(body, lit)),
        told.about,
        told.badge,
        told.tone,
    )


def pieces(text: str, lit: Sequence[str]) -> Iterator[Piece]:
    """Yield a text piece by piece, those words lit that are looked for."""
    at = 0
    for first, last in spots(text, lit):
        if first > at:
            yield Piece(text[at:first])
        yield Piece(text[first:last], is_lit=True)
        at = last
    if at < len(text):
        yield Piece(text[at:])


def _context(body: str, lit: Sequence[str]) -> Iterator[Piece]:
    """Yield what stands around the first words found; nothing where the body holds none.

    A sentence that names a sensitive area is not quoted (domain.md §6.4).
    """
    sentences = [one for one in re.findall(r"[^。；\n]+[。；]?", body) if spots(one, lit)]
    quotable = next((one for one in sentences if not _is_sensitive(one)), "")
    if sentences and not quotable:
        yield Piece(VEILED)
    yield from pieces(_around(quotable, lit), lit)


def _around(sentence: str, lit: Sequence[str]) -> str:
    found = spots(sentence, lit)
    first = max(found[0][0] - BEFORE, 0) if found else 0
    last = first + LENGTH
    end = "…" if last < len(sentence) else ""
    return f"{'…' if first else ''}{sentence[first:last]}{end}"


def _is_sensitive(words: str) -> bool:
    return any(name in words for name in directory.sensitive_words())
