"""整改通知书 and 销号申请单 (domain.md §3 rows 8 and 9): one risk on a form with room to sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.core.calendar import chinese_date
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.directory.models import Unit
from tracker.files.queries import small_picture
from tracker.press.listing import Column, Grid
from tracker.press.typography import title_lines
from tracker.press.word import (
    WORKING_COPY,
    Style,
    Title,
    WordPaper,
    body,
    paragraph,
)
from tracker.risks import queries
from tracker.risks.models import Evidence, Risk, RiskState
from tracker.risks.papers.stood import stood_on

NOTICE_KIND = "rectification-notice"
DRAFT = "送审稿"
TITLE_WIDTH = 20
# As many as stand beside each other on paper.
MOST_PICTURES = 2
NOTICE_STATES = frozenset({RiskState.REGISTERED, RiskState.RECTIFYING})
CLOSURE_STATES = frozenset({*RiskState} - {RiskState.REGISTERED, RiskState.CANCELLED})
LONGEST_ID = 9
# Steps after which nobody has checked yet what will be asked to be struck off.
_UNCHECKED = frozenset({"refuse", "reopen"})


@dataclass(frozen=True)
class RiskSheet:
    """One risk on a form; every field is as printed.

    `rows` are the columns of the office's table, label and words; `before` and `after` are
    pictures as data addresses. `signatures` name who signs; `number` is empty before issue.
    Of a sensitive area neither place nor picture is told (domain.md §6.4).
    """

    title: str
    addressed_to: str
    opening: str
    rows: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]
    signed_by: str
    signed_on: str
    number: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    has_pictures: bool = False

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)


def rectification_notice(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> RiskSheet | None:
    """Return 整改通知书 of a risk, "12", or of its second round, "12-2", as it would be issued."""
    risk = _risk_of(subject, viewer)
    if risk is None or risk.state not in NOTICE_STATES or subject != notice_subject(risk):
        return None
    return notice_of(risk, on=on)


def rectification_notice_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the risks that have or may get a notice, newest first."""
    return [
        (notice_subject(risk), f"{risk.code}整改通知书")
        for risk in queries.in_states(NOTICE_STATES, viewer=viewer)
    ]


def notice_subject(risk: Risk) -> str:
    """Return the notice's id: the risk's, with the round from the second on."""
    return str(risk.id) if risk.round == 1 else f"{risk.id}-{risk.round}"


def notice_of(risk: Risk, *, on: date, number: str = "") -> RiskSheet:
    """Return the notice of a risk in the 14 columns of domain.md §3 row 8, numbered or not."""
    signed_by = _college(on)
    basis = "" if risk.area.is_sensitive else risk.basis or risk.source_label
    opening = f"根据{basis}，" if basis else ""
    due = chinese_date(risk.due_on) if risk.due_on else "规定时限"
    return RiskSheet(
        title="整改通知书",
        addressed_to=risk.unit.name,
        opening=f"{opening}你单位存在下列{risk.kind_label}，请于{due}前整改到位，并报送整改情况。",
        rows=(
            ("编号", risk.code),
            ("被检查单位", risk.unit.name),
            *_place(risk),
            ("类别（等级）", _graded(risk)),
            ("存在的问题或隐患", risk.title),
            *_pictures_told(risk),
            ("整改措施", risk.measure),
            ("整改期限", chinese_date(risk.due_on) if risk.due_on else ""),
            ("整改责任人", _responsible(risk.unit, on)),
            *_long(risk, ("整改资金", risk.budget), ("临时管控", risk.interim_control)),
            ("复查时间", ""),
            ("完成情况", ""),
            ("复查人", ""),
            ("备注", f"第 {risk.round} 轮整改" if risk.round > 1 else ""),
        ),
        signatures=("签发单位负责人", "接收单位负责人"),
        signed_by=signed_by,
        signed_on=chinese_date(on),
        number=number,
    )


def closure_form(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> RiskSheet | None:
    """Return 销号申请单 of a risk, "12", in the 13 columns of domain.md §3 row 9, with photos."""
    risk = _risk_of(subject, viewer)
    if risk is None or risk.state not in CLOSURE_STATES or subject != str(risk.id):
        return None
    stood = stood_on(risk, on)
    # Who refused or found it come back has not checked what will be asked for then.
    checked = stood.checked if stood.checked and stood.checked.verb not in _UNCHECKED else None
    return RiskSheet(
        title="销号申请单",
        addressed_to="",
        opening="下列事项已按要求整改，申请复查销号。",
        rows=(
            ("编号", risk.code),
            ("被检查单位", risk.unit.name),
            *_long(risk, ("具体地点", risk.place)),
            ("类别（等级）", f"{risk.area.name}·{_graded(risk)}"),
            ("存在的问题或隐患", risk.title),
            ("采取的措施", risk.measure),
            ("期限", chinese_date(risk.due_on) if risk.due_on else ""),
            ("责任人", _responsible(risk.unit, on)),
            # Before its check the unit's head writes here what was done.
            ("整改情况", stood.words if checked else ""),
            ("完成时间", chinese_date(stood.closed_on) if stood.closed_on else ""),
            ("复查人", checked.actor_name if checked else ""),
        ),
        signatures=("整改单位负责人", "主管部门负责人", *(("校领导",) if risk.is_major else ())),
        signed_by=_college(on),
        signed_on=chinese_date(on),
        before=_pictures(risk, Evidence.BEFORE),
        after=_pictures(risk, Evidence.AFTER),
        has_pictures=not risk.area.is_sensitive,
    )


def closure_form_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the risks that are or were being mended, newest first."""
    return [
        (str(risk.id), f"{risk.code}销号申请单")
        for risk in queries.in_states(CLOSURE_STATES, viewer=viewer)
    ]


def sheet_in_word(paper: RiskSheet) -> WordPaper:
    """Return a form for Word, its photos left out; of an issued one a working copy."""
    grid = Grid((Column("项目", 40), Column("内容", 116)), paper.rows, "")
    room = "　　".join(f"{who}（签字）：　　　　　" for who in paper.signatures)
    addressed = (paragraph(Style.ADDRESSED, f"{paper.addressed_to}："),)
    parts = (
        Title(paper.title_lines),
        *((paragraph(Style.REMARK, paper.number),) if paper.number else ()),
        *(addressed if paper.addressed_to else ()),
        *body(paper.opening),
        grid,
        *body(room, Style.REMARK),
        paragraph(Style.SIGNATURE, paper.signed_by, keeps_next=True),
        paragraph(Style.DAY, paper.signed_on),
    )
    return WordPaper(paper.title, parts, header=WORKING_COPY if paper.number else DRAFT)


def _risk_of(subject: str, viewer: Viewer | None) -> Risk | None:
    head = subject.partition("-")[0]
    is_id = head.isascii() and head.isdigit() and len(head) <= LONGEST_ID
    return queries.get_risk(int(head), viewer=viewer) if is_id else None


def _place(risk: Risk) -> tuple[tuple[str, str], ...]:
    where = f"{risk.area.name}：{risk.place}" if risk.place else risk.area.name
    return (("领域", risk.area.name),) if risk.area.is_sensitive else (("具体地点", where),)


def _long(risk: Risk, *rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return () if risk.area.is_sensitive else rows


def _graded(risk: Risk) -> str:
    return f"{risk.kind_label}（{risk.level_label}）"


def _pictures_told(risk: Risk) -> tuple[tuple[str, str], ...]:
    count = len(_shown(risk, Evidence.BEFORE))
    return _long(risk, ("图片", f"整改前照片 {count} 张，存于台账" if count else "无"))


def _shown(risk: Risk, proves: Evidence) -> list[int]:
    found = queries.evidence_of(risk)
    return [one.file_id for one in found if one.proves == proves and not one.is_withdrawn]


def _pictures(risk: Risk, proves: Evidence) -> tuple[str, ...]:
    """Return the newest pictures of a sort; none of a sensitive area."""
    ids = [] if risk.area.is_sensitive else _shown(risk, proves)
    return tuple(small_picture(file_id) for file_id in ids[-MOST_PICTURES:])


def _responsible(unit: Unit, on: date) -> str:
    head = directory.principal_of(unit, on=on)
    return f"{directory.post_words(head.post)} {head.person.name}" if head else ""


def _college(on: date) -> str:
    settings = directory.settings(on=on)
    return settings["issuing_body"] or settings["college_name"]
