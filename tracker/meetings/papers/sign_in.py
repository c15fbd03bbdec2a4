"""签到表, to be signed or as it was filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.core.permissions import Permission, Viewer
from tracker.meetings import queries
from tracker.meetings.models import (
    Attendance,
    AttendanceBasis,
    AttendanceStatus,
    Capacity,
    Meeting,
)
from tracker.meetings.papers.loading import meeting_of, meetings_of
from tracker.press.listing import Column, Grid, Listing, numbered
from tracker.press.typography import title_lines

TITLE_WIDTH = 20
BLANK_ROWS = 3
_COLUMNS = (
    Column("序号", 11, True), Column("单位", 36), Column("姓名", 19, True), Column("职务", 36),
    Column("签名", 28), Column("备注", 26),
)  # fmt: skip


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

    def as_excel(self) -> bytes:
        """Return it as .xlsx, in the columns of the paper, with its blank rows and counts."""
        rows = [(row.unit, row.name, row.post, "", row.remark) for row in self.rows]
        rows += [("",) * 5] * self.blank_rows
        facts = (("会议名称", self.meeting_name), ("会议时间", self.time), ("会议地点", self.place))
        counts = (
            ("应到", self.expected), ("实到", self.present), ("请假", self.on_leave),
            ("缺席", self.absent),
        )  # fmt: skip
        foot = "　　".join(f"{label}：{count or '　　'}人" for label, count in counts)
        grid = Grid(_COLUMNS, numbered(rows), "")
        return Listing(self.title, facts, (grid,), foot).as_excel()


def sign_in_sheet(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> SignInSheet | None:
    """Return the sign-in sheet in rank order, with the counts once everybody has a status."""
    meeting = meeting_of(subject, viewer)
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
        for meeting in meetings_of(viewer)
        if meeting.attendance_basis != AttendanceBasis.CATEGORIES
    ]


def _sign_in_rows(meeting: Meeting) -> tuple[SignInRow, ...]:
    """Return the roster, or before there is one the persons that are invited."""
    if meeting.attendances:
        return tuple(
            SignInRow(
                row.unit_name,
                row.person_name,
                bare_post(row.post_title, row.unit_name),
                remark_of(row),
            )
            for row in meeting.attendances
        )
    return tuple(
        SignInRow(
            seat.unit_name,
            seat.person.name,
            bare_post(seat.post_words, seat.unit_name),
            "列席" if seat.capacity == Capacity.OBSERVER else "",
        )
        for seat in queries.seats(meeting)
    )


def bare_post(post_words: str, unit_name: str) -> str:
    """Return a post without the name of its unit, which stands beside it."""
    return post_words.removeprefix(unit_name) or post_words


def remark_of(row: Attendance) -> str:
    """Return 列席, and who came for whom."""
    words = ["列席"] if row.capacity == Capacity.OBSERVER else []
    if row.status == AttendanceStatus.PROXIED:
        words.append(f"{row.proxy_name}代会" if row.proxy_name else "委托参会")
    return "，".join(words)
