"""Sample papers in Word, opened again, beside what their PDF is printed from."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from lxml import html

from tracker.agreements.papers import AgreementPaper, agreement_in_word
from tracker.agreements.papers.agreement import Paragraph, SignatureLine
from tracker.meetings.papers import notice_in_word
from tracker.minutes.papers import minutes_in_word
from tracker.press.listing import Column, Grid, Listing, numbered
from tracker.press.word import WordPaper, listing_in_word, write_word
from tracker.unit_reports.papers import RiskLine, Section, UnitReportPaper, unit_report_in_word

from . import samples
from .conftest import ENVIRONMENT

AGREEMENT = AgreementPaper(
    title="2023年意识形态工作目标责任书",
    college="云岭职业技术学院",
    unit="保卫部",
    paragraphs=(
        Paragraph("一、工作目标", 1),
        Paragraph("（一）全年无责任事故。", 2),
        Paragraph("按月自查并建立台账。"),
        Paragraph("本责任书一式两份。"),
    ),
    college_signers=(SignatureLine("党委书记", "秦守拙", "2023年3月10日"),),
    unit_signers=(SignatureLine("保卫部部长", "", "　　年　　月　　日"),),
)
SIGNING_PAGE = replace(AGREEMENT, paragraphs=(), note="本责任书一式两份，双方各执一份。")
UNIT_REPORT = UnitReportPaper(
    title="保卫部2023年第一季度形势研判报告",
    unit="保卫部",
    meeting=samples.MEETING,
    scope="校园安全",
    sections=(
        Section("总体情况", "总体平稳。\n没有责任事故。"),
        Section("存在问题和风险点", "灭火器过期。"),
    ),
    words=("楼道堆物：已清理。",),
    risks=(RiskLine("消防安全", "灭火器过期", "一般", "保卫部", "更换", "2023年3月31日"),),
    signed_by="保卫部部长韩堃",
    signed_on="2023年3月6日",
    state="草稿",
)
LISTING = Listing(
    "会议议程",
    (("会议", samples.MEETING), ("地点", "东校区主楼四层会议室")),
    (Grid((Column("序号", 12, True), Column("议程", 144)), numbered([("领导讲话",)]), "无"),),
    foot="打印日期：2023年3月6日",
)
EXTENSION = Listing(
    "延期申请表",
    (("编号", "2023-4"), ("申请单位", "机电工程系")),
    (Grid((Column("项目", 36, True), Column("内容", 120)), (
        ("事项", "更换护栏\n来源：一季度会议"), ("原因", ""), ("单位意见", "\n签字：　　日期："),
    ), ""),),
    foot="打印日期：2023年3月20日",
)  # fmt: skip
# Name → template, paper, and how it is mapped to Word.
IN_WORD: dict[str, tuple[str, Any, Callable[[Any], WordPaper]]] = {
    "minutes": ("minutes", samples.minutes_paper(), minutes_in_word),
    "draft": ("minutes", samples.minutes_paper(number=""), minutes_in_word),
    "correction": ("minutes", samples.correction(), minutes_in_word),
    "notice": ("notice", samples.notice(), notice_in_word),
    "plain notice": ("notice", replace(samples.notice(), mark="", number=""), notice_in_word),
    "agreement": ("agreement", AGREEMENT, agreement_in_word),
    "signing page": ("agreement", SIGNING_PAGE, agreement_in_word),
    "unit report": ("unit_report", UNIT_REPORT, unit_report_in_word),
    "agenda": ("listing", LISTING, listing_in_word),
    "extension form": ("extension_form", EXTENSION, listing_in_word),
    "empty agenda": (
        "listing",
        replace(LISTING, grids=(replace(LISTING.grids[0], rows=()),)),
        listing_in_word,
    ),
}


def written(name: str) -> Any:
    """Return the sample paper as a document that was opened again."""
    _, paper, in_word = IN_WORD[name]
    return Document(io.BytesIO(write_word(in_word(paper))))


def words_of(element: Any) -> str:
    """Return all words of an element in reading order, without blanks."""
    return re.sub(r"\s", "", "".join(part.text or "" for part in element.iter(qn("w:t"))))


def on_paper(name: str) -> str:
    """Return the words that the PDF is printed from, but for the code to verify it by."""
    template, paper, _ = IN_WORD[name]
    text = ENVIRONMENT.get_template(f"papers/{template}.html").render(paper=paper)
    page = html.fromstring(text).find("body")
    for mark in page.find_class("verify"):
        mark.drop_tree()
    for row in page.find_class("imprint-row"):
        # The day comes first there, and stands at the right.
        [day] = row
        row.text, day.tail = day.tail, None
    return re.sub(r"\s", "", page.text_content())


def face(style: Any) -> tuple[str, float]:
    """Return face and size in points of a style."""
    return style.element.rPr.rFonts.get(qn("w:eastAsia")), style.font.size.pt
