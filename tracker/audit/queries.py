"""Reading the trail, and walking the chain of seals."""

import hmac
from datetime import timedelta
from pathlib import Path

from flask import current_app
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select

from tracker.audit.models import Event, Seal
from tracker.core.clock import now
from tracker.core.db import db

UNSEALED_FOR_AT_MOST = timedelta(minutes=5)


def events_about(object_type: str, object_id: int | str) -> list[Event]:
    """Return the history of one record, newest first."""
    query = select(Event).filter_by(object_type=object_type, object_id=str(object_id))
    return list(db.session.scalars(query.order_by(Event.id.desc())))


def events_page(*, page: int, action: str = "", actor: str = "") -> Pagination:
    """Return one page of the whole trail, newest first."""
    query = select(Event).order_by(Event.id.desc())
    if action:
        query = query.where(Event.action == action)
    if actor:
        query = query.where(Event.actor_name == actor)
    return db.paginate(query, page=page, per_page=50, max_per_page=200)


def first_fault(key: bytes, heads: Path) -> str | None:
    """Return where the trail breaks, in words; None when it is whole.

    Found are: a changed event, a removed event or seal, an event that no seal took up
    within five minutes, and a tail that was cut off after a day head was written.
    """
    previous, expected = "", 1
    hashes: dict[int, str] = {}
    for seal, event in db.session.execute(
        select(Seal, Event).outerjoin(Event, Event.id == Seal.event_id).order_by(Seal.sequence)
    ):
        if seal.sequence != expected:
            return f"第 {expected} 号封印缺失"
        if event is None:
            return f"第 {seal.sequence} 号封印所记的事件 {seal.event_id} 已被删除"
        if seal.previous_hash != previous or seal.hash != seal_hash(key, seal, event):
            return f"事件 {event.id}（{event.at:%Y-%m-%d %H:%M}）与第 {seal.sequence} 号封印不符"
        previous, expected = seal.hash, expected + 1
        hashes[seal.sequence] = seal.hash
    return _fault_in_heads(heads, hashes) or _unsealed_fault()


def seal_hash(key: bytes, seal: Seal, event: Event) -> str:
    """Return the HMAC-SHA-256 that binds the event to its place and to the seal before."""
    message = b"\n".join(
        [str(seal.sequence).encode(), str(event.id).encode(), seal.previous_hash.encode()]
        + [event.content()]
    )
    return hmac.new(key, message, "sha256").hexdigest()


def _fault_in_heads(heads: Path, hashes: dict[int, str]) -> str | None:
    for file in sorted(heads.glob("*.txt")):
        sequence, _, digest = file.read_text(encoding="ascii").strip().partition(" ")
        if hashes.get(int(sequence)) != digest:
            return f"{file.stem} 的日终封印（第 {sequence} 号）在数据库中不存在或不符"
    return None


def _unsealed_fault() -> str | None:
    query = select(Event).outerjoin(Seal, Seal.event_id == Event.id)
    query = query.where(Seal.sequence.is_(None), Event.at < now() - UNSEALED_FOR_AT_MOST)
    event = db.session.scalar(query.order_by(Event.id).limit(1))
    if event is None:
        return None
    return f"事件 {event.id}（{event.at:%Y-%m-%d %H:%M}）没有封印，可能是绕过系统写入的"


def sealing_key() -> bytes:
    """Return the key of the seals; it lies outside the database, on the clock machine."""
    path = Path(current_app.config["KEYS_PATH"]) / "audit.key"
    return path.read_bytes()
