"""`flask backup create`: a whole copy, taken while the product runs."""

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from tests.factories import Cast
from tracker.core.db import db


def create(app: Flask, path: Path) -> tuple[int, str]:
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql") and not shutil.which(
        "pg_dump"
    ):
        pytest.skip("pg_dump is not installed")
    result = app.test_cli_runner().invoke(args=["backup", "create", str(path)])
    return result.exit_code, result.output


def test_it_copies_the_whole_database(app: Flask, cast: Cast, tmp_path: Path) -> None:
    status, output = create(app, tmp_path / "backups" / "before-upgrade")

    assert status == 0, output
    copy = next((tmp_path / "backups" / "before-upgrade").iterdir())
    with app.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
    if is_sqlite:
        with closing(sqlite3.connect(copy)) as connection:
            (people,) = connection.execute("SELECT count(*) FROM person").fetchone()
        assert people == len(set(cast.persons.values()))
    else:
        assert copy.read_bytes().startswith(b"PGDMP")


def test_only_its_owner_may_read_it(app: Flask, tmp_path: Path) -> None:
    create(app, tmp_path / "backup")

    folder = tmp_path / "backup"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_never_overwrites(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("another backup", encoding="utf-8")

    status, output = create(app, tmp_path)

    assert status == 1
    assert "不是空目录" in output
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
