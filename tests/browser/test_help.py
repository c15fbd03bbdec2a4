"""Help beside the page: the answer for this page, without leaving what one is typing."""

from playwright.sync_api import expect

from tests.browser.axe import faults_here
from tests.browser.conftest import Seat
from tests.browser.person import DESK, PHONE


def test_the_answer_stands_beside_the_page(seat: Seat) -> None:
    clerk = seat("clerk", DESK)
    clerk.open("/meetings/new")
    title = clerk.page.get_by_label("会议全称")
    title.fill("第三季度形势研判会")
    aside = clerk.page.locator(".help-aside")

    clerk.follow("帮助")

    expect(aside.get_by_role("heading")).to_have_text("新建会议")
    expect(aside).to_be_focused()
    assert faults_here(clerk.page) == []
    clerk.page.keyboard.press("Escape")
    expect(aside).to_have_count(0)
    expect(clerk.page.get_by_role("link", name="帮助")).to_be_focused()
    expect(title).to_have_value("第三季度形势研判会")


def test_the_same_link_closes_it_and_the_whole_is_one_press_away(seat: Seat) -> None:
    clerk = seat("clerk", DESK)
    clerk.open("/risks/")
    aside = clerk.page.locator(".help-aside")

    clerk.follow("帮助")
    expect(aside).to_be_visible()
    clerk.follow("帮助")
    expect(aside).to_have_count(0)
    clerk.follow("帮助")
    clerk.follow("看整页")

    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("办公室指南")
    expect(clerk.page.get_by_role("heading", name="录入提及领域，登记风险")).to_be_in_viewport()


def test_on_a_phone_it_opens_at_the_answer(seat: Seat) -> None:
    head = seat("head", PHONE)

    head.page.get_by_role("link", name="帮助").tap()

    expect(head.page.get_by_role("heading", name="看有什么要办")).to_be_in_viewport()
