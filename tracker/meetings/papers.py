"""Papers of a meeting before and while it is held: 会议通知 and 签到表."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.permissions import Permission, Viewer
from tracker.directory import queries as directory
from tracker.meetings import queries
from tracker.meetings.models import (
    Attendance,
    AttendanceBasis,
    AttendanceStatus,
    Capacity,
    Meeting,
    MeetingState,
)
from tracker.press.typography import heading_number, mark_class, title_lines

TITLE_WIDTH = 20


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


@dataclass(frozen=True)
class SignInRow:
    """A person on the sign-in sheet; `remark` is 列席, 代×××参会 or empty."""

    unit: str
    name: str
    post: str
    remark: str = ""


@dataclass(frozen=True)
class SignInSheet:
    """签到表 (domain §3 row 3): rows in rank order, room to sign, and the counts at the foot.

    The four counts are numbers as printed, or empty to be filled in by pen. `blank_rows` are
    added at the end for those who come unannounced.
    """

    title: str
    meeting_name: str
    time: str
    place: str
    rows: tuple[SignInRow, ...]
    expected: str = ""
    present: str = ""
    on_leave: str = ""
    absent: str = ""
    blank_rows: int = 0

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)


DEFAULT_RECEIVERS = "各党工委、各党总支，各部门"
BLANK_ROWS = 3


def notice(subject: str, *, on: date, public_url: str, viewer: Viewer | None) -> Notice | None:
    """Return the notice of a meeting as it would be issued on that day; None if there is none."""
    meeting = _meeting(subject, viewer)
    return notice_of(meeting, on=on, addressed_to=DEFAULT_RECEIVERS) if meeting else None


def notice_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the meetings that have or may get a notice, newest first."""
    return [
        (str(meeting.id), f"关于召开{meeting.name}的通知")
        for meeting in _meetings(viewer)
        if not meeting.is_entered_late
    ]


def sign_in_sheet(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> SignInSheet | None:
    """Return the sign-in sheet in rank order, with the counts once everybody has a status."""
    meeting = _meeting(subject, viewer)
    if meeting is None or (viewer is not None and not viewer.can(Permission.MEETING_EDIT)):
        return None
    counts = queries.totals(meeting)
    is_counted = bool(meeting.attendances) and not meeting.unmarked
    present, on_leave, absent = (
        str(count) if is_counted else ""
        for count in (counts.present, counts.on_leave, counts.absent)
    )
    rows = _sign_in_rows(meeting)
    expected = sum(not row.remark.startswith("列席") for row in rows)
    return SignInSheet(
        title="签到表",
        meeting_name=meeting.title,
        time=meeting.time_words,
        place=meeting.place,
        rows=rows,
        expected=str(expected) if rows else "",
        present=present,
        on_leave=on_leave,
        absent=absent,
        blank_rows=0 if is_counted else BLANK_ROWS,
    )


def sign_in_sheet_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the meetings that have a sign-in sheet, newest first."""
    return [
        (str(meeting.id), f"{meeting.name}签到表")
        for meeting in _meetings(viewer)
        if meeting.attendance_basis != AttendanceBasis.CATEGORIES
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


def _sign_in_rows(meeting: Meeting) -> tuple[SignInRow, ...]:
    """Return the roster, or before there is one the persons that are invited."""
    if meeting.attendances:
        return tuple(
            SignInRow(
                row.unit_name, row.person_name, _bare(row.post_title, row.unit_name), _remark(row)
            )
            for row in meeting.attendances
        )
    return tuple(
        SignInRow(
            seat.unit_name,
            seat.person.name,
            _bare(seat.post_words, seat.unit_name),
            "列席" if seat.capacity == Capacity.OBSERVER else "",
        )
        for seat in queries.seats(meeting)
    )


def _bare(post_words: str, unit_name: str) -> str:
    return post_words.removeprefix(unit_name) or post_words


def _remark(row: Attendance) -> str:
    words = ["列席"] if row.capacity == Capacity.OBSERVER else []
    if row.status == AttendanceStatus.PROXIED:
        words.append(f"{row.proxy_name}代会" if row.proxy_name else "委托参会")
    return "，".join(words)


def _meeting(subject: str, viewer: Viewer | None) -> Meeting | None:
    if not (subject.isascii() and subject.isdigit() and len(subject) < 10):
        return None
    return queries.get_meeting(int(subject), viewer=viewer)


def _meetings(viewer: Viewer | None) -> list[Meeting]:
    query = queries.newest_first(queries.visible(viewer))
    return list(db.session.scalars(query.where(Meeting.state != MeetingState.CANCELLED)))
