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
    with_texts,
)
from tracker.minutes.papers.data import Address, ApprovalSheet, MinutesPaper, Point, Resolution
from tracker.minutes.papers.words import hearing_words, opening_words

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
    "hearing_words",
    "minutes",
    "minutes_ids",
    "of_meeting",
    "of_version",
    "opening_words",
    "with_texts",
]
