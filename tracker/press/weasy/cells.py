"""A table cell that holds nothing but text is laid out in one step.

WeasyPrint lays a cell out like a page of its own, and each of its lines by asking Pango for the
rest of the text again. Pango can break the whole text at once: for a table of a thousand rows
that is half of the time. Whatever is not plain text, or reaches over the page's foot, goes the
long way.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.text.constants import PANGO_WRAP_MODE
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, strut

lay_out_any = block.block_container_layout
# What a plain cell may ask for; anything else goes the long way.
PLAIN = {
    "white_space": ("normal", "pre-line"),
    "overflow_wrap": ("anywhere", "break-word"),
    "letter_spacing": ("normal", 0),
    "word_spacing": (0,),
    "text_align_all": ("start", "left", "center"),
    "direction": ("ltr",),
    "text_indent": ((0, "px"),),
    "text_decoration_line": ("none",),
    "text_overflow": ("clip",),
}
WITHOUT = tuple(
    part.format(side)
    for side in ("top", "right", "bottom", "left")
    for part in ("margin_{}", "padding_{}", "border_{}_width")
)


def install() -> None:
    """Lay out cells of text at once."""
    block.block_container_layout = lay_out


def lay_out(context: Any, box: Any, bottom_space: float, skip_stack: Any, *args: Any,
            **more: Any) -> Any:  # fmt: skip
    """Lay out a block: a whole cell of text at once, all others in WeasyPrint's way."""
    if skip_stack is None and _is_plain(box):
        lines, bottom = _lines(box)
        reach = bottom + box.padding_bottom + box.border_bottom_width
        if not context.overflows_page(bottom_space, reach):
            next_page = {"break": "any", "page": None}
            return _filled(box, lines, bottom), None, next_page, [], False, None
    return lay_out_any(context, box, bottom_space, skip_stack, *args, **more)


def _is_plain(box: Any) -> bool:
    """Tell whether it is a cell with one text, whose style asks for nothing special."""
    if not isinstance(box, boxes.TableCellBox) or len(box.children) != 1:
        return False
    line = box.children[0]
    if type(line) is not boxes.LineBox or len(line.children) != 1:
        return False
    text = line.children[0]
    return (
        type(text) is boxes.TextBox
        and bool(text.text.strip(" \n"))
        and all(text.style[name] in allowed for name, allowed in PLAIN.items())
    )


def _lines(box: Any) -> tuple[list[Any], float]:
    """Return the cell's line boxes in their places, and the y below the last one, in px."""
    line = box.children[0]
    text, y = line.children[0], box.content_box_y()
    is_centred = text.style["text_align_all"] == "center"
    lines = []
    for piece in _pieces(text, box.width):
        piece.position_x = box.content_box_x()
        if is_centred:
            piece.position_x += (box.width - piece.width) / 2
        lines.append(_line(line, piece, y))
        y += lines[-1].height
    return lines, y


def _pieces(text: Any, width: float) -> Iterator[Any]:
    """Yield the text box of each line; where it stands is not known yet. `width` is in px."""
    layout = Layout(text.style)
    pango.pango_layout_set_width(layout.layout, int(max(0, width) * TO_UNITS))
    pango.pango_layout_set_wrap(layout.layout, PANGO_WRAP_MODE["WRAP_WORD_CHAR"])
    words = text.text.strip(" \n")
    layout.set_text(words)
    if "\n" in words:
        # WeasyPrint hands over the first paragraph only, which is all that it needs for a line.
        pango.pango_layout_set_text(layout.layout, words.encode(), -1)
    encoded = words.encode()
    for number in count():
        line = pango.pango_layout_get_line_readonly(layout.layout, number)
        if line == ffi.NULL:
            return
        part = encoded[line.start_index : line.start_index + line.length].decode()
        yield _piece(text, part.strip(" ") or " ", line)


def _piece(text: Any, words: str, line: Any) -> Any:
    """Return the text box of one line of Pango's, to be drawn from its words and style."""
    piece = text.copy_with_text(words)
    extents = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
    piece.width, piece.height = extents.width * FROM_UNITS, extents.height * FROM_UNITS
    pitch, _ = strut(text.style)
    piece.margin_top = piece.margin_bottom = (pitch - piece.height) / 2
    piece.baseline = piece.margin_top - extents.y * FROM_UNITS
    # Drawing makes the Pango layout anew from these.
    piece.pango_layout = Layout.__new__(Layout)
    piece.pango_layout.text, piece.pango_layout.justification_spacing = words, 0
    piece.pango_layout.max_width, piece.pango_layout.first_line_direction = None, 0
    return piece


def _line(line: Any, piece: Any, y: float) -> Any:
    """Return the line box around its text; both keep to one baseline, as high as that takes."""
    made = line.copy_with_children([piece])
    pitch, baseline = strut(line.style)
    made.baseline = max(baseline, piece.baseline)
    made.height = pitch + abs(baseline - piece.baseline)
    made.position_x, made.position_y, made.width = piece.position_x, y, piece.width
    piece.position_y = y + made.baseline - piece.baseline
    made.resume_at = None
    for name in WITHOUT:
        setattr(made, name, 0)
    return made


def _filled(box: Any, lines: list[Any], bottom: float) -> Any:
    """Return the cell around its lines, as high as they are or as it is asked to be."""
    filled = box.copy_with_children(lines)
    if filled.height == "auto":
        filled.height = max(bottom - box.content_box_y(), filled.min_height)
    return filled
