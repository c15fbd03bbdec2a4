"""Tables: cells laid out at once look as if laid out line by line, rules are whole lines."""

from __future__ import annotations

import io

import pdfplumber
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.press.engine import render_pdf
from tracker.press.listing import Column, Grid, Listing

from .conftest import ENVIRONMENT, pdf_of
from .measure import mm, picture_of

WORDS = st.lists(
    st.sampled_from(
        ["检查消防设施", "，", "。", "（一）", "《办法》", "2023年3月31日", "A3-206", "“一事一审”",
         "https://jw.example.edu/notices/2023", " ", "、", "保卫部", "喆", "50%", "…"]
    ),
    min_size=1, max_size=24,
).map("".join)  # fmt: skip
PAGE = (
    '<html lang="zh-CN"><head><title>表</title></head><body class="official">'
    '<table class="ledger"><thead><tr><th class="w-unit">甲</th><th>乙</th></tr></thead>'
    "<tbody>{}</tbody></table></body></html>"
)


def characters(content):
    """Return (page, character, x, y) of everything printed, in 0.01 pt."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [
            (page.page_number, char["text"], round(char["x0"], 2), round(char["top"], 2))
            for page in pdf.pages
            for char in page.chars
            if not char["text"].isspace()
        ]


def table(rows, cell):
    body = "".join(
        f"<tr>{cell.format(words)}<td class='centre'>{words[:9]}</td></tr>" for words in rows
    )
    return PAGE.format(body)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=40))
def test_a_cell_of_text_is_broken_as_weasyprint_would_break_it(rows):
    at_once = render_pdf(table(rows, "<td>{}</td>"))
    line_by_line = render_pdf(table(rows, "<td><span>{}</span></td>"))

    assert characters(at_once) == characters(line_by_line)


def test_new_lines_in_a_cell_are_kept_where_the_style_keeps_them():
    rows = ["牵头：保卫部\n配合：后勤处、学生工作部、宣传统战部、团委、工会\n\n时限：3月底"]

    content = render_pdf(table(rows, "<td class='lines'>{}</td>"))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        words = pdf.pages[0].crop((0, 110, 180, 300)).extract_text().splitlines()

    assert [line[:3] for line in words if "：" in line] == ["牵头：", "配合：", "时限："]


def listing(count):
    rows = tuple((str(number), "检查消防设施" * (number % 7)) for number in range(1, count + 1))
    grid = Grid((Column("序号", 12), Column("事项", 144)), rows, "无")
    return Listing("一览表", (("单位", "保卫部"),), (grid,))


def printed(paper):
    return render_pdf(ENVIRONMENT.get_template("papers/listing.html").render(paper=paper))


def test_rules_are_where_weasyprint_would_draw_them(monkeypatch):
    from weasyprint import draw

    from tracker.press.weasy import rules

    ours = printed(listing(60))
    monkeypatch.setattr(draw, "draw_collapsed_borders", rules.draw_each_side)
    theirs = printed(listing(60))

    for page in (0, 1):
        mine, _ = picture_of(ours, page, 150)
        other, _ = picture_of(theirs, page, 150)
        different = sum(a != b for a, b in zip(mine.tobytes(), other.tobytes(), strict=True))
        assert different < 0.001 * len(mine.tobytes())
    assert len(ours) < len(theirs)


def test_a_table_without_rows_is_printed():
    assert render_pdf(
        '<html lang="zh-CN"><title>空</title><body><table class="ledger"></table></body></html>'
    )


def test_login_slips_are_ruled_to_be_cut():
    with pdfplumber.open(io.BytesIO(pdf_of("account slips"))) as pdf:
        page = pdf.pages[0]
        tops = {word["text"]: mm(word["top"]) for word in page.extract_words()}
        dashed = [line for line in page.lines if line["dash"] and line["dash"][0]]

    assert tops["陆怀谷"] == tops["秦守拙"]
    assert tops["许望山"] - tops["秦守拙"] > 60
    assert dashed
