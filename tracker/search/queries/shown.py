"""What is shown of what was found: asked once more of each feature, and lit where it stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import BigInteger, literal, select, union_all

from tracker.core.db import db
from tracker.core.permissions import Viewer, may_open
from tracker.core.words import spots
from tracker.directory import queries as directory
from tracker.search.models import IndexEntry, Kind, entry_id, record_of
from tracker.search.queries.finding import Hit
from tracker.search.queries.sources import SOURCES, Source, audience

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


def rows_of(
    hits: Mapping[Kind, Sequence[Hit]], *, lit: Sequence[str], viewer: Viewer
) -> Mapping[Kind, Sequence[Row]]:
    """Return the results of each kind in the order of the hits.

    What the record's own feature would not show the viewer is left out, though the index said so.
    """
    found = {kind: [hit.id for hit in some] for kind, some in hits.items() if some}
    allowed = _allowed(found, viewer)
    query = select(IndexEntry.id, IndexEntry.shown).where(IndexEntry.id.in_(allowed))
    shown = {row.id: row.shown for row in db.session.execute(query)} if allowed else {}
    rows = {
        kind: [_row(kind, shown[entry], lit) for entry in entries if entry in shown]
        for kind, entries in found.items()
    }
    return {kind: some for kind, some in rows.items() if some}


def _allowed(found: Mapping[Kind, list[int]], viewer: Viewer) -> list[int]:
    """Return those entries that the viewer may see; who is asked for no mark sees everything.

    Each feature's own scope is asked, all in one statement.
    """
    if audience(viewer) is None or not found:
        return [entry for entries in found.values() for entry in entries]
    scopes = []
    for kind, entries in found.items():
        model, numbers = SOURCES[kind].model, [record_of(entry)[1] for entry in entries]
        entry = literal(entry_id(kind, 0), BigInteger) + model.id
        query = SOURCES[kind].query(viewer).with_only_columns(entry)
        scopes.append(query.where(model.id.in_(numbers)))
    return list(db.session.scalars(union_all(*scopes)))


def _row(kind: Kind, told: Mapping[str, Any], lit: Sequence[str]) -> Row:
    is_veiled = told["is_sensitive"] or _is_sensitive(told["title"])
    title = told["name"] if is_veiled else "　".join(filter(None, (told["name"], told["title"])))
    return Row(
        _url(SOURCES[kind], told["values"]),
        list(pieces(title, lit)),
        [Piece(VEILED)] if is_veiled else list(_context(told["body"], lit)),
        told["about"],
        told["badge"],
        told["tone"],
    )


def _url(source: Source, values: Mapping[str, Any]) -> str:
    if source.list_endpoint and not may_open(source.endpoint):
        return url_for(source.list_endpoint)
    return url_for(source.endpoint, **values)


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
    is_there = False
    for sentence in re.findall(r"[^。；\n]+[。；]?", body):
        found = spots(sentence, lit)
        if found and not _is_sensitive(sentence):
            yield from pieces(_around(sentence, found[0][0]), lit)
            return
        is_there = is_there or bool(found)
    if is_there:
        yield Piece(VEILED)


def _around(sentence: str, place: int) -> str:
    first = max(place - BEFORE, 0)
    last = first + LENGTH
    end = "…" if last < len(sentence) else ""
    return f"{'…' if first else ''}{sentence[first:last]}{end}"


def _is_sensitive(words: str) -> bool:
    return any(name in words for name in directory.sensitive_words())
