"""The guides as they are read inside the product, and where each page is explained."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import url_for
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

import config
from tracker.core.permissions import ADMINISTRATORS, Role, Viewer

DOCS = config.ROOT / "docs"
PICTURES = DOCS / "images"
KEYS = ("clerk", "head", "leader", "administrator")
READER = MarkdownIt("commonmark", {"html": False})

IMPORTING, LATER_ENTRIES = "导入单位和人员", "补录以前的会议和台账"
NOTICE, ATTENDANCE = "印发会议通知、改期、取消", "登记参会情况"
RISKS, PAPERS = "录入提及领域，登记风险", "看纪要、清单和责任书"
SEARCHING, URGING = "搜索", "发提示函和督办单"
DISPUTES, EXTENSIONS, LONG_TERM = "答复异议、改派、中止", "审批延期申请", "长期推进的任务"
BALANCE = "核对台账，季度结账"
FOR_INSPECTORS = "检查人员看什么"
# Everybody comes in the same way, and the guide of those who do so on a phone tells it.
FIRST_SIGN_IN = ("head", "第一次登录")

# {guide: {endpoint, or blueprint for the rest of its pages: heading of the section}}.
PLACES: dict[str, dict[str, str]] = {
    "clerk": {
        "agreements": "登记责任书",
        "catalogue": "打印和导出",
        "directory": "登记人员变动",
        "directory.ladder": URGING,
        "followups": "确认办结或退回",
        "followups.add_goal": LONG_TERM,
        "followups.decide_extension": EXTENSIONS,
        "followups.drop_slip": URGING,
        "followups.end_going_on": LONG_TERM,
        "followups.extensions": EXTENSIONS,
        "followups.go_on": LONG_TERM,
        "followups.import_risks": LATER_ENTRIES,
        "followups.import_tasks": LATER_ENTRIES,
        "followups.of_meeting": "交办任务",
        "followups.paper_list": "代录纸面办理",
        "followups.plan": "确定每条要求怎么落实",
        "followups.plan_conveyance": "确定每条要求怎么落实",
        "followups.plan_direct": "交办任务",
        "followups.plan_risk": RISKS,
        "followups.points": "确定每条要求怎么落实",
        "followups.reassign": DISPUTES,
        "followups.resume": DISPUTES,
        "followups.review": LONG_TERM,
        "followups.slips": URGING,
        "followups.suspend": DISPUTES,
        "followups.uphold": DISPUTES,
        "home": "一个季度怎么走",
        "home.reports": "打印和导出",
        "intake": "粘贴录入",
        "issuing": LATER_ENTRIES,
        "meetings": "新建会议",
        "meetings.attendance": ATTENDANCE,
        "meetings.cancel": NOTICE,
        "meetings.edit_address": "录入讲话",
        "meetings.edit_area_list": RISKS,
        "meetings.hold": ATTENDANCE,
        "meetings.invited": "填写参会范围和汇报单位",
        "meetings.new_address": "录入讲话",
        "meetings.new_area_list": RISKS,
        "meetings.notify": NOTICE,
        "meetings.reschedule": NOTICE,
        "meetings.scans": "扫描件和照片",
        "minutes": "起草和送签纪要",
        "minutes.correct": "更正已印发的纪要",
        "minutes.issue": "领导在纸上签发的",
        "minutes.on_paper": "领导在纸上签发的",
        "minutes.overview": "一个季度怎么走",
        "reports": BALANCE,
        "risks": RISKS,
        "search": SEARCHING,
        "unit_reports": "收各单位的汇报",
    },
    "head": {
        "accounts.deputies": "外出时请人代办",
        "accounts.me": "少登录几次",
        "agreements": PAPERS,
        "catalogue": PAPERS,
        "followups": "一次报结几项",
        "followups.add_progress": "填写进展，撤回材料",
        "followups.ask_extension": "申请延期",
        "followups.dispute": "不是本单位的事",
        "followups.reach_goal": LONG_TERM,
        "followups.show": "报结一项任务",
        "followups.withdraw_evidence": "填写进展，撤回材料",
        "home": "看有什么要办",
        "home.reports": PAPERS,
        "meetings": PAPERS,
        "minutes": PAPERS,
        "search": SEARCHING,
        "unit_reports": "填写单位汇报",
    },
    "leader": {
        "catalogue": "下载文书",
        "followups": "确认任务办结",
        "followups.decide_extension": "审批延期",
        "followups.extensions": "审批延期",
        "home": "每周看一分钟",
        "home.reports": "下载文书",
        "minutes": "审阅签发纪要",
        "minutes.send_back": "退回纪要",
        "risks.confirm": "确认重大隐患销号",
        "search": SEARCHING,
    },
    "administrator": {
        "accounts": "忘记密码、手机丢失、停用账户",
        "accounts.delegations": "登记签发委托",
        "accounts.grants": "授予和收回角色",
        "accounts.policy": "规定手机保持登录几天",
        "accounts.slips": "发登录条",
        "audit": "查操作记录",
        "operations": "首次启动",
        "operations.jobs": "看系统是否正常",
        "operations.people": IMPORTING,
    },
}


@dataclass(frozen=True)
class Section:
    """One question and its answer; the heading is also the anchor. `html` is safe to show."""

    heading: str
    html: str


@dataclass(frozen=True)
class Guide:
    """The guide of one kind of reader."""

    key: str
    title: str
    lead: str
    sections: tuple[Section, ...]

    @property
    def headings(self) -> frozenset[str]:
        """Return the anchors."""
        return frozenset(section.heading for section in self.sections)


@cache
def guide(key: str) -> Guide:
    """Read the guide of `KEYS` from docs/guides/."""
    tokens = _tokens(key)
    for picture in _pictures_in(tokens):
        _place(picture)
    lead, *rest = _parts(tokens)
    sections = (Section(part[1].content, _html(part[3:])) for part in rest)
    return Guide(key, lead[1].content, _html(lead[3:]), tuple(sections))


def guides() -> list[Guide]:
    """Return all guides."""
    return [guide(key) for key in KEYS]


@cache
def pictures() -> frozenset[str]:
    """Return the names of the pictures that the guides show."""
    return frozenset(_name(picture) for key in KEYS for picture in _pictures_in(_tokens(key)))


def place_of(endpoint: str, viewer: Viewer | None) -> tuple[str, str]:
    """Return guide and heading that explain a page to its reader; "" for the whole, or for all."""
    if endpoint in {"accounts.notice", "accounts.password"}:
        return FIRST_SIGN_IN
    if viewer is None:
        return _place_for_visitors(endpoint)
    key = _guide_of(viewer)
    if viewer.roles == {Role.INSPECTOR}:
        return key, FOR_INSPECTORS
    places = PLACES.get(key, {})
    return key, _heading(places, endpoint)


def _heading(places: dict[str, str], endpoint: str) -> str:
    return places.get(endpoint) or places.get(endpoint.partition(".")[0], "")


def _place_for_visitors(endpoint: str) -> tuple[str, str]:
    """Visitors sign in, or set up their college."""
    if endpoint == "home.index":
        return FIRST_SIGN_IN
    if endpoint.startswith("operations."):
        return "administrator", _heading(PLACES["administrator"], endpoint)
    return "", ""


def _guide_of(viewer: Viewer) -> str:
    """Return the guide of the first of somebody's roles."""
    if viewer.roles & ADMINISTRATORS:
        return "administrator"
    if viewer.roles & {Role.LEADER, Role.INSPECTOR}:
        return "leader"
    if viewer.is_office:
        return "clerk"
    return "head" if viewer.unit_ids else ""


def _tokens(key: str) -> list[Token]:
    return READER.parse((DOCS / "guides" / f"{key}.md").read_text(encoding="utf-8"))


def _pictures_in(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from (piece for piece in token.children or () if piece.type == "image")


def _name(picture: Token) -> str:
    return Path(str(picture.attrs["src"])).name


def _parts(tokens: list[Token]) -> Iterator[list[Token]]:
    """Cut at the headings of the second level; the first part is what stands before them."""
    starts = [n for n, token in enumerate(tokens) if n == 0 or _is_heading(token)]
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        yield tokens[start:end]


def _is_heading(token: Token) -> bool:
    return token.type == "heading_open" and token.tag == "h2"


def _html(tokens: list[Token]) -> str:
    return str(READER.renderer.render(tokens, READER.options, {}))


def _place(picture: Token) -> None:
    """Have a picture served by the product, with its room kept, so that anchors stay in view."""
    name = _name(picture)
    with Image.open(PICTURES / name) as image:
        width, height = image.size
    picture.attrs.update(
        src=url_for("help.picture", name=name), width=width, height=height, loading="lazy"
    )
