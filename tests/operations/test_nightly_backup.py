"""The copy of each night: made once, read back, fourteen kept, and told by the check-up."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests.factories import Cast
from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.jobs import Job, JobState
from tracker.operations.jobs import back_up_by_night
from tracker.operations.queries import last_backup, nightly_backups, nightly_folder

NIGHT = "2026-03-02T02:07:00+08:00"


@pytest.fixture
def guarded(
    app: Flask, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """An application with a passphrase and a folder for its copies."""
    monkeypatch.setitem(app.config, "BACKUP_PASSPHRASE", "山高水长-不舍昼夜-2026")
    monkeypatch.setitem(app.config, "BACKUPS_PATH", tmp_path)
    with app.app_context():
        yield app
        db.session.rollback()


def test_it_is_made_once_a_night(guarded: Flask) -> None:
    with time_machine.travel(NIGHT, tick=True):
        back_up_by_night()
        back_up_by_night()

    assert len(nightly_backups()) == 1
    job = db.session.query(Job).one()
    assert job.state == JobState.DONE
    assert job.result is not None
    assert job.result["size"] == nightly_backups()[0].stat().st_size


def test_a_machine_that_slept_makes_it_later(guarded: Flask) -> None:
    with time_machine.travel("2026-03-02T08:07:00+08:00", tick=True):
        back_up_by_night()

    assert len(nightly_backups()) == 1


def test_it_is_not_made_before_its_hour(guarded: Flask) -> None:
    with time_machine.travel("2026-03-02T00:07:00+08:00", tick=True):
        back_up_by_night()

    assert not nightly_backups()


def test_fourteen_are_kept(guarded: Flask) -> None:
    nightly_folder().mkdir()
    for day in range(1, 20):
        (nightly_folder() / f"2026-02-{day:02}-020700.backup").touch()

    with time_machine.travel(NIGHT, tick=True):
        back_up_by_night()

    assert len(nightly_backups()) == 14
    assert nightly_backups()[0].name.startswith("2026-03-02")
    assert nightly_backups()[-1].name.startswith("2026-02-07")


def test_the_check_up_tells_its_age(guarded: Flask) -> None:
    back_up_by_night_now()

    output = guarded.test_cli_runner().invoke(args=["doctor"]).output
    assert "最近一次备份" in output
    assert "共存 1 份" in output
    assert not last_backup().is_late

    path = nightly_backups()[0]
    long_ago = (now() - timedelta(hours=31)).timestamp()
    os.utime(path, (long_ago, long_ago))
    assert last_backup().is_late
    assert "flask backup create" in guarded.test_cli_runner().invoke(args=["doctor"]).output


def back_up_by_night_now() -> None:
    with time_machine.travel(now().replace(hour=3), tick=True):
        back_up_by_night()


def test_a_night_that_failed_is_told(guarded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(guarded.config, "BACKUP_PASSPHRASE", "short")

    with time_machine.travel(NIGHT, tick=True):
        back_up_by_night()

    assert "不足 12 个字符" in last_backup().failed
    assert not nightly_backups()
    result = guarded.test_cli_runner().invoke(args=["doctor"])
    assert result.exit_code == 1
    assert "最近一次夜间备份失败" in result.output


def test_what_a_killed_night_left_is_cleared_away(guarded: Flask) -> None:
    nightly_folder().mkdir()
    left = nightly_folder() / "2026-03-01-021700.new"
    left.write_bytes(b"half")

    with time_machine.travel(NIGHT, tick=True):
        back_up_by_night()

    assert [path.suffix for path in nightly_folder().iterdir()] == [".backup"]


def test_without_a_passphrase_it_says_what_to_set(app: Flask) -> None:
    output = app.test_cli_runner().invoke(args=["doctor"]).output

    assert "没有设置备份口令" in output
