"""How minutes word what the record knows. Nothing is said that is not in the record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from tracker.core.calendar import QUARTERS, chinese_date
from tracker.core.text import half_to_full_punctuation
from tracker.meetings.models import (
    DAY_PART_LABELS,
    MEETING_KIND_LABELS,
    DayPart,
    Meeting,
    MeetingKind,
    ReportingUnit,
)
from tracker.meetings.queries import reporting_words

STOPS = "。！？；：，、…”"
KIND_WORDS = {**MEETING_KIND_LABELS, MeetingKind.OTHER: "其他工作"}


def opening_words(meeting: Meeting, *, chair: str, college: str, is_planned: bool = False) -> str:
    """Return 导语 (domain §3 row 5): when, where, which meeting, and who presided if known.

    Who held it is named as the text does (我院), where that is known. What is only planned is
    told as such.
    """
    when = f"{chinese_date(meeting.held_on)}{_time_of_day(meeting)}"
    who = meeting.held_by_as_written or _own_kind(college)
    where = f"在{meeting.place}" if meeting.place else ""
    begun = f"{who}定于{when}" if is_planned else f"{when}，{who}"
    first = f"{begun}{where}召开{meeting.title}。"
    return first + (f"会议由{chair}主持。" if chair else "")


def _time_of_day(meeting: Meeting) -> str:
    """Return what is known of the time: the clock (14:30), else 上午, 下午, or nothing."""
    if meeting.starts_at is not None:
        return f"{meeting.starts_at:%H:%M}"
    return DAY_PART_LABELS[DayPart(meeting.day_part)] if meeting.day_part else ""


def _own_kind(college: str) -> str:
    """Return how minutes call their own college: 学院 or 学校."""
    return "学院" if college.endswith("学院") else "学校"


def content_words(meeting: Meeting) -> str:
    """Return what the meeting was about: its kinds, and its quarter if the title is silent."""
    if not meeting.kinds:
        return ""
    kinds = "；".join(KIND_WORDS[kind] for kind in meeting.kinds)
    told = (f"{QUARTERS[meeting.quarter - 1]}季度", f"{meeting.quarter}季度")
    is_told = any(words in meeting.title for words in told)
    return f"会议内容：{'' if is_told else meeting.quarter_words}{kinds}。"


def hearing_words(heard: Sequence[ReportingUnit], *, oral: Collection[str] = ()) -> str:
    """Return the 听取汇报 paragraph from the units that reported, or nothing where none did.

    `oral` are the names of those that reported by word of mouth only. Nobody is counted: a text
    that ends with 等部门 does not say how many there were.
    """
    if not heard:
        return ""
    spoken = [row.name for row in heard if row.name in oral]
    manner = f"，其中{'、'.join(spoken)}作口头汇报" if spoken else ""
    return f"会上，{'、'.join(reporting_words(heard))}作了汇报{manner}。"


def planned_hearing_words(asked: Sequence[ReportingUnit]) -> str:
    """Return who is to report at a meeting that was not held yet, or nothing."""
    return f"会上由{'、'.join(reporting_words(asked))}汇报。" if asked else ""


def is_told(words: Iterable[str], text: str) -> bool:
    """Tell whether every one of the words stands in the text, whatever its width and spaces."""
    plain = _plain(text)
    return all(_plain(one) in plain for one in words)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def official(text: str) -> str:
    """Return the text with the punctuation of official papers; a pasted one may lack it."""
    return half_to_full_punctuation(text.strip())


def stopped(text: str) -> str:
    """Return the text with a full stop, unless it ends with a mark already."""
    text = official(text)
    return text if not text or text[-1] in STOPS else f"{text}。"


def joined(texts: Iterable[str]) -> str:
    """Return sentences as one paragraph, each with its stop."""
    return "".join(stopped(text) for text in texts)


def told_words(told: str, exact: str) -> str:
    """Return the words of a demand beside what they were expanded to: 各部门，即教务部、学工部."""
    told = official(told)
    return "，即".join(dict.fromkeys(filter(None, (told, exact))))


def listed(names: Iterable[str]) -> str:
    """Return an enumeration, each entry with the punctuation of official papers."""
    return "、".join(official(name) for name in names)


def due_words(due_on: date | None) -> str:
    """Return a due date as minutes print it, for example 2023年3月31日前."""
    return f"{chinese_date(due_on)}前" if due_on else ""
