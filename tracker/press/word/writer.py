"""From the parts of a paper to the paragraphs and tables of a .docx."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import floor
from types import MappingProxyType
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from tracker.press.listing import Column, Grid
from tracker.press.parts import Imprint, Roster
from tracker.press.typography import IDEOGRAPHIC_SPACE, printable, text_width
from tracker.press.word.page import new_document, saved, set_style
from tracker.press.word.parts import (
    Face,
    Paragraph,
    RedHead,
    Run,
    SideBySide,
    Style,
    Title,
    WordPaper,
    paragraph,
)
from tracker.press.word.styles import TWIPS_PER_MM, TYPE_WIDTH

# A red mark fills one line; its ink begins 35 mm below the top of the 版心, and together with the
# line of the note above it is five lines high.
LARGEST_MARK, MARK_WIDTH, MARK_LEADING = 44.0, 427, 4
MARK_BEFORE, MARK_BOX = 66.0, 115.8
# These never begin a page without the end of the text before them.
WITH_THE_TEXT = {Style.ATTACHMENTS, Style.SIGNATURE}
ROW_HEIGHT = Pt(25.6)
PADDING = 80
# 0.35 and 0.25 mm in eighths of a point (GB/T 9704-2012 §7.4.1).
THICK, THIN = 8, 6
GRID_RULES = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), THIN)
IMPRINT_RULES = {"top": THICK, "bottom": THICK, "insideH": THIN}


def write_word(paper: WordPaper) -> bytes:
    """Return the paper as .docx. The same paper gives the same bytes with the same library."""
    document = new_document(paper)
    for part in paper.parts:
        _WRITERS[type(part)](document, part)
    return saved(document)


def _add_paragraph(document: WordDocument | _Cell, part: Paragraph) -> WordParagraph:
    if part.style in WITH_THE_TEXT and document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    added = document.add_paragraph()
    _fill(added, part)
    return added


def _fill(target: WordParagraph, part: Paragraph) -> None:
    set_style(target, part.style)
    if part.keeps_next:
        target.paragraph_format.keep_with_next = True
    for run in part.runs:
        _add_run(target, run)


def _add_run(target: WordParagraph, run: Run) -> None:
    added = target.add_run(printable(run.text))
    if run.face is not None:
        fonts = added._element.get_or_add_rPr().get_or_add_rFonts()
        for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{slot}"), run.face)


def _add_head(document: WordDocument, head: RedHead) -> None:
    """Write the 版头: five lines with the mark, two empty ones, number, issuer and day, rule."""
    _add_paragraph(document, paragraph(Style.NOTE, head.note))
    mark = _add_paragraph(document, paragraph(Style.MARK, head.mark))
    size = floor(2 * min(LARGEST_MARK, MARK_WIDTH / max(text_width(head.mark), 1))) / 2
    height = size + MARK_LEADING
    mark.runs[0].font.size = Pt(size)
    mark.paragraph_format.line_spacing = Pt(height)
    mark.paragraph_format.space_before = Pt(MARK_BEFORE)
    mark.paragraph_format.space_after = Pt(max(MARK_BOX - MARK_BEFORE - height, 0))
    _add_paragraph(document, paragraph(Style.NUMBER, head.number))
    if head.issuer:
        _add_paragraph(document, paragraph(Style.HEAD_ROW, f"{head.issuer}\t{head.day}"))
    _add_paragraph(document, paragraph(Style.RED_RULE))


def _add_title(document: WordDocument, title: Title) -> None:
    added = _add_paragraph(document, paragraph(Style.TITLE))
    for number, line in enumerate(title.lines):
        run = added.add_run()
        if number:
            run.add_break()
        run.add_text(printable(line))


def _add_roster(document: WordDocument, roster: Roster) -> None:
    words = roster.text or IDEOGRAPHIC_SPACE.join(roster.spread_names)
    label = Run(f"{roster.label}：", Face.HEI)
    _add_paragraph(document, paragraph(Style.ROSTER, label, words))


def _add_grid(document: WordDocument, grid: Grid) -> None:
    """Write a table whose row of names comes again on every page; rows are not divided."""
    columns = grid.columns
    table = _table(
        document, 1 + (len(grid.rows) or 1), [column.width for column in columns],
        rules=GRID_RULES, padding=PADDING,
    )  # fmt: skip
    head, *others = table.rows
    head._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    _fill_row(head, [(Style.CELL_HEAD, column.name) for column in columns])
    for row, words in zip(others, grid.rows, strict=False):
        _fill_row(row, [(_cell_style(c), w) for c, w in zip(columns, words, strict=True)])
    if not grid.rows:
        cells = others[0].cells
        _fill(cells[0].merge(cells[-1]).paragraphs[0], paragraph(Style.CELL_CENTRED, grid.empty))
    _end(document)


def _cell_style(column: Column) -> Style:
    return Style.CELL_CENTRED if column.is_centred else Style.CELL


def _fill_row(row: _Row, cells: Sequence[tuple[Style, str]]) -> None:
    row.height = ROW_HEIGHT
    for cell, (style, words) in zip(row.cells, cells, strict=True):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _fill(cell.paragraphs[0], paragraph(style, words))


def _add_sides(document: WordDocument, sides: SideBySide) -> None:
    widths = [TYPE_WIDTH // len(sides.columns)] * len(sides.columns)
    [row] = _table(document, 1, widths).rows
    for cell, (first, *others) in zip(row.cells, sides.columns, strict=True):
        _fill(cell.paragraphs[0], first)
        for part in others:
            _add_paragraph(cell, part)
    _end(document)


def _add_imprint(document: WordDocument, imprint: Imprint) -> None:
    """Write the 版记 a line below the text, on one page."""
    rows = [
        *((Style.IMPRINT_TO, f"{one.label}：{one.text}") for one in imprint.receivers),
        (Style.IMPRINT, f"{imprint.printed_by}\t{imprint.printed_on}印发"),
        *([(Style.IMPRINT, f"\t{imprint.copies}")] if imprint.copies else []),
    ]
    _add_paragraph(document, paragraph(Style.ADDRESSED, keeps_next=True))
    table = _table(document, len(rows), [TYPE_WIDTH], rules=IMPRINT_RULES)
    for row, (style, words) in zip(table.rows, rows, strict=True):
        _fill(row.cells[0].paragraphs[0], paragraph(style, words, keeps_next=True))
    _end(document)


def _end(document: WordDocument) -> None:
    """Write the paragraph that must follow a table, too small to be seen."""
    _add_paragraph(document, paragraph(Style.END))


def _table(
    document: WordDocument, rows: int, widths: Sequence[int], *,
    rules: Mapping[str, int] = MappingProxyType({}), padding: int = 0
) -> Table:  # fmt: skip
    """Return a table of fixed columns (in mm) from edge to edge of the 版心.

    `rules` are edges with their thickness in eighths of a point, `padding` is in twips.
    """
    table: Table = document.add_table(rows, len(widths))
    table._tbl.tblPr[:] = list(parse_xml(_table_properties(sum(widths), rules, padding)))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _table_properties(width: int, rules: Mapping[str, int], padding: int) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for edge, size in rules.items()
    )
    sides = "".join(f'<w:{side} w:w="{padding}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f"<w:tblPr {nsdecls('w')}>"
        f'<w:tblW w:w="{round(width * TWIPS_PER_MM)}" w:type="dxa"/>'
        f'<w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>'
    )


_WRITERS: Mapping[type, Callable[[WordDocument, Any], object]] = {
    RedHead: _add_head,
    Title: _add_title,
    Paragraph: _add_paragraph,
    Roster: _add_roster,
    Grid: _add_grid,
    SideBySide: _add_sides,
    Imprint: _add_imprint,
}
