"""会议通知 as an official paper (GB/T 9704-2012 §7.2 版头, §7.3 主体 with 附件 and 署名)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from .conftest import open_paper, pdf_of
from .measure import baseline, face, ink, lines, mm, text
from .rules import PITCH
from .samples import notice

CHARACTER = 5.571
MANY = "各党工委、各党总支，各部门，附属中学、附属小学、附属幼儿园，继续教育学院、国际交流中心"


def row_of(pdf, start):
    """Return the page and the line that begins so."""
    return next(
        (page, line) for page in pdf.pages for line in lines(page) if text(line).startswith(start)
    )


def row_after(pdf, start):
    """Return the line below the one that begins so."""
    page, row = row_of(pdf, start)
    rows = lines(page)
    return rows[rows.index(row) + 1]


def test_it_sets_the_red_mark_35_mm_below_the_type_area_and_centres_it(opened):
    mark = [c for c in opened("notice").pages[0].chars if c["non_stroking_color"][0] > 0.8]

    left, top, right, _ = ink(pdf_of("notice"), 0, (20, 50, 200, 100))

    assert text(mark) == "云岭职业技术学院办公室文件"
    assert {face(char) for char in mark} == {"FandolSongBold"}
    assert top == pytest.approx(72, abs=0.5)
    assert (left + right) / 2 == pytest.approx(106, abs=0.5)


def test_it_centres_its_number_two_lines_below_the_mark(opened):
    page, number = row_of(opened("notice"), "云职院办")
    _, _, _, bottom = ink(pdf_of("notice"), 0, (20, 50, 200, 95))

    assert re.fullmatch(r"云职院办〔20\d\d〕[1-9]\d*号", text(number))
    assert {face(char) for char in number} == {"FandolFang"}
    assert (mm(number[0]["x0"]) + mm(number[-1]["x1"])) / 2 == pytest.approx(106, abs=0.5)
    assert 2 * PITCH < mm(number[0]["top"]) - bottom < 3 * PITCH


def test_it_rules_the_head_in_red_4_mm_below_its_number(opened):
    rule = next(one for one in opened("notice").pages[0].rects if mm(one["width"]) > 150)

    number = ink(pdf_of("notice"), 0, (30, 105, 180, mm(rule["top"]) - 0.5))

    assert mm(rule["top"]) - number[3] == pytest.approx(4, abs=0.5)
    assert (mm(rule["x0"]), mm(rule["x1"])) == pytest.approx((28, 184), abs=0.05)


def test_it_addresses_units_one_line_below_the_title_and_turns_over_to_the_edge():
    with open_paper("notice", replace(notice(), addressed_to=MANY)) as pdf:
        page, first = row_of(pdf, "各党工委")
        title = [char for char in page.chars if abs(char["size"] - 22) < 0.3]
        second = row_after(pdf, "各党工委")

        below = baseline(first[0], page) - max(baseline(char, page) for char in title)

        assert below == pytest.approx(2 * PITCH, abs=1)
        assert mm(second[0]["x0"]) == pytest.approx(28, abs=0.05)
        assert text(second)[-1] == "："


def test_it_names_its_attachment_below_an_empty_line_without_a_mark_at_the_end(opened):
    page, row = row_of(opened("notice"), "附件：")
    above = lines(page)[lines(page).index(row) - 1]

    assert text(row) == "附件：参会回执"
    assert mm(row[0]["x0"]) == pytest.approx(39.14, abs=0.1)
    assert baseline(row[0], page) - baseline(above[0], page) == pytest.approx(2 * PITCH, abs=0.1)


def test_it_hangs_a_long_name_of_an_attachment_under_its_first_character():
    slip = replace(notice().reply_slip, title=f"{notice().meeting_name}参会回执")

    with open_paper("notice", replace(notice(), reply_slip=slip)) as pdf:
        _, row = row_of(pdf, "附件：")
        turnover = row_after(pdf, "附件：")

    assert mm(turnover[0]["x0"]) == pytest.approx(mm(row[3]["x0"]), abs=0.1)


@pytest.mark.parametrize("name", ["保卫部", "中共云岭职业技术学院委员会办公室"])
def test_it_begins_the_date_two_characters_right_of_the_name_one_line_below_the_text(name):
    with open_paper("notice", replace(notice(), signed_by=name)) as pdf:
        page, row = row_of(pdf, name)
        date = row_after(pdf, name)
        above = lines(page)[lines(page).index(row) - 1]

    assert re.fullmatch(r"20\d\d年[1-9]\d?月[1-9]\d?日", text(date))
    assert mm(date[0]["x0"] - row[0]["x0"]) == pytest.approx(2 * CHARACTER, abs=0.1)
    assert max(mm(one[-1]["x1"]) for one in (row, date)) == pytest.approx(
        184 - 2 * CHARACTER, abs=0.3
    )
    assert baseline(row[0], page) - baseline(above[0], page) == pytest.approx(2 * PITCH, abs=0.1)


def test_it_begins_an_attachment_on_a_new_page_with_its_title_in_the_third_line(opened):
    page = opened("notice").pages[-1]
    label = lines(page)[0]
    title = [char for char in page.chars if abs(char["size"] - 22) < 0.3]

    assert (text(label), face(label[0])) == ("附件", "FandolHei")
    assert mm(label[0]["x0"]) == pytest.approx(28, abs=0.1)
    assert baseline(title[0], page) - baseline(label[0], page) == pytest.approx(2 * PITCH, abs=1)
    assert (mm(title[0]["x0"]) + mm(title[-1]["x1"])) / 2 == pytest.approx(106, abs=0.5)
    assert f"— {page.page_number} —" in page.extract_text()
