"""What the clerk does, step by step, from a news item to papers handed out."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser import second_quarter as told
from tests.browser.person import Person

SHORT_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


def enter_meeting(clerk: Person, title: str, short_title: str, held_on: str) -> str:
    """Enter a meeting that was held long ago (补录); returns its address."""
    clerk.open("/meetings/")
    clerk.follow("补录会议")
    page = clerk.page
    page.get_by_label("会议全称").fill(title)
    page.get_by_label("简称").fill(short_title)
    clerk.choose("会议类型", "意识形态领域形势分析研判", "平安校园创建、校园安全")
    page.get_by_label("会议日期").fill(held_on)
    page.get_by_label("会议日期").press("Tab")
    expect(page.get_by_label("年度")).to_have_value(held_on[:4])
    expect(page.locator("#quarter-fields")).to_contain_text("按日期建议")
    clerk.choose("时间", "下午")
    page.locator("#campus_id").select_option(label="望岳校区")
    page.get_by_label("会议室").fill("综合楼二层报告厅")
    clerk.pick("承办单位", "党政办公室")
    clerk.press("保存并填写参会范围")
    clerk.is_told("会议已登记")
    return clerk.path().removesuffix("/invited")


def enter_participants(clerk: Person) -> None:
    """Paste who was there and who reported; a name that nobody bears asks which unit it is."""
    page = clerk.page
    page.get_by_label("参会人员").fill(told.PARTICIPANTS + told.UNKNOWN_UNIT)
    page.locator("#paste_reporting").fill(told.REPORTING)
    page.get_by_role("button", name="拆分并核对").first.click()
    clerk.sees("已拆分，还没有保存")
    clerk.press("保存参会范围")
    clerk.sees(f"“{told.UNKNOWN_UNIT}”没有找到，请选择相近的名称")
    row = page.locator("tr.row-asks")
    expect(row).to_have_count(1)
    row.get_by_label("指的是").select_option(label=told.MEANT_UNIT)
    clerk.press("保存参会范围")
    expect(page.locator("main h1")).not_to_have_text("参会范围和汇报单位")


def mark_by_category(clerk: Person, meeting: str) -> None:
    """Say that only categories of participants are known."""
    clerk.open(f"{meeting}/attendance")
    clerk.press("仅按类别")
    clerk.sees("按类别照原文记载，不计人数。")
    clerk.sees("党委委员、各党工委书记、各党总支书记")
    clerk.sees("食品和防疫安全")


def enter_address(clerk: Person, meeting: str, who: str, verb: str, words: str) -> str:
    """Paste what somebody said, split it, and keep the outline; returns the outline."""
    clerk.open(f"{meeting}/addresses/new")
    page = clerk.page
    clerk.pick("讲话人", who)
    page.get_by_label("表述").fill(verb)
    page.get_by_label("粘贴讲话原文").fill(words)
    clerk.press("拆分成要点")
    outline = page.locator("#outline")
    expect(outline).not_to_have_value("")
    shown = outline.input_value()
    page.get_by_label("粘贴讲话原文").fill("")
    clerk.press("保存讲话")
    clerk.is_told("讲话已保存")
    return shown


def plan(clerk: Person, meeting: str, heading: str, **fields: Any) -> None:
    """Make a point into tasks: `units` as pasted, `families` as the preview counts them."""
    clerk.open(f"{meeting}/points")
    page = clerk.page
    point = page.locator(".point").filter(has_text=heading).last
    point.get_by_role("link", name=re.compile("单列任务|再加一项")).click()
    page.get_by_label("事项").fill(fields["title"])
    page.get_by_label("或粘贴单位名称").fill(fields["units"])
    page.get_by_label("或粘贴单位名称").press("Tab")
    preview = page.locator("#plan-preview")
    expect(preview).to_contain_text(f"将拟定 {fields['families']} 项任务")
    page.get_by_label("工作要求").fill(fields.get("requirement", ""))
    page.get_by_label("完成时限").fill(fields["due_on"])
    page.get_by_label("会议原文写明了这个时限").check()
    clerk.press("拟定任务")
    clerk.is_told(f"已拟定 {fields['families']} 项任务")


def settle_points(clerk: Person, meeting: str, standing: str) -> None:
    """Keep one point for good, let the others go along, and plan the conveyance."""
    clerk.open(f"{meeting}/points")
    page = clerk.page
    clerk.press("长期坚持", within=page.locator(".point").filter(has_text=standing).last)
    badges = page.locator(".point").filter(has_text=standing).last.locator(".badge")
    expect(badges.first).to_have_text("长期坚持")
    clerk.press("其余全部随传达落实")
    clerk.sees("全部要求都已明确落实方式")
    clerk.open(f"{meeting}/follow-ups")
    clerk.follow("生成传达任务")
    clerk.press("生成传达任务")
    clerk.is_told("项传达任务，交办后各单位即可看到。")


def draft_minutes(clerk: Person, meeting: str, closing: str) -> None:
    """Begin the draft and see the paper change as one types; send it for signature."""
    clerk.open(f"{meeting}/minutes")
    clerk.press("起草纪要")
    clerk.is_told("已按会议记录拟出初稿")
    clerk.sees("主持人未填，纪要中不写主持。")
    clerk.page.get_by_label("结尾").press_sequentially(closing)
    expect(clerk.page.locator("#preview")).to_contain_text(closing)
    clerk.press("送签")
    clerk.is_told("纪要已送签")


def record_signature(clerk: Person, meeting: str, signed_on: str) -> None:
    """Record from the approval sheet that the secretary has signed (代录)."""
    clerk.open(f"{meeting}/minutes")
    clerk.follow("代录纸面签发")
    page = clerk.page
    clerk.pick("办理人", "郑怀瑾")
    page.get_by_label("办理日期").fill(signed_on)
    page.get_by_label("纸件存放处").fill("党政办公室档案柜甲列")
    clerk.press("代录签发会议纪要")
    clerk.is_told("会议纪要已印发")


def dispatch(clerk: Person, meeting: str, on: str) -> None:
    """Hand out all tasks that are planned."""
    clerk.open(f"{meeting}/follow-ups")
    clerk.page.get_by_label("交办日期").fill(on)
    clerk.press("交办")
    expect(clerk.page.locator("#dispatch")).to_have_count(0)
    clerk.sees("各单位任务落实清单")


def download(person: Person, path: str) -> bytes:
    """Ask for a paper and wait on its page until it is printed; returns the bytes."""
    answer = person.context.request.get(path)
    if answer.status == 202:
        # Chromium shows a PDF or saves the file: either way the page asks for it by itself.
        with person.page.expect_response(
            lambda response: (
                response.status == 200
                and response.headers.get("content-type") in {"application/pdf", "application/zip"}
            )
        ):
            person.open(path)
            person.page.get_by_role("heading", name=re.compile("正在生成")).wait_for()
    return person.fetch(path)
