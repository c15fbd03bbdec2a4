"""`flask doctor`: what is wrong, and the command that mends it."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

import config
from tests.factories import Cast
from tracker import create_app
from tracker.audit.jobs import seal_events
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.core.jobs import Job


def examine(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["doctor"])


def test_it_finds_nothing_wrong(app: Flask, cast: Cast) -> None:
    with app.app_context():
        assert seal_events()

    result = examine(app)

    assert result.exit_code == 0, result.output
    assert "错误" not in result.output
    assert "最近一次封印在" in result.output


def test_it_warns_of_an_address_that_no_phone_reaches(app: Flask) -> None:
    assert "二维码只能在本机打开" in examine(app).output


def test_it_wants_no_warning_for_a_real_address(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "http://oa.example.edu")

    assert "对外地址：http://oa.example.edu" in examine(app).output


def test_it_names_a_key_that_others_may_read(app: Flask) -> None:
    path = Path(config.INSTANCE_PATH) / "secret_key"
    path.write_text("a secret", encoding="ascii")
    path.chmod(0o644)

    result = examine(app)

    path.unlink()
    assert result.exit_code == 1
    assert f"chmod 600 {path}" in result.output


def test_it_names_jobs_that_nobody_takes(app: Flask) -> None:
    with app.app_context(), writing():
        db.session.add(Job(kind="x", key="x", queued_at=now() - timedelta(minutes=6)))

    result = examine(app)

    assert result.exit_code == 1
    assert "flask worker --clock" in result.output


def test_it_names_a_clock_that_stands_still(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(app.config, "HEADS_PATH", tmp_path)

    result = examine(app)

    assert result.exit_code == 0
    assert "定时任务还没有运行过" in result.output


def test_it_names_a_database_without_tables(tmp_path: Path) -> None:
    fresh = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'empty.sqlite'}"})

    result = examine(fresh)

    with fresh.app_context():
        db.session.remove()
        db.engine.dispose()
    assert result.exit_code == 1
    assert "flask db upgrade" in result.output


def test_it_names_a_database_out_of_reach(tmp_path: Path) -> None:
    nowhere = tmp_path / "missing" / "tracker.sqlite"
    fresh = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{nowhere}"})

    result = examine(fresh)

    with fresh.app_context():
        db.session.remove()
        db.engine.dispose()
    assert result.exit_code == 1
    assert "数据库无法连接" in result.output
