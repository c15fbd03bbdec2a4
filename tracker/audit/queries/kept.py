"""What a process keeps between requests: who somebody is, settings, calendar, names.

Nothing of the business changes without an event (the guard in `audit.services`), events are
written in business transactions alone, which take turns, and an event is committed with what it
tells of. So the newest event says to each process whether what it has read still holds.
"""

from collections.abc import Callable, Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, current_app
from sqlalchemy import select

from tracker.audit.models import Event
from tracker.core.db import db, is_writing, read_in_turn, read_steadily

Read = TypeVar("Read")

# Where a transaction notes the tables of the business that it has changed.
TOUCHED = "business_touched"
# Where it counts the events that it has recorded.
RECORDED = "events_recorded"
# What processes keep comes from these: words of the college that hardly change.
KEPT_TABLES = frozenset(
    {
        "address", "area_synonym", "calendar_day", "delegation", "person", "point", "post",
        "post_holding", "risk_area", "role_grant", "setting", "unit", "user",
    }
)  # fmt: skip
# Beyond so many values all are dropped: old days and points that nobody asks for again.
MOST_KEPT = 20_000
_EXTENSION = "kept"


@dataclass
class _Kept:
    """What this process has read since the trail's newest event, named by its nonce."""

    newest: str
    values: dict[Hashable, Any] = field(default_factory=dict)


def while_unchanged(key: Hashable, read: Callable[[], Read]) -> Read:
    """Return what `read` gives, kept by the process until the trail has a new event.

    `read` must give plain values that nobody changes: no rows of a session, and nothing but of
    `KEPT_TABLES`. A transaction that has begun to change things reads anew.
    """
    values = _kept_values()
    if values is None:
        return read_steadily(key, read)
    if key not in values:
        values[key] = read()
    found: Read = values[key]
    return found


def each_while_unchanged(
    kind: str, ids: AbstractSet[int], read: Callable[[AbstractSet[int]], Mapping[int, Read]]
) -> dict[int, Read]:
    """Return the values of those ids that have one, kept as `while_unchanged` does.

    What is not kept is read at once.
    """
    values = _kept_values()
    if values is None:
        return dict(read(ids))
    missing = {one for one in ids if (kind, one) not in values}
    if missing:
        values.update({(kind, one): value for one, value in read(missing).items()})
    return {one: values[kind, one] for one in ids if (kind, one) in values}


def forget_kept(app: Flask) -> None:
    """Drop what the process keeps."""
    app.extensions.pop(_EXTENSION, None)


def _kept_values() -> dict[Hashable, Any] | None:
    """Return what is kept since the newest event; None where nothing may be kept.

    On PostgreSQL a value may be newer than the event by which it is kept, since that was read
    first: it holds then as well, and is dropped with it.
    """
    if _is_changing():
        return None
    newest = read_in_turn("newest event", _newest_event)
    if newest is None:
        return None
    kept: _Kept | None = current_app.extensions.get(_EXTENSION)
    if kept is None or kept.newest != newest or len(kept.values) > MOST_KEPT:
        # The whole is replaced and never mended: a thread that still reads keeps what it had.
        kept = current_app.extensions[_EXTENSION] = _Kept(newest)
    return kept.values


def _is_changing() -> bool:
    """Tell whether the present transaction has recorded something, or changed what is kept."""
    if not is_writing():
        return False
    session = db.session
    if session.info.get(RECORDED):
        return True
    waiting = (*session.new, *session.dirty, *session.deleted)
    tables = {record.__tablename__ for record in waiting} | session.info.get(TOUCHED, set())
    return not KEPT_TABLES.isdisjoint(tables)


def _newest_event() -> str | None:
    """Return the nonce of the newest event: an id alone comes again in an emptied database."""
    return db.session.scalar(_NEWEST)


_NEWEST = select(Event.nonce).order_by(Event.id.desc()).limit(1)
