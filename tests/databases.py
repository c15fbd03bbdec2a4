"""Databases of a test's own, and all that stands in one."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, text

from tracker.core.db import db

# The tables in which the tools keep their own: migrations, and SQLite's full-text index.
NOT_OURS = ("alembic_version", "search_grams")
POSTGRESQL_URL = os.environ.get("TEST_POSTGRESQL_URL", "")


def new_postgresql(name: str) -> str:
    """Make an empty database of that name anew; returns its address."""
    engine = create_engine(POSTGRESQL_URL, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{POSTGRESQL_URL.rpartition('/')[0]}/{name}"


def all_rows() -> Mapping[str, list[dict[str, Any]]]:
    """Return every row of every table by column, in the order of its values."""
    with db.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        tables = [name for name in names if not name.startswith(NOT_OURS)]
        return {table: _rows_of(connection, table) for table in sorted(tables)}


def _rows_of(connection: Connection, table: str) -> list[dict[str, Any]]:
    found = connection.execute(text(f'SELECT * FROM "{table}"')).mappings()
    return sorted((dict(row) for row in found), key=repr)


def all_bytes(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder by its name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
