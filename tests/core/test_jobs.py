"""Jobs: queued once, run once, tried again, given up, found again after a killed worker."""

import os
import socket
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from tracker.core import db as core_db
from tracker.core import jobs
from tracker.core.clock import now
from tracker.core.db import Busy, db, writing
from tracker.core.errors import RuleBroken
from tracker.core.jobs import Job, JobState, enqueue, sweep
from tracker.core.running import this_process
from tracker.operations.jobs import BEGIN_ANEW, begin_anew_after_work


@pytest.fixture
def calls(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    seen: list[int] = []

    def note(job: Job) -> dict[str, Any]:
        seen.append(job.id)
        return {"seen": len(seen)}

    def break_rule(_job: Job) -> None:
        raise RuleBroken("缺少字体。")

    def fail(job: Job) -> None:
        seen.append(job.id)
        raise ValueError("boom")

    functions = {"note": note, "rule": break_rule, "fail": fail}
    monkeypatch.setitem(app.extensions, "job_functions", functions)
    return seen


def make(app: Flask, kind: str = "note", key: str = "k") -> int:
    with app.app_context(), writing():
        return enqueue(kind, key=key).id


def enqueue_and_fail() -> None:
    with writing():
        enqueue("note", key="k")
        raise RuleBroken("不行。")


def state(app: Flask, job_id: int) -> tuple[str, str | None]:
    with app.app_context():
        job = db.session.get_one(Job, job_id)
        return job.state, job.error


def change(app: Flask, job_id: int, **values: Any) -> None:
    with app.app_context(), writing():
        job = db.session.get_one(Job, job_id)
        for name, value in values.items():
            setattr(job, name, value)


def run_by(app: Flask, job_id: int, worker: str) -> None:
    lease = now() + jobs.LEASE
    change(app, job_id, state=JobState.RUNNING, worker=worker, lease_until=lease)


def test_it_runs_after_the_commit(app: Flask, calls: list[int]) -> None:
    job_id = make(app)

    assert calls == [job_id]
    assert state(app, job_id) == (JobState.DONE, None)


def test_it_runs_the_same_key_once(app: Flask, calls: list[int]) -> None:
    assert make(app) == make(app)
    assert len(calls) == 1


def test_it_forgets_a_job_whose_business_failed(app: Flask, calls: list[int]) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match="不行"):
        enqueue_and_fail()

    assert calls == []


def test_it_gives_up_at_once_when_a_rule_is_broken(app: Flask, calls: list[int]) -> None:
    assert state(app, make(app, "rule")) == (JobState.FAILED, "缺少字体。")


def test_it_tries_three_times(app: Flask, calls: list[int]) -> None:
    job_id = make(app, "fail")

    for _ in range(5):
        with app.app_context():
            jobs.carry_out(job_id)

    assert len(calls) == jobs.ATTEMPTS
    assert state(app, job_id)[0] == JobState.FAILED


def test_it_hands_over_again_what_was_lost_before_the_queue(app: Flask, calls: list[int]) -> None:
    job_id = make(app)
    change(app, job_id, state=JobState.QUEUED, handed_at=None)

    with app.app_context(), time_machine.travel(now() + timedelta(minutes=2), tick=False):
        assert sweep() == 1

    assert calls == [job_id, job_id]


def test_it_hands_over_again_what_a_dead_worker_held(app: Flask, calls: list[int]) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    job_id = make(app)
    run_by(app, job_id, f"{socket.gethostname()}:{gone.pid}:0")

    with app.app_context():
        assert sweep() == 1

    assert state(app, job_id)[0] == JobState.DONE


def test_it_hands_over_again_what_a_predecessor_of_the_same_number_held(
    app: Flask, calls: list[int]
) -> None:
    job_id = make(app)
    run_by(app, job_id, f"{socket.gethostname()}:{os.getpid()}:0")

    with app.app_context():
        assert sweep() == 1


def test_it_gives_up_what_kills_every_worker(app: Flask, calls: list[int]) -> None:
    job_id = make(app)
    run_by(app, job_id, f"{socket.gethostname()}:{os.getpid()}:0")
    change(app, job_id, attempts=jobs.ATTEMPTS)

    with app.app_context():
        assert sweep() == 0

    assert state(app, job_id)[0] == JobState.FAILED


def test_it_leaves_alone_what_a_living_worker_holds(app: Flask, calls: list[int]) -> None:
    job_id = make(app)
    run_by(app, job_id, this_process())
    jobs._under_way.add(job_id)

    with app.app_context(), time_machine.travel(now() + timedelta(hours=1), tick=False):
        assert sweep() == 0
        jobs._under_way.remove(job_id)
        assert sweep() == 1


def test_it_waits_for_the_lease_of_another_machine(app: Flask, calls: list[int]) -> None:
    job_id = make(app)
    run_by(app, job_id, "elsewhere:1:0")

    with app.app_context():
        assert sweep() == 0
    with app.app_context(), time_machine.travel(now() + timedelta(hours=1), tick=False):
        assert sweep() == 1


def test_it_cancels_what_has_not_begun(app: Flask, calls: list[int]) -> None:
    job_id = make(app)
    change(app, job_id, state=JobState.QUEUED, is_cancel_asked=True)

    with app.app_context():
        jobs.carry_out(job_id)

    assert state(app, job_id)[0] == JobState.CANCELLED


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Say of the next business transactions, one by one, whether their turn comes."""
    comes: list[bool] = []
    wait = core_db._wait_for_turn

    def wait_for_turn() -> None:
        if comes and not comes.pop(0):
            raise Busy
        wait()

    monkeypatch.setattr(core_db, "_wait_for_turn", wait_for_turn)
    return comes


def test_it_comes_back_to_a_job_that_found_the_database_kept(
    app: Flask, calls: list[int], turns: list[bool]
) -> None:
    turns += [True, False]
    job_id = make(app)

    assert (calls, state(app, job_id)[0]) == ([], JobState.QUEUED)
    with app.app_context(), time_machine.travel(now() + timedelta(minutes=2), tick=False):
        assert sweep() == 1
    assert state(app, job_id)[0] == JobState.DONE


def test_it_does_again_what_it_could_not_say_the_end_of(
    app: Flask, calls: list[int], turns: list[bool]
) -> None:
    turns += [True, True, False]
    job_id = make(app)

    assert (calls, state(app, job_id)[0]) == ([job_id], JobState.RUNNING)
    with app.app_context():
        assert sweep() == 1
    assert (calls, state(app, job_id)[0]) == ([job_id, job_id], JobState.DONE)


def has_rested(app: Flask, minutes: int = 5) -> bool:
    with app.app_context():
        return jobs.has_rested(timedelta(minutes=minutes))


def test_a_worker_has_rested_a_while_after_its_last_job(app: Flask, calls: list[int]) -> None:
    assert not has_rested(app)
    make(app)

    assert not has_rested(app)
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert has_rested(app)


def test_a_worker_with_a_job_to_try_again_does_not_rest(app: Flask, calls: list[int]) -> None:
    make(app)
    make(app, kind="fail", key="another")

    with time_machine.travel(now() + timedelta(minutes=6)):
        assert not has_rested(app)


def begins_anew(app: Flask) -> bool:
    """Tell whether the minute's work asks this process to begin anew."""
    asked: list[bool] = []
    with app.app_context():
        begin_anew_after_work()
        app.extensions[BEGIN_ANEW] = lambda: asked.append(True)
        begin_anew_after_work()
        del app.extensions[BEGIN_ANEW]
    return asked == [True]


def test_only_a_worker_that_has_rested_begins_anew(app: Flask, calls: list[int]) -> None:
    make(app)

    assert not begins_anew(app)
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert begins_anew(app)
