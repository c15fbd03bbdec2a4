"""What a machine asks: the process, all that serving takes, and the numbers."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from tests.client import PageClient
from tests.factories import Cast
from tracker import create_app
from tracker.audit.jobs import seal_events
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.core.jobs import Job
from tracker.core.running import tell_clock_goes


@pytest.fixture
def going(app: Flask, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An installation of its own folder, whose worker has just been seen."""
    monkeypatch.setitem(app.config, "INSTANCE_PATH", tmp_path)
    monkeypatch.setitem(app.config, "FILES_PATH", tmp_path / "files")
    monkeypatch.setitem(app.config, "BACKUPS_PATH", tmp_path / "backups")
    tell_clock_goes(tmp_path)
    return app


def ready(app: Flask) -> tuple[int, Any]:
    answer = app.test_client().get("/readyz")
    return answer.status_code, answer.get_json()


def test_the_process_answers(client: PageClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_all_is_there(going: Flask) -> None:
    assert ready(going) == (200, {"status": "ok"})


def test_a_worker_that_is_not_seen_is_named(going: Flask) -> None:
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        assert ready(going) == (503, {"status": "not ready", "missing": ["worker"]})


def test_files_that_cannot_be_written_are_named(
    going: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(going.config, "FILES_PATH", Path("/proc/1"))

    assert ready(going) == (503, {"status": "not ready", "missing": ["storage"]})


def test_a_schema_of_another_release_is_named(going: Flask) -> None:
    with going.app_context(), db.engine.begin() as connection:
        before = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")

    found = ready(going)

    with going.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{before}'")
    assert found == (503, {"status": "not ready", "missing": ["schema"]})


def test_a_database_out_of_reach_is_named(going: Flask, tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path / 'missing' / 'tracker.sqlite'}"
    fresh = create_app({"SQLALCHEMY_DATABASE_URI": nowhere, "INSTANCE_PATH": tmp_path})

    found = ready(fresh)

    with fresh.app_context():
        db.session.remove()
        db.engine.dispose()
    assert found == (503, {"status": "not ready", "missing": ["database"]})


def numbers(app: Flask) -> dict[str, float]:
    """Return the metrics by name and labels."""
    answer = app.test_client().get("/metrics")
    assert answer.status_code == 200
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(answer.get_data(as_text=True))
        for sample in family.samples
    }


def test_the_numbers_are_those_of_the_installation(going: Flask, tmp_path: Path) -> None:
    with going.app_context(), writing():
        for key in "ab":
            asked = now() - timedelta(minutes=2)
            db.session.add(Job(kind="note", key=key, queued_at=asked))
    before = numbers(going)
    with going.app_context():
        seal_events()
    after = numbers(going)

    assert before["tracker_jobs note queued"] == 2
    assert 120 <= before["tracker_job_waits_seconds"] < 180
    assert before["tracker_unsealed_events"] > after["tracker_unsealed_events"] == 0
    assert before["tracker_clock_timestamp_seconds"] == pytest.approx(now().timestamp(), abs=60)
    assert before["tracker_database_bytes"] > 100_000
    assert before["tracker_disk_free_bytes instance"] > 0
    assert (before["tracker_backups"], before["tracker_backup_timestamp_seconds"]) == (0, 0)


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.1.2.3", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "10.1.2.3"}, 404),
        ("10.1.2.3", {"Authorization": "Bearer a-token"}, 200),
        ("10.1.2.3", {"Authorization": "Bearer another"}, 404),
        ("10.1.2.3", {"Authorization": "Bearer "}, 404),
    ],
)
def test_they_are_for_this_machine_or_by_token(
    going: Flask,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    headers: dict[str, str],
    status: int,
) -> None:
    monkeypatch.setitem(going.config, "METRICS_TOKEN", "a-token")
    asked = {"REMOTE_ADDR": address}

    answer = going.test_client().get("/metrics", headers=headers, environ_base=asked)

    assert answer.status_code == status


def test_without_a_token_none_opens_them(going: Flask) -> None:
    asked = {"REMOTE_ADDR": "10.1.2.3"}
    headers = {"Authorization": "Bearer "}

    answer = going.test_client().get("/metrics", headers=headers, environ_base=asked)

    assert answer.status_code == 404
