"""Measuring pages as they are served, beside a bare Flask route."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

from tests.databases import POSTGRESQL_URL, new_postgresql
from tests.live.instance import PASSWORD, Instance, answers
from tests.live.person import Person

# SQLite always; PostgreSQL where TEST_POSTGRESQL_URL names a server.
DATABASES = ["sqlite", "postgresql"] if POSTGRESQL_URL else ["sqlite"]


def instance_with(folder: Path, *, database: str, items: int) -> Instance:
    """Return an installation of the demo college with so many plain items, not started."""
    folder.mkdir(parents=True)
    instance = Instance(folder)
    if database == "postgresql":
        instance.environment["DATABASE_URL"] = new_postgresql(f"bench_{items}")
    instance.flask("db", "upgrade")
    instance.flask("demo", "load", "--password", PASSWORD, "--items", str(items))
    # What the search has not read yet the worker would read beside what is measured.
    instance.flask("search", "rebuild")
    return instance


@contextmanager
def bare(folder: Path) -> Iterator[str]:
    """Serve the bare route by the same server with the same settings; gives its address."""
    folder.mkdir(parents=True)
    instance = Instance(folder)
    instance.start("gunicorn", "--config", "deploy/gunicorn.conf.py", "tests.bench.bare:app")
    try:
        instance.wait(lambda: answers(instance.url))
        yield instance.url
    finally:
        instance.stop()


def cookies_of(instance: Instance, name: str) -> str:
    """Sign in; returns the header by which later requests are somebody's."""
    person = Person(instance, name)
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in person.jar)


def times(url: str, paths: Sequence[str], *, cookies: str = "", kept: bool = True) -> list[float]:
    """Return how long each request took, in seconds, one after the other.

    They share a connection, or have one each, as the site of deploy/nginx.conf hands them on.
    """
    host = url.removeprefix("http://")
    connection = HTTPConnection(host, timeout=60)
    headers = {"Cookie": cookies, "Connection": "keep-alive" if kept else "close"}
    taken = []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        taken.append(time.perf_counter() - began)
        assert answer.status == 200, (path, answer.status)
    connection.close()
    return taken


def p95(taken: Sequence[float]) -> float:
    """Return the time within which 95 of 100 requests were answered."""
    return quantiles(taken, n=20)[-1]


def in_words(taken: Sequence[float], least: float) -> str:
    """Return the median and the 95th percentile in milliseconds, and as times the bare route."""
    half, most = median(taken), p95(taken)
    return f"{half * 1000:6.1f} ms, p95 {most * 1000:6.1f} ms = {most / least:5.1f} x bare"


def load_average() -> str:
    """Return how busy the machine is, which every figure depends on."""
    return " ".join(f"{figure:.1f}" for figure in os.getloadavg())
