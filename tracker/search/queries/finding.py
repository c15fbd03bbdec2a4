"""Finding entries by grams: one question for SQLite's FTS5 and PostgreSQL's tsvector."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    cast,
    column,
    or_,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from tracker.core import words
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.search.models import BORDER, IndexEntry, Kind, entry_id, record_of
from tracker.search.queries.asking import Question, Term
from tracker.search.queries.sources import SOURCES, Audience

# More of one kind are not counted: the newest of them are shown as 999+.
MOST = 1000
# No entry bears it: asked of a kind that is not for the viewer.
NOBODY = "nobody"

_grams = table("search_grams", column("rowid"), column("search_grams"))


class Hit(NamedTuple):
    """A record that was found, by its number."""

    record_id: int
    year: int | None
    unit_id: int | None


def find(question: Question, *, viewer: Viewer) -> Mapping[Kind, list[Hit]]:
    """Return what was found of every kind that the viewer may read, the newest first.

    One statement for all kinds. What is shown of it is asked once more of each feature.
    """
    found: dict[Kind, list[Hit]] = {}
    if not question.terms:
        return found
    dialect = db.engine.dialect.name
    said = [term for term in question.terms if _needs_text(term)]
    statement = _statement(dialect, tuple(len(term.marks) for term in said))
    asked = _asked(GRAMMARS[dialect], question, viewer) | _patterns(said)
    for entry, year, unit_id in db.session.execute(statement, asked):
        kind, record_id = record_of(entry)
        found.setdefault(kind, []).append(Hit(record_id, year, unit_id))
    return found


def _asked(grammar: "Grammar", question: Question, viewer: Viewer) -> dict[str, str]:
    """Return what the index is asked for each kind."""
    common = grammar.question(question)
    return {
        kind.name: grammar.for_audience(
            common,
            source.audience(viewer) if viewer.can(source.permission) else frozenset(),
        )
        for kind, source in SOURCES.items()
    }


def _needs_text(term: Term) -> bool:
    """Tell whether all grams of a term may be there without the term: not of one or two."""
    return bool(term.words) and (len(term.words) > 2 or not term.words.isalnum())


def _patterns(said: Iterable[Term]) -> dict[str, str]:
    """Return what the text of an entry is compared with: each term's words, or one of its marks."""
    return {
        f"text{number}_{place}": f"%{_escaped(pattern)}%"
        for number, term in enumerate(said)
        for place, pattern in enumerate(
            [term.words, *(f"{BORDER}{mark}{BORDER}" for mark in sorted(term.marks))]
        )
    }


def _escaped(pattern: str) -> str:
    return pattern.replace("/", "//").replace("%", "/%").replace("_", "/_")


@cache
def _statement(
    dialect: str, mark_counts: tuple[int, ...]
) -> CompoundSelect[int, int | None, int | None]:
    """Return the statement of a search in which so many terms are compared with the text.

    Built once: building it takes longer than running it.
    """
    said = [
        or_(*(_is_like(f"text{number}_{place}") for place in range(count + 1)))
        for number, count in enumerate(mark_counts)
    ]
    # A limit inside a union needs a query around it on SQLite.
    parts = (_entries(dialect, kind).where(*said).subquery() for kind in SOURCES)
    return union_all(*(select(*part.columns) for part in parts))


def _is_like(name: str) -> ColumnElement[bool]:
    return IndexEntry.text.like(bindparam(name), escape="/")


def _entries(dialect: str, kind: Kind) -> Select[int, int | None, int | None]:
    """Return a query of the newest entries of a kind; this alone differs by database."""
    query = select(IndexEntry.id, IndexEntry.year, IndexEntry.unit_id).limit(MOST)
    span = entry_id(kind, 0), entry_id(kind, 1 << 32)
    if dialect == "sqlite":
        query = query.join_from(_grams, IndexEntry, IndexEntry.id == _grams.c.rowid)
        query = query.where(_grams.c.search_grams.op("MATCH")(bindparam(kind.name)))
        return query.where(_grams.c.rowid.between(*span)).order_by(_grams.c.rowid.desc())
    query = query.where(IndexEntry.grams.op("@@")(cast(bindparam(kind.name), TSQUERY)))
    return query.where(IndexEntry.id.between(*span)).order_by(IndexEntry.id.desc())


@dataclass(frozen=True)
class Grammar:
    """How a full-text index is asked: ("消防" AND "防安") OR "unit12"."""

    both: str
    either: str
    quote: str

    def question(self, question: Question) -> str:
        """Return what every entry must hold: each term, the year, the unit."""
        narrowing = []
        if question.year is not None:
            narrowing.append(self._quoted(f"year{question.year}"))
        if question.unit_id is not None:
            narrowing.append(self._quoted(f"unit{question.unit_id}"))
        return self.both.join([*map(self._of_term, question.terms), *narrowing])

    def for_audience(self, question: str, audience: Audience) -> str:
        """Return the question to those entries that an audience may find."""
        if audience is None:
            return question
        return f"{question}{self.both}{self._any(audience or {NOBODY})}"

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


GRAMMARS = {"sqlite": Grammar(" AND ", " OR ", '"'), "postgresql": Grammar(" & ", " | ", "'")}
