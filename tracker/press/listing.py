"""A paper that is a table, or several: one form for the page, and the same as .xlsx."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from tracker.press.sheets import AS_WRITTEN, MOST_CHARACTERS, sheet_name

# Of a column in an .xlsx: so many millimetres on paper are one digit wide.
MM_PER_DIGIT = 2.2
# The 版心 of GB/T 9704-2012, in mm.
TYPE_AREA = 156


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
    """A paper of tables. `facts` are label and words, `foot` stands at the end.

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
    sheet = book.add_worksheet(sheet_name(grid.caption or listing.title))
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    head = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
    plain = {"border": 1, "valign": "top", "text_wrap": True}
    formats = {False: book.add_format(plain), True: book.add_format({**plain, "align": "center"})}
    last = len(grid.columns) - 1
    sheet.merge_range(0, 0, 0, last, grid.caption or listing.title, title)
    facts = "　".join(f"{label}：{words}" for label, words in listing.facts)
    sheet.merge_range(1, 0, 1, last, facts)
    for place, column in enumerate(grid.columns):
        sheet.set_column(place, place, column.width / MM_PER_DIGIT)
        sheet.write_string(2, place, column.name, head)
    for number, row in enumerate(grid.rows, start=3):
        for place, (column, words) in enumerate(zip(grid.columns, row, strict=True)):
            sheet.write_string(number, place, words[:MOST_CHARACTERS], formats[column.is_centred])
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 2)
