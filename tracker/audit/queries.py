"""Reading the trail, and walking the chain of seals."""

import hmac
from collections.abc import Callable, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from flask import current_app
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Result, Select, func, or_, select

from tracker.audit.models import Event, Seal
from tracker.core.clock import now
from tracker.core.db import db, is_writing, read_in_turn, read_steadily

UNSEALED_FOR_AT_MOST = timedelta(minutes=5)
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


@dataclass
class _Kept:
    """What this process has read since the trail's newest event, named by its nonce."""

    newest: str | None = None
    values: dict[Hashable, Any] = field(default_factory=dict)


def while_unchanged(key: Hashable, read: Callable[[], Read]) -> Read:
    """Return what `read` gives, kept by the process until the trail has a new event.

    Nothing of the business changes without an event, and the event is committed with what it
    tells of: as long as none is added, what was read holds, in each process and whichever of
    them wrote. `read` must give plain values that nobody changes: no rows of a session, and
    nothing but of `KEPT_TABLES`. A transaction that has begun to change things reads anew.
    """
    if _is_changing():
        return read_steadily(key, read)
    values = _kept_values()
    if key not in values:
        values[key] = read()
    found: Read = values[key]
    return found


def each_while_unchanged(
    kind: str, ids: AbstractSet[int], read: Callable[[AbstractSet[int]], Mapping[int, Read]]
) -> dict[int, Read]:
    """Return a value for each id as `while_unchanged` does; what is not kept is read at once."""
    if _is_changing():
        return dict(read(ids))
    values = _kept_values()
    missing = {one for one in ids if (kind, one) not in values}
    if missing:
        values.update({(kind, one): value for one, value in read(missing).items()})
    return {one: values[kind, one] for one in ids}


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


def _kept_values() -> dict[Hashable, Any]:
    newest = read_in_turn("newest event", _newest_event)
    kept: _Kept = current_app.extensions.setdefault("kept", _Kept())
    if kept.newest != newest:
        # Threads replace the whole and never mend it, so that none sees values of two states.
        kept = current_app.extensions["kept"] = _Kept(newest)
    return kept.values


def _newest_event() -> str | None:
    """Return the nonce of the newest event: an id alone comes again in an emptied database."""
    return db.session.scalar(_NEWEST)


_NEWEST = select(Event.nonce).order_by(Event.id.desc()).limit(1)


def events_about(object_type: str, object_id: int | str) -> list[Event]:
    """Return the history of one record, newest first."""
    query = select(Event).filter_by(object_type=object_type, object_id=str(object_id))
    return list(db.session.scalars(query.order_by(Event.id.desc())))


def last_events(
    action: str, *, object_type: str, object_ids: Iterable[int]
) -> dict[int, Event]:  # fmt: skip
    """Return the last event of one action about each of these records, by the record's id."""
    query = select(Event).filter_by(action=action, object_type=object_type)
    query = query.where(Event.object_id.in_([str(object_id) for object_id in object_ids]))
    return {int(one.object_id): one for one in db.session.scalars(query.order_by(Event.id))}


def events_page(*, page: int, action: str = "", actor: str = "") -> Pagination:
    """Return one page of the whole trail, newest first."""
    return db.paginate(_chosen(action, actor), page=page, per_page=50, max_per_page=200)


def newest_events(*, limit: int, action: str = "", actor: str = "") -> list[Event]:
    """Return the newest events of the trail, the newest first."""
    return list(db.session.scalars(_chosen(action, actor).limit(limit)))


def _chosen(action: str, actor: str) -> Select[Event]:
    query = select(Event).order_by(Event.id.desc())
    if action:
        query = query.where(Event.action == action)
    return query.where(Event.actor_name == actor) if actor else query


@dataclass(frozen=True)
class StateOfSeals:
    """How far the trail is sealed; `waiting_since` is the oldest event without a seal."""

    events: int
    sealed: int
    waiting_since: datetime | None

    @property
    def is_late(self) -> bool:
        """Tell whether an event has waited longer than sealing ever takes."""
        return self.waiting_since is not None and now() - self.waiting_since > UNSEALED_FOR_AT_MOST


def state_of_seals() -> StateOfSeals:
    """Return how far the trail is sealed."""
    waiting = select(func.min(Event.at)).outerjoin(Seal, Seal.event_id == Event.id)
    return StateOfSeals(
        events=db.session.scalar(select(func.count(Event.id))) or 0,
        sealed=db.session.scalar(select(func.count(Seal.sequence))) or 0,
        waiting_since=db.session.scalar(waiting.where(Seal.sequence.is_(None))),
    )


def first_fault(key: bytes, heads: Path) -> str | None:
    """Return where the trail breaks, in words; None when it is whole.

    Found are: a changed event, a removed event or seal, an event that no seal took up
    within five minutes, and a tail that was cut off after a day head was written.
    """
    links = select(Seal, Event).outerjoin(Event, Event.id == Seal.event_id).order_by(Seal.sequence)
    # Years of events do not fit into memory at once.
    with db.session.execute(links.execution_options(yield_per=1000)) as chain:
        hashes, fault = _walk(chain, key)
    return fault or _fault_in_heads(heads, hashes) or _unsealed_fault()


def _walk(chain: Result[Seal, Event], key: bytes) -> tuple[dict[int, str], str | None]:
    """Return the hash at each number, and the first fault in the chain itself."""
    previous, expected = "", 1
    hashes: dict[int, str] = {}
    for seal, event in chain:
        if seal.sequence != expected:
            return hashes, f"第 {expected} 号封印缺失"
        if event is None:
            return hashes, f"第 {seal.sequence} 号封印所记的事件 {seal.event_id} 已被删除"
        if seal.previous_hash != previous or seal.hash != seal_hash(key, seal, event):
            when = f"{event.at:%Y-%m-%d %H:%M}"
            return hashes, f"事件 {event.id}（{when}）与第 {seal.sequence} 号封印不符"
        previous, expected = seal.hash, expected + 1
        hashes[seal.sequence] = seal.hash
    return hashes, None


def seal_hash(key: bytes, seal: Seal, event: Event) -> str:
    """Return the HMAC-SHA-256 that binds the event to its place and to the seal before."""
    message = b"\n".join(
        [str(seal.sequence).encode(), str(event.id).encode(), seal.previous_hash.encode()]
        + [event.content()]
    )
    return hmac.new(key, message, "sha256").hexdigest()


def _fault_in_heads(heads: Path, hashes: dict[int, str]) -> str | None:
    for file in sorted(heads.glob("*.txt")):
        sequence, digest = _read_head(file)
        if hashes.get(sequence) != digest:
            return f"{file.stem} 的日终封印（第 {sequence} 号）在数据库中不存在或不符"
    return None


def head_fits(file: Path) -> bool:
    """Tell whether a day head is one of the seals in the database."""
    sequence, digest = _read_head(file)
    seal = db.session.get(Seal, sequence)
    return seal is not None and seal.hash == digest


def _read_head(file: Path) -> tuple[int, str]:
    """Return the number and the hash of the last seal of a day; (0, "") when it is unreadable."""
    sequence, _, digest = file.read_text(encoding="ascii", errors="replace").strip().partition(" ")
    is_number = sequence.isascii() and sequence.isdecimal()
    return (int(sequence), digest) if is_number else (0, "")


def _unsealed_fault() -> str | None:
    # An event that says it is of a day to come was not written by the product either.
    early, late = now() - UNSEALED_FOR_AT_MOST, now() + UNSEALED_FOR_AT_MOST
    query = select(Event).outerjoin(Seal, Seal.event_id == Event.id)
    query = query.where(Seal.sequence.is_(None), or_(Event.at < early, Event.at > late))
    event = db.session.scalar(query.order_by(Event.id).limit(1))
    if event is None:
        return None
    return f"事件 {event.id}（{event.at:%Y-%m-%d %H:%M}）没有封印，可能是绕过系统写入的"


def sealing_key() -> bytes:
    """Return the key of the seals; it lies outside the database, on the clock machine."""
    path = Path(current_app.config["KEYS_PATH"]) / "audit.key"
    return path.read_bytes()
