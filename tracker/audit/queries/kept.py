"""What a process keeps between requests: who somebody is, settings, calendar, names; counts.

Nothing of the business changes without an event, and nothing of `KEPT_TABLES` without a new mark
(`Renewal`): the guard in `audit.services` sees to both. Business transactions take turns, and
event and mark are committed with what they tell of. So the two say to each process whether what
it has read still holds: the mark of words that hardly change, the newest event of all else.
"""

from collections.abc import Callable, Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, current_app
from sqlalchemy import select

from tracker.audit.models import Event, Renewal
from tracker.core.db import db, is_writing, kept_in, read_in_turn, read_steadily

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
    """What this process has read since a mark or an event, named by its nonce."""

    since: str
    values: dict[Hashable, Any] = field(default_factory=dict)


def while_unchanged(key: Hashable, read: Callable[[], Read]) -> Read:
    """Return what `read` gives, kept by the process until one of `KEPT_TABLES` changes.

    `read` must give plain values that nobody changes: no rows of a session, and nothing but of
    those tables. A transaction that has begun to change them reads anew.
    """
    values = None if _is_changing() else _kept_values(_RENEWED)
    return read_steadily(key, read) if values is None else kept_in(values, key, read)


def until_next_event(key: Hashable, read: Callable[[], Read]) -> Read:
    """Return what `read` gives, of any table, kept by the process until the trail has a new event.

    `read` must give plain values that nobody changes. A business transaction reads anew.
    """
    values = None if is_writing() else _kept_values(_NEWEST)
    return read() if values is None else kept_in(values, key, read)


def each_while_unchanged(
    kind: str, ids: AbstractSet[int], read: Callable[[AbstractSet[int]], Mapping[int, Read]]
) -> dict[int, Read]:
    """Return the values of those ids that have one, kept as `while_unchanged` does.

    What is not kept is read at once.
    """
    values = None if _is_changing() else _kept_values(_RENEWED)
    if values is None:
        return dict(read(ids))
    missing = {one for one in ids if (kind, one) not in values}
    if missing:
        values.update({(kind, one): value for one, value in read(missing).items()})
    return {one: values[kind, one] for one in ids if (kind, one) in values}


def forget_kept(app: Flask) -> None:
    """Drop what the process keeps."""
    app.extensions.pop(_EXTENSION, None)


def _kept_values(stamp: str) -> dict[Hashable, Any] | None:
    """Return what is kept by one of the two stamps; None where there is none yet.

    On PostgreSQL a value may be newer than the stamp by which it is kept, since that was read
    first: it holds then as well, and is dropped with it.
    """
    since = read_in_turn("stamps", _stamps)[stamp]
    if since is None:
        return None
    every: dict[str, _Kept] = current_app.extensions.setdefault(_EXTENSION, {})
    kept = every.get(stamp)
    if kept is None or kept.since != since or len(kept.values) > MOST_KEPT:
        # The whole is replaced and never mended: a thread that still reads keeps what it had.
        kept = every[stamp] = _Kept(since)
    return kept.values


def _is_changing() -> bool:
    """Tell whether the present transaction has changed what is kept."""
    if not is_writing():
        return False
    session = db.session
    waiting = (*session.new, *session.dirty, *session.deleted)
    tables = {record.__tablename__ for record in waiting} | session.info.get(TOUCHED, set())
    return not KEPT_TABLES.isdisjoint(tables)


def _stamps() -> Mapping[str, str | None]:
    """Return both stamps: nonces, since an id alone comes again in an emptied database."""
    return dict(db.session.execute(_STAMPS).one()._mapping)


_RENEWED, _NEWEST = "renewed", "newest"
_STAMPS = select(
    select(Renewal.nonce).limit(1).scalar_subquery().label(_RENEWED),
    select(Event.nonce).order_by(Event.id.desc()).limit(1).scalar_subquery().label(_NEWEST),
)
