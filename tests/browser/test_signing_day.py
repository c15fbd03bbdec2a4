"""A signing day: both sides as told, who signed on the stage, who later, and the scan."""

import re

from playwright.sync_api import expect

from tests.browser import clerk as office
from tests.browser.conftest import Seat
from tests.browser.person import DESK, PHONE, text_of
from tests.live.instance import Instance

TITLE = "2023年消防安全目标责任书"
PDF = {"name": "签字页.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 signed"}


def test_a_signing_day_is_recorded_from_the_words_of_the_text(
    seat: Seat, college: Instance
) -> None:
    clerk = seat("clerk", DESK)
    page = clerk.page
    clerk.open("/meetings/2/agreements")
    clerk.follow("登记责任书")
    page.get_by_label("责任书名称").fill(TITLE)
    page.locator("#kind_id").select_option(label="消防安全责任书")
    clerk.pick("学院签订人", "郑怀瑾")
    page.get_by_label("单位一方（照原文）").fill("各系、后勤处负责人，不知何处")
    clerk.press("展开成单位并核对")
    clerk.sees("没有找到对应单位的：不知何处")
    clerk.press("保存并登记谁已签订")
    clerk.is_told("责任书已登记")

    page.get_by_label(re.compile("智能制造系")).check()
    page.get_by_label(re.compile("后勤处")).check()
    clerk.press("登记签订")
    clerk.is_told("已登记 2 个单位签订")
    clerk.sees("各系、后勤处")

    clerk.follow("信息工程系")
    clerk.press("登记签订")
    clerk.is_told("已登记签订")
    with page.expect_response("**/files/"):
        page.locator('input[type="file"]').set_input_files(PDF)
    expect(page.locator(".upload-list")).to_contain_text("签字页.pdf")
    clerk.press("添加扫描件")
    clerk.is_told("扫描件已附上")

    clerk.open("/agreements/2023")
    clerk.sees("消防安全责任书：建筑与环境系、经济管理系")
    printed = text_of(office.download(clerk, "/papers/coverage/2023.pdf"))
    assert "消防安全责任书" in printed

    head = seat("head", PHONE)
    head.open("/agreements/2023")
    head.sees("智能制造系")
    expect(head.page.locator("main")).not_to_contain_text("后勤处")
