"""A meeting with a signature sheet, whose minutes the leader signs in the system."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import clerk as office
from tests.browser.conftest import Seat
from tests.browser.person import Person
from tracker.core.clock import today

TITLE, SHORT_TITLE = "2023年第三季度校园安全工作会议", "三季度安全会"


@pytest.mark.timeout(300)
def test_it_is_given_by_the_leader_on_the_page(seat: Seat) -> None:
    clerk = seat("clerk")
    meeting = office.enter_meeting(clerk, TITLE, SHORT_TITLE, "2023-08-25")
    invite(clerk)
    mark_the_sheet(clerk, meeting)
    office.draft_minutes(clerk, meeting, "会议还安排了开学准备。")

    leader = seat("leader")
    row = leader.page.locator("#sign ~ .page-header-line").filter(has_text=f"《{SHORT_TITLE}纪要》")
    leader.follow("审阅签发", within=row)
    expect(leader.page.locator(".paper-page")).to_contain_text("会议还安排了开学准备。")
    leader.press("签发会议纪要")

    leader.is_told(f"会议纪要已印发：澄岳院会纪〔{today():%Y}〕1号。")
    leader.open("/")
    leader.sees(f"{today():%Y}〕1号")


def invite(clerk: Person) -> None:
    clerk.page.get_by_label("参会人员").fill("后勤处、学工部、保卫部、招生就业处、团委负责人")
    clerk.page.get_by_role("button", name="拆分并核对").first.click()
    clerk.sees("已拆分，还没有保存")
    clerk.press("保存参会范围")
    expect(clerk.page.locator("main h1")).to_have_text(SHORT_TITLE)


def mark_the_sheet(clerk: Person, meeting: str) -> None:
    """Press the four buttons of the roster, take one back, and read the totals."""
    clerk.open(f"{meeting}/attendance")
    clerk.press("按签到表")
    totals = clerk.page.locator("#attendance-totals")
    expect(totals).to_have_text(re.compile(r"^\s*5应到"))
    mark(clerk, "唐思齐：到会")
    mark(clerk, "罗定安：请假")
    mark(clerk, "曹惠民：缺席")
    mark(clerk, "马行远：委托")
    clerk.page.get_by_label("代马行远参会的人").fill("祝前程")
    clerk.press("保存代会人")
    expect(clerk.page.get_by_role("button", name="更改")).to_be_visible()
    mark(clerk, "夏青野：缺席")
    take_back(clerk, "夏青野：缺席")
    expect(totals).to_contain_text(re.compile(r"1\s*未登记"))
    clerk.press("其余人员全部到会")
    expect(totals).not_to_contain_text("未登记")
    expect(totals).to_contain_text(re.compile(r"3\s*实到\s*其中委托 1\s*1\s*请假\s*1\s*缺席"))


def mark(clerk: Person, button: str) -> None:
    clerk.press(button)
    pressed = clerk.page.get_by_role("button", name=button, exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "true")


def take_back(clerk: Person, button: str) -> None:
    clerk.press(button)
    pressed = clerk.page.get_by_role("button", name=button, exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "false")
