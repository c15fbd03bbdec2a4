"""A path of nothing but level strokes, as QR codes are drawn with, is read in one sweep.

WeasyPrint reads a path command by command; ten codes on a checklist took as long as all the rest.
"""

import re
from typing import Any

from weasyprint import svg

draw_any = svg.TAGS["path"]
# Moves and level strokes in user units: M2 2.5h7M10 2.5h1…
LEVEL = re.compile(r"(?:M\d+ [\d.]+h\d+)+")
STROKE = re.compile(r"M(\d+) ([\d.]+)h(\d+)")


def install() -> None:
    """Draw level strokes at once."""
    svg.TAGS["path"] = draw


def draw(drawing: Any, node: Any, font_size: float) -> None:
    """Add a path to the drawing, in its user units."""
    commands = node.get("d", "")
    if not LEVEL.fullmatch(commands):
        draw_any(drawing, node, font_size)
        return
    drawing.stream.stream.append(_operators(commands))


def _operators(commands: str) -> bytes:
    """Return the PDF operators of level strokes: to their beginning, and on to their end."""
    return " ".join(
        f"{x} {y} m {int(x) + int(width)} {y} l" for x, y, width in STROKE.findall(commands)
    ).encode()
