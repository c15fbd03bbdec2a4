"""Tables from outside, pasted from Excel or WPS or uploaded: always rows of clean text.

Full-width digits and letters become half-width, merged cells are filled with what stands in
their corner, dates are written as ISO dates; nothing is ever computed.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from tracker.core import text
from tracker.core.errors import RuleBroken

MOST_ROWS = 1_000
MOST_COLUMNS = 60
MOST_UNPACKED = 100 * 1024 * 1024
HEADER_WITHIN = 10
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
OTHERWISE = "也可以在 Excel 或 WPS 中选中表格，复制后粘贴到文本框。"
# Digits and letters as wide as a character; punctuation stays, names are written with it.
_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_HIDDEN_ROW = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
_SERIAL_BEGINS = date(1899, 12, 30)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+[\d:]+)?\Z")

Rows = list[list[str]]


@dataclass(frozen=True)
class Sheet:
    """A table that was read, and what the person should know of it."""

    rows: Rows
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column that an import knows; `words` are what headers call it, the usual one first."""

    key: str
    words: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the usual name."""
        return self.words[0]


@dataclass(frozen=True)
class Guess:
    """Which row holds the names of the columns (None: none does), and what each column is."""

    header: int | None
    keys: tuple[str, ...]


def read_upload(name: str, content: bytes) -> Sheet:
    """Read an uploaded `.xlsx` or `.csv`.

    Raises:
        RuleBroken: it is of another kind, damaged, protected, too large or empty; the sentence
            says what to do.
    """
    if content.startswith(OLD_EXCEL):
        raise RuleBroken(
            "这是旧版 .xls 或加密的表格，请用 Excel 或 WPS 另存为不加密的 .xlsx 后再上传。"
            + OTHERWISE
        )
    if content.startswith(ZIP):
        return _read_workbook(content)
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return Sheet(read_text(_decoded(content)))
    raise RuleBroken("只接受 .xlsx 和 .csv 表格，请另存后再上传。" + OTHERWISE)


def read_text(pasted: str) -> Rows:
    """Read what was pasted: columns between tabs, or commas where there is no tab.

    Raises:
        RuleBroken: there are too many rows or columns.
    """
    content = "\n".join(pasted.replace("\x00", "").splitlines())
    delimiter = "\t" if "\t" in content else ","
    try:
        rows = list(csv.reader(io.StringIO(content), delimiter=delimiter))
    except csv.Error as error:
        raise RuleBroken("表格中有不成对的引号，请删除引号后再粘贴。") from error
    return _bounded([[_cleaned(cell) for cell in row] for row in rows])


def as_text(rows: Rows) -> str:
    """Write rows as they would be pasted."""
    target = io.StringIO()
    csv.writer(target, delimiter="\t", lineterminator="\n").writerows(rows)
    return target.getvalue()


def guess_columns(rows: Rows, columns: Sequence[Column]) -> Guess:
    """Find the row that names the columns, among the first ten, and read its names."""
    width = max(map(len, rows), default=0)
    best = Guess(None, ("",) * width)
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        keys = _keys_of(row, columns, width)
        if sum(map(bool, keys)) > max(1, sum(map(bool, best.keys))):
            best = Guess(number, keys)
    return best


def by_columns(rows: Rows, keys: Sequence[str]) -> list[dict[str, str]]:
    """Return rows by the keys of their columns; unnamed columns fall out."""
    return [{key: cell for key, cell in zip(keys, row, strict=False) if key} for row in rows]


def as_name(cell: str) -> str:
    """Return a person's name: 张　三, set wide to align with longer ones, is 张三."""
    return "".join(cell.split()) if not cell.isascii() else cell


def as_date(cell: str) -> date | None:
    """Return the day that a cell tells, also where Excel's number of the day was pasted.

    Raises:
        ValueError: it tells none.
    """
    if not cell:
        return None
    found = _DATE.match(cell)
    if found:
        return date(*map(int, found.groups()))
    if re.fullmatch(r"\d{8}", cell):
        return date(int(cell[:4]), int(cell[4:6]), int(cell[6:]))
    if re.fullmatch(r"[2-7]\d{4}", cell):
        return _SERIAL_BEGINS + timedelta(days=int(cell))
    raise ValueError(cell)


def _keys_of(row: list[str], columns: Sequence[Column], width: int) -> tuple[str, ...]:
    by_word = {_folded(word): column.key for column in columns for word in column.words}
    found: list[str] = []
    for cell in [*row, *[""] * (width - len(row))]:
        key = by_word.get(_folded(cell), "")
        found.append("" if key in found else key)
    return tuple(found)


def _folded(header: str) -> str:
    """Return a header without blanks, line breaks and what stands in brackets."""
    return re.sub(r"[（(【\[].*?[）)】\]]|[\s*:：]", "", header)


def _read_workbook(content: bytes) -> Sheet:
    hidden_rows = _checked_parts(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            found, notes = _first_table(workbook)
            rows = _bounded(_values(found))
    except (CalamineError, ValueError, OSError) as error:
        raise RuleBroken("表格打不开，可能已损坏，请用 Excel 或 WPS 另存后再上传。") from error
    if not rows:
        raise RuleBroken("表格里没有内容，请检查是否存错了文件。" + OTHERWISE)
    if hidden_rows:
        notes.append(f"表中有 {hidden_rows} 个隐藏的行，也一并读入；不需要的请在下面删去。")
    return Sheet(rows, tuple(notes))


def _checked_parts(content: bytes) -> int:
    """Unpack every part once within bounds; returns how many rows are hidden.

    Raises:
        RuleBroken: there are macros, too much is packed, or a part is damaged.
    """
    hidden = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if any("vbaproject" in name.lower() for name in parts.namelist()):
                raise RuleBroken("工作簿带有宏，请另存为不带宏的 .xlsx 后再上传。" + OTHERWISE)
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise RuleBroken("表格解开后超过 100 MB，请删去图片和多余的工作表后再上传。")
            for part in parts.infolist():
                unpacked = parts.read(part)
                if part.filename.startswith("xl/worksheets/"):
                    hidden += len(_HIDDEN_ROW.findall(unpacked))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise RuleBroken("表格打不开，可能已损坏，请用 Excel 或 WPS 另存后再上传。") from error
    return hidden


def _first_table(workbook: CalamineWorkbook) -> tuple[CalamineSheet, list[str]]:
    """Return the first visible sheet that holds something."""
    visible = [m.name for m in workbook.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
    filled = [name for name in visible if workbook.get_sheet_by_name(name).height]
    chosen = (filled or visible or workbook.sheet_names)[0]
    notes = []
    if len(filled) > 1:
        others = "、".join(filled[1:])
        notes.append(f"读入的是工作表“{chosen}”，{others}没有读入；需要的话请分别上传。")
    return workbook.get_sheet_by_name(chosen), notes


def _values(sheet: CalamineSheet) -> Rows:
    if sheet.height > MOST_ROWS + HEADER_WITHIN or sheet.width > MOST_COLUMNS:
        raise _too_many(sheet.height, sheet.width)
    rows = [[_written(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for number in range(top, min(bottom + 1, len(rows))):
            row = rows[number]
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return rows


def _written(cell: object) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return _cleaned(str(cell))


def _cleaned(cell: str) -> str:
    return text.clean(cell).translate(_NARROW).strip()


def _bounded(rows: Iterable[list[str]]) -> Rows:
    """Drop what is empty at the end and between, and refuse what is too much."""
    filled = [row for row in rows if any(row)]
    width = max((len(row) for row in filled), default=0)
    if len(filled) > MOST_ROWS or width > MOST_COLUMNS:
        raise _too_many(len(filled), width)
    return filled


def _too_many(height: int, width: int) -> RuleBroken:
    if height > MOST_ROWS:
        return RuleBroken(f"表格有 {height} 行，一次最多 {MOST_ROWS} 行，请分成几份导入。")
    return RuleBroken(f"表格有 {width} 列，最多 {MOST_COLUMNS} 列，请只保留需要的列。")


def _decoded(content: bytes) -> str:
    told = text.decoded(content)
    if told is None:
        raise RuleBroken("文件的文字编码无法识别，请另存为 .xlsx 后再上传。" + OTHERWISE)
    return told
