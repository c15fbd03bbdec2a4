"""A news item that was written already becomes a meeting and its minutes; nothing is retyped."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.axe import faults_here
from tests.browser.conftest import Seat
from tests.browser.person import Person
from tracker.core.clock import today

NEWS = """学院首页 > 新闻中心 > 正文

我院召开2023年第四季度意识形态领域形势分析(师生思想动态)研判暨平安校园创建工作会议

发布时间:2023-12-11 阅读数:126

根据省委教育工委的相关要求,按照学院的工作部署,12月8日下午,我院在临湖校区主楼四层会议室召开2023年第四季度意识形态领域形势分析研判会。党委委员、各党工委书记、各党总支书记;党政办公室、纪委办公室、组织人事部、后勤处、院工会、院团委等负责人参加了会议。学院党委书记郑怀瑾出席会议并做讲话,院长周砚秋、副院长孟昭和出席会议。会议由党委副书记林若谷主持。

会上,望岳校区党工委、智能制造系党总支、后勤服务中心(食品和防疫安全)等部门紧密围绕寒假离校、食品安全、顶岗实习管理、网络舆情等方面存在的风险点和隐患,进行了分析研判。

孟昭和从校园隐患排查、流行性疾病的防控、消防工作等方面的工作对学院总体安全工作进行安排部署。

周砚秋强调,第一,要统一思想,增强抓好学院安全稳定工作的使命意识。第二,要明确任务,准确把握学院安全稳定工作的关键部位。三、落实要求,切实提升学院安全稳定工作的管理能力。

会上,郑书记就进一步做好学院意识形态领域分析研判,提出两点意见。

一、提高政治站位,坚决维护学院意识形态领域安全

一是要认清形势,扛起政治责任。二是要锚定关键,推进各项任务。

二、压紧压实责任,推进安全文化建设

要筑牢思想防线,夯实工作基础。

会议要求,各党总支、各部门要在会后及时传达会议精神,认真研究落实。

供图:宣传统战部     供文:宣传统战部     编辑:石丹
"""
ROOM = "主楼四层会议室"


@pytest.mark.timeout(300)
def test_a_pasted_text_reaches_issued_minutes_without_being_typed_again(seat: Seat) -> None:
    clerk = seat("clerk")
    paste(clerk)
    confirm_by_keyboard(clerk)
    clerk.is_told("会议已登记，粘贴的草稿已删除。")
    meeting = clerk.path()
    clerk.sees("会议由党委副书记林若谷主持")
    settle_and_draft(clerk, meeting)

    leader = seat("leader")
    row = leader.page.locator("#sign ~ .page-header-line").filter(has_text="2023年第四季度")
    leader.follow("审阅签发", within=row)
    paper = leader.page.locator(".paper-page")
    for words in ("后勤服务中心（食品和防疫安全）", "统一思想", "认清形势", "会议要求"):
        expect(paper).to_contain_text(words)
    leader.press("签发会议纪要")
    leader.is_told(f"会议纪要已印发：澄岳院会纪〔{today():%Y}〕1号。")


def paste(clerk: Person) -> None:
    clerk.open("/meetings/")
    clerk.follow("粘贴录入")
    clerk.page.get_by_label("粘贴文字").fill(NEWS)
    clerk.press("读取并核对")
    clerk.sees("光标所在的一项，原文中对应的字会亮起")


def confirm_by_keyboard(clerk: Person) -> None:
    """See the words light up, go on with Enter, drop a row and take it back; type nothing."""
    page = clerk.page
    room = page.get_by_label("会议室")
    expect(room).to_have_value(ROOM)
    room.focus()
    expect(page.locator(".is-lit")).to_have_text([f"临湖校区{ROOM}"])
    room.press("Enter")
    expect(room).not_to_be_focused()

    first = page.get_by_role("textbox", name="参会第 1 项")
    tick = page.get_by_label("录入参会第 1 项")
    expect(first).to_have_value("学院党委书记郑怀瑾")
    first.press("Alt+x")
    expect(tick).not_to_be_checked()
    first.press("Alt+x")
    expect(tick).to_be_checked()
    clerk.press("确认并登记会议")


def settle_and_draft(clerk: Person, meeting: str) -> None:
    """Let all points go along with the conveyance, and send the drafted minutes for signature."""
    clerk.open(f"{meeting}/points")
    clerk.press("其余全部随传达落实")
    clerk.sees("全部要求都已明确落实方式")
    clerk.open(f"{meeting}/follow-ups")
    clerk.follow("生成传达任务")
    clerk.press("生成传达任务")
    expect(clerk.page.locator(".flash")).to_contain_text(re.compile("项传达任务"))
    clerk.open(f"{meeting}/minutes")
    clerk.press("起草纪要")
    clerk.is_told("已按会议记录拟出初稿")
    clerk.press("送签")
    clerk.is_told("纪要已送签")


def test_the_page_of_review_can_be_reloaded_and_given_up(seat: Seat) -> None:
    clerk = seat("clerk")
    paste(clerk)

    clerk.page.reload()
    clerk.sees("光标所在的一项，原文中对应的字会亮起")
    clerk.press("放弃")
    clerk.press("放弃", within=clerk.page.get_by_role("dialog"))

    clerk.is_told("粘贴的文字已放弃，没有留下记录。")


REPORT = """2023年第三季度安全稳定工作汇报
后勤服务中心
一、总体情况
食堂、锅炉房运行平稳。
二、存在问题
（一）二食堂留样柜温度记录有缺。整改措施：每日双人登记。
三、下一步打算
更换老旧管线。
"""


def test_a_units_report_is_put_into_its_form(seat: Seat) -> None:
    clerk = seat("clerk")
    page = clerk.page
    clerk.open("/intake/")
    page.get_by_label("粘贴文字").fill(REPORT)
    clerk.press("读取并核对")
    page.locator(".intake-fact").filter(has_text="留样柜").focus()
    expect(page.locator(".is-lit").first).to_contain_text("留样柜温度记录有缺")
    assert faults_here(page) == []

    clerk.press("填入表单并核对")

    expect(page).to_have_url(re.compile(r"/reports/\d+/edit$"))
    expect(page.get_by_label("总体情况")).to_have_value("食堂、锅炉房运行平稳。")
    expect(page.get_by_label("下一步打算")).to_have_value("更换老旧管线。")
    titles = [box.input_value() for box in page.locator("[name$='-title']").all()]
    assert "二食堂留样柜温度记录有缺" in titles


def test_words_light_up_where_the_focus_was_before_the_script(seat: Seat) -> None:
    page = seat("clerk").page
    page.goto("/intake/")
    page.get_by_label("粘贴文字").fill(REPORT)
    late: list[Route] = []
    page.route("**/app.js*", lambda route: late.append(route))
    page.get_by_role("button", name="读取并核对").click(no_wait_after=True)

    page.locator(".intake-fact").filter(has_text="留样柜").focus()
    expect(page.locator(".is-lit")).to_have_count(0)
    late[0].continue_()

    expect(page.locator(".is-lit").first).to_contain_text("留样柜温度记录有缺")
