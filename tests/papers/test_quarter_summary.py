"""季度情况: one page for leaders, however much there is to tell."""

from __future__ import annotations

import pytest

from .measure import mm

NAMES = ("quarter summary", "largest quarter summary", "empty quarter summary")


def words(pdf):
    return pdf.pages[0].extract_text().replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_one_page(opened, name):
    assert len(opened(name).pages) == 1


@pytest.mark.parametrize("name", NAMES)
def test_it_keeps_within_its_margins(opened, name):
    [page] = opened(name).pages
    inked = [*page.chars, *page.rects, *page.curves]

    assert min(mm(one["x0"]) for one in inked) > 21.5
    assert max(mm(one["x1"]) for one in inked) < 190.5
    assert max(mm(one["bottom"]) for one in inked) < 286


def test_it_has_five_numbers_and_the_five_sections_of_such_reports(opened):
    content = words(opened("quarter summary"))

    for part in ("1204", "118/120", "较上季度+6", "与上季度持平"):
        assert part in content
    headings = ("会议召开与报送", "风险隐患", "督办", "责任书签订覆盖", "需协调事项")
    for number, heading in zip("一二三四五", headings, strict=True):
        assert f"{number}、{heading}" in content


def test_every_unit_and_area_stands_in_the_table(opened):
    content = words(opened("largest quarter summary"))

    assert all(f"第{number + 1}教学系党总支" in content for number in range(30))
    assert "已提出，未登记为风险" in content


def test_a_quiet_quarter_says_so(opened):
    assert "各单位没有在册风险，也没有逾期任务。" in words(opened("empty quarter summary"))
