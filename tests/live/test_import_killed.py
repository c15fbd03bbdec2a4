"""An import that is killed in the middle has brought in nothing, and brings all when repeated."""

import os
import re
import signal
import sqlite3
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPException
from urllib.parse import urlencode

import pytest

from tests.live.instance import Instance
from tests.live.person import Person
from tests.live.test_idle_memory import family

PEOPLE = 500
TABLE = "单位\t职务\t姓名\t工号\n" + "".join(
    f"新设单位{number % 100}\t干事\t测试{chr(0x4E00 + number)}\tX{number:04}\n"
    for number in range(PEOPLE)
)
COUNT = "SELECT count(*) FROM person WHERE staff_no LIKE 'X%'"


def is_writing(instance: Instance) -> bool:
    """Tell whether somebody is in a business transaction at this moment."""
    path = instance.folder / "tracker.sqlite"
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def sent(clerk: Person, **more: str) -> str:
    fields = urlencode({"csrf_token": clerk.token, "pasted": TABLE, **more})
    return clerk.send("/directory/roster", fields.encode(), "text/html")


def fields_of(page: str) -> dict[str, str]:
    """Return what the button to confirm sends along."""
    found = {}
    for name in ("confirm", "form_id"):
        value = re.search(rf'name="{name}"[^>]*?value="([^"]+)"', page)
        assert value, name
        found[name] = value[1]
    return found


@pytest.mark.timeout(300)
def test_it_brings_all_or_nothing(instance: Instance) -> None:
    instance.start_web()
    server = instance.processes[-1]
    clerk = Person(instance, "clerk")
    confirmed = fields_of(sent(clerk))

    def confirm() -> None:
        with suppress(OSError, HTTPException):
            sent(clerk, **confirmed)

    asking = threading.Thread(target=confirm)
    asking.start()
    instance.wait(lambda: is_writing(instance))
    time.sleep(0.2)
    for pid in family(server.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    asking.join()
    server.wait()
    assert instance.rows(COUNT) == [(0,)]

    instance.start_web()
    clerk = Person(instance, "clerk")
    sent(clerk, **fields_of(sent(clerk)))

    assert instance.rows(COUNT) == [(PEOPLE,)]
