"""通知、签到表、发文稿纸 and 单位任务落实清单."""

from __future__ import annotations

import pytest
import segno

from .conftest import pdf_of
from .measure import baseline, face, ink, lines, mm, picture_of, text
from .samples import VERIFY


def words(pdf):
    return "".join(page.extract_text() for page in pdf.pages).replace("\n", "")


def test_the_notice_numbers_its_filled_sections(opened):
    content = words(opened("notice"))

    for part in ("一、会议名称：", "二、会议时间：2023年3月10日（星期五）15:00", "九、联系人："):
        assert part in content


def test_the_notice_addresses_units_flush_left_with_a_colon(opened):
    line = next(x for x in lines(opened("notice").pages[0]) if text(x).startswith("各党工委"))

    assert mm(line[0]["x0"]) == pytest.approx(28, abs=0.05)
    assert text(line)[-1] == "："


def test_the_notice_is_signed_and_dated_as_unsealed_papers_are(opened):
    rows = [line for page in opened("notice").pages for line in lines(page)]
    date = next(line for line in rows if text(line) == "2023年3月6日")

    assert mm(date[-1]["x1"]) == pytest.approx(184 - 2 * 5.571, abs=0.3)


def test_the_notice_puts_the_reply_slip_on_a_page_of_its_own(opened):
    page = opened("notice").pages[-1]
    label = lines(page)[0]

    assert text(label) == "附件"
    assert face(label[0]) == "FandolHei"
    assert baseline(label[0], page) == pytest.approx(37 + 0.88 * mm(16), abs=0.3)
    assert "单位姓名职务电话是否请假代会人" in page.extract_text().replace(" ", "")


def test_the_sign_in_sheet_repeats_its_head_and_ends_with_the_counts(opened):
    pdf = opened("sign-in sheet")

    for page in pdf.pages:
        assert "序号单位姓名职务签名备注" in page.extract_text().replace(" ", "")
    last = pdf.pages[-1].extract_text().replace(" ", "").replace("　", "")
    assert "应到：40人实到：人请假：人缺席：人" in last


def test_the_sign_in_sheet_keeps_within_the_type_area(opened):
    for name in ("sign-in sheet", "notice", "approval sheet"):
        for page in opened(name).pages:
            assert all(mm(rect["x0"]) > 27.5 and mm(rect["x1"]) < 184.5 for rect in page.rects)


def test_the_approval_sheet_is_one_page_with_room_to_sign(opened):
    pdf = opened("approval sheet")
    content = words(pdf).replace(" ", "").replace("　", "")

    assert len(pdf.pages) == 1
    for label in ("签发：", "核稿：", "拟稿：", "标题：", "分送：", "份数：30份", "附注："):
        assert label in content
    assert "年月日" in content


def test_the_checklist_lies_on_its_side(opened):
    for page in opened("checklist").pages:
        assert (page.width, page.height) == pytest.approx((841.89, 595.28), abs=0.1)
        assert "责任人签字" in page.extract_text()


@pytest.mark.parametrize(("index", "end"), [(0, 179.06), (1, 48.29)])
def test_the_checklist_keeps_its_page_number_where_an_upright_page_has_it(opened, index, end):
    chars = [c for c in opened("checklist").pages[index].chars if face(c) == "FandolSong"]

    assert "".join(char["text"] for char in chars) == f"— {index + 1} —"
    assert mm(max(char["bottom"] for char in chars)) == pytest.approx(end, abs=0.3)
    assert (mm(chars[0]["x0"]) + mm(chars[0]["x1"])) / 2 == pytest.approx(28, abs=0.3)


def test_the_checklist_names_lead_due_date_and_codes_of_each_item(opened):
    content = words(opened("checklist")).replace(" ", "")

    for part in ("2023-1-001", "AB009-XY", "7K3M-Q9XF", "牵头：保卫部", "单位负责人签字", "√"):
        assert part in content


def test_the_checklist_keeps_each_date_on_one_line(opened):
    assert opened("checklist").pages[0].extract_text().count("2023年3月31日") == 5


def test_an_empty_checklist_says_so(opened):
    assert "本次会议没有交办本单位的任务。" in words(opened("empty checklist"))


def test_the_printed_code_is_the_code_of_the_address():
    matrix = segno.make(VERIFY.url, error="m", micro=False, boost_error=False).matrix
    left, top, right, bottom = ink(pdf_of("checklist"), 0, (255, 20, 282, 40.5))
    picture, dots = picture_of(pdf_of("checklist"), 0, 600)
    width, height = (right - left) / len(matrix), (bottom - top) / len(matrix)

    printed = [
        [
            picture.getpixel(
                (round((left + (x + 0.5) * width) * dots), round((top + (y + 0.5) * height) * dots))
            )
            < 128
            for x in range(len(matrix))
        ]
        for y in range(len(matrix))
    ]

    assert width * len(matrix) == pytest.approx(height * len(matrix), abs=0.2)
    assert printed == [[bool(module) for module in row] for row in matrix]
