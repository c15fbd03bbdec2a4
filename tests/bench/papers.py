"""How long papers take, beside Typst and headless Chromium with the same content, in one run.

.venv/bin/python -m tests.bench.papers [CASE ...]

Cases: minutes, checklist, table, growth, memory, bundle. Every document has other content, so
that nobody prints from memory. Typst must be there: pip install typst==0.15.2.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from tests.bench import rivals
from tests.bench.served import load_average
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
MEGABYTE = 1024
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
        pages = render_pdf(source).count(b"/Type /Page/") or pages_of(render_pdf(source))
        costs.append((time.perf_counter() - began) / pages)
        print(f"{rows} rows, {pages} pages: {costs[-1] * 1000:.1f} ms a page")
    print(f"growth: x {costs[1] / costs[0]:.2f}; must 1.25")


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def resident() -> float:
    """Return the memory that this process holds now, in MB."""
    with open("/proc/self/statm", encoding="ascii") as told:
        return int(told.read().split()[1]) * resource.getpagesize() / 1024 / 1024


def memory() -> None:
    """Print 500 ten-page papers in a process of their own and tell what it holds."""
    code = "from tests.bench.papers import print_many; print_many(500)"
    subprocess.run([sys.executable, "-c", code], check=True)


def print_many(count: int) -> None:
    """Print so many papers of ten pages, as a worker does."""
    for number in range(count):
        render_pdf(html("minutes", minutes(number, long=5)))
        if number in {0, 9, 49, 99, 249, count - 1}:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
            print(f"after {number + 1} papers: {resident():.0f} MB, at most {peak:.0f} MB")


def main(cases: Sequence[str]) -> None:
    """Measure the cases named, or all of them."""
    print(f"load average {load_average()}")
    if compared := [case for case in CASES if case in cases]:
        typst = rivals.Typst()
        with rivals.chromium() as chromium:
            for case in compared:
                compare(case, typst, chromium)
    for name, act in (("growth", growth), ("memory", memory)):
        if name in cases:
            act()


if __name__ == "__main__":
    main(sys.argv[1:] or [*CASES, "growth", "memory"])
