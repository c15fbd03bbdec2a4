"""The numbers of an installation that are watched, in the families of Prometheus."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import current_app
from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy import func, select

from tracker.audit.models import Event, Seal
from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.jobs import Job, JobState
from tracker.core.logs import log_file
from tracker.core.running import clock_went_at
from tracker.files.models import StoredFile
from tracker.operations.queries.backups import last_backup
from tracker.operations.queries.state import existing


class State:
    """The numbers that are watched, read anew whenever they are asked for."""

    def collect(self) -> Iterator[Metric]:
        """Yield every metric; sizes in bytes, times in seconds since 1970."""
        yield from _jobs()
        yield from _trail()
        yield from _backups()
        yield from _storage()


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"tracker_{name}", meaning, value=value)


def _at(instant: datetime | None) -> float:
    return instant.timestamp() if instant else 0


def _jobs() -> Iterator[Metric]:
    jobs = GaugeMetricFamily("tracker_jobs", "Jobs by kind and state.", labels=["kind", "state"])
    counted = select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state)
    for kind, state, count in db.session.execute(counted):
        jobs.add_metric([kind, state], count)
    yield jobs
    waiting = select(func.min(Job.queued_at)).where(Job.state == JobState.QUEUED)
    queued_at = db.session.scalar(waiting)
    age = (now() - queued_at).total_seconds() if queued_at else 0
    yield _gauge("job_waits_seconds", "How long the oldest waiting job waits.", age)
    went_at = clock_went_at(Path(current_app.config["INSTANCE_PATH"]))
    yield _gauge("clock_timestamp_seconds", "When the worker's clock last went.", _at(went_at))


def _trail() -> Iterator[Metric]:
    unsealed = (
        select(func.count())
        .select_from(Event)
        .outerjoin(Seal, Seal.event_id == Event.id)
        .where(Seal.sequence.is_(None))
    )
    count = db.session.scalar(unsealed) or 0
    yield _gauge("unsealed_events", "Events of the trail without a seal.", count)


def _backups() -> Iterator[Metric]:
    last = last_backup()
    made_at = _at(last.made_at)
    yield _gauge("backup_timestamp_seconds", "When the newest nightly backup was made.", made_at)
    yield _gauge("backup_bytes", "Size of the newest nightly backup.", last.size)
    yield _gauge("backups", "Nightly backups that are kept.", last.count)
    failed = bool(last.failed)
    yield _gauge("backup_failed", "1 when the last nightly backup failed.", failed)


def _storage() -> Iterator[Metric]:
    settings = current_app.config
    free = GaugeMetricFamily("tracker_disk_free_bytes", "Free room on a disk.", labels=["place"])
    for place in ("INSTANCE_PATH", "BACKUPS_PATH"):
        path = existing(Path(settings[place]))
        free.add_metric([place.removesuffix("_PATH").lower()], shutil.disk_usage(path).free)
    yield free
    count, size = db.session.execute(
        select(func.count(), func.coalesce(func.sum(StoredFile.size), 0))
    ).one()
    yield _gauge("files", "Stored files.", count)
    yield _gauge("files_bytes", "Size of all stored files.", size)
    yield _gauge("database_bytes", "Size of the database.", _database_size())
    logs = log_file(Path(settings["INSTANCE_PATH"])).parent.glob("*")
    yield _gauge("log_bytes", "Size of all logs.", sum(path.stat().st_size for path in logs))


def _database_size() -> int:
    if db.engine.dialect.name == "postgresql":
        return db.session.scalar(select(func.pg_database_size(func.current_database()))) or 0
    path = Path(str(db.engine.url.database))
    return sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*"))
