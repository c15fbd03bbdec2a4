"""Sizes, faces, colours and shapes of every paper (GB/T 9704-2012 §5.2.2, §5.2.4, §7.3, §7.4)."""

from __future__ import annotations

import io
from dataclasses import replace

import pdfplumber
import pytest

from tracker.minutes.papers import Address, Point
from tracker.press.engine import render_pdf
from tracker.press.parts import Receivers

from .conftest import PAPERS, html_of, open_paper
from .measure import ascend_then_descend, baseline, face, lines, mm, text
from .samples import minutes_paper

BLACK, RED = (0.0, 0.0, 0.0), (0.902, 0.0, 0.071)
UPRIGHT = ["minutes", "long minutes", "correction", "notice"]


@pytest.mark.parametrize("name", PAPERS)
def test_it_is_printed_in_black_and_in_the_red_of_official_papers(opened, name):
    found = {
        tuple(round(part, 2) for part in char["non_stroking_color"])
        for page in opened(name).pages
        for char in page.chars
    }

    assert found <= {tuple(round(part, 2) for part in colour) for colour in (BLACK, RED)}


def test_it_sets_the_body_in_16_pt_fangsong(opened):
    body = [char for page in opened("long minutes").pages[1:3] for char in page.chars]
    plain = [char for char in body if round(char["size"]) != 14]

    assert {round(char["size"], 1) for char in plain} == {16.0}
    assert {face(char) for char in plain} <= {"FandolFang", "FandolHei", "FandolKai"}


def test_it_sets_four_levels_of_headings_each_in_its_face():
    fourth = Point("第四级")
    third = Point("第三级", points=(fourth,))
    point = Point("第一级", points=(Point("第二级", points=(third,)),))
    paper = replace(minutes_paper(), addresses=(Address("讲话。", (point,)),))

    with open_paper("minutes", paper) as pdf:
        found = {text(row): face(row[-1]) for page in pdf.pages for row in lines(page)}

    assert found["一、第一级"] == "FandolHei"
    assert found["（一）第二级"] == "FandolKai"
    assert found["1.第三级"] == "FandolFang"
    assert found["（1）第四级"] == "FandolFang"


@pytest.mark.parametrize(
    "title",
    [
        "会议纪要",
        "2023年第一季度意识形态领域形势分析研判会议纪要",
        "2023年第二季度意识形态领域形势分析（师生思想动态）研判暨平安校园创建与安全文化建设工作会议纪要",
        "云岭职业技术学院" * 7 + "2023年第三季度工作会议纪要",
    ],
)
def test_it_breaks_titles_into_centred_trapezoids_or_diamonds(title):
    with open_paper("minutes", replace(minutes_paper(), title=title)) as pdf:
        page = pdf.pages[0]
        rows: dict[float, list] = {}
        for char in page.chars:
            if abs(char["size"] - 22) < 0.3:
                rows.setdefault(round(baseline(char, page), 1), []).append(char)
    edges = [(mm(row[0]["x0"]), mm(row[-1]["x1"])) for row in rows.values()]

    assert "".join(map(text, rows.values())) == title
    assert [sum(pair) / 2 for pair in edges] == pytest.approx([106] * len(edges), abs=0.5)
    assert ascend_then_descend([end - start for start, end in edges])
    assert all(start > 27.9 and end < 184.1 for start, end in edges)


def test_it_hangs_receivers_under_the_first_one_in_14_pt():
    units = Receivers("分送", "，".join(["建筑工程系党总支", "党委宣传统战部"] * 6) + "。")
    paper = minutes_paper()

    with open_paper(
        "minutes", replace(paper, imprint=replace(paper.imprint, receivers=(units,)))
    ) as pdf:
        page = pdf.pages[-1]
        small = [char for char in page.chars if abs(char["size"] - 14) < 0.1]
    rows: dict[float, list] = {}
    for char in small:
        rows.setdefault(round(baseline(char, page), 1), []).append(char)
    first, second = list(rows.values())[:2]

    assert text(first).startswith("分送：")
    assert mm(second[0]["x0"]) == pytest.approx(mm(first[3]["x0"]), abs=0.5)
    assert mm(first[-1]["x1"]) == pytest.approx(179.06, abs=0.3)


@pytest.mark.parametrize("index", [0, 1])
def test_it_turns_the_number_of_a_landscape_page(opened, index):
    page = opened("checklist").pages[index]
    number = [char for char in page.chars if face(char) == "FandolSong"]

    assert not any(char["upright"] for char in number)
    assert number[0]["matrix"][1] < 0


def test_upright_pages_keep_away_from_the_binder_on_either_side():
    content = render_pdf(html_of("long minutes"), binder=6)

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        rows = [lines(page) for page in pdf.pages[1:4]]
    starts = [min(mm(line[0]["x0"]) for line in page) for page in rows]

    assert starts == pytest.approx([22, 34, 22], abs=0.1)
    assert {len(page) for page in rows} == {22}
