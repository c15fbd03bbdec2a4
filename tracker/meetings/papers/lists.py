"""Lists of meetings, and of who came to one, as tables."""

from collections.abc import Iterable

from tracker.issuing import queries as issuing
from tracker.meetings import queries
from tracker.meetings.models import MEETING_KIND_LABELS, Attendance, Meeting, MeetingKind
from tracker.meetings.papers.sign_in import bare_post, remark_of
from tracker.press import sheets

LEDGER_COLUMNS = {
    "序号": 6, "会议": 44, "类型": 28, "季度": 16, "召开时间": 28, "地点": 24, "主持": 20,
    "状态": 10, "纪要文号": 24, "备注": 10,
}  # fmt: skip
ATTENDANCE_COLUMNS = {"序号": 6, "单位": 28, "姓名": 12, "职务": 28, "到会情况": 24, "备注": 16}


def meetings_table(meetings: Iterable[Meeting]) -> sheets.Table:
    """Return 会议台账: the meetings with who was in the chair and the number of the minutes."""
    numbers = issuing.doc_nos("minutes")
    rows = (_meeting_row(meeting, numbers.get(str(meeting.id), "")) for meeting in meetings)
    return sheets.Table("会议台账", LEDGER_COLUMNS, sheets.numbered(rows))


def _meeting_row(meeting: Meeting, doc_no: str) -> tuple[sheets.Cell, ...]:
    kinds = "、".join(MEETING_KIND_LABELS[MeetingKind(kind)] for kind in meeting.kinds)
    return (
        meeting.title, kinds, meeting.quarter_words, meeting.time_words, meeting.place,
        queries.chair_words(meeting), meeting.state_label, doc_no,
        "补录" if meeting.is_entered_late else "",
    )  # fmt: skip


def attendance_table(meeting: Meeting, rows: Iterable[Attendance]) -> sheets.Table:
    """Return 签到表 as it was filled in, in rank order, for whoever may read the rows."""
    found = (
        (
            row.unit_name, row.person_name, bare_post(row.post_title, row.unit_name),
            row.status_words, remark_of(row),
        )
        for row in rows
    )  # fmt: skip
    return sheets.Table(f"{meeting.name}签到表", ATTENDANCE_COLUMNS, sheets.numbered(found))
