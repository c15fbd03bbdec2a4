"""A browser of Debian's, and an installation with the demo college behind it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.browser.person import DESK, PATIENCE, PHONE, Person
from tests.live.instance import Instance, demo_college

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--disable-sync", "--disable-component-update",
    # A name that is not the loopback's: over plain HTTP it is no secure context.
    "--host-resolver-rules=MAP tracker.test 127.0.0.1",
)  # fmt: skip

# The header of an answer that a test gives in the server's place.
GATEWAY = "x-gateway"

Seat = Callable[..., Person]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Take the browser of the system; nothing is downloaded."""
    path = shutil.which("chromium")
    assert path, "apt-get install --no-install-recommends chromium"
    expect.set_options(timeout=PATIENCE)
    return {"executable_path": path, "args": list(QUIET)}


@pytest.fixture(scope="session")
def three_quarters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one meeting issued, one waiting for a signature, one announced."""
    return demo_college(tmp_path_factory, quarters=3, is_worked=True)


@pytest.fixture(scope="module")
def college(three_quarters: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A running installation with the demo college, one for each module."""
    copy = tmp_path_factory.mktemp("college") / "instance"
    shutil.copytree(three_quarters, copy)
    instance = Instance(copy)
    try:
        instance.start_worker()
        instance.start_web()
        yield instance
    finally:
        instance.stop()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Instance]:
    """A running installation in which nobody has begun."""
    instance = Instance(tmp_path)
    try:
        instance.flask("db", "upgrade")
        instance.start_web()
        yield instance
    finally:
        instance.stop()


def _is_broken(answer: Response) -> bool:
    """Tell whether the product failed; a gateway that a test plays did not."""
    return answer.status >= 500 and GATEWAY not in answer.headers


@pytest.fixture
def seat(browser: Browser, college: Instance) -> Iterator[Seat]:
    """Give somebody a browser; nobody answers 500 meanwhile."""
    people: list[Person] = []
    broken: list[str] = []

    def sit_down(staff_no: str = "", screen: dict[str, Any] = DESK) -> Person:
        person = Person(browser, college, screen)
        people.append(person)
        person.page.on("pageerror", lambda error: broken.append(str(error)))
        person.context.on(
            "response",
            lambda answer: broken.append(answer.url) if _is_broken(answer) else None,
        )
        return person.sign_in(staff_no) if staff_no else person

    yield sit_down
    for person in people:
        person.context.close()
    assert broken == []


@pytest.fixture
def screen(college: Instance) -> dict[str, Any]:
    """Return a phone that reaches the product by a name over plain HTTP: no secure context."""
    return {**PHONE, "base_url": f"http://tracker.test:{college.port}"}
