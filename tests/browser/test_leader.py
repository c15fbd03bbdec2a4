"""A leader with a tablet: one minute a week, and the papers that wait."""

import io

import pdfplumber
import pytest
from playwright.sync_api import expect

from tests.browser.clerk import download
from tests.browser.conftest import Seat
from tests.browser.person import TABLET, text_of


def test_a_minute_on_a_tablet(seat: Seat) -> None:
    leader = seat("leader", TABLET)
    page = leader.page

    expect(page.locator(".numbers li")).to_have_count(5)
    expect(page.locator(".matrix tbody tr").first).to_be_visible()
    expect(page.locator("svg.trend")).to_be_visible()
    page.get_by_role("link", name="2023年一季度").tap()
    expect(page.locator("main h1")).to_have_text("2023年第一季度")
    expect(page.locator(".numbers")).to_contain_text("责任书签订")
    address = page.get_by_role("link", name="季度情况（PDF）").get_attribute("href")
    assert "研判与督办情况" in text_of(download(leader, address or ""))


@pytest.mark.parametrize("quarter", ["", "?quarter=2023-1"])
def test_the_page_prints_on_one_sheet(seat: Seat, quarter: str) -> None:
    leader = seat("leader")
    leader.open(f"/{quarter}")

    with pdfplumber.open(io.BytesIO(leader.page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == 1
