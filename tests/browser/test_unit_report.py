"""A liaison reports on a phone; the office sends it back with a reason; it comes again."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Seat
from tests.browser.person import DESK, PHONE, Person

MEETING = "/meetings/3"
UNIT = "智能制造系"
REASON = "第一条没有写整改措施，请补充"
RISK = "实训室两处应急出口堆放物料"


def test_a_report_is_written_on_the_phone_returned_and_sent_again(seat: Seat) -> None:
    clerk, liaison = seat("clerk", DESK), seat("liaison", PHONE)
    ask_for_a_report(clerk)

    write(liaison)
    send_back(clerk)
    send_again(liaison)

    clerk.open(f"{MEETING}/reports")
    row = _row(clerk)
    expect(row).to_contain_text("已报")
    clerk.follow("查看", within=row)
    clerk.sees("清理完毕，划线并每周检查")


def ask_for_a_report(clerk: Person) -> None:
    clerk.open(f"{MEETING}/invited")
    clerk.page.locator("#paste_reporting").fill(UNIT)
    clerk.page.get_by_role("button", name="拆分并核对").last.click()
    clerk.sees("已拆分，还没有保存")
    clerk.press("保存参会范围")
    clerk.is_told("参会范围和汇报单位已保存")


def write(liaison: Person) -> None:
    """Write the picture and one risk point; a refusal loses nothing."""
    liaison.open(f"{MEETING}/reports")
    page = liaison.page
    page.get_by_role("link", name="填写汇报").tap()
    page.get_by_label("总体情况").fill("实训教学平稳，值班安排已落实。")
    page.get_by_role("button", name="加一条风险点").tap()
    new = page.get_by_label("风险点").nth(1)
    expect(new).to_be_visible()
    page.wait_for_load_state()
    assert new.evaluate("field => field === document.activeElement")
    new.press("Enter")
    page.get_by_role("button", name="删去第 2 条").tap()
    expect(page.get_by_label("风险点")).to_have_count(1)
    page.get_by_label("风险点").first.fill(RISK)
    page.get_by_role("button", name="报送", exact=True).tap()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label("总体情况")).to_have_value("实训教学平稳，值班安排已落实。")
    page.get_by_label("领域").first.select_option(label="消防安全")
    page.get_by_role("button", name="报送", exact=True).tap()
    liaison.is_told("已报送")


def send_back(clerk: Person) -> None:
    clerk.open(f"{MEETING}/reports")
    clerk.follow("查看", within=_row(clerk))
    clerk.press("退回")
    dialog = clerk.page.get_by_role("dialog")
    dialog.get_by_label("原因").fill(REASON)
    clerk.press("退回", within=dialog)
    clerk.is_told("已退回，单位会先看到退回原因")


def send_again(liaison: Person) -> None:
    liaison.open(f"{MEETING}/reports")
    page = liaison.page
    page.get_by_role("link", name="修改后再报").tap()
    expect(page.get_by_role("alert")).to_contain_text(REASON)
    page.get_by_label("措施").first.fill("清理完毕，划线并每周检查")
    page.get_by_role("button", name="报送", exact=True).tap()
    liaison.is_told("已报送")


def _row(clerk: Person) -> Locator:
    name = re.compile(f"^{UNIT}$")
    return clerk.page.locator("tr").filter(has=clerk.page.get_by_role("link", name=name))
