"""What holds on every page of any minutes (GB/T 9704-2012 §5, §7): each rule tells its breaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from tracker.minutes.papers import MinutesPaper, Point

from .measure import ASCENT, baseline, face, is_body, lines, mm, text

PITCH = 10.4455
EM = mm(16)
FIRST_BASELINE = 37 + ASCENT * EM
EDGES = (28.0, 184.0)
HANGING = 55.86
# A PDF rounds each advance to a thousandth of an em: that tells in a line of Latin letters.
SLACK = 0.45
NO_START = "、，。；：！？）》〉】〕”’·～%‰℃.,;:!?)]}"
NO_END = "（《〈【〔“‘([{"
# Marks two characters long are not cut in the middle (GB/T 15834-2011 §5.1).
UNCUT = "—…"
LABELS = ("出席：", "请假：", "列席：")
FACES = {"FandolFang", "FandolKai", "FandolHei", "FandolSong", "FandolSongBold"}
FALLBACKS = {"LXGW-WenKai-Light", "Noto-Sans-CJK-SC", "Noto-Serif-CJK-SC"}

Breaches = Iterator[str]


def is_near(value: float, wanted: float, within: float) -> bool:
    """Return whether a length is what it ought to be."""
    return abs(value - wanted) <= within


def paper_size(pdf: Any, _paper: MinutesPaper) -> Breaches:
    """§5.2.1: every page is A4 upright."""
    for page in pdf.pages:
        if not (is_near(page.width, 595.28, 0.1) and is_near(page.height, 841.89, 0.1)):
            yield f"page {page.page_number} is {page.width} × {page.height}"


def line_grid(pdf: Any, _paper: MinutesPaper) -> Breaches:
    """§5.2.3: every line of 16 pt stands on one of the 22 lines of the page."""
    for page in pdf.pages:
        for row in lines(page):
            place = (baseline(row[0], page) - FIRST_BASELINE) / PITCH
            if not is_near(place, round(place), 0.03) or not 0 <= round(place) <= 21:
                yield f"page {page.page_number}: line {place:.2f} {text(row)}"


def full_pages(pdf: Any, paper: MinutesPaper) -> Breaches:
    """§5.2.3: a page that text only runs through has 22 lines, less for headings kept together."""
    headings = set(headings_told(paper))
    for page, following in zip(pdf.pages[1:], pdf.pages[2:], strict=False):
        rows, after = lines(page), lines(following)
        kept = rows_of_headings(after, headings)
        ends = any(text(row).startswith(LABELS) for row in rows + after[:1])
        if not ends and not 22 - kept <= len(rows) <= 22:
            yield f"page {page.page_number} has {len(rows)} lines"


def rows_of_headings(rows: list[Any], headings: set[str]) -> int:
    """Return how many lines the headings take with which a page begins."""
    joined, kept = "", 0
    for number, row in enumerate(rows, 1):
        joined += text(row)
        if joined in headings:
            joined, kept = "", number
    return kept


def type_area(pdf: Any, _paper: MinutesPaper) -> Breaches:
    """§5.2.1: no character of the text leaves the 版心."""
    for page in pdf.pages:
        for char in filter(is_body, page.chars):
            if mm(char["x0"]) < EDGES[0] - 0.1 or mm(char["x1"]) > EDGES[1] + SLACK:
                yield f"page {page.page_number}: {char['text']} at {mm(char['x0']):.2f}"


def full_lines(pdf: Any, _paper: MinutesPaper) -> Breaches:
    """§5.2.3: a line that goes on in the next one fills the 版心 from edge to edge."""
    rows = [row for page in pdf.pages for row in lines(page)]
    for row, following in zip(rows, rows[1:], strict=False):
        goes_on = is_near(mm(following[0]["x0"]), EDGES[0], 0.1)
        if goes_on and not is_near(mm(row[-1]["x1"]), EDGES[1], SLACK):
            yield f"{text(row)} ends at {mm(row[-1]['x1']):.2f}"


def line_starts(pdf: Any, _paper: MinutesPaper) -> Breaches:
    """§7.3.3: 左空二字, 回行顶格; names hang under the first one."""
    for page in pdf.pages:
        for row in lines(page)[6 if page.page_number == 1 else 0 :]:
            start = mm(row[0]["x0"])
            if not any(is_near(start, one, 0.15) for one in (EDGES[0], 39.14, HANGING)):
                yield f"page {page.page_number}: {text(row)} starts at {start:.2f}"


def kinsoku(pdf: Any, _paper: MinutesPaper) -> Breaches:
    """No line begins with a closing mark or ends with an opening one; long marks stay whole."""
    rows = [text(row) for page in pdf.pages for row in lines(page)]
    for row, following in zip(rows, [*rows[1:], " "], strict=True):
        if row[0] in NO_START or row[-1] in NO_END:
            yield row
        if row[-1] in UNCUT and row[-1] == following[0] and row[-2] != row[-1]:
            yield f"{row} / {following}"


def page_numbers(pdf: Any, _paper: MinutesPaper) -> Breaches:
    """§7.5: 4号 宋体 between two dashes, one character in: right on odd pages, left on even."""
    for page in pdf.pages:
        number = [c for c in page.chars if face(c) == "FandolSong" and mm(c["top"]) > 262]
        is_odd = page.page_number % 2 == 1
        place = mm(number[-1]["x1"]) if is_odd else mm(number[0]["x0"])
        if text(number) != f"— {page.page_number} —" or not is_near(
            place, 179.06 if is_odd else 32.94, 0.3
        ):
            yield f"page {page.page_number}: {text(number)} at {place:.2f}"


def imprint(pdf: Any, paper: MinutesPaper) -> Breaches:
    """§7.4: 版记 stands on the last page only, its last rule on the 版心's lower edge."""
    *others, last = pdf.pages
    if any(mm(char["top"]) > 262 and is_small(char) for page in others for char in page.chars):
        yield "版记 stands before the last page"
    rules = sorted(mm(one["bottom"]) for one in last.rects + last.lines if one["width"] > 440)
    if not rules or not is_near(rules[-1], 262, 0.3):
        yield f"the last rule ends at {rules[-1:]}"
    first = rules[-2 - bool(paper.imprint.receivers) - bool(paper.imprint.copies)]
    if any(mm(char["bottom"]) > first for char in filter(is_body, last.chars)):
        yield "the text runs into 版记"
    small = "".join(char["text"] for char in last.chars if is_small(char))
    if f"{paper.imprint.printed_on}印发" not in small:
        yield f"版记 says {small}"


def is_small(char: dict[str, Any]) -> bool:
    """Return whether a character is of the 4号 仿宋 of 版记."""
    return bool(abs(char["size"] - 14) < 0.1 and face(char) != "FandolSong")


def faces(pdf: Any, _paper: MinutesPaper) -> Breaches:
    """§5.2.2: nothing is set in a face that the press does not know."""
    found = {face(char) for page in pdf.pages for char in page.chars}
    yield from found - FACES - FALLBACKS


def reading_order(pdf: Any, paper: MinutesPaper) -> Breaches:
    """The text can be taken out as it was written: nothing lost, nothing twice, in order."""
    rows = [row for page in pdf.pages for row in lines(page)]
    printed = "".join(text(row) for row in rows)
    wanted = re.sub(r"\s", "", "".join(told(paper)))
    if printed != wanted:
        pairs = enumerate(zip(printed, wanted, strict=False))
        at = next((place for place, (one, other) in pairs if one != other), -1)
        yield f"printed …{printed[at - 5 : at + 20]}… for …{wanted[at - 5 : at + 20]}…"


def no_blank_boxes(pdf: Any, _paper: MinutesPaper) -> Breaches:
    """No character is printed as glyph 0, the box of a face that lacks it."""
    pdf.stream.seek(0)
    with pikepdf.open(pdf.stream) as file:
        for number, page in enumerate(file.pages, 1):
            if any(b"\0\0" in glyphs for glyphs in shown(page)):
                yield f"page {number}"


def shown(page: pikepdf.Page) -> Iterator[bytes]:
    """Yield the glyphs that a page shows, two bytes each, so that 0 is found at even places."""
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    yield from (raw[at : at + 2] for at in range(0, len(raw), 2))


def told(paper: MinutesPaper) -> Iterator[str]:
    """Yield what minutes say at 16 pt, in order."""
    yield from (paper.number or "送审稿", paper.issuer, paper.issued_on, paper.opening)
    yield from (paper.content, paper.reports, paper.named)
    for address in paper.addresses:
        yield address.lead
        for position, point in enumerate(address.points, 1):
            yield from point_told(point, 1, position)
        yield address.tail
    yield from (*paper.findings, *paper.demands, *paper.agreements)
    yield "会议议定以下事项：" if paper.resolutions else ""
    for position, item in enumerate(paper.resolutions, 1):
        yield f"{position}.{item.matter}{item.duty}"
    yield paper.closing
    for row in paper.rosters:
        yield f"{row.label}：{row.text}{''.join(row.names)}"


def point_told(point: Point, level: int, position: int) -> Iterator[str]:
    """Yield what one point says, with its number and what stands below it."""
    yield f"{point.number(level, position)}{point.heading}{point.body}"
    for place, child in enumerate(point.points, 1):
        yield from point_told(child, level + 1, place)


def headings_told(paper: MinutesPaper) -> Iterator[str]:
    """Yield the headings that stand on lines of their own, as printed."""
    yield "会议议定以下事项："
    for address in paper.addresses:
        for position, point in enumerate(address.points, 1):
            yield from headings_of(point, 1, position)


def headings_of(point: Point, level: int, position: int) -> Iterator[str]:
    """Yield the heading of a point, and those below it."""
    if not point.is_run_in:
        yield re.sub(r"\s", "", f"{point.number(level, position)}{point.heading}")
    for place, child in enumerate(point.points, 1):
        yield from headings_of(child, level + 1, place)


RULES = (
    paper_size, line_grid, full_pages, type_area, full_lines, line_starts, kinsoku, page_numbers,
    imprint, faces, reading_order, no_blank_boxes,
)  # fmt: skip
