"""Tables as .xlsx, which Excel and WPS open: plain data → bytes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.press.typography import printable

Cell = str | int | date | datetime | None

# What a sheet of .xlsx holds at most, its row of names among them, and a cell of it.
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
LONGEST_NAME = 31
# Excel takes 255 characters with the marks among them.
LONGEST_HEAD = 120
A4, LANDSCAPE_MARGIN = 9, 0.5
BORDER = {"border": 1, "border_color": "#999999", "valign": "top", "text_wrap": True}
# Text is only ever text: what begins with = is no formula, what looks like an address no link.
AS_WRITTEN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


@dataclass(frozen=True)
class Table:
    """One list: its title, its columns as {name: width in digits}, and its rows.

    `told` is what narrows it and the day on which it stands so, as the printed head names them.
    """

    title: str
    columns: Mapping[str, int]
    rows: Sequence[Sequence[Cell]]
    told: str = ""

    @property
    def head(self) -> str:
        """Return the title with what is told of it."""
        return f"{self.title}（{self.told}）" if self.told else self.title


def numbered(rows: Iterable[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
    """Put 序号 before each row, 1 the first."""
    return [(number, *row) for number, row in enumerate(rows, 1)]


def workbook(table: Table, *, cover: Mapping[str, str]) -> bytes:
    """Return the table as the first sheet, its names in the first row, and the cover behind it.

    The table prints on A4 across, its names on every page. The same data gives the same
    cells, but not the same bytes.
    """
    target = BytesIO()
    with Workbook(target, AS_WRITTEN) as book:
        _fill(book, book.add_worksheet(sheet_name(table.title)), table)
        _fill_cover(book, book.add_worksheet("导出说明"), table.title, cover)
    return target.getvalue()


def _fill(book: Any, sheet: Worksheet, table: Table) -> None:
    head = book.add_format({**BORDER, "bold": True, "align": "center", "bg_color": "#F0F0F0"})
    cell = book.add_format(BORDER)
    day = book.add_format({**BORDER, "num_format": "yyyy-mm-dd", "align": "center"})
    moment = book.add_format({**BORDER, "num_format": "yyyy-mm-dd hh:mm", "align": "center"})
    _set_up(sheet, table)
    for place, width in enumerate(table.columns.values()):
        sheet.set_column(place, place, width)
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, name, head)
    for number, row in enumerate(table.rows[: MOST_ROWS - 1], 1):
        for column, value in enumerate(row):
            _write(sheet, (number, column), value, {date: day, datetime: moment}, cell)


def _set_up(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=LANDSCAPE_MARGIN, right=LANDSCAPE_MARGIN)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C{table.head[:LONGEST_HEAD].replace('&', '&&')}")
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _write(
    sheet: Worksheet, at: tuple[int, int], value: Cell, days: Mapping[type, Any], plain: Any
) -> None:
    if value is None:
        sheet.write_blank(*at, None, plain)
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, value.replace(tzinfo=None), days[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, days[date])
    elif isinstance(value, int):
        sheet.write_number(*at, value, plain)
    else:
        sheet.write_string(*at, printable(value)[:MOST_CHARACTERS], plain)


def _fill_cover(book: Any, sheet: Worksheet, title: str, cover: Mapping[str, str]) -> None:
    name = book.add_format({"valign": "top", "bold": True})
    words = book.add_format({"valign": "top", "text_wrap": True})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 70)
    for row, (label, value) in enumerate({"表格": title, **cover}.items()):
        sheet.write_string(row, 0, label, name)
        sheet.write_string(row, 1, value, words)


def sheet_name(title: str) -> str:
    return title.translate(NOT_IN_A_NAME).strip()[:LONGEST_NAME]
