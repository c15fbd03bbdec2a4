"""Sealing: what the clock's worker does every minute, and each command before it ends."""

import os
import secrets
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from tracker.audit.models import Event, Seal
from tracker.audit.queries import head_fits, seal_hash, sealing_key
from tracker.audit.services import writer_key
from tracker.core.clock import today
from tracker.core.db import db, writing


def seal_events() -> int:
    """Seal every event that has none, and write the day's head outside the database.

    An event that no process of this installation wrote gets no seal, so that
    `flask audit verify` names it.
    """
    make_sealing_key()
    key = sealing_key()
    with writing():
        last = db.session.scalar(select(Seal).order_by(Seal.sequence.desc()).limit(1))
        sequence, previous = (last.sequence, last.hash) if last else (0, "")
        for event in _unsealed():
            sequence += 1
            seal = Seal(sequence=sequence, event_id=event.id, previous_hash=previous)
            seal.hash = previous = seal_hash(key, seal, event)
            db.session.add(seal)
    if sequence:
        _write_head(sequence, previous)
    return sequence


def make_sealing_key() -> None:
    """Make the key of the seals once, readable by its owner only."""
    path = Path(current_app.config["KEYS_PATH"]) / "audit.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))


def _unsealed() -> list[Event]:
    query = select(Event).outerjoin(Seal, Seal.event_id == Event.id)
    query = query.where(Seal.sequence.is_(None)).order_by(Event.id)
    return [event for event in db.session.scalars(query) if event.mac == event.mac_by(writer_key())]


def _write_head(sequence: int, digest: str) -> None:
    folder = Path(current_app.config["HEADS_PATH"])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = _own_head(folder)
    draft = target.with_suffix(".new")
    draft.write_text(f"{sequence} {digest}\n", encoding="ascii")
    draft.replace(target)


def _own_head(folder: Path) -> Path:
    """Return today's head; one that contradicts the seals is proof of a cut and stays beside."""
    target, number = folder / f"{today():%Y-%m-%d}.txt", 1
    while target.exists() and not head_fits(target):
        number += 1
        target = folder / f"{today():%Y-%m-%d}_{number}.txt"
    return target
