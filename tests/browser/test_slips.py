"""催办文书: what was sent is delivered, and the unit finds it at its task."""

import re

from playwright.sync_api import expect

from tests.browser.axe import faults_here
from tests.browser.conftest import Seat
from tests.browser.person import DESK


def test_a_slip_that_was_sent_is_delivered(seat: Seat) -> None:
    clerk = seat("clerk", DESK)
    clerk.open("/follow-ups/")
    clerk.follow("催办文书")
    clerk.page.get_by_role("link", name=re.compile("已发出，待送达")).click()
    assert faults_here(clerk.page) == []
    boxes = clerk.page.locator("input[name=ids]")
    before = boxes.count()

    boxes.first.check()
    clerk.press("登记送达")

    clerk.is_told("已登记 1 份送达。")
    expect(clerk.page.locator("input[name=ids]")).to_have_count(before - 1)
    clerk.open("/follow-ups/slips?show=delivered")
    expect(clerk.page.locator("tbody tr")).to_have_count(1)
    clerk.page.locator("td.cell-main a").first.click()
    clerk.sees("已送达")
