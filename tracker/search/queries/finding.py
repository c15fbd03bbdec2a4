"""Finding entries by grams: one question for SQLite's FTS5 and PostgreSQL's tsvector."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, cast, column, or_, select, table, union_all
from sqlalchemy.dialects.postgresql import TSQUERY

from tracker.core import words
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.search.models import BORDER, IndexEntry, Kind, entry_id, record_of
from tracker.search.queries.asking import Question, Term
from tracker.search.queries.sources import SOURCES, Audience

# More of one kind are not counted: the newest of them are shown as 999+.
MOST = 1000
NOBODY: Audience = frozenset()

_grams = table("search_grams", column("rowid"), column("search_grams"))


@dataclass(frozen=True)
class Hit:
    """A record that was found, by its number."""

    record_id: int
    year: int | None
    unit_id: int | None


def find(question: Question, *, viewer: Viewer) -> Mapping[Kind, list[Hit]]:
    """Return what was found of every kind that the viewer may read, the newest first.

    One statement for all kinds. What is shown of it is asked once more of each feature.
    """
    audiences = {
        kind: source.audience(viewer)
        for kind, source in SOURCES.items()
        if viewer.can(source.permission)
    }
    parts = [
        # A limit inside a union needs a query around it on SQLite.
        select(*_entries(kind, audience, question).subquery().columns)
        for kind, audience in audiences.items()
        if audience != NOBODY
    ]
    found: dict[Kind, list[Hit]] = {}
    if not parts or not question.terms:
        return found
    for entry, year, unit_id in db.session.execute(union_all(*parts)):
        kind, record_id = record_of(entry)
        found.setdefault(kind, []).append(Hit(record_id, year, unit_id))
    return found


def _entries(
    kind: Kind, audience: Audience, question: Question
) -> Select[int, int | None, int | None]:
    """Return a query of the newest entries of a kind; this alone differs by database."""
    query = select(IndexEntry.id, IndexEntry.year, IndexEntry.unit_id)
    query = query.where(*(_is_said(term) for term in question.terms if _needs_text(term)))
    last = entry_id(kind, (1 << 32))
    if db.engine.dialect.name == "sqlite":
        expression = Grammar(" AND ", " OR ", '"').expression(question, audience)
        query = query.join_from(_grams, IndexEntry, IndexEntry.id == _grams.c.rowid)
        query = query.where(_grams.c.search_grams.op("MATCH")(expression))
        query = query.where(_grams.c.rowid.between(entry_id(kind, 0), last))
        return query.order_by(_grams.c.rowid.desc()).limit(MOST)
    expression = Grammar(" & ", " | ", "'").expression(question, audience)
    query = query.where(IndexEntry.grams.op("@@")(cast(expression, TSQUERY)))
    query = query.where(IndexEntry.id.between(entry_id(kind, 0), last))
    return query.order_by(IndexEntry.id.desc()).limit(MOST)


def _needs_text(term: Term) -> bool:
    """Tell whether all grams of a term may be there without the term: not of one or two."""
    return bool(term.words) and (len(term.words) > 2 or not term.words.isalnum())


def _is_said(term: Term) -> ColumnElement[bool]:
    is_there = IndexEntry.text.contains(term.words, autoescape=True)
    named = [IndexEntry.text.contains(f"{BORDER}{mark}{BORDER}") for mark in sorted(term.marks)]
    return or_(is_there, *named)


@dataclass(frozen=True)
class Grammar:
    """How a full-text index is asked: ("消防" AND "防安") OR "unit12"."""

    both: str
    either: str
    quote: str

    def expression(self, question: Question, audience: Audience) -> str:
        """Return what an entry must hold: every term, and the marks that narrow it."""
        narrowing = [self._any(audience)] if audience else []
        if question.year is not None:
            narrowing.append(self._any({f"year{question.year}"}))
        if question.unit_id is not None:
            narrowing.append(self._any({f"unit{question.unit_id}"}))
        return self.both.join([*map(self._of_term, question.terms), *narrowing])

    def _of_term(self, term: Term) -> str:
        if not term.words:
            return self._any(term.marks)
        grams = sorted(map(self._quoted, words.least_grams(term.words)))
        said = f"({self.both.join(grams)})"
        return f"({said}{self.either}{self._any(term.marks)})" if term.marks else said

    def _any(self, marks: Iterable[str]) -> str:
        return f"({self.either.join(sorted(map(self._quoted, marks)))})"

    def _quoted(self, gram: str) -> str:
        return f"{self.quote}{gram}{self.quote}"
