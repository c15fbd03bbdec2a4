"""The page of results: groups with their counts, and by what they can be narrowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.meetings.models import Meeting
from tracker.search.models import KIND_LABELS, Kind
from tracker.search.queries.asking import Question
from tracker.search.queries.finding import MOST, Hit, find
from tracker.search.queries.shown import Row, rows_of

IN_GROUP = 5
PER_PAGE = 20


@dataclass(frozen=True)
class Group:
    """The first of what was found of one kind."""

    kind: Kind
    rows: Sequence[Row]
    count: int

    @property
    def label(self) -> str:
        """Return the kind's name on screen."""
        return KIND_LABELS[self.kind]


def counted(count: int) -> str:
    """Return how many were found; beyond what is counted, 199+."""
    return f"{MOST - 1}+" if count >= MOST else str(count)


class HitPages(Pagination):
    """The hits of one kind, a page at a time."""

    def _query_items(self) -> list[Hit]:
        hits: list[Hit] = self._query_args["hits"]
        first = (self.page - 1) * self.per_page
        return hits[first : first + self.per_page]

    def _query_count(self) -> int:
        return len(self._query_args["hits"])


@dataclass(frozen=True)
class Results:
    """What was found: all kinds with a few rows each, or one kind page by page.

    `counts`, `years` and `units` are what it can be narrowed by.
    """

    groups: Sequence[Group]
    counts: Mapping[Kind, int]
    years: Sequence[int]
    units: Sequence[Unit]
    page: Pagination | None = None

    @property
    def is_cut(self) -> bool:
        """Tell whether of some kind only the newest were counted."""
        return any(count >= MOST for count in self.counts.values())


NOTHING = Results((), {}, (), ())


def results(question: Question, *, viewer: Viewer, page: int) -> Results:
    """Return what is shown of what was found."""
    found = find(question, viewer=viewer)
    hits = [hit for of_kind in found.values() for hit in of_kind]
    shown, pages = {kind: of_kind[:IN_GROUP] for kind, of_kind in found.items()}, None
    if question.kind is not None:
        pages = _pages(found.get(question.kind, []), page)
        shown = {question.kind: pages.items}
    rows = rows_of(shown, lit=question.lit, viewer=viewer)
    years = {hit.year for hit in hits if hit.year}
    if len(hits) >= MOST:
        # Only the newest were counted: older years can still be chosen.
        years.update(db.session.scalars(select(Meeting.year).distinct()))
    return Results(
        [Group(kind, rows[kind], len(found[kind])) for kind in rows],
        {kind: len(of_kind) for kind, of_kind in found.items()},
        sorted(years, reverse=True),
        _units({hit.unit_id for hit in hits if hit.unit_id}),
        pages,
    )


def _pages(hits: Sequence[Hit], page: int) -> Pagination:
    last = max(1, -(-len(hits) // PER_PAGE))
    number = min(max(page, 1), last)
    return HitPages(page=number, per_page=PER_PAGE, error_out=False, hits=hits)


def _units(ids: set[int]) -> list[Unit]:
    query = select(Unit).where(Unit.id.in_(ids)).order_by(Unit.sort, Unit.id)
    return list(db.session.scalars(query)) if ids else []
