"""Measuring finished PDFs in millimetres from the top left corner of the page."""

from __future__ import annotations

import io
from itertools import groupby, pairwise
from typing import Any

import pypdfium2

POINT = 25.4 / 72
ASCENT = 0.88


def mm(points: float) -> float:
    """Return millimetres."""
    return points * POINT


def is_body(char: dict[str, Any]) -> bool:
    """Return whether a character belongs to the 16 pt text."""
    return abs(char["size"] - 16) < 0.05 and not char["text"].isspace()


def lines(page: Any) -> list[list[dict[str, Any]]]:
    """Return the 16 pt text of a page as lines of characters, by baseline."""
    rows: dict[float, list[dict[str, Any]]] = {}
    for char in filter(is_body, page.chars):
        rows.setdefault(round(baseline(char, page), 2), []).append(char)
    return [sorted(rows[key], key=lambda char: char["x0"]) for key in sorted(rows)]


def baseline(char: dict[str, Any], page: Any) -> float:
    """Return the baseline of a character in mm from the top."""
    return mm(page.height - char["matrix"][5])


def text(line: list[dict[str, Any]]) -> str:
    """Return the characters of a line as a string."""
    return "".join(char["text"] for char in line)


def face(char: dict[str, Any]) -> str:
    """Return the name of a character's face without the subset's prefix."""
    return str(char["fontname"]).split("+")[-1]


def ascend_then_descend(widths: list[float]) -> bool:
    """Return whether widths make a trapezoid or a diamond: never narrow between wide ones."""
    steps = [after - before for before, after in pairwise(widths)]
    return not any(one < -1 and other > 1 for one, other in pairwise(steps))


def outside(pdf: Any, margin: float = 12) -> list[tuple[int, str]]:
    """Return page and character of all that is printed nearer to the paper's edge than allowed."""
    return [
        (page.page_number, char["text"])
        for page in pdf.pages
        for char in page.chars
        if not char["text"].isspace()
        and not (
            margin < mm(char["x0"]) < mm(char["x1"]) < mm(page.width) - margin
            and margin - 2 < mm(char["top"]) < mm(char["bottom"]) < mm(page.height) - margin + 2
        )
    ]


def crossing(pdf: Any) -> list[tuple[int, str]]:
    """Return page and character of all that is printed across an upright rule of a table."""
    return [
        (page.page_number, char["text"])
        for page in pdf.pages
        for rule in page.rects + page.lines
        if rule["x1"] - rule["x0"] < 2 < rule["bottom"] - rule["top"]
        for char in page.chars
        if char["x0"] + 0.7 < rule["x0"] < char["x1"] - 0.7
        and rule["top"] < char["top"] < char["bottom"] < rule["bottom"]
        and not char["text"].isspace()
    ]


def ink(content: bytes, page: int, box: tuple[float, float, float, float]) -> tuple[float, ...]:
    """Return left, top, right and bottom of what is printed within a box, all in mm."""
    picture, dots = picture_of(content, page, 300)
    part = picture.crop(tuple(round(side * dots) for side in box))
    found = part.point(lambda value: 255 if value < 200 else 0).getbbox()
    assert found, "nothing is printed there"
    return tuple(box[side % 2] + found[side] / dots for side in range(4))


def strokes(
    content: bytes, page: int, x: float, between: tuple[float, float]
) -> list[tuple[float, float]]:
    """Return top and height in mm of each dark stroke that crosses the vertical line at `x`."""
    picture, dots = picture_of(content, page, 1200)
    column = picture.crop(
        (round(x * dots), round(between[0] * dots), round(x * dots) + 1, round(between[1] * dots))
    )
    found: list[tuple[float, float]] = []
    for dark, run in groupby(enumerate(column.tobytes()), key=lambda item: item[1] < 128):
        places = [place for place, _ in run]
        if dark:
            found.append((between[0] + places[0] / dots, len(places) / dots))
    return found


def picture_of(content: bytes, page: int, resolution: int) -> tuple[Any, float]:
    """Return a page as a grey picture, and how many of its dots make a millimetre."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    picture = document[page % len(document)].render(scale=resolution / 72).to_pil().convert("L")
    document.close()
    return picture, resolution / 25.4
