"""Pages in turn: one at a time, nobody held up for long, what is sent does not wait."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

from tracker.core.serving import InTurn


class Page:
    """An application whose first page takes until it is let go; counts what runs side by side."""

    def __init__(self) -> None:
        self.has_begun, self.may_end = Event(), Event()
        self.begun = list[str]()

    def __call__(self, environ: Any, start: Any) -> list[bytes]:
        self.begun.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/slow":
            self.has_begun.set()
            assert self.may_end.wait(10)
        return [b""]


def asked(path: str, method: str = "GET") -> dict[str, str]:
    return {"REQUEST_METHOD": method, "PATH_INFO": path}


@contextmanager
def slow_page(page: Page, in_turn: InTurn) -> Iterator[ThreadPoolExecutor]:
    """Have a page made while the block runs; gives a thread for another one."""
    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(in_turn, asked("/slow"), None)
        assert page.has_begun.wait(10)
        yield pool
        page.may_end.set()
        slow.result(10)


def test_a_page_waits_for_the_one_before_it() -> None:
    page = Page()
    in_turn = InTurn(page, longest_turn=10)

    with slow_page(page, in_turn) as pool:
        pool.submit(in_turn, asked("/next"), None)
        begun_beside = [*page.begun]

    assert begun_beside == ["/slow"]
    assert page.begun == ["/slow", "/next"]


def test_beside_a_page_that_takes_long_nobody_waits() -> None:
    page = Page()
    in_turn = InTurn(page)

    with slow_page(page, in_turn):
        for name in ("/first", "/second", "/third"):
            in_turn(asked(name), None)
    in_turn(asked("/after"), None)

    assert page.begun == ["/slow", "/first", "/second", "/third", "/after"]


def test_what_is_sent_does_not_wait() -> None:
    page = Page()
    in_turn = InTurn(page, longest_turn=10)

    with slow_page(page, in_turn):
        in_turn(asked("/tick", "POST"), None)
        in_turn(asked("/static/app.css"), None)

    assert page.begun == ["/slow", "/tick", "/static/app.css"]
