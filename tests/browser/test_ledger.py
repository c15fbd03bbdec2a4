"""The balance of a quarter: each number opens as many records as it counts."""

import re

from playwright.sync_api import expect

from tests.browser.axe import faults_here
from tests.browser.conftest import Seat

PAGE = "/reports/balance/2023-1"


def test_every_number_of_the_totals_opens_its_records(seat: Seat) -> None:
    director = seat("director")
    director.open(PAGE)
    assert faults_here(director.page) == []
    links = director.page.locator("tr.ledger-sum a")
    numbers = [(int(one.inner_text()), one.get_attribute("href") or "") for one in links.all()]
    assert len(numbers) > 4

    for number, address in numbers:
        director.open(address)
        director.sees(f"共 {number} 项")


def test_a_record_behind_a_number_is_opened(seat: Seat) -> None:
    director = seat("director")
    director.open(PAGE)
    matrix = director.page.locator("section").filter(has_text="督办任务").last

    matrix.locator("td.ledger-number a").first.click()
    expect(director.page.locator("main h1")).to_be_visible()
    director.page.locator("td.cell-main a").first.click()

    expect(director.page).to_have_url(re.compile(r"/(follow-ups|risks)/\d+$"))


def test_the_home_of_the_director_leads_to_the_closing(seat: Seat) -> None:
    director = seat("director")
    director.open("/")

    director.page.get_by_role("link", name=re.compile("办理季度结账")).click()
    director.press("结账")

    director.is_told("已结账，此后补录的事项计入下一季度。")
