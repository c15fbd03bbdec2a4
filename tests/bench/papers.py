"""How long papers take, beside Typst and headless Chromium with the same content, in one run.

.venv/bin/python -m tests.bench.papers [CASE ...]

Cases: minutes, checklist, table, growth, memory, bundle. Every document has other content, so
that nobody prints from memory. Typst must be there: pip install typst==0.15.2.
"""

import io
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import pikepdf

from tests.bench import rivals
from tests.bench.served import instance_with, load_average
from tests.live.person import Person
from tests.papers import samples
from tests.papers.conftest import ENVIRONMENT
from tracker.followups.papers import Checklist
from tracker.minutes.papers import MinutesPaper
from tracker.press.engine import render_pdf
from tracker.press.listing import Column, Grid, Listing
from tracker.press.plain import from_plain

ROUNDS = {"minutes": 30, "checklist": 30, "table": 5}
MUST = {"minutes": (5.1, 0.26), "checklist": (10, None), "table": (12, None)}
COLUMNS = (
    Column("序号", 11, True), Column("编号", 24, True), Column("事项", 62), Column("要求", 80),
    Column("单位", 36), Column("时限", 34),
)  # fmt: skip
# So often the long texts of minutes are repeated to fill ten pages.
TEN_PAGES = 12
# So many plain tasks are spread over the demo college, and so long its processes start, in s.
BULK, SETTLED = 600, 8
# What is no longer is a name, a number or a day and stays as it is.
SHORT = 12


def turned(text: str, by: int) -> str:
    """Return the same characters begun elsewhere: as long, but with other lines and words."""
    by %= len(text)
    return text[by:] + text[:by]


def varied(plain: Any, by: int) -> Any:
    """Return data of a paper in which every longer text differs from that of another trial."""
    if isinstance(plain, str):
        return turned(plain, by) if len(plain) > SHORT else plain
    if isinstance(plain, dict):
        return {name: varied(plain[name], by + place) for place, name in enumerate(plain)}
    if isinstance(plain, list | tuple):
        return [varied(value, by + place) for place, value in enumerate(plain)]
    return plain


def minutes(number: int, *, long: int = 1) -> Any:
    """Return minutes of other words for every trial."""
    paper = samples.minutes_paper(long=long)
    return from_plain(MinutesPaper, {**varied(asdict(paper), number), "verify": None})


def checklist(number: int) -> Any:
    """Return a list that fits one page."""
    return from_plain(Checklist, {**varied(asdict(samples.checklist(4)), number), "verify": None})


def table(number: int, *, rows: int = 1000) -> Listing:
    """Return an overview of so many rows on pages across."""
    lines = tuple(
        (
            str(row), f"2023-{row % 4 + 1}-{row:03}",
            turned(f"完成第{number}轮消防设施检查第{row}项", number + row),
            turned("逐楼检查并建立问题清单、整改清单，明确责任人和时限。", number * 7 + row),
            turned("保卫部、后勤处、学生工作部", row), f"2023年3月{row % 31 + 1}日",
        )
        for row in range(1, rows + 1)
    )  # fmt: skip
    return Listing("督办情况一览表", (("单位", "全院"),), (Grid(COLUMNS, lines, "无"),))


# Case → its template, its content by the trial's number, and the same in Typst.
CASES: dict[str, tuple[str, Callable[[int], Any], Callable[[Any], str]]] = {
    "minutes": ("minutes", minutes, rivals.minutes_source),
    "checklist": ("checklist", checklist, rivals.checklist_source),
    "table": ("listing", table, rivals.listing_source),
}


def html(template: str, paper: Any) -> str:
    """Return what the press is given."""
    return ENVIRONMENT.get_template(f"papers/{template}.html").render(paper=paper)


def timed(act: Callable[[str], bytes], source: str) -> float:
    """Return how long one print took, in seconds."""
    began = time.perf_counter()
    assert act(source).startswith(b"%PDF")
    return time.perf_counter() - began


def compare(case: str, typst: rivals.Typst, chromium: Callable[[str], bytes]) -> None:
    """Print a case by all three in turn, after one that does not count."""
    template, content, source = CASES[case]
    ours, theirs, browsers = [], [], []
    for number in range(ROUNDS[case] + 1):
        paper = content(number)
        ours.append(timed(render_pdf, html(template, paper)))
        theirs.append(timed(typst.print, source(paper)))
        browsers.append(timed(chromium, rivals.for_chromium(template, paper)))
    own, least, browser = (median(taken[1:]) for taken in (ours, theirs, browsers))
    print(
        f"{case}: {own * 1000:.0f} ms; {own / least:.1f} x Typst ({least * 1000:.0f} ms), "
        f"{own / browser:.2f} x Chromium ({browser * 1000:.0f} ms); must {MUST[case]}"
    )


def growth() -> None:
    """Compare the cost of a page in a table of 500 pages with that in one of ten."""
    costs = []
    for rows in (140, 7000):
        source = html("listing", table(0, rows=rows))
        began = time.perf_counter()
        content = render_pdf(source)
        pages, taken = pages_of(content), time.perf_counter() - began
        costs.append(taken / pages)
        print(f"{rows} rows, {pages} pages: {costs[-1] * 1000:.1f} ms a page")
    print(f"growth: x {costs[1] / costs[0]:.2f}; must 1.25")


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


PRINT_MANY = """
import resource, sys
from pathlib import Path
from tracker.press.engine import render_pdf

def resident():
    held = int(Path("/proc/self/statm").read_text().split()[1])
    return f"{held * resource.getpagesize() / 1024 / 1024:.0f} MB"

print("with the application loaded:", resident())
papers = [Path(name).read_text() for name in sys.argv[1:]]
for number in range(500):
    render_pdf(papers[number % len(papers)])
    if number + 1 in {1, 10, 50, 100, 250, 500}:
        print(f"after {number + 1} papers: {resident()}")
"""


def memory() -> None:
    """Print 500 ten-page papers in a process of their own, as a worker does; tell what it holds."""
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name) / f"{number}.html" for number in range(25)]
        for number, file in enumerate(files):
            file.write_text(html("minutes", minutes(number, long=TEN_PAGES)), encoding="utf-8")
        subprocess.run([sys.executable, "-c", PRINT_MANY, *map(str, files)], check=True)


def bundle() -> None:
    """Ask as the clerk for the lists of all units and wait as the page does, twice over."""
    with tempfile.TemporaryDirectory() as name:
        instance = instance_with(Path(name) / "college", database="sqlite", items=BULK)
        meeting, units = most_lists(instance.flask("papers", "list"))
        instance.start_web()
        instance.start_worker()
        instance.start_worker()
        try:
            clerk = Person(instance, "clerk")
            time.sleep(SETTLED)
            for ending in ("pdf", "zip"):
                began = time.perf_counter()
                content = waited_for(clerk, f"/papers/checklists/{meeting}.{ending}")
                taken = time.perf_counter() - began
                print(f"{units} units' checklists as {ending}: {taken:.1f} s, {len(content)} bytes")
        finally:
            instance.stop()


def most_lists(listed: str) -> tuple[str, int]:
    """Return the meeting with lists of most units, and of how many, from `flask papers list`."""
    of_meeting = Counter(
        line.split("\t")[1].split("-")[0]
        for line in listed.splitlines()
        if line.startswith("checklist\t")
    )
    return of_meeting.most_common(1)[0]


def waited_for(person: Person, path: str) -> bytes:
    """Return a print, asked for again each second until it is there."""
    while True:
        with person.opener.open(f"{person.url}{path}", timeout=60) as answer:
            content: bytes = answer.read()
            if answer.status == 200:
                return content
        time.sleep(1)


def main(cases: Sequence[str]) -> None:
    """Measure the cases named, or all of them."""
    print(f"load average {load_average()}")
    if compared := [case for case in CASES if case in cases]:
        typst = rivals.Typst()
        with rivals.chromium() as chromium:
            for case in compared:
                compare(case, typst, chromium)
    for name, act in (("growth", growth), ("memory", memory), ("bundle", bundle)):
        if name in cases:
            act()


if __name__ == "__main__":
    main(sys.argv[1:] or [*CASES, "growth", "memory", "bundle"])
