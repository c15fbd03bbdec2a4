"""Full lines of Chinese end at both edges: what is left of a line is spread over its characters.

WeasyPrint widens spaces only, and Chinese has none. Breaking lines stays Pango's.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline


def install() -> None:
    """Spread lines in our way."""
    inline.justify_line = justify_line


def justify_line(_context: Any, line: Any, extra_width: float) -> None:
    """Spread `extra_width` px over all gaps between the characters of the line."""
    gaps = sum(len(box.text) for box in _text_boxes(line)) - 1
    if gaps > 0:
        _spread(line, extra_width / gaps, 0.0)


def _text_boxes(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _text_boxes(child)


def _spread(box: Any, gap: float, moved: float) -> float:
    """Widen every character's advance by `gap` px; return how far what follows has moved.

    A text box is drawn from its text and style, so a letter-spacing of its own is enough; the
    Pango layout of the line is made anew when it is drawn.
    """
    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        box.style = box.style.copy()
        spacing = box.style["letter_spacing"]
        box.style["letter_spacing"] = (0 if spacing == "normal" else spacing) + gap
        widened = gap * len(box.text)
        box.width += widened
        return moved + widened
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += moved
        start = moved
        for child in box.children:
            if child.is_in_normal_flow():
                moved = _spread(child, gap, moved)
        box.width += moved - start
        return moved
    box.translate(moved, 0)
    return moved
