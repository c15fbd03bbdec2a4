"""How long the daily pages take at 1,000, 10,000 and 100,000 items, beside a bare Flask route.

.venv/bin/python -m tests.bench.web [ITEMS ...]
"""

import re
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from tests.bench.served import (
    DATABASES,
    bare,
    cookies_of,
    in_words,
    instance_with,
    load_average,
    times,
)
from tests.live.instance import Instance

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 60
TICKS = 30
CLIENTS = 8
REQUESTS_OF_A_CLIENT = 40
CONFIRMED = 500
# The worker rests when it has used next to nothing for longer than a minute's round takes.
SECONDS_IDLE, TICKS_IDLE, LONGEST_REST = 65, 5, 600
SECONDS_TO_SETTLE = 3
FORM = "application/x-www-form-urlencoded"


class Reader:
    """Somebody signed in who sends forms as the page gave them."""

    def __init__(self, instance: Instance, name: str) -> None:
        self.url, self.cookies = instance.url, cookies_of(instance, name)

    def page(self, path: str) -> str:
        """Return a page."""
        connection = self._connected()
        connection.request("GET", path, headers={"Cookie": self.cookies})
        return connection.getresponse().read().decode()

    def send(self, path: str, fields: Sequence[tuple[str, str]]) -> float:
        """Send a form that must be taken; returns how long the answer took, in seconds."""
        headers = {"Cookie": self.cookies, "Content-Type": FORM, "Referer": f"{self.url}/"}
        body, connection = urlencode(fields), self._connected()
        began = time.perf_counter()
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        taken = time.perf_counter() - began
        assert answer.status == 302, (path, answer.status)
        return taken

    def _connected(self) -> HTTPConnection:
        """Return a new connection: the server does not keep one that rests for long."""
        connection = HTTPConnection(self.url.removeprefix("http://"), timeout=60)
        connection.connect()
        return connection


def hidden_of(page: str, action: str) -> list[tuple[str, str]]:
    """Return the hidden fields of the form with this action."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form, action
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', form.group(0))
    return [(_value("name", field), _value("value", field)) for field in found]


def _value(name: str, field: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', field)
    return found.group(1) if found else ""


def ids_on(page: str) -> list[int]:
    """Return the items that a list shows, in its order."""
    return list(dict.fromkeys(int(i) for i in re.findall(r'href="/follow-ups/(\d+)"', page)))


def own_unit(instance: Instance) -> int:
    """Return the unit of the account `head`, which a tenth of the items are for."""
    page = Reader(instance, "clerk").page("/follow-ups/?state=open")
    units = re.findall(r'<option value="(\d+)"[^>]*>智能制造系</option>', page)
    return int(units[0])


def tick_times(head: Reader, unit_id: int) -> list[float]:
    """Report some items of the head's own done, one after the other."""
    page = head.page(f"/follow-ups/?unit={unit_id}&state=overdue")
    taken = []
    for item_id in ids_on(page)[:TICKS]:
        action = f"/follow-ups/{item_id}/submit"
        fields = hidden_of(head.page(f"/follow-ups/{item_id}"), action)
        taken.append(head.send(action, [*fields, ("note", "已按要求完成。")]))
    return taken


def confirm_time(clerk: Reader) -> float:
    """Confirm many items in one transaction; returns how long it took, in seconds."""
    ids: list[int] = []
    number, page = 1, ""
    while len(ids) < CONFIRMED:
        page = clerk.page(f"/follow-ups/?state=submitted&page={number}")
        found = re.findall(r'name="ids"[^>]*value="(\d+)"', page)
        if not found:
            break
        ids += [int(one) for one in found]
        number += 1
    first = clerk.page("/follow-ups/?state=submitted")
    fields = hidden_of(first, "/follow-ups/close")
    taken = clerk.send("/follow-ups/close", [*fields, *(("ids", str(i)) for i in ids[:CONFIRMED])])
    print(f"    confirm {len(ids[:CONFIRMED])} items: {taken:.2f} s")
    return taken


def requests_per_second(instance: Instance, path: str, cookies: str) -> float:
    """Return how many pages eight readers together get in a second, as the site hands them on."""
    paths = [path] * REQUESTS_OF_A_CLIENT
    ask = partial(times, instance.url, paths, cookies=cookies, kept=False)
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        for future in [pool.submit(ask) for _ in range(CLIENTS)]:
            future.result()
    return CLIENTS * REQUESTS_OF_A_CLIENT / (time.perf_counter() - began)


def rest(pid: int) -> None:
    """Wait until the worker has done what the new college has left it: seals, prints, slips."""
    idle, end = 0, time.monotonic() + LONGEST_REST
    while idle < SECONDS_IDLE and time.monotonic() < end:
        before = _ticks(pid)
        time.sleep(1)
        idle = idle + 1 if _ticks(pid) - before <= TICKS_IDLE else 0


def _ticks(pid: int) -> int:
    """Return the processor time of a process in hundredths of a second (proc(5), 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def begun_anew(instance: Instance) -> int:
    """Let the worker begin anew at once, as it does after its rest; returns its process."""
    worker, clock, asked_at = instance.processes[-1], instance.folder / "clock", time.time()
    worker.send_signal(signal.SIGHUP)
    instance.wait(lambda: clock.stat().st_mtime > asked_at)
    time.sleep(SECONDS_TO_SETTLE)
    return worker.pid


def memory_of(pids: Sequence[int]) -> float:
    """Return the memory of these processes and their children in MB, shared pages counted once."""
    every = [pid for root in pids for pid in _with_children(root)]
    return sum(_proportional(pid) for pid in every) / 1024


def _with_children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for file in tasks for child in file.read_text().split()]
    return [pid, *(below for child in children for below in _with_children(child))]


def _proportional(pid: int) -> int:
    """Return a process's share of memory in kB: what several share is divided among them."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found.group(1)) if found else 0


def warm(instance: Instance, path: str, reader: Reader) -> list[float]:
    """Return how long a page takes each time, the first few left out."""
    return times(instance.url, [path] * ROUNDS, cookies=reader.cookies)[5:]


def measured(folder: Path, database: str, items: int, least: float) -> Mapping[str, float]:
    """Ask each page many times; returns the median of each, in seconds."""
    instance = instance_with(folder, database=database, items=items)
    instance.start_web()
    rest(instance.start_worker().pid)
    try:
        unit_id = own_unit(instance)
        head, clerk = Reader(instance, "head"), Reader(instance, "clerk")
        path = f"/follow-ups/?unit={unit_id}&state=open"
        item = ids_on(head.page(path))[0]
        one = f"/follow-ups/{item}"
        taken = {
            "list, head": warm(instance, path, head),
            "list, clerk": warm(instance, path, clerk),
            "item": warm(instance, one, head),
            "tick": tick_times(head, unit_id),
        }
        for name, of_name in taken.items():
            print(f"    {name}: {in_words(of_name, least)}")
        rate = requests_per_second(instance, path, clerk.cookies)
        web, worker = (memory_of([process.pid]) for process in instance.processes)
        print(f"    list, {CLIENTS} clients: {rate:.0f} requests a second")
        rested = memory_of([begun_anew(instance)])
        print(f"    memory: web {web:.0f} MB, worker {worker:.0f} MB, after a rest {rested:.0f} MB")
        confirm_time(clerk)
    finally:
        instance.stop()
    return {name: median(of_name) for name, of_name in taken.items()}


def main() -> None:
    """Measure on each database, beside the bare route."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print(f"load average {load_average()}")
    with tempfile.TemporaryDirectory() as name, bare(Path(name) / "bare") as url:
        least = median(times(url, ["/healthz"] * 2000))
        print(f"bare route: {least * 1000:.2f} ms")
        for database in DATABASES:
            of_size = []
            for items in sizes:
                print(f"{database}, {items} items")
                folder = Path(name) / f"{database}-{items}"
                of_size.append(measured(folder, database, items, least))
            for page, first in of_size[0].items():
                growth = of_size[-1][page] / first
                print(f"{database}, {page}: {sizes[0]} to {sizes[-1]} items: x {growth:.2f}")


if __name__ == "__main__":
    main()
