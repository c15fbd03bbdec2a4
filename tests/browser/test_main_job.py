"""The main job in one walk: log the meeting, issue the minutes, hand out the lists, tick them."""

import io
import re
import zipfile

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from tests.browser import clerk as office
from tests.browser import second_quarter as told
from tests.browser.conftest import Seat
from tests.browser.person import PHONE, Person, text_of
from tests.live.instance import Instance

REASON = "请把结尾写得具体一些。"
CLOSING = "会议还对暑期值班作了安排。"
CHECK, TEACH, GRID = "开展暑期前消防安全检查", "开展岗位实习安全教育", "更新校园网格责任牌"
POINT = "准确把握学院安全稳定工作的关键部位"
MENDED = "请补充整改时限。"
SUBMITTED = "SELECT count(*) FROM follow_up_entry WHERE verb = 'submit'"


@pytest.mark.timeout(400)
def test_it_goes_from_a_news_item_to_confirmed_tasks(seat: Seat, college: Instance) -> None:
    clerk = seat("clerk")
    meeting = log_the_meeting(clerk)
    issue_the_minutes(clerk, seat("director"), meeting)
    code = read_the_papers(clerk, meeting)
    expect_verdict(seat(), code, "有效")

    head = seat("head", PHONE)
    report_with_a_photo(head, college)
    report_several(head)
    confirm_and_return(clerk)
    see_the_reason_first(head)
    read_the_numbers(seat("leader"))
    record_a_paper_list(clerk, meeting)

    correct_the_minutes(clerk, meeting)
    expect_verdict(seat(), code, "已被第 2 版替代")


def log_the_meeting(clerk: Person) -> str:
    meeting = office.enter_meeting(clerk, told.TITLE, told.SHORT_TITLE, "2023-06-09")
    office.enter_participants(clerk)
    office.mark_by_category(clerk, meeting)
    office.enter_address(clerk, meeting, "孟昭和", "安排部署", told.VICE_PRESIDENT)
    outline = office.enter_address(clerk, meeting, "周砚秋", "强调", told.PRESIDENT)
    assert "三、落实要求" in outline
    outline = office.enter_address(clerk, meeting, "郑怀瑾", "讲话，提出意见", told.SECRETARY)
    assert "（三）强化责任观念" in outline
    clerk.sees("会议指出")
    clerk.sees("会议要求")
    # Three of these five are families: a system and its branch, a department and its body.
    units = "智能制造系、智能制造系党总支、保卫部、创建办、后勤服务中心"
    facts = {"due_on": "2023-06-30", "requirement": "逐处检查消防器材和疏散通道。"}
    office.plan(
        clerk, meeting, "准确把握学院安全稳定", title=CHECK, units=units, families=3, **facts
    )
    facts = {"due_on": "2023-07-07", "units": "智能制造系、信息工程系", "families": 2}
    office.plan(clerk, meeting, POINT, title=TEACH, **facts)
    facts = {"due_on": "2023-07-14", "units": "智能制造系", "families": 1}
    office.plan(clerk, meeting, "夯实工作基础", title=GRID, **facts)
    office.settle_points(clerk, meeting, "科学有效制定建设思路")
    return meeting


def issue_the_minutes(clerk: Person, director: Person, meeting: str) -> None:
    office.draft_minutes(clerk, meeting, "会议还作了安排。")
    director.open(f"{meeting}/minutes")
    director.follow("退回")
    director.page.get_by_label("原因").fill(REASON)
    director.press("退回")
    director.is_told("已退回")

    clerk.open("/")
    clerk.sees(f"纪要被退回：{REASON}")
    clerk.follow(f"纪要被退回：{REASON}")
    clerk.page.get_by_label("结尾").fill(CLOSING)
    clerk.press("送签")
    clerk.is_told("纪要已送签")
    office.record_signature(clerk, meeting, "2023-06-14")
    clerk.sees("〔2023〕2号")
    clerk.sees("党委书记郑怀瑾签发")
    office.dispatch(clerk, meeting, "2023-06-15")


def read_the_papers(clerk: Person, meeting: str) -> str:
    """Read minutes and lists as printed; returns the code on the minutes."""
    clerk.open(f"{meeting}/minutes")
    link = clerk.page.get_by_role("link", name="会议纪要第1版（PDF）")
    words = text_of(office.download(clerk, link.get_attribute("href") or ""))
    assert told.TITLE in words
    assert "〔2023〕2号" in words
    speakers = ["副院长孟昭和", "院长周砚秋强调", "党委书记郑怀瑾", "会议指出", "会议要求"]
    places = [words.index(name) for name in speakers]
    assert places == sorted(places)
    assert CLOSING in words
    assert re.search(
        f"{CHECK}。（牵头单位：保卫部；配合单位：创建办；完成时限：2023年6月30日前", words
    )
    code = office.SHORT_CODE.search(words)
    assert code

    read_the_list(clerk, meeting)
    return code.group()


def read_the_list(clerk: Person, meeting: str) -> None:
    """Read the list of one unit as a PDF, and find the same one among all lists in a ZIP."""
    clerk.open(f"{meeting}/follow-ups")
    row = clerk.page.locator(".unit-lists li").filter(has_text=re.compile(r"^\s*智能制造系\d"))
    link = row.get_by_role("link", name=re.compile("清单（PDF）")).get_attribute("href")
    words = text_of(office.download(clerk, link or ""))
    assert [title for title in (CHECK, TEACH, GRID) if title not in words] == []
    # One code for the list, one for each of its items.
    codes = {code for code in office.SHORT_CODE.findall(words) if not code.startswith("2023")}
    assert len(codes) == 4

    number = meeting.rsplit("/", 1)[1]
    bundle = zipfile.ZipFile(io.BytesIO(office.download(clerk, f"/papers/checklists/{number}.zip")))
    own = next(name for name in bundle.namelist() if name.endswith(" 智能制造系任务落实清单.pdf"))
    assert codes <= set(office.SHORT_CODE.findall(text_of(bundle.read(own))))


def expect_verdict(visitor: Person, code: str, verdict: str) -> None:
    visitor.open(f"/verify/{code}")
    visitor.sees(verdict)


def report_with_a_photo(head: Person, college: Instance) -> None:
    """Two taps and a sentence; the second of two quick taps does nothing."""
    page, before = head.page, college.rows(SUBMITTED)[0][0]
    head.open("/")
    page.locator(".todo-link").filter(has_text=CHECK).tap()
    page.get_by_label("办理情况").fill("已检查，器材完好。")
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "#a8201a").save(picture, "JPEG")
    page.locator("#files").set_input_files(
        FilePayload(name="检查照片.jpg", mimeType="image/jpeg", buffer=picture.getvalue())
    )
    expect(page.get_by_role("button", name="移除：检查照片.jpg")).to_be_visible()
    page.get_by_role("button", name="报结", exact=True).dblclick()
    head.is_told("已报结，待办公室确认。")
    head.sees("检查照片.jpg")
    assert college.rows(SUBMITTED)[0][0] == before + 1


def report_several(head: Person) -> None:
    """Three taps for two items."""
    head.open("/follow-ups/?state=open")
    for title in (TEACH, GRID):
        head.page.get_by_label(f"选择：{title}").tap()
    expect(head.page.locator("[data-bulk-count]")).to_have_text("2")
    head.page.get_by_role("button", name="报结", exact=True).tap()
    head.is_told("2 项任务已报结")


def confirm_and_return(clerk: Person) -> None:
    """Confirm two together, and send one back."""
    clerk.open("/")
    page = clerk.page
    for title in (TEACH, GRID):
        page.get_by_label(f"选择：{title}").check()
    clerk.press("确认办结")
    clerk.is_told("已确认 2 项任务办结。")
    clerk.open("/follow-ups/?state=submitted")
    clerk.follow(CHECK)
    clerk.press("退回")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("原因").fill(MENDED)
    clerk.press("退回", within=dialog)
    clerk.is_told("已退回承办单位")


def see_the_reason_first(head: Person) -> None:
    head.open("/")
    returned = head.page.locator(".todo-link").filter(has_text=MENDED)
    expect(head.page.locator(".todo-group").first).to_contain_text(MENDED)
    returned.tap()
    expect(head.page.locator("main .returned")).to_contain_text(MENDED)


def read_the_numbers(leader: Person) -> None:
    leader.open("/")
    expect(leader.page.locator(".numbers li")).to_have_count(5)
    row = leader.page.locator("li").filter(has_text="会纪〔2023〕2号")
    address = row.get_by_role("link", name=re.compile("PDF")).get_attribute("href")
    assert leader.fetch(address or "").startswith(b"%PDF")


def record_a_paper_list(clerk: Person, meeting: str) -> None:
    """Enter what a unit has ticked on paper, on one screen."""
    clerk.open(f"{meeting}/follow-ups")
    row = clerk.page.locator(".unit-lists li").filter(has_text="后勤服务中心")
    clerk.follow("代录纸面清单", within=row)
    page = clerk.page
    page.get_by_role("checkbox", name=re.compile(CHECK)).check()
    page.get_by_label("完成情况").first.fill("已检查完毕。")
    clerk.pick("办理人", "乔守田")
    page.get_by_label("办理日期").fill("2023-06-29")
    page.get_by_label("纸件存放处").fill("党政办公室档案柜乙列")
    clerk.press("代录报结")
    clerk.is_told("已代录 1 项")


def correct_the_minutes(clerk: Person, meeting: str) -> None:
    clerk.open(f"{meeting}/minutes")
    clerk.follow("更正纪要")
    clerk.page.get_by_label("原因").fill("结尾漏写一句。")
    clerk.press("开始更正")
    clerk.is_told("已开始更正")
    clerk.page.get_by_label("结尾").fill(f"{CLOSING}请各单位遵照执行。")
    clerk.press("送签")
    clerk.is_told("纪要已送签")
    office.record_signature(clerk, meeting, "2023-06-20")
    clerk.sees("第2版")
