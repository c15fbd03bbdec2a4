"""The one box: by Ctrl+K on a desk, by the lens on a phone, to the record in few steps."""

import re

from playwright.sync_api import expect

from tests.browser.axe import faults_here
from tests.browser.conftest import Seat
from tests.browser.person import DESK, PHONE


def test_by_keyboard_from_any_page_to_the_record(seat: Seat) -> None:
    clerk = seat("clerk", DESK)
    clerk.open("/risks/")

    clerk.page.keyboard.press("Control+k")
    clerk.page.keyboard.type("2023-3")
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("搜索")
    assert faults_here(clerk.page) == []
    clerk.page.get_by_role("link", name=re.compile(r"^2023-3\s")).click()

    expect(clerk.page).to_have_url(re.compile(r"/follow-ups/\d+$"))


def test_what_was_just_entered_is_found(seat: Seat) -> None:
    clerk = seat("clerk", DESK)
    clerk.open("/directory/people/new")
    clerk.page.get_by_label("姓名").fill("钟离晚舟")
    clerk.press("保存人员")

    clerk.open("/")
    clerk.page.keyboard.press("Control+k")
    clerk.page.keyboard.type("zlw")
    clerk.page.keyboard.press("Enter")

    expect(clerk.page.get_by_role("link", name="钟离晚舟")).to_be_visible()


def test_filters_narrow_and_are_taken_back(seat: Seat) -> None:
    clerk = seat("clerk", DESK)
    clerk.open("/search/?q=安全")

    clerk.page.get_by_role("navigation", name="按类别筛选").get_by_role(
        "link", name=re.compile("^督办任务")
    ).click()
    groups = clerk.page.get_by_role("heading", level=2)
    expect(groups).to_have_count(1)
    clerk.page.locator("#unit").select_option(label="保卫部")
    clerk.press("筛选")
    expect(clerk.page.locator(".result-about").first).to_contain_text("保卫部")
    clerk.page.get_by_role("navigation", name="按类别筛选").get_by_role(
        "link", name="全部", exact=True
    ).click()

    expect(clerk.page.locator("#unit")).to_have_value(re.compile(r"\d+"))


def test_on_a_phone(seat: Seat) -> None:
    head = seat("head", PHONE)

    head.page.locator(".masthead-search input").tap()
    head.page.keyboard.type("实训")
    head.page.keyboard.press("Enter")

    expect(head.page.locator(".result").first).to_be_visible()
    assert head.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults_here(head.page) == []
