"""A paper that is a table, or several: one form for the page, and the same as .xlsx."""

from collections.abc import Sequence
from dataclasses import dataclass
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
ROW_POINTS = 15
PLAIN = {"border": 1, "valign": "top", "text_wrap": True}


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
    titled = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    sheet.merge_range(0, 0, 0, len(grid.columns) - 1, printable(title), titled)
    for number, (label, words) in enumerate(listing.facts, 1):
        _write_across(sheet, number, grid, f"{label}：{words}", wrapped)
    head = len(listing.facts) + 1
    _set_up(sheet, listing, head)
    _fill_table(book, sheet, grid, head)
    lines = listing.foot.splitlines() if grid is listing.grids[-1] else []
    for number, words in enumerate(lines, head + 1 + (len(grid.rows) or 1)):
        _write_across(sheet, number, grid, words, wrapped)


def _write_across(sheet: Any, row: int, grid: Grid, words: str, look: Any) -> None:
    """Write words over all columns, in a row that is high enough for them."""
    digits = sum(column.width for column in grid.columns) / MM_PER_DIGIT
    sheet.set_row(row, ROW_POINTS * max(ceil(text_width(words) * 2 / digits), 1))
    sheet.merge_range(row, 0, row, len(grid.columns) - 1, printable(words), look)


def _set_up(sheet: Any, listing: Listing, head: int) -> None:
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    if listing.is_wide:
        sheet.set_landscape()


def _fill_table(book: Any, sheet: Any, grid: Grid, head: int) -> None:
    named = book.add_format({**PLAIN, "bold": True, "align": "center"})
    looks = {False: book.add_format(PLAIN), True: book.add_format({**PLAIN, "align": "center"})}
    for place, column in enumerate(grid.columns):
        sheet.set_column(place, place, column.width / MM_PER_DIGIT)
        sheet.write_string(head, place, column.name, named)
    for number, row in enumerate(grid.rows, head + 1):
        for place, (column, words) in enumerate(zip(grid.columns, row, strict=True)):
            text = printable(words)[:MOST_CHARACTERS]
            sheet.write_string(number, place, text, looks[column.is_centred])
    if not grid.rows:
        _write_across(sheet, head + 1, grid, grid.empty, looks[True])
