"""Recording events in the business transaction, and the guard that insists on it."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Flask, Response, current_app, has_request_context, request
from sqlalchemy import TextClause, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from tracker.audit.models import Event, Renewal, Result
from tracker.audit.queries import KEPT_TABLES, RECORDED, TOUCHED
from tracker.core.clock import now
from tracker.core.db import db, is_steady, is_writing, writing
from tracker.core.models import Base
from tracker.core.permissions import Actor, current_viewer

# Tables whose rows are no business of the college: they may change without an event.
EXEMPT = frozenset(
    {
        "draft", "event", "job", "kept_sign_in", "renewal", "seal", "search_entry",
        "search_progress", "sign_in", "submission",
    }
)  # fmt: skip

# Rows of these are only inserted, by nothing but an insert.
ONLY_INSERTED = frozenset({"event", "follow_up_posting", "risk_posting", "seal"})

# Values of these fields never enter the trail: only that they changed.
SECRET_FIELDS = frozenset(
    {"password", "office_phone", "contact_for_personal_data", "code", "fs_uniquifier", "nonce"}
)

# What a list may be taken out for.
PURPOSES = {
    "work": "日常工作",
    "report": "报送上级",
    "inspection": "迎接检查",
    "archive": "归档",
}

SYSTEM = Actor(person_id=None, name="系统")


# What had been recorded and changed before each savepoint of a transaction.
_SAVEPOINTS = "savepoints"


class UnauditedChange(Exception):
    """A business table was about to change without an event in the trail."""


def record_event(
    action: str,
    record: Base,
    *,
    actor: Actor,
    label: str = "",
    changes: Mapping[str, Any] | None = None,
    result: Result = Result.DONE,
) -> Event:
    """Write one event about `record` in the present transaction.

    `changes` maps field to [old, new]; take it from `changes_of` before the flush.
    """
    # By this new records get their numbers; of many acts together those wait that have one.
    if not (is_steady() and inspect(record).persistent):
        db.session.flush()
    entry = Event(
        action=action,
        result=result,
        object_type=record.__tablename__,
        object_id=_identity(record),
        object_label=label[:200],
        changes=dict(changes or {}),
    )
    return _write(entry, actor)


def record_refusal(*, actor: Actor, endpoint: str, path: str) -> Event:
    """Write that somebody was refused a page or an act that their roles do not allow."""
    entry = Event(
        action="access.refuse",
        result=Result.REFUSED,
        object_type=endpoint[:60],
        object_id=path[:60],
        object_label="",
        changes={},
    )
    return _write(entry, actor)


def record_export(title: str, *, actor: Actor, purpose: str, rows: int) -> Event:
    """Write that somebody took a list out of the product, what for, and how long it was."""
    entry = Event(
        action="data.export",
        result=Result.DONE,
        object_type="export",
        object_id=title[:60],
        object_label="",
        changes=change("purpose", None, purpose) | change("rows", None, rows),
    )
    return _write(entry, actor)


def _write(entry: Event, actor: Actor) -> Event:
    """Complete the event with when, who and from where, and mark it as written by us.

    Transactions that write take turns, so that events come in the order of their commits.
    """
    if not is_writing():
        raise UnauditedChange(f"event outside of writing(): {entry.action}")
    entry.nonce, entry.at, entry.address = secrets.token_hex(16), now(), _address()
    entry.actor_id, entry.actor_name = actor.person_id, actor.name
    entry.recorder_id, entry.recorder_name = actor.recorder_id, actor.recorder_name
    entry.mac = entry.mac_by(writer_key())
    db.session.add(entry)
    db.session.info[RECORDED] = db.session.info.get(RECORDED, 0) + 1
    return entry


def changes_of(record: Base) -> dict[str, Any]:
    """Return {field: [old, new]} of what was changed on the record and is not flushed yet."""
    found: dict[str, Any] = {}
    for attribute in inspect(record).mapper.column_attrs:
        key, history = attribute.key, inspect(record).attrs[attribute.key].history
        if not history.has_changes() or key == "row_version":
            continue
        old, new = (next(iter(values or ()), None) for values in (history.deleted, history.added))
        found |= change(key, old, new)
    return found


def change(key: str, old: Any, new: Any) -> dict[str, Any]:
    """Return one changed value as the trail keeps it; of a secret one only that it changed."""
    return {key: "changed" if key in SECRET_FIELDS else [_plain(old), _plain(new)]}


def writer_key() -> bytes:
    """Return the key by which each process of this installation marks the events it writes."""
    return hashlib.sha256(b"audit-writer:" + current_app.config["SECRET_KEY"].encode()).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _identity(record: Base) -> str:
    return "-".join(str(part) for part in inspect(record).identity or ())


def _address() -> str:
    """Return where the request came from; behind too few proxies it may be any words."""
    return (request.remote_addr or "")[:64] if has_request_context() else ""


def _refuse_bulk(state: ORMExecuteState) -> None:
    if isinstance(state.statement, TextClause):
        raise UnauditedChange("SQL as text, which nothing can look into: use select()")
    if not (state.is_update or state.is_delete or state.is_insert):
        return
    table = state.statement.table.name  # type: ignore[attr-defined]
    if table not in EXEMPT - ONLY_INSERTED:
        raise UnauditedChange(f"bulk change of {table}")


def _note_touched(session: Session, _context: object, _instances: object) -> None:
    changed = [record for record in session.dirty if session.is_modified(record)]
    changed += session.deleted
    if ONLY_INSERTED & {record.__tablename__ for record in changed}:
        raise UnauditedChange("the trail and the ledger are only written, never changed")
    tables = {record.__tablename__ for record in [*session.new, *changed]} - EXEMPT
    if tables and not is_writing():
        raise UnauditedChange(f"change outside of writing(): {sorted(tables)}")
    session.info.setdefault(TOUCHED, set()).update(tables)


def _require_event(session: Session) -> None:
    if session.in_nested_transaction():
        # A savepoint that ends well is a part of the whole, which is asked at its own end.
        return
    session.flush()
    touched = session.info.pop(TOUCHED, set())
    if touched and not session.info.pop(RECORDED, 0):
        raise UnauditedChange(f"no event for {sorted(touched)}")
    session.info.pop(RECORDED, None)
    if touched & KEPT_TABLES:
        session.merge(Renewal(id=1, nonce=secrets.token_hex(16)))


def _note_savepoint(session: Session, part: SessionTransaction) -> None:
    if part.nested:
        before = session.info.get(RECORDED, 0), frozenset(session.info.get(TOUCHED, ()))
        session.info.setdefault(_SAVEPOINTS, {})[part] = before


def _end_savepoints(session: Session, part: SessionTransaction) -> None:
    # A savepoint's own end comes before it is told that it was rolled back.
    if part.parent is None:
        session.info.pop(_SAVEPOINTS, None)


def _forget(session: Session, part: SessionTransaction) -> None:
    """Forget what was rolled back: all, or what came after the savepoint."""
    recorded, touched = session.info.get(_SAVEPOINTS, {}).get(part, (0, ()))
    session.info[RECORDED], session.info[TOUCHED] = recorded, set(touched)


def _note_refusal(response: Response) -> Response:
    """Keep each 403 of somebody signed in, in a transaction of its own."""
    who = current_viewer()
    if response.status_code == 403 and who is not None and request.endpoint:
        with writing():
            record_refusal(actor=who.as_actor(), endpoint=request.endpoint, path=request.path)
    return response


def init_app(app: Flask) -> None:
    """Set up the guard on every session, and keep what was refused."""
    app.after_request(_note_refusal)
    app.jinja_env.globals.update(EXPORT_PURPOSES=PURPOSES)
    for name, listener in (
        ("do_orm_execute", _refuse_bulk),
        ("before_flush", _note_touched),
        ("before_commit", _require_event),
        ("after_transaction_create", _note_savepoint),
        ("after_transaction_end", _end_savepoints),
        ("after_soft_rollback", _forget),
    ):
        if not event.contains(db.session, name, listener):
            event.listen(db.session, name, listener)
