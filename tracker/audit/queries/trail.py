"""Reading the trail, and walking the chain of seals."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Result, Select, func, or_, select

from tracker.audit.models import Event, Seal
from tracker.core.clock import now
from tracker.core.db import db

UNSEALED_FOR_AT_MOST = timedelta(minutes=5)


def events_about(object_type: str, object_id: int | str) -> list[Event]:
    """Return the history of one record, newest first."""
    query = select(Event).filter_by(object_type=object_type, object_id=str(object_id))
    return list(db.session.scalars(query.order_by(Event.id.desc())))


def last_events(
    action: str, *, object_type: str, object_ids: Iterable[int]
) -> dict[int, Event]:  # fmt: skip
    """Return the last event of one action about each of these records, by the record's id."""
    wanted = [str(object_id) for object_id in object_ids]
    if not wanted:
        return {}
    query = select(Event).filter_by(action=action, object_type=object_type)
    query = query.where(Event.object_id.in_(wanted))
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
