"""The database session, and the one way to write: `with writing():`."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Protocol, TypeVar

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Date, Engine, Float, event, literal
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement

from tracker.core.models import Base

db = SQLAlchemy(model_class=Base)
Read = TypeVar("Read")

_BEGIN = "sqlite_begin"
_AFTER_COMMIT = "after_commit"
_IS_WRITING = "is_writing"
_READ_ONCE = "read_once"
_READ_STEADILY = "read_steadily"
_HAS_WRITTEN = "has_written"
# The one lock that all business transactions of an installation take on PostgreSQL.
_TURN = 20_230_310


class Transactional(Protocol):
    """What a form adds to the transaction: its id, so that a repeat does nothing twice."""

    def enter_transaction(self) -> None: ...


class Busy(Exception):
    """Another transaction has kept the database for longer than anybody should wait."""


@contextmanager
def writing(form: Transactional | None = None) -> Iterator[None]:
    """Run one business transaction: begin for writing, commit at the end, hand jobs over.

    The read transaction of the request ends first, and everything loaded before is
    expired: load the record again inside. Business transactions take turns on either
    database, so that what is read inside stays true until the commit: nobody takes the
    same number, sends the same form or queues the same job in between.

    Raises:
        AlreadyDone: the form's `form_id` was committed before.
        Busy: the turn did not come within ten seconds.
    """
    session = db.session
    if is_writing():
        raise RuntimeError("writing() inside writing() would roll the outer one back")
    end_reading()
    session.rollback()
    session.info.pop(_READ_ONCE, None)
    session.info[_AFTER_COMMIT] = []
    session.info[_IS_WRITING] = True
    try:
        _wait_for_turn()
        if form is not None:
            form.enter_transaction()
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[_IS_WRITING] = False
        session.info.pop(_READ_ONCE, None)
        session.info.pop(_HAS_WRITTEN, None)
    for call in session.info.pop(_AFTER_COMMIT):
        _call_after_commit(call)


def end_reading(_error: BaseException | None = None) -> None:
    """End a transaction that has only read by a COMMIT, on PostgreSQL.

    psycopg drops the statements that it has prepared with every ROLLBACK, which is how a session
    ends what it has read: each page would be planned anew, for half the time that it waits for
    the database. Where anything was written the session takes it back as ever.
    """
    session = db.session()
    has_only_read = not (is_writing() or session.info.get(_HAS_WRITTEN)) and session.is_active
    if not (has_only_read and session.in_transaction()):
        return
    if db.engine.dialect.name == "postgresql":
        _commit_driver(session)


def _commit_driver(session: Session) -> None:
    try:
        driver: Any = session.connection().connection.dbapi_connection
        if driver.info.transaction_status.name == "INTRANS":
            driver.commit()
    except Exception:
        # A server that is gone meanwhile: the session then drops the connection by itself.
        current_app.logger.warning("a transaction that had read could not be ended", exc_info=True)


def _note_flush(session: Session, _context: object) -> None:
    session.info[_HAS_WRITTEN] = True


def _note_statement(state: ORMExecuteState) -> None:
    if not state.is_select:
        state.session.info[_HAS_WRITTEN] = True


event.listen(db.session, "after_flush", _note_flush)
event.listen(db.session, "do_orm_execute", _note_statement)


def _wait_for_turn() -> None:
    """Begin the transaction that writes: one at a time in the whole installation.

    SQLite begins IMMEDIATE, because a deferred transaction that has read fails at once with
    "database is locked" when it then writes. PostgreSQL has a lock that ends by itself with
    the transaction.
    """
    try:
        connection = db.session.connection(execution_options={_BEGIN: "BEGIN IMMEDIATE"})
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
    except OperationalError as error:
        raise Busy from error


def _call_after_commit(call: Callable[[], Any]) -> None:
    """Hand something over; where that fails the business is done all the same."""
    try:
        call()
    except Exception:
        # A job that did not reach the queue is handed over again by the sweep.
        current_app.logger.exception("a call after the commit failed")


def is_writing() -> bool:
    """Tell whether a business transaction is under way."""
    return bool(db.session.info.get(_IS_WRITING))


def read_once(key: Hashable, read: Callable[[], Read]) -> Read:
    """Return what `read` gives, asked once for a request until a business transaction begins."""
    return read() if is_writing() else read_in_turn(key, read)


def read_in_turn(key: Hashable, read: Callable[[], Read]) -> Read:
    """Return what `read` gives, asked once before, within and after a business transaction each.

    Inside one it must be nothing that the transaction itself may have changed by then.
    """
    return kept_in(db.session.info.setdefault(_READ_ONCE, {}), key, read)


def kept_in(values: dict[Hashable, Any], key: Hashable, read: Callable[[], Read]) -> Read:
    """Return the value that is kept under the key; what is not there is read and kept."""
    if key not in values:
        values[key] = read()
    found: Read = values[key]
    return found


@contextmanager
def steady() -> Iterator[None]:
    """Let `read_steadily` ask once inside: none of the acts of this block changes what it reads."""
    session = db.session
    if _READ_STEADILY in session.info:
        raise RuntimeError("steady() inside steady() would end the outer one")
    session.info[_READ_STEADILY] = {}
    try:
        yield
    finally:
        session.info.pop(_READ_STEADILY, None)


def is_steady() -> bool:
    """Tell whether one act is done on many records, inside `steady()`."""
    return _READ_STEADILY in db.session.info


def read_steadily(key: Hashable, read: Callable[[], Read]) -> Read:
    """Return what `read` gives, asked once within `steady()` and anew wherever else."""
    kept: dict[Hashable, Any] | None = db.session.info.get(_READ_STEADILY)
    return read() if kept is None else kept_in(kept, key, read)


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


class _DaysBetween(FunctionElement[float]):
    inherit_cache = True
    type = Float()


def days_between(last: Any, first: Any) -> ColumnElement[float]:
    """Return the days from one date to another, each a column or a date, as part of a query."""
    return _DaysBetween(
        *(literal(day, Date()) if isinstance(day, date) else day for day in (last, first))
    )


@compiles(_DaysBetween)
def _subtract(element: Any, compiler: Any, **options: Any) -> str:
    last, first = (compiler.process(day, **options) for day in element.clauses)
    return f"({last} - {first})"


@compiles(_DaysBetween, "sqlite")
def _subtract_days(element: Any, compiler: Any, **options: Any) -> str:
    # SQLite keeps dates as words, which it would take for years.
    last, first = (compiler.process(day, **options) for day in element.clauses)
    return f"(julianday({last}) - julianday({first}))"
