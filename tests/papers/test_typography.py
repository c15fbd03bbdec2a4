"""Typography: numerals, numbers, titles, rows of names and QR codes."""

from __future__ import annotations

import re

import pytest

from tracker.press import typography


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_it_writes_heading_numerals(number, text):
    assert typography.chinese_number(number) == text


@pytest.mark.parametrize("number", [0, 100])
def test_it_refuses_numerals_that_headings_do_not_use(number):
    with pytest.raises(ValueError, match="heading"):
        typography.chinese_number(number)


def test_it_numbers_the_four_levels():
    numbers = [typography.heading_number(level, 2) for level in (1, 2, 3, 4)]

    assert numbers == ["二、", "（二）", "2.", "（2）"]


def test_it_numbers_documents_without_zeros():
    assert typography.document_number(2023, 3) == "〔2023〕3号"
    assert typography.document_number(2023, 12, code="云职院办") == "云职院办〔2023〕12号"
    with pytest.raises(ValueError, match="0"):
        typography.document_number(2023, 0)


def test_it_keeps_a_short_title_on_one_line():
    assert typography.title_lines("会议签到表", 20) == ("会议签到表",)


@pytest.mark.parametrize(
    "title",
    [
        "2023年第一季度意识形态领域形势分析研判暨平安校园创建与安全文化建设工作会议纪要",
        "关于召开2023年第二季度意识形态领域形势分析（师生思想动态）研判暨平安校园创建与安全文化建设工作会议的通知",
        "云岭职业技术学院2023年度“平安校园”创建、综合治理及安全生产目标责任书考核情况的通报",
        "关于进一步做好校园消防安全隐患排查整改工作的通知",
    ],
)
def test_it_breaks_titles_into_orderly_shapes(title):
    lines = typography.title_lines(title, 20)
    widths = [typography.text_width(line) for line in lines]
    steps = [after - before for before, after in zip(widths, widths[1:], strict=False)]

    assert "".join(lines) == title
    assert max(widths) <= 20
    assert not any(a < 0 < b for a, b in zip(steps, steps[1:], strict=False))
    for line in lines:
        assert line[0] not in "、，）》”"
        assert line[-1] not in "（《“"
    assert not re.search(r"\d$", "\n".join(lines[:-1]), re.M)


def test_it_breaks_even_a_title_without_a_possible_cut():
    assert typography.title_lines("A" * 90, 20) == ("A" * 20,) * 4 + ("A" * 10,)


def test_it_spreads_names_of_two_characters():
    names = typography.roster_names(["周赟", "秦守拙", "欧阳望山", "Li"])

    assert names == ("周\u3000赟", "秦守拙", "欧阳望山", "Li")


def test_it_splits_text_into_paragraphs():
    assert typography.paragraphs("　第一段\n\n 第二段 \n") == ("第一段", "第二段")


def test_it_prints_nothing_that_cannot_be_seen():
    told = "<p>安\x00全\x1f\u200b\ufe0f\ufeff\U000e0100第二行\u2028</p>"

    assert typography.made_printable(told) == "<p>安全第二行 </p>"


def test_it_lets_no_line_begin_with_the_dot_between_names_but_leaves_the_title_alone():
    told = "<title>甲·乙</title></head><p>甲·乙</p>"

    assert typography.made_printable(told) == "<title>甲·乙</title></head><p>甲\u2060·乙</p>"


@pytest.mark.parametrize(
    "kept", [f'<path d="{"M1" * 30}">', "<p>https://tracker.example.edu/notices/2023/03/10</p>"]
)
def test_it_cuts_no_attribute_and_no_address_that_has_places_to_break(kept):
    told = f"<html><head></head>{kept}</html>"

    assert typography.made_printable(told) == told


def test_it_lets_a_word_break_that_would_outgrow_its_line():
    assert typography.made_printable(f"</head><p>{'a' * 30}</p>").count("\u200b") == 2


@pytest.mark.parametrize("host", ["a.edu.cn", "tracker.example.edu.cn", f"{'long-' * 12}.edu.cn"])
@pytest.mark.parametrize("size", [13, 18])
def test_it_makes_a_qr_code_large_enough_for_a_camera(host, size):
    svg = typography.qr_svg(f"https://{host}/c/7K3MQ9XF", size_mm=size)
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    starts = [int(x) for x in re.findall(r"M(\d+) ", svg)]

    width = float(re.search(r'width="([\d.]+)mm"', svg)[1])

    assert width >= size
    assert width / side >= 0.33 - 1e-3
    assert min(starts) == 4


def test_it_draws_qr_codes_with_presentation_attributes_only():
    svg = typography.qr_svg("https://tracker.example.edu/verify/7K3MQ9XF", label='码"<')

    assert 'stroke="#000000"' in svg
    assert "style" not in svg
    assert 'aria-label="码&quot;&lt;"' in svg
    assert svg == typography.qr_svg("https://tracker.example.edu/verify/7K3MQ9XF", label='码"<')
