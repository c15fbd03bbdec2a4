"""工作提示函 and 督办通知单: one sheet, and the colour reads without colour."""

from __future__ import annotations

import pytest

from .conftest import PAPERS, fill, pdf_of
from .measure import mm, picture_of


def words(pdf):
    return "".join(page.extract_text() for page in pdf.pages).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("name", ["reminder", "yellow slip", "red slip"])
def test_it_is_one_sheet_within_the_type_area(opened, name):
    pdf = opened(name)

    assert len(pdf.pages) == 1
    assert all(mm(rect["x0"]) > 27.4 and mm(rect["x1"]) < 184.6 for rect in pdf.pages[0].rects)


def test_the_letter_says_what_until_when_and_from_whom(opened):
    content = words(opened("reminder"))

    for part in ("工作提示函〔2023〕12号", "一、督办事项：", "请于2023年3月31日前", "六、联系人："):
        assert part in content


@pytest.mark.parametrize(("name", "band"), [("yellow slip", "黄色督办"), ("red slip", "红色督办")])
def test_the_slip_names_its_colour_in_words(opened, name, band):
    content = words(opened(name))

    assert band in content
    for label in (
        "督办事项",
        "主办单位",
        "协办单位",
        "办结时限",
        "承办意见",
        "核验意见",
        "签发日期",
    ):
        assert label in content


def test_the_bands_differ_in_black_and_white(opened):
    rule = {}
    for name in ("yellow slip", "red slip"):
        band = opened(name).pages[0].extract_words()[0]
        picture, dots = picture_of(pdf_of(name), 0, 288)
        middle = int(mm((band["top"] + band["bottom"]) / 2) * dots)
        across = range(int((mm(band["x0"]) - 20) * dots), int((mm(band["x0"]) - 1) * dots))
        is_dark = "".join("x" if picture.getpixel((x, middle)) < 128 else " " for x in across)
        rule[name] = max(map(len, is_dark.split())) / dots

    assert rule["yellow slip"] < 0.7
    assert rule["red slip"] > 1.2


def test_the_bundle_prints_either_sort():
    for name, title in (("reminder", "工作提示函"), ("red slip", "督办通知单")):
        _, make = PAPERS[name]

        assert f'<span class="title-line">{title}</span>' in fill("slip", make())
