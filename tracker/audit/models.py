"""Events and their seals."""

import hashlib
import hmac
import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.models import Base


class Result(StrEnum):
    """How an act ended."""

    DONE = "done"
    REFUSED = "refused"


class Event(Base):
    """One act, as it happened. Rows are only inserted."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonce: Mapped[str] = mapped_column(String(32), unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(60), index=True)
    result: Mapped[str] = mapped_column(String(20), default=Result.DONE)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(100))
    recorder_id: Mapped[int | None]
    recorder_name: Mapped[str] = mapped_column(String(100), default="")
    object_type: Mapped[str] = mapped_column(String(60), index=True)
    object_id: Mapped[str] = mapped_column(String(60))
    object_label: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    mac: Mapped[str] = mapped_column(String(64))

    def content(self) -> bytes:
        """Return what the event says, in one fixed form that a hash can be taken of."""
        values = [
            self.nonce, self.at.isoformat(), self.action, self.result, self.actor_id,
            self.actor_name, self.recorder_id, self.recorder_name, self.object_type,
            self.object_id, self.object_label, self.address, self.changes,
        ]  # fmt: skip
        return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()

    def mac_by(self, key: bytes) -> str:
        """Return the code that shows that a process with the secret key wrote this event."""
        return hmac.new(key, self.content(), hashlib.sha256).hexdigest()


class Seal(Base):
    """One link of the chain: an event's place, bound to all before it."""

    __tablename__ = "seal"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(unique=True)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
