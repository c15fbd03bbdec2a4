"""A scan of 400 MB goes through the web server to the disk, not through its memory."""

import http.client
import json
from collections.abc import Iterator
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.request import HTTPCookieProcessor

import pytest

from tests.live.instance import Instance
from tests.live.person import Person

MEGABYTE = 1024 * 1024
BOUNDARY = "a-boundary-of-our-own"
HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nscan\r\n'
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="scan.pdf"\r\n'
    "Content-Type: application/pdf\r\n\r\n"
).encode()
TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()
PDF = b"%PDF-1.7\n"


def body(size: int) -> Iterator[bytes]:
    """Generate a form with a PDF of so many bytes, a megabyte at a time."""
    yield HEAD + PDF
    left = size - len(PDF)
    piece = bytes(range(256)) * 4096
    while left:
        yield piece[: min(left, len(piece))]
        left -= min(left, len(piece))
    yield TAIL


def headers(person: Person, size: int) -> dict[str, str]:
    """Return what stands before a scan of so many bytes."""
    jar = next(h for h in person.opener.handlers if isinstance(h, HTTPCookieProcessor)).cookiejar
    return {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(len(HEAD) + size + len(TAIL)),
        "Accept": "application/json",
        "X-CSRFToken": person.token,
        "Cookie": _cookies(jar),
    }


def send(person: Person, port: int, size: int) -> tuple[int, dict[str, Any]]:
    """Send a scan of so many bytes; returns status and answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    # The server may answer and hang up before all was sent.
    with suppress(OSError):
        connection.request("POST", "/files/", body=body(size), headers=headers(person, size))
    answer = connection.getresponse()
    found: dict[str, Any] = json.loads(answer.read())
    connection.close()
    return answer.status, found


def _cookies(jar: CookieJar) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def most_memory(instance: Instance) -> dict[int, int]:
    """Return {pid: the most memory it ever held, in MB} of the web server's processes."""
    parent = instance.processes[0].pid
    pids = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {int(pid): _peak(pid) for pid in pids}


def _peak(pid: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


@pytest.mark.timeout(240)
def test_it_takes_a_scan_just_below_the_bound_in_little_memory(instance: Instance) -> None:
    instance.start_web()
    clerk = Person(instance, "clerk")
    before = most_memory(instance)

    status, answer = send(clerk, instance.port, 400 * MEGABYTE)

    after = most_memory(instance)
    assert (status, answer["size"]) == (201, 400 * MEGABYTE)
    assert all(after[pid] - before[pid] < 32 for pid in after)
    assert not [path for path in instance.folder.iterdir() if path.name.startswith("tmp")]


@pytest.mark.timeout(240)
def test_it_says_the_bound_before_it_reads_more(instance: Instance) -> None:
    instance.start_web()
    clerk = Person(instance, "clerk")

    status, answer = send(clerk, instance.port, 402 * MEGABYTE)

    assert (status, answer["sentence"]) == (413, "文件超过 400 MB，请压缩或分开上传。")


@pytest.mark.timeout(240)
def test_it_says_the_bound_of_what_is_a_little_too_large(instance: Instance) -> None:
    instance.start_web()
    clerk = Person(instance, "clerk")

    status, answer = send(clerk, instance.port, 400 * MEGABYTE + 1)

    assert (status, answer["sentence"]) == (409, "文件超过 400 MB，请压缩或分开上传。")
    assert not list(instance.folder.glob("files/*/*"))
