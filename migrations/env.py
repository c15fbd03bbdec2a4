"""Run migrations inside the application, on the database of its settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import DateTime

from tracker.core.db import db
from tracker.core.models import Base, Instant

FULL_TEXT = ("search_grams", "ix_search_entry_grams")


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write our own type as the plain one it is stored as: revisions import nothing of ours."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime()"
    return False


def compare_type(_context: Any, _inspected: Any, _metadata: Any, old: Any, new: Any) -> bool | None:
    """Take an instant for the date-time column that it is."""
    if isinstance(new, Instant) and isinstance(old, DateTime):
        return False
    return None


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave out the full-text indexes, SQLite's tables and PostgreSQL's index: no model's."""
    return kind not in {"table", "index"} or not str(name).startswith(FULL_TEXT)


@contextmanager
def tables_made_anew(connection: Any) -> Iterator[None]:
    """Let SQLite make changed tables anew, while what points to them points to nothing.

    Its foreign keys can be put aside only outside of a transaction; all of them are checked
    before the migrations' own is committed.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def require_whole(connection: Any) -> None:
    """Refuse to commit on SQLite while a row points to nothing; PostgreSQL refuses by itself."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"rows that point to nothing: {broken[:5]}")


def run() -> None:
    """Upgrade or downgrade in one transaction: a failure leaves the database as it was."""
    with db.engine.connect() as connection, tables_made_anew(connection):
        options = dict(current_app.extensions["migrate"].configure_args)
        options["compare_type"] = compare_type
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            include_name=include_name,
            # SQLite takes part as well: core/db begins each transaction in so many words.
            transactional_ddl=True,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()
            require_whole(connection)
        connection.commit()


run()
