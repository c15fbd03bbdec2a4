"""A stop that was asked for lets what is under way come to its end."""

import http.client
import json
import signal
import time
from pathlib import Path

import pytest

from tests.live.instance import Instance
from tests.live.person import Person
from tests.live.test_killed_worker import JOB
from tests.live.test_large_scan import MEGABYTE, body, headers

ATTEMPTS = JOB.replace("job.state", "job.state, job.attempts")


def test_the_worker_ends_the_job_it_is_at(instance: Instance) -> None:
    worker = instance.start_worker()
    instance.wait(lambda: instance.rows(JOB) == [("running",)])

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=60) == 0
    assert instance.rows(ATTEMPTS) == [("done", 1)]
    assert instance.rows("SELECT count(*) FROM job WHERE state = 'running'") == [(0,)]


def test_the_worker_begins_anew_as_the_same_process(instance: Instance) -> None:
    worker = instance.start_worker()
    instance.wait(lambda: instance.rows(JOB) == [("running",)])
    before = threads(worker.pid)

    worker.send_signal(signal.SIGHUP)

    instance.wait(lambda: instance.rows(ATTEMPTS) == [("done", 1)])
    instance.wait(lambda: threads(worker.pid) and not before & threads(worker.pid))
    assert worker.poll() is None


def threads(pid: int) -> set[str]:
    """Return the threads that a process has started besides its first."""
    return {task.name for task in Path(f"/proc/{pid}/task").iterdir()} - {str(pid)}


@pytest.mark.timeout(120)
def test_the_web_server_answers_what_it_has_begun(instance: Instance) -> None:
    instance.start_web()
    server = instance.processes[-1]
    clerk = Person(instance, "clerk")
    connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=30)
    connection.putrequest("POST", "/files/")
    for name, value in headers(clerk, MEGABYTE).items():
        connection.putheader(name, value)
    connection.endheaders()
    first, *others = body(MEGABYTE)
    connection.send(first)
    time.sleep(0.5)

    server.send_signal(signal.SIGTERM)
    time.sleep(1)
    for piece in others:
        connection.send(piece)

    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["name"]) == (201, "scan.pdf")
    connection.close()
    assert server.wait(timeout=20) == 0
