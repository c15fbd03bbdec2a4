"""会议纪要 (GB/T 9704-2012 §10.3): head, title, levels, rosters, 版记, and its versions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.press.engine import render_pdf

from .conftest import ENVIRONMENT, pdf_of
from .measure import face, ink, lines, mm, strokes, text
from .samples import minutes_paper

RED = (0.9, 0.0, 0.07)


def words(pdf):
    return "".join(page.extract_text() for page in pdf.pages).replace("\n", "")


def test_it_sets_the_red_mark_35_mm_below_the_type_area(opened):
    page = opened("minutes").pages[0]
    mark = [char for char in page.chars if char["non_stroking_color"][0] > 0.8]

    left, top, right, _ = ink(pdf_of("minutes"), 0, (20, 50, 200, 100))

    assert "".join(char["text"] for char in mark) == "云岭职业技术学院会议纪要"
    assert {face(char) for char in mark} == {"FandolSongBold"}
    assert mark[0]["non_stroking_color"] == pytest.approx(RED, abs=0.01)
    assert top == pytest.approx(72, abs=0.5)
    assert (left + right) / 2 == pytest.approx(106, abs=0.5)


@pytest.mark.parametrize(
    "mark", ["学院会议纪要", "云岭学院会议纪要", "云岭高等职业技术专科学校综合办公室会议纪要"]
)
def test_it_fits_marks_of_any_length_at_the_same_height(mark):
    paper = replace(minutes_paper(), mark=mark)

    content = render_pdf(ENVIRONMENT.get_template("papers/minutes.html").render(paper=paper))
    left, top, right, _ = ink(content, 0, (5, 50, 205, 100))

    assert top == pytest.approx(72, abs=0.5)
    assert (left + right) / 2 == pytest.approx(106, abs=0.6)
    assert left >= 27.5


def test_it_rules_the_head_in_red_4_mm_below_its_last_row(opened):
    rule = next(rect for rect in opened("minutes").pages[0].rects if mm(rect["width"]) > 150)

    row = ink(pdf_of("minutes"), 0, (30, 118, 180, mm(rule["top"]) - 0.5))

    assert (mm(rule["x0"]), mm(rule["x1"])) == pytest.approx((28, 184), abs=0.05)
    assert mm(rule["height"]) == pytest.approx(0.7, abs=0.05)
    assert mm(rule["top"]) - row[3] == pytest.approx(4, abs=0.5)
    assert rule["non_stroking_color"] == pytest.approx(RED, abs=0.01)


def test_it_states_issuer_left_and_date_right_one_character_in(opened):
    row = next(line for line in lines(opened("minutes").pages[0]) if "学院办公室" in text(line))

    assert text(row) == "学院办公室2023年3月13日"
    assert mm(row[0]["x0"]) == pytest.approx(33.57, abs=0.3)
    assert mm(row[-1]["x1"]) == pytest.approx(178.43, abs=0.3)


def test_it_centres_the_title_two_lines_below_the_rule(opened):
    page = opened("minutes").pages[0]
    rule = next(rect for rect in page.rects if mm(rect["width"]) > 150)
    title = [char for char in page.chars if abs(char["size"] - 22) < 0.3]
    tops = sorted({round(char["top"], 1) for char in title})

    assert len(tops) == 2
    assert {face(char) for char in title} == {"FandolSongBold"}
    for top in tops:
        row = [char for char in title if round(char["top"], 1) == top]
        centre = (row[0]["x0"] + row[-1]["x1"]) / 2
        assert mm(centre) == pytest.approx(106, abs=0.5)
    assert mm(tops[0] - rule["bottom"]) >= 2 * 10.4455 - 1.5


def test_it_hangs_the_rosters_under_the_first_name(opened):
    rows = [line for page in opened("minutes").pages for line in lines(page)]
    labelled = [line for line in rows if text(line)[:3] in ("出席：", "请假：", "列席：")]
    hanging = [line for line in rows if mm(line[0]["x0"]) == pytest.approx(55.86, abs=0.1)]

    assert [text(line)[:2] for line in labelled] == ["出席", "请假", "列席"]
    assert {face(line[0]) for line in labelled} == {"FandolHei"}
    assert len(hanging) == 3
    for line in labelled:
        assert mm(line[0]["x0"]) == pytest.approx(39.14, abs=0.1)
        assert mm(line[3]["x0"]) == pytest.approx(55.86, abs=0.1)


def test_it_puts_the_imprint_at_the_foot_of_the_last_page(opened):
    page = opened("minutes").pages[-1]
    small = [c for c in page.chars if abs(c["size"] - 14) < 0.1 and face(c) == "FandolFang"]
    last_name = max(line[0]["bottom"] for line in lines(page))

    rules = strokes(pdf_of("minutes"), len(opened("minutes").pages) - 1, 30, (225, 264))

    assert [height for _, height in rules] == pytest.approx([0.35, 0.25, 0.25, 0.35], abs=0.05)
    assert sum(rules[-1]) == pytest.approx(262, abs=0.1)
    assert rules[0][0] > mm(last_name)
    assert mm(min(char["x0"] for char in small)) == pytest.approx(32.94, abs=0.1)
    assert mm(max(char["x1"] for char in small)) == pytest.approx(179.06, abs=0.1)


@pytest.mark.parametrize("paragraphs", [6, 10])
def test_it_keeps_the_imprint_at_the_foot_wherever_the_text_ends(paragraphs):
    paper = replace(minutes_paper(), reports="测试段落。\n" * paragraphs)

    content = render_pdf(ENVIRONMENT.get_template("papers/minutes.html").render(paper=paper))
    rules = strokes(content, -1, 30, (225, 264))

    assert len(rules) == 4
    assert sum(rules[-1]) == pytest.approx(262, abs=0.1)


def test_it_prints_everything_that_was_said_and_settled(opened):
    content = words(opened("minutes"))

    for part in (
        "会议内容：意识形态领域形势分析研判；平安校园创建、校园安全；责任书签订。",
        "汇报涉及领域：防疫及食品卫生安全、学生社团管理、",
        "〔2023〕3号",
        "（一）认清形势。",
        "一、提高政治站位",
        "1.完成春季学期消防设施全面检查。（牵头单位：保卫部；配合单位：后勤处；",
        "《2023年意识形态工作目标责任书》",
        "2023年3月13日印发",
        "共印30份",
        "7K3M-Q9XF",
    ):
        assert part in content


def test_it_keeps_the_speaking_order(opened):
    content = words(opened("minutes"))

    places = [content.index(name) for name in ("副院长许望山从", "院长陆怀谷强调", "秦守拙就")]

    assert places == sorted(places)


def test_it_says_that_a_draft_is_a_draft(opened):
    content = words(opened("draft"))

    assert "送审稿" in content
    assert "核验码" not in content


def test_it_says_that_a_correction_is_one(opened):
    first = lines(opened("correction").pages[0])[0]

    assert text(first) == "更正（第2版）"
    assert face(first[0]) == "FandolHei"
    assert "本纪要更正2023年3月13日印发的同号纪要" in words(opened("correction"))


def test_it_prints_rare_characters_of_names(opened):
    chars = [char for page in opened("minutes").pages for char in page.chars]

    for name in "喆堃赟":
        found = [char for char in chars if char["text"] == name]
        assert found
        assert {face(char) for char in found} == {"LXGW-WenKai-Light"}
