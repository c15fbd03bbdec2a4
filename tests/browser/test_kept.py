"""A report that cannot be sent waits in the phone, over plain HTTP, and goes once."""

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser import tasks
from tests.browser.conftest import GATEWAY, Seat
from tests.browser.unsent import (
    SUBMIT,
    is_sent,
    reopen,
    report,
    report_offline,
    submits,
    waits,
    write,
)
from tests.live.instance import Instance


def test_note_and_photo_go_when_the_page_is_opened_again(
    seat: Seat, college: Instance, screen: dict[str, Any]
) -> None:
    (task,) = tasks.hand_out(college, "断网时报结")
    head = seat("head", screen)
    write(head.page, task, "已整改，见照片。")
    assert head.page.evaluate("isSecureContext") is False
    head.context.set_offline(True)
    head.page.locator("#files-camera").set_input_files(tasks.photo())
    expect(head.page.locator(".upload-list")).to_contain_text("已存在本机")
    report(head.page)
    waits(head.page, "断网时报结")
    expect(head.page.get_by_label("办理情况")).to_be_disabled()
    assert tasks.reports_of(college, task) == []

    reopen(head)

    is_sent(head.page, "断网时报结")
    row = head.page.locator(".todo").filter(has_text="断网时报结")
    expect(row.locator(".todo-light")).to_have_text("已发送")
    assert tasks.reports_of(college, task) == [("已整改，见照片。", 1)]
    reopen(head)
    expect(head.page.locator("[data-unsent]")).to_have_text("")


def test_it_goes_by_itself_when_the_network_is_back(
    seat: Seat, college: Instance, screen: dict[str, Any]
) -> None:
    (task,) = tasks.hand_out(college, "等联网")
    head = seat("head", screen)
    report_offline(head, task, "已办。")
    waits(head.page, "等联网")

    head.context.set_offline(False)

    head.is_told("已报结，待办公室确认。")
    assert tasks.reports_of(college, task) == [("已办。", 0)]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_that_answers_for_the_server_is_no_answer(
    seat: Seat, college: Instance, screen: dict[str, Any], status: int
) -> None:
    (task,) = tasks.hand_out(college, f"网关 {status}")
    head = seat("head", screen)
    write(head.page, task, "已办。")
    head.context.route(
        SUBMIT, lambda route: route.fulfill(status=status, body="busy", headers={GATEWAY: "test"})
    )
    report(head.page)
    waits(head.page, f"网关 {status}")
    head.context.unroute(SUBMIT)

    reopen(head)

    is_sent(head.page, f"网关 {status}")
    assert tasks.reports_of(college, task) == [("已办。", 0)]


def test_what_was_done_and_not_answered_is_not_done_twice(
    seat: Seat, college: Instance, screen: dict[str, Any]
) -> None:
    (task,) = tasks.hand_out(college, "没有回音")
    head = seat("head", screen)
    write(head.page, task, "只报一次。")
    head.page.locator("#files").set_input_files(tasks.photo())
    expect(head.page.get_by_role("button", name="移除：现场照片.jpg")).to_be_visible()

    def lose(route: Route) -> None:
        # Only the browser knows the name.
        url = route.request.url.replace("tracker.test", "127.0.0.1")
        route.fetch(url=url, headers=route.request.all_headers(), max_redirects=0)
        route.abort("connectionreset")

    head.context.route(SUBMIT, lose)
    report(head.page)
    waits(head.page, "没有回音")
    assert len(tasks.reports_of(college, task)) == 1
    head.context.unroute(SUBMIT)

    reopen(head)

    is_sent(head.page, "没有回音")
    assert tasks.reports_of(college, task) == [("只报一次。", 1)]


def test_several_pages_send_once(seat: Seat, college: Instance, screen: dict[str, Any]) -> None:
    (task,) = tasks.hand_out(college, "几个页面")
    head = seat("head", screen)
    others = [head.context.new_page() for _ in range(3)]
    for page in others:
        page.goto("/reports/")
    report_offline(head, task, "已办。")
    waits(head.page, "几个页面")
    sent = submits(head)

    head.context.set_offline(False)

    head.page.wait_for_timeout(3000)
    assert len(sent) == 1
    assert tasks.reports_of(college, task) == [("已办。", 0)]


def test_several_ticked_tasks_wait_in_the_same_way(
    seat: Seat, college: Instance, screen: dict[str, Any]
) -> None:
    ids = tasks.hand_out(college, "勾选甲", "勾选乙")
    head = seat("head", screen)
    head.open("/follow-ups/?state=open")
    for title in ("勾选甲", "勾选乙"):
        head.page.get_by_label(f"选择：{title}").tap()
    head.context.set_offline(True)
    report(head.page)
    waits(head.page, "2 项任务")

    reopen(head)

    is_sent(head.page, "2 项任务")
    assert [len(tasks.reports_of(college, one)) for one in ids] == [1, 1]
