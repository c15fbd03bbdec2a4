"""Tables from outside come in as rows of clean text, or not at all with what to do."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tracker.core import sheets
from tracker.core.errors import RuleBroken
from tracker.core.sheets import Column

COLUMNS = (Column("unit", ("单位", "部门")), Column("name", ("姓名",)), Column("no", ("工号",)))
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8
).map(lambda cell: sheets.read_text(f'"{cell.replace(chr(34), "")}x"')[0][0])


def workbook(fill: Any) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    fill(book)
    book.close()
    return target.getvalue()


def test_a_workbook_becomes_text() -> None:
    def fill(book: Any) -> None:
        page = book.add_worksheet("名册")
        page.write_row(0, 0, ["单位", "姓名", "工号", "日期"])
        page.write_row(1, 0, ["教务处", "张　三", 2023001])
        page.write_datetime(1, 3, date(2023, 4, 1), book.add_format({"num_format": "yyyy/m/d"}))
        page.write_row(2, 0, ["教务 处", "１２ＡＢ", 0.5, True])

    assert sheets.read_upload("a.xlsx", workbook(fill)).rows == [
        ["单位", "姓名", "工号", "日期"],
        ["教务处", "张　三", "2023001", "2023-04-01"],
        ["教务 处", "12AB", "0.5", "是"],
    ]


def test_merged_cells_are_filled_and_hidden_rows_told() -> None:
    def fill(book: Any) -> None:
        page = book.add_worksheet()
        page.merge_range("A1:A2", "教务处")
        page.write_column("B1", ["张三", "李四", "王五"])
        page.set_row(2, None, None, {"hidden": True})

    found = sheets.read_upload("a.xlsx", workbook(fill))

    assert found.rows == [["教务处", "张三"], ["教务处", "李四"], ["", "王五"]]
    assert found.notes == ("表中有 1 个隐藏的行，也一并读入；不需要的请在下面删去。",)


def test_the_first_sheet_with_something_is_read() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("空")
        hidden = book.add_worksheet("藏")
        hidden.write("A1", "x")
        hidden.hide()
        book.add_worksheet("甲").write("A1", "a")
        book.add_worksheet("乙").write("A1", "b")

    found = sheets.read_upload("a.xlsx", workbook(fill))

    assert found.rows == [["a"]]
    assert "乙没有读入" in found.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_either_encoding(encoding: str) -> None:
    content = '单位,姓名\r\n"教务处","张三"\r\n'.encode(encoding)

    assert sheets.read_upload("a.csv", content).rows == [["单位", "姓名"], ["教务处", "张三"]]


def test_what_is_pasted_may_hold_line_breaks_in_a_cell() -> None:
    assert sheets.read_text('单位\t"教务\n处"\n\n\t\n') == [["单位", "教务\n处"]]


def _macro_book() -> bytes:
    target = io.BytesIO(workbook(lambda book: book.add_worksheet().write("A1", "x")))
    with zipfile.ZipFile(target, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"macro")
    return target.getvalue()


def _bomb() -> bytes:
    target = io.BytesIO(workbook(lambda book: book.add_worksheet().write("A1", "x")))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as parts:
        for number in range(11):
            parts.writestr(f"xl/media/{number}", b"\0" * 10 * 1024 * 1024)
    return target.getvalue()


def _many_rows() -> bytes:
    return workbook(lambda book: book.add_worksheet().write_column("A1", list(range(20_000))))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为不加密的 .xlsx"),
        ("a.xlsm", _macro_book(), "带有宏"),
        ("a.xlsx", _bomb(), "超过 100 MB"),
        ("a.xlsx", _many_rows(), "表格有 20000 行，一次最多 1000 行"),
        ("a.xlsx", b"PK\x03\x04 broken", "可能已损坏"),
        ("a.xlsx", workbook(lambda book: book.add_worksheet()), "没有内容"),
        ("a.pdf", b"%PDF-1.7", "只接受 .xlsx 和 .csv"),
        ("a.csv", b"\xff\xff\xff", "文字编码无法识别"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(name: str, content: bytes, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        sheets.read_upload(name, content)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_what_was_read_can_be_pasted_again(rows: list[list[str]]) -> None:
    assert sheets.read_text(sheets.as_text(rows)) == rows


@given(st.permutations(["部门", " 姓 名", "工号（必填）", "民族"]), st.integers(0, 3))
def test_columns_are_found_in_any_order(headers: list[str], above: int) -> None:
    rows = [["名册", "", "", ""]] * above + [headers, ["a", "b", "c", "d"]]

    guess = sheets.guess_columns(rows, COLUMNS)

    assert guess.header == above
    told = sheets.by_columns(rows[above + 1 :], guess.keys)
    expected = dict(zip(headers, "abcd", strict=True))
    assert told == [
        {"unit": expected["部门"], "name": expected[" 姓 名"], "no": expected["工号（必填）"]}
    ]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2023-04-01", date(2023, 4, 1)),
        ("2023年4月1日", date(2023, 4, 1)),
        ("2023/4/1", date(2023, 4, 1)),
        ("2023.4.1", date(2023, 4, 1)),
        ("20230401", date(2023, 4, 1)),
        ("45017", date(2023, 4, 1)),
        ("", None),
    ],
)
def test_dates_are_read_however_they_are_written(cell: str, day: date | None) -> None:
    assert sheets.as_date(cell) == day


@pytest.mark.parametrize("cell", ["去年", "2023-13-01", "4月1日", "1"])
def test_what_is_no_date_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="."):
        sheets.as_date(cell)


def test_names_set_wide_are_closed() -> None:
    assert [sheets.as_name(name) for name in ("张　三", "张 三", "欧阳小明", "John Smith")] == [
        "张三", "张三", "欧阳小明", "John Smith",
    ]  # fmt: skip
