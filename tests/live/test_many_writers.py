"""Eight threads and the worker write on SQLite for twenty seconds."""

import threading
import time

import pytest

from tests.live.instance import Instance
from tests.live.person import Person

SECONDS = 20
NAMES = ["clerk", "director", "head", "head2", "liaison", "leader", "inspector", "sysadmin"]


@pytest.mark.timeout(240)
def test_it_never_finds_the_database_locked(instance: Instance) -> None:
    instance.start_web()
    instance.start_worker()
    people = [Person(instance, name) for name in NAMES]
    written, errors = [0] * len(people), []
    end = time.monotonic() + SECONDS

    def write(index: int) -> None:
        while time.monotonic() < end:
            body = f'{{"fields": {{"body": ["第 {written[index]} 次"]}}}}'.encode()
            try:
                people[index].send(f"/drafts/meeting/{written[index]}", body)
            except OSError as error:
                errors.append(repr(error))
                return
            written[index] += 1

    threads = [threading.Thread(target=write, args=(index,)) for index in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert min(written) > 0
    assert "locked" not in instance.logs()
    assert instance.rows("SELECT count(*) FROM draft") == [(sum(written),)]
