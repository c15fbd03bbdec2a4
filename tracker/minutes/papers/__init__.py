"""Papers of the minutes: 会议纪要 and 发文稿纸."""

from tracker.minutes.papers.build import (
    Marks,
    approval_sheet,
    approval_sheet_ids,
    fingerprint,
    from_record,
    minutes,
    minutes_ids,
    of_meeting,
    of_version,
    suggested,
    with_texts,
)
from tracker.minutes.papers.data import Address, ApprovalSheet, MinutesPaper, Point, Resolution
from tracker.minutes.papers.word import minutes_in_word

__all__ = [
    "Address",
    "ApprovalSheet",
    "Marks",
    "MinutesPaper",
    "Point",
    "Resolution",
    "approval_sheet",
    "approval_sheet_ids",
    "fingerprint",
    "from_record",
    "minutes",
    "minutes_ids",
    "minutes_in_word",
    "of_meeting",
    "of_version",
    "suggested",
    "with_texts",
]
