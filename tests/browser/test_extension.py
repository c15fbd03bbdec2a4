"""A later date is asked for on the phone, and decided where it waits: at the decider's home."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser import tasks
from tests.browser.axe import faults_here
from tests.browser.conftest import Seat
from tests.browser.person import DESK, PHONE, Person
from tests.live.instance import Instance
from tracker.core.clock import today

WEDNESDAY = 2
REASON = "配件到货延迟，下周安装。"


def next_day() -> date:
    """Return a Wednesday some weeks ahead."""
    day = today() + timedelta(days=21)
    return day + timedelta(days=(WEDNESDAY - day.weekday()) % 7)


def ask(person: Person, task: int) -> None:
    person.open(f"/follow-ups/{task}")
    person.follow("申请延期")
    expect(person.page.get_by_label("申请延至")).to_be_visible()
    assert person.page.locator("main form label.form-label").all_inner_texts()[:2] == [
        "申请延至", "延期原因",
    ]  # fmt: skip
    person.page.get_by_label("申请延至").fill(str(next_day()))
    person.page.get_by_label("延期原因").fill(REASON)
    person.page.get_by_label("已采取的措施").fill("现场已围挡。")
    person.press("申请延期")
    person.is_told("延期申请已提交，待审批。")


def test_the_liaison_asks_the_head_knows_and_the_director_agrees(
    seat: Seat, college: Instance
) -> None:
    title = "要延期的任务"
    (task,) = tasks.hand_out(college, title)
    liaison, head, director = seat("liaison", PHONE), seat("head", PHONE), seat("director", DESK)

    ask(liaison, task)
    liaison.open("/")
    expect(liaison.page.locator(".todo-title").filter(has_text=title)).to_have_count(0)
    liaison.sees("已申请延期、待批 1 项。")
    head.open("/")
    head.sees(f"联络员已代为申请延期：{title}")

    director.open("/")
    director.page.get_by_role("link", name=re.compile(f"审批延期：{title}")).click()
    director.sees(REASON)
    director.sees("现场已围挡。")
    assert faults_here(director.page) == []
    director.press("同意延期")

    director.is_told("已批复：同意延期。")
    assert college.rows(f"SELECT due_on FROM follow_up WHERE id = {task}") == [(str(next_day()),)]


def test_a_refusal_says_why_by_a_button_of_its_own(seat: Seat, college: Instance) -> None:
    (task,) = tasks.hand_out(college, "不予延期的任务")
    head, leader = seat("head", PHONE), seat("leader", DESK)
    ask(head, task)
    leader.open(f"/follow-ups/{task}")
    leader.follow("审批延期")

    leader.press("不同意延期")
    leader.sees("不同意延期须写明原因。")
    leader.page.get_by_label("批语").fill("须按原时限办结。")
    leader.press("不同意延期")

    leader.is_told("已批复：不同意延期。")
    head.open("/")
    head.sees("不予延期的任务")
