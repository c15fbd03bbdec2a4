"""Each item of the printed checklist has a code of its own that a phone's camera reads."""

from __future__ import annotations

import segno

from .conftest import pdf_of
from .measure import ink, mm, picture_of

SMALLEST_MODULE = 0.33
QUIET = 4


def modules_in(content, page, box, count):
    """Read the dark modules of a code from the picture of its page, as a camera would."""
    picture, dots = picture_of(content, page, 600)
    left, top, right, bottom = box
    width, height = (right - left) / count * dots, (bottom - top) / count * dots

    def is_dark(x, y):
        at = round(left * dots + (x + 0.5) * width), round(top * dots + (y + 0.5) * height)
        return picture.getpixel(at) < 128

    return [[is_dark(x, y) for x in range(count)] for y in range(count)]


def codes_on(page):
    """Yield each item's short code, its middle and top in mm, and where the number above ends."""
    printed = page.extract_words()
    for word in (word for word in printed if word["text"].endswith("-XY")):
        above = [
            mm(other["bottom"])
            for other in printed
            if other["bottom"] < word["top"]
            and other["x0"] < word["x1"]
            and other["x1"] > word["x0"]
        ]
        yield word["text"], mm((word["x0"] + word["x1"]) / 2), mm(word["top"]), max(above)


def test_each_item_has_its_own_code_and_a_camera_reads_it(opened):
    content, found = pdf_of("checklist"), []
    for index, page in enumerate(opened("checklist").pages):
        for code, middle, below, above in codes_on(page):
            url = f"https://tracker.example.edu/c/{code[:5]}"
            matrix = segno.make(url, error="m", micro=False, boost_error=False).matrix

            box = ink(content, index, (middle - 7, below - 13.5, middle + 7, below - 0.3))
            module = (box[2] - box[0]) / len(matrix)

            assert module >= SMALLEST_MODULE
            assert min(below - box[3], box[1] - above) >= QUIET * module - 0.1
            printed = modules_in(content, index, box, len(matrix))
            assert printed == [[bool(dark) for dark in row] for row in matrix]
            found.append(code)

    assert len(found) == len(set(found)) > 5
