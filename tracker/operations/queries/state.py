"""Whether an installation has all that serving takes."""

import os
from functools import cache
from pathlib import Path

from flask import current_app
from sqlalchemy import column, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError

import config
from tracker.core.db import db
from tracker.core.running import clock_goes

# Where Alembic notes the revision; it is not asked itself, since no server needs to load it.
_VERSION = table("alembic_version", column("version_num"))


@cache
def known_revisions() -> tuple[str, ...]:
    """Return the revisions of the schema that this release knows, oldest first.

    Each file of `migrations/versions` begins with the number of the revision that it makes.
    """
    files = (config.ROOT / "migrations" / "versions").glob("[0-9]*_*.py")
    return tuple(sorted(file.name.partition("_")[0] for file in files))


def wanted_revision() -> str:
    """Return the revision of the schema that this release works with."""
    return known_revisions()[-1]


def revision() -> str:
    """Return the revision of the schema as the database has it; empty where it has none.

    Raises:
        SQLAlchemyError: the database cannot be reached.
    """
    connection = db.session.connection()
    if not inspect(connection).has_table(_VERSION.name):
        return ""
    return connection.scalar(select(_VERSION.c.version_num)) or ""


def is_at_present_schema() -> bool:
    """Tell whether the database has the schema that this release works with."""
    return revision() == wanted_revision()


def missing_parts() -> list[str]:
    """Return which of the parts that serving takes are not ready; none when all are."""
    instance = Path(current_app.config["INSTANCE_PATH"])
    found = [_database()]
    if not os.access(existing(Path(current_app.config["FILES_PATH"])), os.W_OK | os.X_OK):
        found.append("storage")
    if not clock_goes(instance):
        found.append("worker")
    return [part for part in found if part]


def _database() -> str:
    try:
        return "" if is_at_present_schema() else "schema"
    except SQLAlchemyError:
        return "database"


def existing(path: Path) -> Path:
    """Return a place, or the nearest folder above it that exists."""
    return next(one for one in (path, *path.parents) if one.exists())
