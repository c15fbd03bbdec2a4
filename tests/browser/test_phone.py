"""A head with five minutes between meetings: few taps, large buttons, the camera at once."""

import pytest
from playwright.sync_api import FilePayload, FloatRect, Locator, expect

from tests.browser import tasks
from tests.browser.conftest import Seat
from tests.browser.person import PHONE, Person
from tests.live.instance import Instance

SMALLEST = 44


def box_of(target: Locator) -> FloatRect:
    box = target.bounding_box()
    assert box is not None
    return box


class Thumb:
    """Taps and counts; what it taps is large enough."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, target: Locator) -> None:
        """Tap once."""
        target.scroll_into_view_if_needed()
        assert box_of(target)["height"] >= SMALLEST, target
        target.tap()
        self.taps += 1


def test_a_report_takes_three_taps(seat: Seat, college: Instance) -> None:
    (task,) = tasks.hand_out(college, "三下办完的任务")
    head, thumb = seat("head", PHONE), Thumb()
    head.open("/")

    thumb.tap(head.page.locator(".todo-link").filter(has_text="三下办完的任务"))
    thumb.tap(head.page.get_by_role("button", name="已按要求完成。"))
    thumb.tap(head.page.get_by_role("button", name="报结", exact=True))

    head.is_told("已报结，待办公室确认。")
    assert thumb.taps == 3
    assert tasks.reports_of(college, task) == [("已按要求完成。", 0)]


def test_three_reports_take_five_taps(seat: Seat, college: Instance) -> None:
    titles = ("第一项", "第二项", "第三项")
    ids = tasks.hand_out(college, *titles)
    head, thumb = seat("head", PHONE), Thumb()
    head.open("/")

    thumb.tap(head.page.get_by_role("link", name="全部待办（可多选报结）"))
    for title in titles:
        thumb.tap(head.page.locator("label.todo-box").filter(has=_box(head, title)))
    thumb.tap(head.page.get_by_role("button", name="报结", exact=True))

    head.is_told("3 项任务已报结")
    assert thumb.taps == 5
    assert [len(tasks.reports_of(college, one)) for one in ids] == [1, 1, 1]


def _box(head: Person, title: str) -> Locator:
    return head.page.get_by_label(f"选择：{title}", exact=True)


def test_the_demand_is_read_first_and_the_act_stays_at_the_edge(
    seat: Seat, college: Instance
) -> None:
    (task,) = tasks.hand_out(college, "按钮在屏幕下沿的任务")
    head = seat("head", PHONE)
    head.open(f"/follow-ups/{task}")
    act = head.page.get_by_role("button", name="报结", exact=True)

    head.page.get_by_label("办理情况").scroll_into_view_if_needed()

    facts = head.page.locator(".requirement, .facts dt, .light").all_inner_texts()
    assert facts[:3] == [facts[0], "报送", "完成时限"]
    bottom, box = box_of(head.page.locator(".bottom-bar")), box_of(act)
    assert bottom["y"] - SMALLEST / 2 <= box["y"] + box["height"] <= bottom["y"]


def test_the_camera_opens_at_once_and_pictures_join(seat: Seat, college: Instance) -> None:
    (task,) = tasks.hand_out(college, "要照片的任务")
    head, thumb = seat("head", PHONE), Thumb()
    head.open(f"/follow-ups/{task}")
    camera = head.page.locator("#files-camera")

    assert camera.get_attribute("capture") == "environment"
    assert camera.get_attribute("accept") == "image/*"
    for name in ("整改前.jpg", "整改后.jpg"):
        with head.page.expect_file_chooser() as opened:
            thumb.tap(head.page.get_by_text("拍照", exact=True))
        opened.value.set_files(tasks.photo(name))
        expect(head.page.get_by_role("button", name=f"移除：{name}")).to_be_visible()
    head.press("报结")

    head.is_told("已报结，待办公室确认。")
    assert tasks.reports_of(college, task) == [("", 2)]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (FilePayload(name="大.jpg", mimeType="image/jpeg", buffer=bytes(20 * 2**20 + 1)), "20 MB"),
        (FilePayload(name="表.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7"), "不是照片"),
        (FilePayload(name="空.jpg", mimeType="image/jpeg", buffer=b""), "文件是空的"),
    ],
    ids=["too large", "no picture", "empty"],
)
def test_what_is_no_photo_is_told_at_once(
    seat: Seat, college: Instance, file: FilePayload, sentence: str
) -> None:
    (task,) = tasks.hand_out(college, "照片不对的任务")
    head = seat("head", PHONE)
    head.open(f"/follow-ups/{task}")
    sent: list[str] = []
    head.page.on("request", lambda request: sent.append(request.url))

    head.page.locator("#files-camera").set_input_files(file)

    expect(head.page.locator(".upload-list .field-error")).to_contain_text(sentence)
    assert [url for url in sent if url.endswith("/files/")] == []


def test_a_printed_code_leads_through_the_sign_in_to_its_item(
    seat: Seat, college: Instance
) -> None:
    query = (
        "SELECT c.code, c.subject FROM paper_code c JOIN follow_up f ON f.id = c.subject "
        f"JOIN unit u ON u.id = f.lead_unit_id WHERE c.kind = 'item' AND u.name = '{tasks.UNIT}'"
    )
    code, task = college.rows(query)[0]
    head = seat("", PHONE)

    head.open(f"/c/{code}")
    head.sign_in("head")

    assert head.path() == f"/follow-ups/{task}"
