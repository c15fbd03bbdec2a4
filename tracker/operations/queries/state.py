"""Whether an installation has all that serving takes."""

import os
from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

import config
from tracker.core.db import db
from tracker.core.running import clock_goes


@cache
def wanted_revision() -> str:
    """Return the revision of the schema that this release works with."""
    heads = ScriptDirectory(str(config.ROOT / "migrations")).get_heads()
    return "、".join(sorted(heads))


def revision() -> str:
    """Return the revision of the schema as the database has it; empty where it has none.

    Raises:
        SQLAlchemyError: the database cannot be reached.
    """
    heads = MigrationContext.configure(db.session.connection()).get_current_heads()
    return "、".join(sorted(heads))


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
