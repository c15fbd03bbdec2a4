"""A full disk is known by what the system and both databases say of it, and by nothing else."""

import sqlite3
from contextlib import closing
from errno import EACCES, EDQUOT, ENOSPC
from pathlib import Path

import pytest
from psycopg.errors import DiskFull, UniqueViolation
from sqlalchemy.exc import OperationalError

from tracker.core.errors import is_disk_full


@pytest.mark.parametrize("number", [ENOSPC, EDQUOT])
def test_the_system_says_it(number: int) -> None:
    assert is_disk_full(OSError(number, "words"))
    assert not is_disk_full(OSError(EACCES, "words"))
    assert not is_disk_full(ValueError(number))
    assert not is_disk_full(None)


def test_postgresql_says_it() -> None:
    assert is_disk_full(OperationalError("INSERT", None, DiskFull()))
    assert not is_disk_full(OperationalError("INSERT", None, UniqueViolation()))


def test_sqlite_says_it(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as connection:
        connection.execute("CREATE TABLE t (words TEXT)")
        connection.execute("PRAGMA max_page_count = 3")
        with pytest.raises(sqlite3.OperationalError) as full:
            connection.execute("INSERT INTO t VALUES (?)", ["words" * 10_000])
        with pytest.raises(sqlite3.OperationalError) as wrong:
            connection.execute("SELECT words FROM nowhere")

    assert is_disk_full(OperationalError("INSERT", None, full.value))
    assert not is_disk_full(OperationalError("SELECT", None, wrong.value))
