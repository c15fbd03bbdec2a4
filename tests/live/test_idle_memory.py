"""Web server and worker, started and without work, take less than 300 MB together."""

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.live.instance import Instance

MEGABYTE = 1024 * 1024
PROPORTIONAL = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def family(pid: int) -> set[int]:
    """Return a process and all that descend from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {pid}.union(*(family(int(child)) for child in children))


def memory(pid: int) -> int:
    """Return the memory of a process in bytes, with its part of what it shares with others."""
    found = PROPORTIONAL.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    assert found
    return int(found[1]) * 1024


def together(instance: Instance) -> int:
    """Return the memory of all that was started, once it no longer grows."""
    before, total = -1, 0
    while total > before:
        time.sleep(1)
        pids = [pid for process in instance.processes for pid in family(process.pid)]
        before, total = total, sum(memory(pid) for pid in pids)
    return total


def measure_without_work(instance: Instance) -> int | None:
    """Return the memory of web and worker; nothing if an hour's work fell into the measurement."""
    with closing(sqlite3.connect(instance.folder / "tracker.sqlite")) as connection:
        connection.execute("UPDATE job SET state = 'cancelled'")
        connection.commit()
    instance.start_web()
    instance.start_worker()
    measured = together(instance)
    instance.stop()
    instance.processes.clear()
    worked = instance.rows("SELECT id FROM job WHERE state != 'cancelled'")
    return None if worked else measured


def test_what_waits_for_work_is_small(instance: Instance) -> None:
    measured = measure_without_work(instance) or measure_without_work(instance)

    assert measured
    assert measured < 300 * MEGABYTE
