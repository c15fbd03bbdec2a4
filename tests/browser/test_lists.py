"""The list of tasks on a desk: narrowed, walked by keys, confirmed several at a time."""

import re

from playwright.sync_api import expect

from tests.browser.axe import faults_here
from tests.browser.conftest import Seat
from tests.browser.person import DESK, PHONE


def test_conditions_are_opened_in_the_list_and_live_in_the_address(seat: Seat) -> None:
    clerk = seat("clerk", DESK)
    clerk.open("/follow-ups/?state=open")

    clerk.page.get_by_role("link", name="更多条件").click()
    clerk.page.get_by_label("讲话人").select_option(index=1)
    assert faults_here(clerk.page) == []
    clerk.press("筛选", within=clerk.page.locator("#narrow"))

    expect(clerk.page).to_have_url(re.compile(r"state=open&.*leader=\d+"))
    chip = clerk.page.get_by_role("link", name=re.compile("去掉“讲话人"))
    expect(chip).to_be_visible()
    chip.click()
    expect(chip).to_have_count(0)
    expect(clerk.page).to_have_url(re.compile("state=open"))


def test_rows_are_walked_and_ticked_by_keys_and_confirmed_together(seat: Seat) -> None:
    head, clerk = seat("head", PHONE), seat("clerk", DESK)
    head.open("/follow-ups/?state=open")
    boxes = head.page.locator("input[name=ids]")
    for place in range(2):
        boxes.nth(place).check()
    head.press("报结")
    expect(head.page.get_by_text("2 项任务已报结")).to_be_visible()
    clerk.open("/follow-ups/?state=submitted")

    for key in ("j", "x", "j", "x", "k"):
        clerk.page.keyboard.press(key)
    expect(clerk.page.locator("[data-bulk-count]")).to_have_text("2")
    clerk.press("确认办结")

    expect(clerk.page.get_by_text("已确认 2 项任务办结")).to_be_visible()
