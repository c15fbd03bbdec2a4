"""Eight threads and the worker write on SQLite for twenty seconds."""

import threading
import time
from http.cookiejar import CookieJar
from re import search
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tests.live.instance import PASSWORD, Instance

SECONDS = 20
NAMES = ["clerk", "director", "head", "head2", "liaison", "leader", "inspector", "sysadmin"]


class Person:
    """Somebody at a browser without scripts."""

    def __init__(self, instance: Instance, name: str) -> None:
        self.url = instance.url
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        page = self.opener.open(f"{self.url}/", timeout=30).read().decode()
        self.token = _token(page)
        fields = {"csrf_token": self.token, "staff_no": name, "password": PASSWORD}
        page = self.send("/accounts/sign-in", urlencode(fields).encode(), "text/html")
        self.token = _token(page)

    def send(self, path: str, body: bytes, accept: str = "application/json") -> str:
        kind = (
            "application/json" if accept.endswith("json") else "application/x-www-form-urlencoded"
        )
        headers = {"Content-Type": kind, "Accept": accept, "X-CSRFToken": self.token}
        request = Request(f"{self.url}{path}", data=body, headers=headers)
        answer: str = self.opener.open(request, timeout=30).read().decode()
        return answer


def _token(page: str) -> str:
    found = search(r'name="csrf-token" content="([^"]+)"', page)
    assert found
    return found.group(1)


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
