"""会议通知 with its 回执."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.core.calendar import chinese_date
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.meetings import queries
from tracker.meetings.models import Capacity, Meeting
from tracker.meetings.papers.loading import meeting_of, meetings_of
from tracker.press.listing import Column, Grid
from tracker.press.typography import heading_number, mark_class, title_lines
from tracker.press.word import (
    WORKING_COPY,
    Part,
    RedHead,
    Style,
    Title,
    WordPaper,
    body,
    heading,
    paragraph,
)

TITLE_WIDTH = 20
REPLY_COLUMNS = (
    Column("单位", 36), Column("姓名", 19), Column("职务", 36), Column("电话", 26),
    Column("是否请假", 20), Column("代会人", 19),
)  # fmt: skip
DRAFT = "送审稿"
DEFAULT_RECEIVERS = "各党工委、各党总支，各部门"


@dataclass(frozen=True)
class ReplySlip:
    """回执, the notice's attachment: its title, the empty rows, and where and by when to send it.

    Its columns are fixed: 单位 姓名 职务 电话 是否请假 代会人. `units` fills the first column of as
    many rows; `blank_rows` more stay empty.
    """

    title: str
    units: tuple[str, ...] = ()
    blank_rows: int = 6
    remark: str = ""

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)

    @property
    def rows(self) -> tuple[str, ...]:
        """Return what stands in the first column of each row."""
        return self.units + ("",) * self.blank_rows


@dataclass(frozen=True)
class NoticeSection:
    """One numbered section of a notice: its heading (会议时间) and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]

    def number(self, position: int) -> str:
        """Return the printed number (一、) of the section at a position from 1."""
        return heading_number(1, position)


@dataclass(frozen=True)
class Notice:
    """会议通知 (domain §3 row 1). All dates and times are as printed.

    Empty fields are left out and the rest is numbered 一、二、 in the order of `sections`.
    `mark` is the red head (××学院办公室文件); an empty one prints a notice without a red head.
    `number` (〔2023〕3号) needs a mark. `signed_by` and `signed_on` are 落款. `participants` and
    `requirements` are paragraphs, each a whole sentence.
    """

    title: str
    addressed_to: str
    opening: str
    meeting_name: str
    time: str
    place: str
    signed_by: str
    signed_on: str
    chair: str = ""
    topics: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    contact: str = ""
    mark: str = ""
    number: str = ""
    reply_slip: ReplySlip | None = None

    @property
    def mark_class(self) -> str:
        """Return the size class of the red head."""
        return mark_class(self.mark)

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)

    @property
    def sections(self) -> tuple[NoticeSection, ...]:
        """Return the filled sections in the order in which notices state them."""
        rows = (
            ("会议名称", (self.meeting_name,)),
            ("会议时间", (self.time,)),
            ("会议地点", (self.place,)),
            ("会议主持", (self.chair,)),
            ("会议议题", self.topics),
            ("参会人员", self.participants),
            ("材料要求", self.materials),
            ("会议要求", self.requirements),
            ("联系人", (self.contact,)),
        )
        return tuple(NoticeSection(heading, texts) for heading, texts in rows if any(texts))


def notice(subject: str, *, on: date, public_url: str, viewer: Viewer | None) -> Notice | None:
    """Return the notice of a meeting as it would be issued on that day; None if there is none."""
    meeting = meeting_of(subject, viewer)
    return notice_of(meeting, on=on, addressed_to=DEFAULT_RECEIVERS) if meeting else None


def notice_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the meetings that have or may get a notice, newest first."""
    return [
        (str(meeting.id), f"关于召开{meeting.name}的通知")
        for meeting in meetings_of(viewer)
        if not meeting.is_entered_late
    ]


def notice_of(
    meeting: Meeting,
    *,
    on: date,
    addressed_to: str,
    materials: str = "",
    contact: str = "",
    number: str = "",
) -> Notice:
    """Return the notice of a meeting; an empty number prints it without its red head.

    Who reports is read from the record and stands above what the office adds; whom to ask is
    read from it where the office names nobody.
    """
    settings = directory.settings(on=on)
    signed_by = settings["issuing_body"] or settings["college_name"]
    day = chinese_date(meeting.held_on)
    return Notice(
        title=f"关于召开{meeting.title}的通知",
        addressed_to=addressed_to.rstrip("：:"),
        opening=f"经研究，定于{day}召开{meeting.title}。现将有关事项通知如下：",
        meeting_name=meeting.title,
        time=meeting.time_words,
        place=meeting.place,
        signed_by=signed_by,
        signed_on=chinese_date(on),
        chair=queries.chair_words(meeting),
        topics=_lines(meeting.agenda),
        participants=_participants(meeting),
        materials=reporting_sentences(meeting) + _lines(materials),
        requirements=_lines(meeting.requirements),
        contact=contact or _contact(meeting),
        mark=f"{signed_by}文件" if number else "",
        number=number,
        reply_slip=_reply_slip(meeting),
    )


def notice_in_word(paper: Notice) -> WordPaper:
    """Return a notice for Word; of an issued one a working copy."""
    sections = (
        part
        for position, section in enumerate(paper.sections, 1)
        for part in heading(
            1, f"{section.number(position)}{section.heading}：", "\n".join(section.paragraphs)
        )
    )
    slip = paper.reply_slip
    named = (paragraph(Style.ATTACHMENTS, f"附件：{slip.title}"),) if slip else ()
    parts = (
        *((RedHead(paper.mark, paper.number),) if paper.mark else ()),
        Title(paper.title_lines),
        paragraph(Style.ADDRESSED, f"{paper.addressed_to}："),
        *body(paper.opening),
        *sections,
        *named,
        paragraph(Style.SIGNATURE, paper.signed_by, keeps_next=True),
        paragraph(Style.DAY, paper.signed_on),
        *(_slip_in_word(slip) if slip else ()),
    )
    return WordPaper(paper.title, parts, header=WORKING_COPY if paper.number else DRAFT)


def _slip_in_word(slip: ReplySlip) -> tuple[Part, ...]:
    rows = tuple((unit, *[""] * (len(REPLY_COLUMNS) - 1)) for unit in slip.rows)
    return (
        paragraph(Style.LABEL, "附件"),
        Title(slip.title_lines),
        Grid(REPLY_COLUMNS, rows, ""),
        *body(slip.remark, Style.REMARK),
    )


def reporting_sentences(meeting: Meeting) -> tuple[str, ...]:
    """Return the sentence that asks the reporting units for their report, or nothing."""
    units = "、".join(queries.reporting_words(meeting.reporting))
    return (f"{units}须在会上汇报，请提前准备汇报材料。",) if units else ()


def _participants(meeting: Meeting) -> tuple[str, ...]:
    attending = queries.invited_words(meeting, Capacity.ATTENDEE)
    observing = queries.invited_words(meeting, Capacity.OBSERVER)
    sentences = (attending and f"{attending}。", observing and f"列席：{observing}。")
    return tuple(filter(None, sentences))


def _contact(meeting: Meeting) -> str:
    phone = meeting.recorder.office_phone if meeting.recorder else ""
    name = meeting.recorder.name if meeting.recorder else ""
    unit = meeting.organiser.display_name if meeting.organiser else ""
    return " ".join(filter(None, (unit, name, phone)))


def _reply_slip(meeting: Meeting) -> ReplySlip:
    units = tuple(row.unit.display_name for row in meeting.invitations if row.unit)
    remark = "请假须事先提交书面说明，经批准后可委托他人参会，并在“代会人”栏写明姓名。"
    return ReplySlip("参会回执", units, blank_rows=2 if units else 6, remark=remark)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
