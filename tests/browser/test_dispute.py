"""What is not a unit's matter goes back with a reason, and on to the unit whose matter it is."""

import re

from playwright.sync_api import expect

from tests.browser import tasks
from tests.browser.axe import faults_here
from tests.browser.conftest import Seat
from tests.browser.person import DESK, PHONE
from tests.live.instance import Instance

REASON = "网络设备由图文信息中心管理，本单位没有相应职责。"


def test_a_head_disputes_and_the_office_gives_it_to_another_unit(
    seat: Seat, college: Instance
) -> None:
    title = "不归本系的任务"
    (task,) = tasks.hand_out(college, title)
    head, clerk = seat("head", PHONE), seat("clerk", DESK)
    head.open(f"/follow-ups/{task}")
    head.follow("非本单位职责，提出异议")
    head.page.get_by_label("原因").fill(REASON)
    assert faults_here(head.page) == []
    head.press("提出异议")
    head.is_told("已提出异议，待办公室答复。")

    clerk.open("/")
    clerk.page.get_by_role("link", name=re.compile(f"提出异议，待答复：{title}")).click()
    clerk.sees(REASON)
    clerk.follow("改派")
    clerk.pick("改由哪个单位牵头", "图文信息中心")
    clerk.page.get_by_label("原因").fill("由图文信息中心牵头。")
    clerk.press("改派")

    clerk.is_told("已改派")
    lead = "SELECT u.name, f.state FROM follow_up f JOIN unit u ON u.id = f.lead_unit_id"
    assert college.rows(f"{lead} WHERE f.id = {task}") == [("图文信息中心", "assigned")]
    head.open("/")
    expect(head.page.locator(".todo-title").filter(has_text=title)).to_have_count(0)


def test_what_stays_with_the_unit_says_why(seat: Seat, college: Instance) -> None:
    (task,) = tasks.hand_out(college, "仍归本系的任务")
    head, clerk = seat("head", PHONE), seat("clerk", DESK)
    head.open(f"/follow-ups/{task}/dispute")
    head.page.get_by_label("原因").fill(REASON)
    head.press("提出异议")
    clerk.open(f"/follow-ups/{task}")

    clerk.follow("维持交办")
    clerk.page.get_by_label("原因").fill("机房在本系，请照常办理。")
    clerk.press("维持交办")

    clerk.is_told("已答复：维持交办。")
    head.open(f"/follow-ups/{task}")
    head.sees("机房在本系，请照常办理。")
    expect(head.page.get_by_role("button", name="报结", exact=True)).to_be_visible()
