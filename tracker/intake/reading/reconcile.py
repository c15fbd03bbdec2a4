"""What should be looked at before a draft is believed."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.intake.reading.draft import Draft
from tracker.intake.reading.reading import Reading

_HELD = re.compile(
    r"(?<![在于])\d{1,2}月\d{1,2}[日号](?:[上下中]午|晚上?)?,[^。]{0,60}(?:召开|举行|举办)"
)
_DAY = re.compile(r"\d{1,2}月\d{1,2}[日号]")


def reconcile(reading: Reading, draft: Draft) -> Draft:
    """Return the draft with what is doubtful in it, a sentence each."""
    return replace(draft, doubts=tuple(_doubts(reading, draft)))


def is_of_meeting(draft: Draft) -> bool:
    """Tell whether the text speaks of a meeting at all."""
    told = (draft.date_raw, draft.venue, draft.chair, draft.attendance.groups, draft.agreements)
    return sum(bool(value) for value in told) > 1 or draft.kinds != ("other",)


def _doubts(reading: Reading, draft: Draft) -> Iterator[str]:
    if not is_of_meeting(draft):
        yield "没有读到会议，可能不是会议新闻、纪要或通知"
        return
    if doubt := _doubt_of_day(draft):
        yield doubt
    if not draft.chair:
        yield "原文没有写明主持人"
    if len(_days_held(reading)) > 1:
        yield "文中似有两次会议，只读了第一次"


def _doubt_of_day(draft: Draft) -> str | None:
    if draft.date_raw is None:
        return "原文没有写明会议日期"
    if draft.date is None:
        return f"原文没有写明年份，只写了“{draft.date_raw.written}”"
    return None if draft.date.is_sure else "会议名称中的年份与发布日期不一致，日期按发布日期推算"


def _days_held(reading: Reading) -> set[str]:
    """Return the days on which, by the text, something was held."""
    found = (sentence.piece.search(_HELD) for sentence in reading.frame)
    return {day[0] for held in found if held and (day := _DAY.search(held[0]))}
