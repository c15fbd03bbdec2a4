"""What waits in a phone: refused with the server's words, thrown away when asked, nobody else's."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import tasks
from tests.browser.axe import faults_here
from tests.browser.conftest import Seat
from tests.browser.person import PHONE
from tests.browser.unsent import (
    is_sent,
    line,
    reopen,
    report,
    report_offline,
    submits,
    waits,
    write,
)
from tests.live.instance import Instance

NOTE = "已按要求逐项办完。"


def test_what_the_server_refuses_is_kept_and_told(
    seat: Seat, college: Instance, screen: dict[str, Any]
) -> None:
    (task,) = tasks.hand_out(college, "别处已报结")
    head, elsewhere = seat("head", screen), seat("head", PHONE)
    report_offline(head, task, NOTE)
    write(elsewhere.page, task, "在电脑上报过了。")
    report(elsewhere.page)
    elsewhere.is_told("已报结")

    page = reopen(head)

    expect(line(page)).to_contain_text("别处已报结")
    expect(line(page)).not_to_contain_text("联网后自动发送")
    expect(line(page)).to_contain_text("待确认")
    assert [note for note, _ in tasks.reports_of(college, task)] == ["在电脑上报过了。"]
    expect(line(page).get_by_role("link", name="打开任务")).to_have_attribute(
        "href", f"/follow-ups/{task}"
    )
    page = reopen(head)
    expect(line(page)).to_have_count(1)


def test_it_is_thrown_away_by_keyboard_and_only_when_asked(
    seat: Seat, college: Instance, screen: dict[str, Any]
) -> None:
    (task,) = tasks.hand_out(college, "不要了")
    head = seat("head", screen)
    report_offline(head, task, NOTE)
    page = head.page
    assert faults_here(page) == []
    drop = page.get_by_role("button", name="丢弃：不要了")

    drop.press("Enter")
    expect(page.get_by_role("button", name="保留")).to_be_focused()
    page.keyboard.press("Enter")
    expect(drop).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="丢弃写的内容和照片").press("Enter")

    expect(line(page)).to_have_count(0)
    expect(page.locator("[data-unsent] [role=status]")).to_have_text("已丢弃：不要了")
    page = reopen(head)
    expect(page.locator("[data-unsent]")).to_have_text("")
    assert tasks.reports_of(college, task) == []


def test_what_is_refused_at_once_stays_in_the_form(
    seat: Seat, college: Instance, screen: dict[str, Any]
) -> None:
    (task,) = tasks.hand_out(college, "当场被拒")
    head, elsewhere = seat("head", screen), seat("head", PHONE)
    write(head.page, task, NOTE)
    write(elsewhere.page, task, "先报的。")
    report(elsewhere.page)
    elsewhere.is_told("已报结")

    report(head.page)

    expect(line(head.page)).to_contain_text("待确认")
    expect(head.page.get_by_label("办理情况")).to_have_value(NOTE)


def test_a_faulty_word_comes_back_at_its_field(
    seat: Seat, college: Instance, screen: dict[str, Any]
) -> None:
    (task,) = tasks.hand_out(college, "写了不该写的")
    head = seat("head", screen)
    write(head.page, task, "核对 140105200301011234 的情况")
    head.page.locator("#files").set_input_files(tasks.photo())
    expect(head.page.get_by_role("button", name="移除：现场照片.jpg")).to_be_visible()
    report(head.page)
    expect(head.page.locator(".field-wrong")).to_contain_text("身份证")
    head.page.get_by_label("办理情况").fill("已核对。")

    report(head.page)

    head.is_told("已报结")
    assert tasks.reports_of(college, task) == [("已核对。", 1)]


def test_a_faulty_word_sent_later_is_mended_in_the_task(
    seat: Seat, college: Instance, screen: dict[str, Any]
) -> None:
    (task,) = tasks.hand_out(college, "后来才知道写错")
    head = seat("head", screen)
    write(head.page, task, "核对 140105200301011234 的情况")
    head.context.set_offline(True)
    head.page.locator("#files-camera").set_input_files(tasks.photo())
    report(head.page)
    waits(head.page, "后来才知道写错")
    page = reopen(head)
    expect(line(page)).to_contain_text("身份证")

    head.follow("打开任务")
    expect(page.get_by_label("办理情况")).to_have_value("核对 140105200301011234 的情况")
    expect(page.get_by_role("button", name="移除：现场照片.jpg")).to_be_visible()
    page.get_by_label("办理情况").fill("已核对。")
    report(page)

    head.is_told("已报结")
    assert tasks.reports_of(college, task) == [("已核对。", 1)]
    expect(line(page)).to_have_count(0)


def test_another_account_on_the_phone_neither_sees_nor_sends_it(
    seat: Seat, college: Instance, screen: dict[str, Any]
) -> None:
    (task,) = tasks.hand_out(college, "别人的手机")
    head = seat("head", screen)
    report_offline(head, task, NOTE)
    head.context.clear_cookies()
    page = reopen(head)
    expect(page.locator("body")).not_to_contain_text("别人的手机")
    sent = submits(head)

    head.sign_in("liaison")
    head.open(f"/follow-ups/{task}")
    expect(page.get_by_label("办理情况")).to_have_value("")
    expect(line(page)).to_have_count(0)
    head.sign_out()

    assert sent == []
    assert tasks.reports_of(college, task) == []
    head.sign_in("head")
    is_sent(page, "别人的手机")
    assert tasks.reports_of(college, task) == [(NOTE, 0)]


def test_a_page_of_one_account_does_not_send_as_another(
    seat: Seat, college: Instance, screen: dict[str, Any]
) -> None:
    (task,) = tasks.hand_out(college, "登录换了人")
    head = seat("head", screen)
    write(head.page, task, NOTE)
    left, head.page = head.page, head.context.new_page()
    head.sign_out()
    head.sign_in("liaison")

    report(left)

    expect(line(left)).to_contain_text("重新登录后自动发送")
    head.context.set_offline(True)
    head.context.set_offline(False)
    left.wait_for_timeout(1000)
    expect(line(left)).to_contain_text("重新登录后自动发送")
    assert tasks.reports_of(college, task) == []
    head.sign_out()
    head.sign_in("head")
    is_sent(head.page, "登录换了人")
    assert tasks.reports_of(college, task) == [(NOTE, 0)]


@pytest.mark.parametrize("is_offline", [True, False])
def test_what_is_typed_survives_the_page(
    seat: Seat, college: Instance, screen: dict[str, Any], is_offline: bool
) -> None:
    (task,) = tasks.hand_out(college, "写了一半")
    head = seat("head", screen)
    head.open(f"/follow-ups/{task}")
    head.context.set_offline(is_offline)
    head.page.get_by_label("办理情况").press_sequentially("写了一半的")
    head.page.wait_for_timeout(600)

    page = reopen(head, f"/follow-ups/{task}")

    expect(page.get_by_label("办理情况")).to_have_value("写了一半的")
    expect(line(page)).to_have_count(0)
    assert tasks.reports_of(college, task) == []
