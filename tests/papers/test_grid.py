"""The official grid (GB/T 9704-2012 §5, §7): paper, 版心, 22 lines of 28 characters, numbers."""

from __future__ import annotations

import pytest

from .conftest import PAPERS, pdf_of
from .measure import ASCENT, baseline, face, ink, lines, mm, text

EM = mm(16)


@pytest.mark.parametrize("name", ["minutes", "notice", "sign-in sheet", "approval sheet"])
def test_it_is_printed_on_upright_a4(opened, name):
    for page in opened(name).pages:
        assert page.width == pytest.approx(595.28, abs=0.1)
        assert page.height == pytest.approx(841.89, abs=0.1)


def test_it_has_twenty_two_lines_on_a_full_page(opened):
    pdf = opened("long minutes")

    for page in pdf.pages[1:4]:
        baselines = [baseline(line[0], page) for line in lines(page)]
        steps = [after - before for before, after in zip(baselines, baselines[1:], strict=False)]
        assert len(baselines) == 22
        assert steps == pytest.approx([10.4455] * 21, abs=0.01)
        assert baselines[0] - ASCENT * EM == pytest.approx(37, abs=0.3)
        assert baselines[-1] + (1 - ASCENT) * EM == pytest.approx(262, abs=0.3)


def test_it_keeps_the_grid_on_every_page_of_every_paper(opened):
    for name in ("minutes", "correction", "draft", "notice"):
        for page in opened(name).pages:
            rows = [baseline(line[0], page) for line in lines(page)]
            steps = [(row - rows[0]) / 10.4455 for row in rows]
            assert steps == pytest.approx([round(step) for step in steps], abs=0.02), name


def test_it_spreads_full_lines_to_both_edges(opened):
    full = [
        line
        for page in opened("long minutes").pages[1:5]
        for line in lines(page)
        if len(line) == 28 and mm(line[0]["x0"]) < 28.1
    ]

    assert len(full) > 20
    for line in full:
        assert mm(line[0]["x0"]) == pytest.approx(28, abs=0.05)
        assert mm(line[-1]["x1"]) == pytest.approx(184.1, abs=0.2)


def test_it_spreads_lines_that_hold_figures_and_short_lines_too(opened):
    ends = [
        mm(line[-1]["x1"])
        for page in opened("long minutes").pages[1:5]
        for line in lines(page)
        if mm(line[-1]["x1"]) > 174
    ]

    assert len(ends) > 60
    assert min(ends) > 183.7
    assert max(ends) < 184.35


def test_it_begins_and_ends_no_line_with_a_forbidden_mark(opened):
    for page in opened("long minutes").pages:
        for line in map(text, lines(page)):
            assert line[0] not in "，。；：、！？）》”〕"
            assert line[-1] not in "（《“〔"


def test_it_indents_paragraphs_by_two_characters(opened):
    starts = {
        round(mm(line[0]["x0"]), 2)
        for page in opened("long minutes").pages[1:5]
        for line in lines(page)
    }

    assert starts == {28.0, 39.14}


@pytest.mark.parametrize(("index", "left", "right"), [(0, None, 179.06), (1, 32.94, None)])
def test_it_numbers_odd_pages_right_and_even_pages_left(opened, index, left, right):
    chars = [
        char
        for char in opened("long minutes").pages[index].chars
        if face(char) == "FandolSong" and char["top"] > 700
    ]
    box = (30, 266, 40, 275) if left else (173, 266, 183, 275)

    dash = ink(pdf_of("long minutes"), index, box)

    assert "".join(char["text"] for char in chars) == f"— {index + 1} —"
    assert {round(char["size"], 1) for char in chars} == {14.0}
    assert (dash[1] + dash[3]) / 2 == pytest.approx(269, abs=0.3)
    if left:
        assert mm(chars[0]["x0"]) == pytest.approx(left, abs=0.3)
    else:
        assert mm(chars[-1]["x1"]) == pytest.approx(right, abs=0.3)


@pytest.mark.parametrize("name", PAPERS)
def test_it_embeds_only_the_faces_of_the_press(opened, name):
    shipped = {"FandolFang", "FandolKai", "FandolHei", "FandolSong", "FandolSongBold"}

    faces = {face(char) for page in opened(name).pages for char in page.chars}

    assert faces - shipped <= {"LXGW-WenKai-Light", "Noto-Sans-CJK-SC", "Noto-Serif-CJK-SC"}
    assert "FandolFang" in faces


def test_it_prints_body_in_fangsong_and_headings_in_hei_and_kai(opened):
    page = opened("long minutes").pages[1]

    by_start = {text(line)[:3]: face(line[0]) for line in lines(page)}

    assert by_start["一、统"] == "FandolHei"
    assert {by_start[start] for start in by_start if start[1] != "、"} <= {"FandolFang"}
