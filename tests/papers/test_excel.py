"""Tables in Excel: the columns of the paper, a frozen head, and text that stays text."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from lxml import html
from python_calamine import CalamineWorkbook

from tracker.press.listing import Column, Grid, Listing, numbered

from .conftest import PAPERS, html_of
from .samples import checklist, sign_in_sheet

TABLES = ("sign-in sheet", "checklist", "conveyance")
HARMLESS = ("=1+1", "@SUM(A1)", "+1", "-1", "https://example.edu/", "{=1}", "_x0041_")
LISTING = Listing(
    "甲表",
    (("单位", "保卫部"),),
    (Grid((Column("序号", 12, True), Column("事项", 144)), numbered([("乙",)]), "没有。"),),
    foot="打印日期：2023年4月10日",
)


def rows_of(content: bytes) -> list[list[Any]]:
    """Return the cells of the first sheet."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def sheet_of(content: bytes) -> str:
    """Return the markup of the first sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def table_of(name: str) -> Any:
    """Return the main table of a paper as it is printed."""
    return html.fromstring(html_of(name)).find_class("ledger")[0]


def bare(words: Any) -> str:
    return re.sub(r"\s", "", str(words))


@pytest.mark.parametrize("name", TABLES)
def test_it_has_the_columns_and_rows_of_the_paper(name: str) -> None:
    found = [[bare(cell) for cell in row] for row in rows_of(PAPERS[name][1]().as_excel())]
    printed = [[bare(cell.text_content()) for cell in row.iter("td", "th")]
               for row in table_of(name).iter("tr")]  # fmt: skip
    start = found.index(printed[0])

    for ours, theirs in zip(found[start : start + len(printed)], printed, strict=True):
        # An open box is drawn on paper.
        assert [cell.strip("□") for cell in ours] == theirs


def test_its_head_is_frozen_and_its_columns_are_as_wide_as_on_paper() -> None:
    sheet = sheet_of(LISTING.as_excel())
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]

    assert '<pane ySplit="3"' in sheet
    assert 'state="frozen"' in sheet
    assert widths[1] / widths[0] == pytest.approx(144 / 12, rel=0.15)
    assert 'orientation="landscape"' not in sheet


def test_it_has_title_facts_and_foot() -> None:
    first, *_, last = rows_of(LISTING.as_excel())

    assert first[0] == "甲表"
    assert rows_of(LISTING.as_excel())[1][0] == "单位：保卫部"
    assert last[0] == "打印日期：2023年4月10日"


def test_an_empty_table_says_so() -> None:
    empty = replace(LISTING, grids=(replace(LISTING.grids[0], rows=()),))

    assert rows_of(empty.as_excel())[3][0] == "没有。"


def test_text_is_never_a_formula_or_a_link() -> None:
    grid = replace(LISTING.grids[0], rows=numbered([(words,) for words in HARMLESS]))
    content = replace(LISTING, title="=1+1", facts=(("单位", "=1"),), grids=(grid,)).as_excel()

    assert [row[1] for row in rows_of(content)[3:-1]] == list(HARMLESS)
    assert "<f>" not in sheet_of(content)
    assert "hyperlink" not in sheet_of(content)


def test_control_characters_are_left_out() -> None:
    grid = replace(LISTING.grids[0], rows=numbered([("甲\x00\x0b乙\ufffe",)]))

    assert rows_of(replace(LISTING, grids=(grid,)).as_excel())[3][1] == "甲 乙"


def test_the_sign_in_sheet_keeps_its_blank_rows_and_counts() -> None:
    rows = rows_of(replace(sign_in_sheet(2), blank_rows=2).as_excel())

    assert [row[0] for row in rows[5:9]] == ["1", "2", "3", "4"]
    assert rows[-1][0].startswith("应到：2人")


def test_the_checklist_tells_its_codes_and_leaves_room_to_sign() -> None:
    text = str(rows_of(checklist().as_excel()))

    for part in ("7K3M-Q9XF", "AB009-XY", "单位负责人签字", "√", "□"):
        assert part in text
