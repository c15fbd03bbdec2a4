"""Keeping the index: after each event of the trail, or all anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flask import current_app
from sqlalchemy import Select, delete, func, insert, or_, select

from tracker.audit.models import Event
from tracker.core import words
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.urls import LARGEST
from tracker.meetings.models import Point
from tracker.search import queries
from tracker.search.models import BORDER, IndexEntry, IndexProgress, Kind, entry_id, record_of
from tracker.search.queries import LAYOUT, SOURCES

BATCH = 500

Report = Callable[[int, int], None]
Span = tuple[Kind, int, int]


def no_report(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def keep_up(*, limit: int = BATCH) -> bool:
    """Index what the next events of the trail are about; tells whether more may be left.

    Once a day also what is told otherwise as days pass.
    """
    with writing():
        progress = _progress()
        query = select(Event.id, Event.object_type, Event.object_id)
        query = query.where(Event.id > progress.event_id).order_by(Event.id).limit(limit)
        events = db.session.execute(query).all()
        owners = {o for _, kind, number in events for o in queries.owners_of(kind, number)}
        if progress.told_on != today():
            owners.update(queries.of_the_day())
            progress.told_on = today()
        _index(owners)
        if events:
            progress.event_id = events[-1][0]
    return len(events) == limit


def catch_up() -> None:
    """Bring the index to where the trail is; make it anew where it is not of today's layout."""
    if not queries.standing().is_made:
        rebuild()
    while keep_up():
        pass


def rebuild(*, report: Report = no_report) -> int:
    """Make every entry anew, a batch at a time, while the product is in use; returns how many.

    Entries whose record is gone, or that were made otherwise, go with the batch in whose span
    they lie.
    """
    last_event = db.session.scalar(select(func.max(Event.id))) or 0
    spans = [span for kind in SOURCES if kind != Kind.POINT for span in _spans(kind)]
    count = 0
    for done, span in enumerate(spans, start=1):
        with writing():
            count += _index_span(*span)
        report(done, len(spans))
    known = entry_id(min(Kind), 0), entry_id(max(Kind), LARGEST)
    with writing():
        db.session.execute(delete(IndexEntry).where(~IndexEntry.id.between(*known)))
        progress = _progress()
        progress.layout, progress.told_on = LAYOUT, today()
        progress.event_id = max(progress.event_id, last_event)
        # The planner of either database knows by this which words are common.
        db.session.connection().exec_driver_sql("ANALYZE search_entry")
    return count


def _progress() -> IndexProgress:
    progress = db.session.get(IndexProgress, 1)
    if progress is None:
        progress = IndexProgress(id=1, event_id=0, layout=0)
        db.session.add(progress)
    return progress


def _index(owners: Iterable[int]) -> None:
    """Make the entries of these records anew; a record that is gone leaves none."""
    by_kind: dict[Kind, list[int]] = {}
    for owner in owners:
        kind, record_id = record_of(owner)
        by_kind.setdefault(kind, []).append(record_id)
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), BATCH):
            _index_some(kind, ids[start : start + BATCH])


def _index_some(kind: Kind, ids: list[int]) -> None:
    owners = [entry_id(kind, record_id) for record_id in ids]
    db.session.execute(delete(IndexEntry).where(IndexEntry.owner_id.in_(owners)))
    _insert(kind, SOURCES[kind].query(None).where(SOURCES[kind].model.id.in_(ids)))
    if kind == Kind.ADDRESS:
        _insert(Kind.POINT, SOURCES[Kind.POINT].query(None).where(Point.address_id.in_(ids)))


def _spans(kind: Kind) -> Iterator[Span]:
    """Yield spans of numbers that hold a batch of records each, and together every number."""
    model, first = SOURCES[kind].model, 0
    ids = list(db.session.scalars(select(model.id).order_by(model.id)))
    for last in ids[BATCH - 1 :: BATCH]:
        yield kind, first, last
        first = last + 1
    yield kind, first, LARGEST


def _index_span(kind: Kind, first: int, last: int) -> int:
    span = entry_id(kind, first), entry_id(kind, last)
    lies = or_(IndexEntry.owner_id.between(*span), IndexEntry.id.between(*span))
    db.session.execute(delete(IndexEntry).where(lies))
    source = SOURCES[kind]
    count = _insert(kind, source.query(None).where(source.model.id.between(first, last)))
    if kind == Kind.ADDRESS:
        points = SOURCES[Kind.POINT].query(None)
        count += _insert(Kind.POINT, points.where(Point.address_id.between(first, last)))
    return count


def _insert(kind: Kind, query: Select[Any]) -> int:
    told = (_told(kind, record) for record in db.session.scalars(query).unique())
    rows = [row for row in told if row]
    if rows:
        ids = [row["id"] for row in rows]
        db.session.execute(delete(IndexEntry).where(IndexEntry.id.in_(ids)))
        db.session.execute(insert(IndexEntry), rows)
    return len(rows)


def _told(kind: Kind, record: Any) -> Mapping[str, Any] | None:
    """Return the row of a record; one that cannot be told is left out, and hinders no other."""
    try:
        return _entry(kind, record)
    except Exception:
        current_app.logger.exception("not indexed", extra={"told": {"kind": kind.name}})
        return None


def _entry(kind: Kind, record: Any) -> Mapping[str, Any]:
    """Return the row of a record; a point comes and goes with its address."""
    told = SOURCES[kind].tell(record)
    folded = words.fold(told.text)
    marks = [*told.marks, *(f"unit{unit_id}" for unit_id in told.unit_ids)]
    grams = {*words.grams(folded), *marks, *queries.number_marks(folded), *queries.marks_of(told)}
    grams.add(queries.span_mark(kind))
    grams |= {f"year{told.year}"} if told.year else set()
    own = entry_id(kind, record.id)
    return {
        "id": own,
        "owner_id": entry_id(Kind.ADDRESS, record.address_id) if kind == Kind.POINT else own,
        "year": told.year,
        "unit_id": next(iter(told.unit_ids), None),
        "text": BORDER.join([folded, *marks, ""]),
        "shown": told.shown,
        "grams": " ".join(sorted(grams)),
    }
