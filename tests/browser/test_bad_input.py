"""What is wrong, missing, late or twice comes back with a sentence, and nothing is lost."""

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Route, expect

from tests.browser import clerk as office
from tests.browser.conftest import Seat
from tests.browser.person import PHONE, Person
from tests.browser.tasks import hand_out, photo
from tests.live.instance import Instance

NEW = "/meetings/new?late=1"
CITIZEN = "140105200301011234"


def fill_meeting(clerk: Person, title: str, held_on: str = "2023-06-09") -> None:
    clerk.open(NEW)
    clerk.page.get_by_label("会议全称").fill(title)
    clerk.page.get_by_label("会议日期").fill(held_on)
    clerk.page.get_by_label("会议日期").press("Tab")
    expect(clerk.page.locator("#quarter-fields")).to_contain_text("按日期建议")
    clerk.choose("时间", "上午")
    clerk.choose("会议类型", "安全生产")


def wrong_field(clerk: Person, label: str) -> Locator:
    wrong = clerk.page.locator(".field-wrong")
    return wrong.filter(has=clerk.page.get_by_text(label))


def test_a_form_comes_back_filled_with_the_sentence_at_the_field(seat: Seat) -> None:
    clerk = seat("clerk")
    clerk.open(NEW)
    clerk.page.get_by_label("会议全称").fill("安全生产工作会议")
    clerk.page.get_by_label("会议日期").fill("2023-06-09")

    clerk.press("保存并填写参会范围")

    expect(wrong_field(clerk, "会议类型")).to_contain_text("请至少选择一种会议类型。")
    expect(clerk.page.get_by_label("会议全称")).to_have_value("安全生产工作会议")
    expect(clerk.page.get_by_label("会议日期")).to_have_value("2023-06-09")
    expect(clerk.page.locator(".error-summary")).to_be_focused()
    clerk.follow("请至少选择一种会议类型。")
    expect(clerk.page.locator("#kinds-0")).to_be_focused()


def test_a_date_outside_the_quarter_asks(seat: Seat) -> None:
    clerk = seat("clerk")
    fill_meeting(clerk, "四月召开的一季度会议", "2023-04-05")
    clerk.choose("季度", "第一季度")

    clerk.press("保存并填写参会范围")
    clerk.sees("会议日期 2023年4月5日 不在所选的2023年第一季度内。")
    clerk.page.get_by_label("日期或名称与季度不一致，确认按所选季度登记").check()
    clerk.press("保存并填写参会范围")

    clerk.is_told("会议已登记")


def test_a_form_sent_twice_does_nothing_twice(seat: Seat, college: Instance) -> None:
    clerk = seat("clerk")
    fill_meeting(clerk, "只登记一次的会议")
    button = clerk.page.get_by_role("button", name="保存并填写参会范围")
    with clerk.page.expect_request(lambda request: request.method == "POST") as sent:
        button.dblclick()
    clerk.is_told("会议已登记")

    again = clerk.context.request.post(
        sent.value.url, data=sent.value.post_data or "", headers=sent.value.headers
    )

    assert again.url == clerk.page.url
    assert college.rows("SELECT count(*) FROM meeting WHERE title = '只登记一次的会议'") == [(1,)]


def test_a_stale_edit_shows_both_texts_and_can_be_saved_over(seat: Seat) -> None:
    clerk = seat("clerk")
    fill_meeting(clerk, "两个窗口同时修改的会议")
    clerk.press("保存并填写参会范围")
    clerk.is_told("会议已登记")
    edit = clerk.path().replace("/invited", "/edit")
    clerk.open(edit)
    other = clerk.context.new_page()
    other.goto(edit)
    other.get_by_label("会议室").fill("二号会议室")
    other.get_by_role("button", name="保存会议").click()
    expect(other.locator(".header-facts")).to_contain_text("二号会议室")

    clerk.page.get_by_label("会议室").fill("三号会议室")
    clerk.press("保存会议")
    row = clerk.page.get_by_role("region", name="会议室")
    expect(row).to_contain_text("三号会议室")
    expect(row).to_contain_text("二号会议室")
    clerk.press("以我的内容保存")

    expect(clerk.page.locator(".header-facts")).to_contain_text("三号会议室")


def test_a_draft_is_offered_after_signing_in_again(seat: Seat) -> None:
    clerk = seat("clerk")
    clerk.open("/meetings/new")
    clerk.page.get_by_label("会议全称").fill("还没有提交的会议")
    clerk.choose("会议类型", "其他")
    status = clerk.page.locator("[data-draft-status]")
    expect(status).to_contain_text(re.compile(r"已保存 \d\d:\d\d"))
    clerk.sign_out()
    clerk.sign_in("clerk")

    clerk.open("/meetings/new")
    expect(clerk.page.locator(".draft-offer")).to_contain_text("未提交的内容")
    clerk.press("恢复")

    expect(clerk.page.get_by_label("会议全称")).to_have_value("还没有提交的会议")
    expect(clerk.page.get_by_label("其他", exact=True)).to_be_checked()


def test_a_citizens_number_is_refused_and_never_kept(seat: Seat, college: Instance) -> None:
    clerk = seat("director")
    fill_meeting(clerk, "不能保存的会议")
    clerk.page.get_by_label("会议内容").fill(f"核对 {CITIZEN} 的情况")
    refused = clerk.page.locator(".draft-status-refused")
    expect(refused).to_contain_text("身份证")
    clerk.press("保存并填写参会范围")

    expect(wrong_field(clerk, "会议内容（议题）")).to_contain_text("身份证")
    dump = "\n".join(str(row) for row in college.rows("SELECT fields FROM draft"))
    assert CITIZEN not in dump
    assert college.rows("SELECT count(*) FROM meeting WHERE title = '不能保存的会议'") == [(0,)]
    assert CITIZEN not in college.logs()


def test_an_unknown_unit_offers_the_nearest_names(seat: Seat) -> None:
    clerk = seat("clerk")
    clerk.open("/meetings/2/follow-ups/new")
    clerk.page.get_by_label("事项").fill("检查消防器材")
    clerk.page.get_by_label("或粘贴单位名称").fill("保卫不、后勤处")

    clerk.press("拟定任务")

    wrong = clerk.page.locator(".field-wrong")
    expect(wrong).to_contain_text(re.compile("没有找到“保卫不”，是否为：.*安全保卫部"))
    expect(clerk.page.get_by_label("或粘贴单位名称")).to_have_value("保卫不、后勤处")


def test_an_upload_that_is_not_what_its_name_says_is_refused(seat: Seat) -> None:
    head = seat("head", PHONE)
    head.page.locator(".todo-link").first.tap()
    upload = head.page.locator("#files")

    upload.set_input_files(
        FilePayload(name="照片😀.jpg", mimeType="image/jpeg", buffer=b"%PDF-1.7\n")
    )

    refused = head.page.locator(".upload-list .field-error")
    expect(refused).to_contain_text("内容与扩展名 .jpg 不符")
    expect(head.page.locator("[data-upload-id]")).to_have_count(0)


def test_a_file_chosen_before_the_script_has_come_is_sent(seat: Seat) -> None:
    head = seat("head", PHONE)
    href = head.page.locator(".todo-link").first.get_attribute("href")
    late: list[Route] = []
    head.page.route("**/app.js*", lambda route: late.append(route))
    head.page.goto(str(href), wait_until="commit")

    head.page.locator("#files").set_input_files(
        FilePayload(name="自查表.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7\n")
    )
    expect(head.page.locator("[data-upload-id]")).to_have_count(0)
    late[0].continue_()

    expect(head.page.locator("[data-upload-id]")).to_have_count(1)


def test_an_unknown_address_says_who_is_signed_in(seat: Seat) -> None:
    head = seat("head")

    for path in ("/nowhere", "/follow-ups/999999", "/meetings/999999", "/c/AAAA"):
        assert head.open(path).status == 404
        head.sees("所打开的内容不存在，或不属于您的单位。当前登录：陆景行。")


def test_what_belongs_to_another_unit_does_not_exist(seat: Seat, college: Instance) -> None:
    query = (
        "SELECT f.id FROM follow_up f JOIN unit u ON u.id = f.lead_unit_id "
        "WHERE u.name = '宣传统战部' LIMIT 1"
    )
    head = seat("head")

    assert head.open(f"/follow-ups/{college.rows(query)[0][0]}").status == 404

    head.sees("当前登录：陆景行。")


STRANGE = [
    "-1", "0", "99999999999999999999", "😀", "%00", "a b", "1e9", "null", "%E4%B8%AD", "x" * 3000,
]  # fmt: skip
PLACES = [
    "/meetings/{}", "/meetings/{}/points", "/meetings/?page={}", "/meetings/?year={}",
    "/meetings/?state={}", "/meetings/new/quarter?held_on={}", "/follow-ups/{}",
    "/follow-ups/?page={}", "/follow-ups/?unit={}", "/follow-ups/?state={}", "/reports/?page={}",
    "/papers/minutes/{}.pdf", "/papers/checklist/1-{}.pdf", "/papers/{}.pdf", "/papers/{}/1.pdf",
    "/verify/{}", "/c/{}", "/files/{}", "/drafts/meeting/{}", "/directory/units/{}",
    "/directory/calendar/{}", "/directory/people/?page={}", "/directory/people/?q={}",
]  # fmt: skip


def test_no_address_answers_500(seat: Seat) -> None:
    request = seat("clerk").context.request

    addresses = [place.format(value) for place in PLACES for value in STRANGE]
    broken = [path[:80] for path in addresses if request.get(path).status >= 500]

    assert broken == []


@pytest.mark.parametrize(
    "words",
    [
        "会议😀" * 20,
        "会议\u0000记录\u0007\u200b\u202e",
        "会议" * 5_000,
        "<script>alert(1)</script>{{ 7 * 7 }}",
        "'; DROP TABLE meeting; --",
    ],
    ids=["emoji", "control", "long", "markup", "sql"],
)
def test_no_text_answers_500(seat: Seat, words: str) -> None:
    clerk = seat("clerk")
    fill_meeting(clerk, words)
    clerk.press("保存并填写参会范围")

    if len(words) > 200:
        expect(wrong_field(clerk, "会议全称")).to_contain_text("会议全称不超过 200 字，请缩短。")
    else:
        clerk.is_told("会议已登记")
        meeting = clerk.path().removesuffix("/invited")
        office.enter_address(clerk, meeting, "周砚秋", "强调", words)


def test_the_filter_has_the_focus_by_a_key(seat: Seat) -> None:
    clerk = seat("clerk")
    clerk.open("/follow-ups/")

    clerk.page.keyboard.press("/")

    expect(clerk.page.locator("[data-filter]")).to_be_focused()


def test_a_list_prints_without_what_only_a_screen_needs(seat: Seat) -> None:
    clerk = seat("clerk")
    clerk.open("/follow-ups/")
    clerk.page.emulate_media(media="print")

    for piece in (".rail", ".chips", ".bottom-bar", ".masthead .menu"):
        expect(clerk.page.locator(piece)).to_be_hidden()
    expect(clerk.page.locator("main table")).to_be_visible()
    expect(clerk.page.locator(".footer")).to_contain_text("非涉密")


def progress_of(head: Person, college: Instance) -> Locator:
    """Open what is to be told of a task's progress, with a note typed; returns the file's field."""
    [task_id] = hand_out(college, "填写进展的任务")
    head.open(f"/follow-ups/{task_id}/progress")
    head.page.locator("textarea").first.fill("已完成一半。")
    return head.page.locator("input[data-upload]:not([capture])")


def test_a_form_waits_for_the_file_that_was_chosen(seat: Seat, college: Instance) -> None:
    head = seat("head", PHONE)
    files = progress_of(head, college)

    def later(route: Route) -> None:
        head.page.wait_for_timeout(500)
        route.continue_()

    head.page.route("**/files/", later)
    files.set_input_files(photo("一半.jpg"))
    head.page.locator("main form [type=submit]").last.click()

    head.is_told("已记入办理过程")
    head.sees("一半.jpg")


def test_a_form_waits_for_a_word_on_the_file_that_was_refused(
    seat: Seat, college: Instance
) -> None:
    head = seat("head", PHONE)
    files = progress_of(head, college)
    program = FilePayload(name="程序.jpg", mimeType="image/jpeg", buffer=b"MZ" + bytes(2000))

    files.set_input_files(program)
    expect(head.page.locator(".upload-list .field-error")).to_be_visible()
    head.page.locator("main form [type=submit]").last.click()

    understood = head.page.get_by_role("button", name="知道了")
    expect(understood).to_be_focused()
    understood.click()
    head.page.locator("main form [type=submit]").last.click()
    head.is_told("已记入办理过程")
