"""Tables of any length: a head on each page, whole rows, every row once."""

from __future__ import annotations

import re

import pytest

from tracker.press.listing import Column, Grid, Listing, numbered

from .conftest import open_paper
from .measure import face, mm, outside

MATTER = "完成春季学期消防设施全面检查，报分管领导审定后印发各单位，并抄送后勤处"


def listing(rows):
    """Return one table whose rows are differently high."""
    columns = (Column("序", 11), Column("单", 30), Column("事", 85), Column("限", 30))
    cells = [("保卫部", MATTER[: 12 + n % 4 * 12], f"第{n}行。") for n in range(1, rows + 1)]
    return Listing("督办情况一览表", (("季度", "2023-1"),), (Grid(columns, numbered(cells), "无"),))


def last_rule(page):
    """Return how far down a page its tables are ruled."""
    return max(line["bottom"] for line in page.lines if line["bottom"] - line["top"] < 1)


def test_a_hundred_and_fifty_rows_are_printed_whole_and_once_with_a_head_on_each_page():
    with open_paper("listing", listing(150)) as pdf:
        pages = [page.extract_text().replace(" ", "").replace("\n", "") for page in pdf.pages]
        rules = [last_rule(page) for page in pdf.pages]
        texts = [
            max(char["bottom"] for char in page.chars if abs(char["size"] - 10.5) < 0.1)
            for page in pdf.pages
        ]

        assert re.findall(r"第(\d+)行。", "".join(pages)) == [str(n) for n in range(1, 151)]
        assert all("序单事限" in page and page.count("行。") > 1 for page in pages)
        assert all(below < rule for below, rule in zip(texts, rules, strict=True))
        assert 255 < mm(max(rules)) < 262.3
        assert min(mm(line["top"]) for page in pdf.pages[1:] for line in page.lines) > 36.7
        assert outside(pdf) == []


@pytest.mark.parametrize("rows", [0, 1])
def test_a_table_without_rows_says_so_and_one_with_a_row_has_a_head(rows):
    with open_paper("listing", listing(rows)) as pdf:
        words = "".join(page.extract_text() for page in pdf.pages)

    assert ("无" in words) == (rows == 0)
    assert "序 单 事 限" in words


def test_a_page_of_a_table_has_its_number_where_other_papers_have_it(opened):
    pages = {name: opened(name).pages[:2] for name in ("sign-in sheet", "long minutes")}
    places = {
        name: [
            [(char["text"], round(char["x0"]), round(char["top"])) for char in number(page)]
            for page in found
        ]
        for name, found in pages.items()
    }

    assert places["sign-in sheet"] == places["long minutes"]


def number(page):
    """Return the characters of the page number."""
    return [char for char in page.chars if face(char) == "FandolSong"]
