"""Finding entries by grams: one question for SQLite's FTS5 and PostgreSQL's tsvector."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
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
from tracker.search.models import BORDER, KIND_BITS, IndexEntry, Kind, entry_id
from tracker.search.queries.asking import Question, Term
from tracker.search.queries.sources import SOURCES, Audience, audience

# More of one kind are not counted: the newest of them are shown as 199+.
MOST = 200
# What grows without end is asked for by itself, so that it is bounded; the rest together, the few
# kinds at the end of the index first. On PostgreSQL a mark tells the spans apart as well, for its
# index of grams knows nothing of ids.
SPANS = (
    (Kind.FOLLOW_UP, Kind.FOLLOW_UP, MOST),
    (Kind.RISK, Kind.RISK, MOST),
    (Kind.POINT, Kind.UNIT, 10 * MOST),
)

_grams = table("search_grams", column("rowid"), column("search_grams"))


class Hit(NamedTuple):
    """An entry that was found."""

    id: int
    year: int | None
    unit_id: int | None


def find(question: Question, *, viewer: Viewer) -> Mapping[Kind, list[Hit]]:
    """Return what was found of every kind that the viewer may read, the newest first.

    One statement for all kinds. What is shown of it is asked once more of each feature.
    """
    if not question.terms:
        return {}
    dialect = db.engine.dialect.name
    said = [term for term in question.terms if _needs_text(term)]
    statement = _statement(dialect, tuple(len(term.marks) for term in said))
    asked = {"asked": GRAMMARS[dialect].ask(question, audience(viewer)), **_patterns(said)}
    found: dict[int, list[Hit]] = {}
    for row in db.session.execute(statement, asked):
        found.setdefault(row[0] >> KIND_BITS, []).append(Hit(*row))
    return {
        kind: sorted(found[kind], reverse=True)[:MOST]
        for kind, source in SOURCES.items()
        if kind in found and viewer.can(source.permission)
    }


def span_mark(kind: Kind) -> str:
    """Return the mark of the span in which a kind's entries lie."""
    return next(_mark(number) for number, span in enumerate(SPANS) if span[0] <= kind <= span[1])


def _mark(number: int) -> str:
    return f"span{number}"


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


@lru_cache(maxsize=64)
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
    parts = (_entries(dialect, number).where(*said).subquery() for number in range(len(SPANS)))
    return union_all(*(select(*part.columns) for part in parts))


def _is_like(name: str) -> ColumnElement[bool]:
    return IndexEntry.text.like(bindparam(name), escape="/")


def _entries(dialect: str, number: int) -> Select[int, int | None, int | None]:
    """Return a query of the newest entries of a span; this alone differs by database."""
    first, last, most = SPANS[number]
    span = entry_id(first, 0), entry_id(last, 1 << 32)
    query = select(IndexEntry.id, IndexEntry.year, IndexEntry.unit_id).limit(most)
    if dialect == "sqlite":
        query = query.join_from(_grams, IndexEntry, IndexEntry.id == _grams.c.rowid)
        query = query.where(_grams.c.search_grams.op("MATCH")(bindparam("asked")))
        return query.where(_grams.c.rowid.between(*span)).order_by(_grams.c.rowid.desc())
    asked = bindparam("asked", type_=Text).concat(f" & '{_mark(number)}'")
    query = query.where(IndexEntry.grams.op("@@")(cast(asked, TSQUERY)))
    return query.where(IndexEntry.id.between(*span)).order_by(IndexEntry.id.desc())


@dataclass(frozen=True)
class Grammar:
    """How a full-text index is asked: ("消防" AND "防安") OR "unit12"."""

    both: str
    either: str
    quote: str

    def ask(self, question: Question, audience: Audience) -> str:
        """Return what an entry must hold: each term, and what narrows it."""
        narrowing = [self._any(audience)] if audience is not None else []
        if question.year is not None:
            narrowing.append(self._quoted(f"year{question.year}"))
        if question.unit_id is not None:
            narrowing.append(self._quoted(f"unit{question.unit_id}"))
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


GRAMMARS = {"sqlite": Grammar(" AND ", " OR ", '"'), "postgresql": Grammar(" & ", " | ", "'")}
