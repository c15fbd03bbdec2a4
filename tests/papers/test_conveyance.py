"""传达落实情况反馈表."""

from __future__ import annotations

from .measure import mm


def _words(pdf):
    text = "".join(page.extract_text() for page in pdf.pages)
    return text.replace("\n", "").replace(" ", "").replace("　", "")


def test_it_names_meeting_number_and_dates(opened):
    content = _words(opened("conveyance"))

    for part in ("传达落实情况反馈表", "纪要号：〔2023〕3号", "反馈时限：2023年3月17日"):
        assert part in content


def test_it_repeats_its_head_on_each_page(opened):
    pages = opened("conveyance").pages

    assert len(pages) > 1
    for page in pages[:-1]:
        head = page.extract_text().replace(" ", "")
        assert "序号单位传达时间方式范围落实措施·备注" in head


def test_it_keeps_each_date_on_one_line(opened):
    text = "".join(page.extract_text() for page in opened("conveyance").pages)

    assert (
        sum(text.count(f"2023年3月{day}日") for day in range(10, 17)) == 26 + 1
    )  # and the meeting


def test_it_ends_with_the_units_that_have_not_told(opened):
    content = _words(opened("conveyance"))

    assert (
        "应反馈28个单位，已反馈26个。尚未反馈2个：工会；机电工程系、机电工程系党总支。" in content
    )
    assert "各单位均已反馈。" in _words(opened("complete conveyance"))


def test_it_keeps_within_the_type_area(opened):
    for page in opened("conveyance").pages:
        assert all(mm(rect["x0"]) > 27.5 and mm(rect["x1"]) < 184.5 for rect in page.rects)
