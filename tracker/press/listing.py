"""A paper that is a table, or several: one form for the page, and the same as .xlsx."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from math import ceil
from typing import Any

from xlsxwriter import Workbook

from tracker.press.sheets import A4, AS_WRITTEN, MOST_CHARACTERS, sheet_name
from tracker.press.typography import printable, text_width

# Of a column in an .xlsx: so many millimetres on paper are one digit wide.
MM_PER_DIGIT = 2.2
# The 版心 of GB/T 9704-2012, in mm.
TYPE_AREA = 156
# A table of more columns is set in smaller letters.
MOST_COLUMNS = 12
# The label of a fact that is no longer leaves room for turnovers under its words.
SHORT_LABEL = 2
# A row of an .xlsx: points for each line in it, and what it has besides, so that one can sign.
LINE_POINTS, SPARE_POINTS = 15, 9
# What a row of an .xlsx may be high, in points.
HIGHEST_ROW = 409
# The same data gives the same bytes.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
# In 五号 a Han character is as wide as two of the digits that columns are measured in.
WORDS = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
CELL = {**WORDS, "border": 1}


@dataclass(frozen=True)
class Column:
    """A column: name, width in mm (156 in all upright, 247 across), and whether it is centred."""

    name: str
    width: int
    is_centred: bool = False


@dataclass(frozen=True)
class Grid:
    """One table; `caption` stands above it where a paper has several, `empty` instead of rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str
    caption: str = ""


@dataclass(frozen=True)
class Listing:
    """A paper of tables. `facts` are label and words, `foot` stands at the end, a line each.

    Tables that fit into the 版心 stand upright, wider ones on A4 across.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    grids: tuple[Grid, ...]
    foot: str = ""

    @property
    def is_wide(self) -> bool:
        """Tell whether a table is wider than the 版心."""
        widths = (sum(column.width for column in grid.columns) for grid in self.grids)
        return max(widths) > TYPE_AREA

    @property
    def is_dense(self) -> bool:
        """Tell whether a table has so many columns that it needs smaller letters."""
        return max(len(grid.columns) for grid in self.grids) > MOST_COLUMNS

    @property
    def has_long_labels(self) -> bool:
        """Tell whether a fact's label is longer than two characters."""
        return any(text_width(label) > SHORT_LABEL for label, _ in self.facts)

    def as_excel(self) -> bytes:
        """Return the tables as .xlsx, a sheet each, in the columns of the paper."""
        target = BytesIO()
        with Workbook(target, AS_WRITTEN) as book:
            book.set_properties({"created": UNDATED})
            for grid in self.grids:
                _fill(book, self, grid)
        return target.getvalue()


def numbered(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Put 序号 before each row, 1 the first."""
    return tuple((str(number), *row) for number, row in enumerate(rows, 1))


def _fill(book: Any, listing: Listing, grid: Grid) -> None:
    """Write title, facts, names of columns, rows and foot, in this order."""
    title = grid.caption or listing.title
    sheet = book.add_worksheet(sheet_name(title))
    titled = book.add_format({**WORDS, "bold": True, "font_size": 16, "align": "center"})
    words = book.add_format(WORDS)
    _write_across(sheet, 0, grid, title, titled)
    for number, (label, said) in enumerate(listing.facts, 1):
        _write_across(sheet, number, grid, f"{label}：{said}", words)
    head = len(listing.facts) + 1
    _set_up(sheet, listing, head)
    _fill_table(book, sheet, grid, head)
    lines = listing.foot.splitlines() if grid is listing.grids[-1] else []
    for number, line in enumerate(lines, head + 1 + (len(grid.rows) or 1)):
        _write_across(sheet, number, grid, line, words)


def _set_up(sheet: Any, listing: Listing, head: int) -> None:
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    if listing.is_wide:
        sheet.set_landscape()


def _fill_table(book: Any, sheet: Any, grid: Grid, head: int) -> None:
    named = book.add_format({**CELL, "bold": True, "align": "center"})
    plain, centred = book.add_format(CELL), book.add_format({**CELL, "align": "center"})
    looks = [centred if column.is_centred else plain for column in grid.columns]
    for place, column in enumerate(grid.columns):
        sheet.set_column(place, place, column.width / MM_PER_DIGIT)
    names = tuple(column.name for column in grid.columns)
    _write_row(sheet, head, grid, names, [named] * len(names))
    for number, row in enumerate(grid.rows, head + 1):
        _write_row(sheet, number, grid, row, looks)
    if not grid.rows:
        _write_across(sheet, head + 1, grid, grid.empty, centred)


def _write_row(
    sheet: Any, number: int, grid: Grid, row: Sequence[str], looks: Sequence[Any]
) -> None:
    """Write a row as high as its longest cell needs it: not every program sees to that itself."""
    cells = list(zip(row, grid.columns, strict=True))
    lines = max(_lines(words, column.width) for words, column in cells)
    sheet.set_row(number, min(LINE_POINTS * lines + SPARE_POINTS, HIGHEST_ROW))
    for place, (words, look) in enumerate(zip(row, looks, strict=True)):
        sheet.write_string(number, place, printable(words)[:MOST_CHARACTERS], look)


def _write_across(sheet: Any, number: int, grid: Grid, words: str, look: Any) -> None:
    """Write words over all columns, in a row that is high enough for them."""
    width = sum(column.width for column in grid.columns)
    spare = SPARE_POINTS if number == 0 else 0
    sheet.set_row(number, min(LINE_POINTS * _lines(words, width) + spare, HIGHEST_ROW))
    told = printable(words)[:MOST_CHARACTERS]
    sheet.merge_range(number, 0, number, len(grid.columns) - 1, told, look)


def _lines(words: str, width: int) -> int:
    """Return how many lines words take in a column of a width in mm."""
    digits = width / MM_PER_DIGIT
    lines = words.splitlines() or [""]
    return sum(max(ceil(2 * text_width(line) / digits), 1) for line in lines)
