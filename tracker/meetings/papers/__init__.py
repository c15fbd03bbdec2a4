"""Papers of a meeting before and while it is held: 会议通知, 议程, 签到表, lists."""

from tracker.meetings.papers.agenda import agenda, agenda_ids
from tracker.meetings.papers.lists import attendance_table, meetings_table
from tracker.meetings.papers.loading import meeting_of, meetings_of
from tracker.meetings.papers.notice import (
    DEFAULT_RECEIVERS,
    Notice,
    NoticeSection,
    ReplySlip,
    notice,
    notice_ids,
    notice_in_word,
    notice_of,
    reporting_sentences,
)
from tracker.meetings.papers.sign_in import (
    SignInRow,
    SignInSheet,
    sign_in_sheet,
    sign_in_sheet_ids,
)

__all__ = [
    "DEFAULT_RECEIVERS",
    "Notice",
    "NoticeSection",
    "ReplySlip",
    "SignInRow",
    "SignInSheet",
    "agenda",
    "agenda_ids",
    "attendance_table",
    "meeting_of",
    "meetings_of",
    "meetings_table",
    "notice",
    "notice_ids",
    "notice_in_word",
    "notice_of",
    "reporting_sentences",
    "sign_in_sheet",
    "sign_in_sheet_ids",
]
