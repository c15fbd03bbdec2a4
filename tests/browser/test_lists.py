"""The lists of tasks and risks on a desk: narrowed, walked by keys, several at a time, printed."""

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import expect

from tests.browser.axe import faults_here
from tests.browser.conftest import Seat
from tests.browser.person import DESK, PHONE, text_of
from tests.browser.tasks import photo
from tests.live.instance import Instance


def test_conditions_are_opened_in_the_list_and_live_in_the_address(seat: Seat) -> None:
    clerk = seat("clerk", DESK)
    clerk.open("/follow-ups/?state=open")

    clerk.page.get_by_role("link", name="更多条件").click()
    clerk.page.get_by_label("讲话人").select_option(index=1)
    assert faults_here(clerk.page) == []
    clerk.press("筛选", within=clerk.page.locator("#narrow"))

    expect(clerk.page).to_have_url(re.compile(r"state=open&.*leader=\d+"))
    chip = clerk.page.get_by_role("link", name=re.compile("去掉“讲话人"))
    expect(chip).to_be_visible()
    chip.click()
    expect(chip).to_have_count(0)
    expect(clerk.page).to_have_url(re.compile("state=open"))


def test_rows_are_walked_and_ticked_by_keys_and_confirmed_together(seat: Seat) -> None:
    head, clerk = seat("head", PHONE), seat("clerk", DESK)
    head.open("/follow-ups/?state=open")
    boxes = head.page.locator("input[name=ids]")
    for place in range(2):
        boxes.nth(place).check()
    head.press("报结")
    expect(head.page.get_by_text("2 项任务已报结")).to_be_visible()
    clerk.open("/follow-ups/?state=submitted")

    for key in ("j", "x", "j", "x", "k"):
        clerk.page.keyboard.press(key)
    expect(clerk.page.locator("[data-bulk-count]")).to_have_text("2")
    clerk.press("确认办结")

    expect(clerk.page.get_by_text("已确认 2 项任务办结")).to_be_visible()


def look_back_is_due(college: Instance) -> int:
    """Have every risk that was struck off looked back at; returns how many there are."""
    path = college.folder / "tracker.sqlite"
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        found = connection.execute(
            "UPDATE risk SET look_back_on = '2023-05-22', look_back_why = '抽查', "
            "looked_back_on = NULL WHERE state = 'closed'"
        )
        connection.commit()
        return found.rowcount


def test_risks_are_narrowed_and_a_chip_is_taken_away(seat: Seat) -> None:
    clerk = seat("clerk", DESK)
    clerk.open("/risks/?state=")

    clerk.page.get_by_role("link", name="更多条件").click()
    clerk.page.get_by_label("等级").select_option(label="一般")
    clerk.page.get_by_label("类型").select_option(label="隐患")
    assert faults_here(clerk.page) == []
    clerk.press("筛选", within=clerk.page.locator("#narrow"))

    expect(clerk.page).to_have_url(re.compile("state=&.*kind=hazard.*level=general"))
    grade = clerk.page.get_by_role("link", name="去掉“等级：一般”")
    expect(grade).to_be_visible()
    clerk.page.get_by_role("link", name="去掉“类型：隐患”").click()
    expect(clerk.page).not_to_have_url(re.compile("kind="))
    expect(grade).to_be_visible()


def test_risks_are_walked_and_ticked_by_keys_and_looked_back_at_together(
    seat: Seat, college: Instance
) -> None:
    due = look_back_is_due(college)
    clerk = seat("clerk", DESK)
    clerk.open("/risks/?state=look_back")

    for key in ("j", "x", "j", "x", "k"):
        clerk.page.keyboard.press(key)
    expect(clerk.page.locator("[data-bulk-count]")).to_have_text("2")
    assert faults_here(clerk.page) == []
    clerk.press("记录回头看通过")

    clerk.is_told("已记录 2 项回头看通过。")
    expect(clerk.page.locator(".cell-main")).to_have_count(due - 2)


def test_a_narrowed_list_is_printed_as_a_paper(seat: Seat) -> None:
    clerk = seat("clerk", DESK)
    clerk.open("/risks/?state=&kind=hazard")

    clerk.page.locator("summary", has_text="打印 PDF").click()
    with clerk.page.expect_response(
        lambda answer: (
            "/papers/lists/" in answer.url
            and answer.status == 200
            and answer.headers.get("content-type") == "application/pdf"
        )
    ) as printed:
        clerk.press("用于报送上级")

    words = text_of(clerk.fetch("/" + printed.value.url.split("/", 3)[3]))
    assert "风险隐患台账" in words
    assert "条件：类型：隐患" in words
    assert "用途：报送上级" in words


def test_the_camera_opens_at_once_for_photos_of_a_risk(seat: Seat, college: Instance) -> None:
    unit = "SELECT id FROM unit WHERE name LIKE '智能制造系%'"
    ((risk_id,),) = college.rows(f"SELECT id FROM risk WHERE unit_id IN ({unit}) LIMIT 1")
    head = seat("head", PHONE)
    head.open(f"/risks/{risk_id}")
    head.page.get_by_text("添加照片或材料").click()

    camera = head.page.locator("input[capture]")
    expect(head.page.locator("label.upload-camera")).to_be_visible()
    camera.set_input_files(photo("整改后.jpg"))
    expect(head.page.locator("input[data-upload-id]")).to_have_count(1)
    head.choose("内容", "整改后照片")
    head.press("保存照片")

    head.is_told("已保存")
    expect(head.page.locator(".scan")).to_have_count(1)
