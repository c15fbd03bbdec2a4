"""Work that outlives a request: a row written with the business, handed to Huey after commit."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import wraps
from time import perf_counter
from typing import Any, ParamSpec

from flask import Flask, current_app
from huey import SqliteHuey
from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, mapped_column

import config
from tracker.core.clock import now
from tracker.core.db import Busy, after_commit, db, writing
from tracker.core.errors import RuleBroken
from tracker.core.logs import log_done
from tracker.core.models import Base
from tracker.core.running import is_gone, this_process

# Huey opens its storage when it is made, so the choice falls at import.
huey = SqliteHuey("tracker", filename=str(config.QUEUE_PATH), immediate=config.TESTING)

HAND_OVER_AGAIN_AFTER = timedelta(minutes=1)
LEASE = timedelta(minutes=10)
ATTEMPTS = 3

# The jobs that threads of this process are at.
_under_way: set[int] = set()

JobFunction = Callable[["Job"], Mapping[str, Any] | None]
P = ParamSpec("P")


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    """One piece of work; `key` makes it idempotent: the same work is never queued twice."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any] | None]
    state: Mapped[str] = mapped_column(String(20), default=JobState.QUEUED, index=True)
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(500))
    worker: Mapped[str | None] = mapped_column(String(100))
    user_id: Mapped[int | None]
    is_cancel_asked: Mapped[bool] = mapped_column(default=False)
    queued_at: Mapped[datetime]
    handed_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing more will happen to this job."""
        return self.is_given_up or self.state == JobState.DONE

    @property
    def is_given_up(self) -> bool:
        """Tell whether it ended without having done its work."""
        return self.state in {JobState.FAILED, JobState.CANCELLED}


class Cancelled(Exception):
    """Somebody asked for the running job to be given up."""


def enqueue(
    kind: str,
    *,
    key: str,
    title: str = "",
    user_id: int | None = None,
    args: Mapping[str, Any] | None = None,
) -> Job:
    """Write the job in the present business transaction; Huey gets it after the commit.

    Where there is a job of the same key, that one is returned as it is.
    """
    job = db.session.scalar(select(Job).where(Job.key == key))
    if job is None:
        job = Job(kind=kind, key=key, title=title, user_id=user_id, queued_at=now())
        job.args = dict(args or {})
        db.session.add(job)
        _hand_over(job)
    return job


def run_again(job: Job) -> None:
    """Queue a finished job anew: it failed, or what it made is not there any more."""
    job.state, job.attempts, job.error = JobState.QUEUED, 0, None
    job.result, job.finished_at, job.queued_at = None, None, now()
    job.progress, job.is_cancel_asked = 0, False
    _hand_over(job)


def cancel(job: Job) -> None:
    """Give up a job that waits at once; ask one that runs to end at its next step."""
    job.is_cancel_asked = True
    if job.state == JobState.QUEUED:
        job.state, job.finished_at = JobState.CANCELLED, now()


def _hand_over(job: Job) -> None:
    db.session.flush()
    job_id = job.id
    after_commit(lambda: run(job_id))


def in_app(task: Callable[P, None]) -> Callable[P, None]:
    """Run a task in the context of this process's application.

    What finds the database kept by others is left: the sweep comes back to a job, the clock to
    what is due by it.
    """

    @wraps(task)
    def inside(*args: P.args, **kwargs: P.kwargs) -> None:
        with _app().app_context():
            try:
                task(*args, **kwargs)
            except Busy:
                told = {"task": task.__name__}
                current_app.logger.warning("left: the database was busy", extra={"told": told})

    return inside


@huey.task()
@in_app
def run(job_id: int) -> None:
    """Carry out one job; the only task that Huey knows besides the periodic ones."""
    carry_out(job_id)


def carry_out(job_id: int) -> None:
    """Run the job's function unless another worker has it, and keep what came of it."""
    if not _claim(job_id):
        return
    began = perf_counter()
    try:
        _call(job_id)
    finally:
        _under_way.discard(job_id)
    job = db.session.get_one(Job, job_id)
    log_done("job", began, job=job_id, kind=job.kind, state=job.state, attempts=job.attempts)


def _call(job_id: int) -> None:
    job = db.session.get_one(Job, job_id)
    try:
        result = _functions()[job.kind](job)
    except Cancelled:
        _finish(job_id, JobState.CANCELLED)
    except RuleBroken as error:
        _fail(job_id, error.sentence, is_final=True)
    except Exception as error:
        current_app.logger.exception("job failed", extra={"told": {"job": job_id}})
        db.session.rollback()
        _fail(job_id, f"系统出错（{type(error).__name__}），请告知系统管理员。", is_final=False)
    else:
        _finish(job_id, JobState.DONE, result=dict(result or {}))


def report_progress(job_id: int, done: int, total: int) -> None:
    """Show how far a running job is, and prolong its lease.

    Raises:
        Cancelled: somebody asked for the job to be given up.
    """
    with writing():
        job = db.session.get_one(Job, job_id)
        job.progress, job.total, job.lease_until = done, total, now() + LEASE
        cancel = job.is_cancel_asked
    if cancel:
        raise Cancelled


def sweep() -> int:
    """Hand over again what was lost between commit and queue, or with a killed worker.

    A job whose worker was killed again and again is given up like one that failed.
    """
    with writing():
        lost = [job for job in db.session.scalars(_unfinished()) if _is_lost(job)]
        for job in lost:
            if job.state == JobState.RUNNING:
                _settle(job, "后台程序在办理中意外退出，请告知系统管理员。")
            job.handed_at = now()
        ids = [job.id for job in lost if job.state == JobState.QUEUED]
    for job_id in ids:
        run(job_id)
    return len(ids)


def has_rested(long_enough: timedelta) -> bool:
    """Tell whether this process has done jobs, but has had none for so long."""
    unfinished = Job.state.in_([JobState.QUEUED, JobState.RUNNING])
    query = select(func.count().filter(unfinished), func.max(Job.finished_at))
    left, last = db.session.execute(query.where(Job.worker == this_process())).one()
    return last is not None and not left and now() - last >= long_enough


def _unfinished() -> Any:
    return select(Job).where(Job.state.in_([JobState.QUEUED, JobState.RUNNING]))


def _is_lost(job: Job) -> bool:
    if job.state == JobState.QUEUED:
        return (job.handed_at or job.queued_at) < now() - HAND_OVER_AGAIN_AFTER
    if job.worker == this_process():
        # Another thread of this process is at it, however long it takes, or its end was not kept.
        return job.id not in _under_way
    expired = job.lease_until is None or job.lease_until < now()
    return expired or is_gone(job.worker or "")


def _claim(job_id: int) -> bool:
    with writing():
        job = db.session.get(Job, job_id)
        if job is None or job.state != JobState.QUEUED:
            return False
        if job.is_cancel_asked:
            cancel(job)
            return False
        job.state, job.worker, job.attempts = JobState.RUNNING, this_process(), job.attempts + 1
        job.lease_until = now() + LEASE
        _under_way.add(job_id)
    return True


def _finish(job_id: int, state: JobState, *, result: dict[str, Any] | None = None) -> None:
    with writing():
        job = db.session.get_one(Job, job_id)
        job.state, job.result, job.finished_at = state, result, now()
        job.error = None


def _fail(job_id: int, error: str, *, is_final: bool) -> None:
    with writing():
        job = db.session.get_one(Job, job_id)
        _settle(job, error, is_final=is_final)
        if job.state == JobState.QUEUED:
            delay = 5 * job.attempts
            after_commit(lambda: run.schedule((job_id,), delay=delay))


def _settle(job: Job, error: str, *, is_final: bool = False) -> None:
    """Queue the job again, or give it up after the last attempt or a broken rule."""
    job.error = error
    if job.attempts < ATTEMPTS and not is_final:
        job.state, job.handed_at = JobState.QUEUED, now()
    else:
        job.state, job.finished_at = JobState.FAILED, now()


def _functions() -> Mapping[str, JobFunction]:
    functions: Mapping[str, JobFunction] = current_app.extensions["job_functions"]
    return functions


def _app() -> Flask:
    """Return the application that this process runs: a command's, a worker's or a test's."""
    if current_app:
        return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]
    found: Flask = huey.app
    return found


def init_app(app: Flask, functions: Mapping[str, JobFunction]) -> None:
    """Say which function does which kind of job, and let the worker's threads find the app."""
    app.extensions["job_functions"] = functions
    huey.app = app
