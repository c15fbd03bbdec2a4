"""The database as one file: written while it is in use, and read back into an empty place."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from errno import EIO, ENOSPC
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.exc import ProgrammingError

from tracker.core.db import db
from tracker.core.errors import RuleBroken, is_disk_full

SQLITE = "database.sqlite"
POSTGRESQL = "database.dump"
KINDS = (SQLITE, POSTGRESQL)


def file_name() -> str:
    """Return what the present database's file is called in an archive; its ending is its kind."""
    return SQLITE if _is_sqlite() else POSTGRESQL


def dump_database(target: Path) -> None:
    """Write a whole copy of the database, as it is at one instant, while it is in use.

    SQLite is copied through its backup interface, PostgreSQL by pg_dump in its custom format.

    Raises:
        OSError: the target cannot be written.
        RuleBroken: pg_dump is not installed or failed.
    """
    # The file exists with its mode before a single row is written into it.
    target.touch(mode=0o600)
    if not _is_sqlite():
        _run("pg_dump", "--format=custom", f"--file={target}")
        return
    try:
        with (
            closing(sqlite3.connect(f"{_sqlite_path().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            # A copy is one file: the log beside it would be left behind.
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise OSError(ENOSPC if is_disk_full(error) else EIO, str(error)) from error


def load_database(source: Path) -> None:
    """Put a dumped database into the place of the present one, which is empty.

    Raises:
        OSError: the database's file cannot be written.
        RuleBroken: pg_restore is not installed or failed; nothing was changed then.
    """
    db.session.remove()
    db.engine.dispose()
    if not _is_sqlite():
        _run(
            "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner",
            "--no-privileges", source,
        )  # fmt: skip
        return
    path = _sqlite_path()
    for beside in _beside(path):
        beside.unlink(missing_ok=True)
    # It may come from another disk, and must appear in its place whole or not at all.
    arriving = path.with_name(f"{path.name}.new")
    shutil.move(source, arriving)
    arriving.replace(path)


def fault_in(dump: Path) -> str:
    """Return what is wrong with a dumped database, or an empty text."""
    if dump.name == POSTGRESQL:
        done = subprocess.run(  # noqa: S603 -- no shell, and a path that we have made.
            [_program("pg_restore"), "--list", dump], capture_output=True, text=True, check=False
        )
        return done.stderr.strip()
    try:
        with closing(sqlite3.connect(dump)) as connection:
            (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if answer == "ok" else str(answer)


def is_empty() -> bool:
    """Tell whether the database holds no table."""
    found = not inspect(db.engine).get_table_names()
    db.engine.dispose()
    return found


def move_aside(name: str, folder: Path) -> None:
    """Keep the present database under another name, and leave its place empty.

    SQLite's file goes into `folder`; on PostgreSQL the schema `public` is renamed to `name`.

    Raises:
        RuleBroken: the database's user may not do that.
    """
    db.session.remove()
    if _is_sqlite():
        db.engine.dispose()
        path = _sqlite_path()
        for file in (path, *_beside(path)):
            if file.exists():
                shutil.move(file, folder / file.name)
        return
    try:
        with db.engine.begin() as connection:
            connection.execute(text(f'ALTER SCHEMA public RENAME TO "{name}"'))
            connection.execute(text("CREATE SCHEMA public"))
    except ProgrammingError as error:
        raise RuleBroken(
            "数据库账户无权改名或新建模式 public，没有恢复。请以数据库管理员执行 "
            "ALTER SCHEMA public OWNER TO 该账户，并授予其 CREATE ON DATABASE，然后重试。"
        ) from error
    finally:
        db.engine.dispose()


def move_back(name: str, folder: Path) -> None:
    """Undo `move_aside`; what an exchange that failed has put into the place goes."""
    db.session.remove()
    if _is_sqlite():
        db.engine.dispose()
        path = _sqlite_path()
        for file in (path, *_beside(path)):
            file.unlink(missing_ok=True)
            if (folder / file.name).exists():
                shutil.move(folder / file.name, file)
        return
    with db.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text(f'ALTER SCHEMA "{name}" RENAME TO public'))
    db.engine.dispose()


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _sqlite_path() -> Path:
    return Path(db.engine.url.database or "").resolve()


def _beside(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def _run(program: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs on the present database."""
    # The password goes by the environment: other users can read a command line.
    url = db.engine.url
    environment = {**os.environ, "PGPASSWORD": url.password or ""}
    address = url.set(drivername="postgresql", password=None).render_as_string()
    command = [_program(program), *arguments, f"--dbname={address}"]
    done = subprocess.run(  # noqa: S603 -- no shell, our own address.
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["没有说明"])[-1]
        raise RuleBroken(f"{program} 失败（状态 {done.returncode}）：{reason}")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise RuleBroken(
            f"没有找到 {name}，请以 root 身份执行 apt-get install -y postgresql-client 后重试。"
        )
    return found
