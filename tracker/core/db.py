"""The database session, and the one way to write: `with writing():`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from tracker.core.models import Base

db = SQLAlchemy(model_class=Base)

_BEGIN = "sqlite_begin"
_AFTER_COMMIT = "after_commit"
_IS_WRITING = "is_writing"


class Transactional(Protocol):
    """What a form adds to the transaction: its id, so that a repeat does nothing twice."""

    def enter_transaction(self) -> None: ...


@contextmanager
def writing(form: Transactional | None = None) -> Iterator[None]:
    """Run one business transaction: begin for writing, commit at the end, hand jobs over.

    The read transaction of the request ends first, and everything loaded before is
    expired: load the record again inside. SQLite begins IMMEDIATE, because a deferred
    transaction that has read fails at once with "database is locked" when it then writes.

    Raises:
        AlreadyDone: the form's `form_id` was committed before.
    """
    session = db.session
    session.rollback()
    session.info[_AFTER_COMMIT] = []
    session.info[_IS_WRITING] = True
    session.connection(execution_options={_BEGIN: "BEGIN IMMEDIATE"})
    try:
        if form is not None:
            form.enter_transaction()
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[_IS_WRITING] = False
    for call in session.info.pop(_AFTER_COMMIT):
        call()


def is_writing() -> bool:
    """Tell whether a business transaction is under way."""
    return bool(db.session.info.get(_IS_WRITING))


def after_commit(call: Callable[[], Any]) -> None:
    """Have `call` run once the present business transaction is committed."""
    db.session.info[_AFTER_COMMIT].append(call)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    # SQLAlchemy's own BEGIN below replaces the driver's implicit one.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
