"""`flask doctor`: what is wrong, and the command that mends it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask import Flask

import config
from tests.factories import Cast
from tracker import create_app
from tracker.audit.jobs import seal_events
from tracker.audit.services import SYSTEM, record_event
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.core.jobs import Job, JobState
from tracker.core.running import tell_clock_goes
from tracker.directory.models import Person
from tracker.operations.queries import checkup, finding, machine


def examine(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["doctor"])


def test_it_finds_nothing_wrong(app: Flask, cast: Cast) -> None:
    with app.app_context():
        assert seal_events()
    tell_clock_goes(Path(app.config["INSTANCE_PATH"]))

    result = examine(app)

    assert result.exit_code == 0, result.output
    assert "错误" not in result.output
    assert "前运行过" in result.output


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
    monkeypatch.setitem(app.config, "INSTANCE_PATH", tmp_path)
    never = examine(app).output
    tell_clock_goes(tmp_path)
    with time_machine.travel(now() + timedelta(minutes=7), tick=False):
        long_ago = examine(app).output

    assert "定时任务还没有运行过" in never
    assert "定时任务已 7 分钟没有运行" in long_ago


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


def test_it_names_jobs_that_were_given_up(app: Flask) -> None:
    with app.app_context(), writing():
        failed = {"state": JobState.FAILED, "queued_at": now(), "finished_at": now()}
        db.session.add(Job(kind="x", key="x", **failed))

    result = examine(app)

    assert result.exit_code == 0
    assert "有 1 项后台任务没有办成" in result.output


def test_it_names_a_job_whose_worker_was_lost(app: Flask) -> None:
    with app.app_context(), writing():
        ran_out = now() - timedelta(minutes=1)
        lost = {"state": JobState.RUNNING, "queued_at": now(), "lease_until": ran_out}
        db.session.add(Job(kind="x", key="x", **lost))

    assert "有 1 项后台任务超过 5 分钟没有人办" in examine(app).output


def test_it_names_a_clock_two_hours_slow(app: Flask, cast: Cast) -> None:
    with app.app_context(), writing():
        person = db.session.get_one(Person, 1)
        record_event("person.edit", person, actor=SYSTEM)
    with time_machine.travel(now() - timedelta(hours=2), tick=False):
        result = examine(app)

    assert result.exit_code == 1
    assert "本机时间" in result.output
    assert "timedatectl set-ntp true" in result.output


def test_it_compares_the_clock_with_that_of_the_database(app: Flask) -> None:
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        result = examine(app)

    on_postgresql = app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql")
    assert ("数据库所在机器" in result.output) is on_postgresql


def test_it_names_a_disk_that_is_nearly_full(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "ROOM_TO_WATCH", 10**18)
    watched = examine(app)
    monkeypatch.setattr(machine, "ROOM_TO_WORK", 10**18)
    full = examine(app)

    assert (watched.exit_code, full.exit_code) == (0, 1)
    assert "快满了" in watched.output
    assert "du -xh" in full.output


def test_it_names_backups_that_lie_with_the_data_only(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nights, other = tmp_path / "backups" / "nightly", tmp_path / "other"
    nights.mkdir(parents=True)
    other.mkdir()
    (nights / "2026-03-02-020700.backup").touch()
    monkeypatch.setitem(app.config, "INSTANCE_PATH", tmp_path)
    monkeypatch.setitem(app.config, "BACKUPS_PATH", tmp_path / "backups")
    monkeypatch.setattr(checkup, "OTHER_DISK", other)
    alone = examine(app).output
    (other / "2026-03-02-020700.backup").touch()

    assert "备份只在数据所在的磁盘上" in alone
    assert "备份也拷到了另一块磁盘" in examine(app).output


def test_it_names_commands_as_the_service_is_managed(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(app.config, "INSTANCE_PATH", tmp_path)
    monkeypatch.setattr(finding, "SERVICE_ROOT", config.ROOT)

    assert "处理：systemctl restart tracker-worker" in examine(app).output


def test_a_script_reads_it(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["doctor", "--json"])

    findings = json.loads(result.output)
    assert {*findings[0]} == {"level", "sentence", "mend"}
    assert {one["level"] for one in findings} <= {"fine", "warning", "wrong"}
