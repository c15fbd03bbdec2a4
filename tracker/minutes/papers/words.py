"""How minutes word what the record knows. Nothing is said that is not in the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tracker.core.calendar import chinese_date
from tracker.core.text import half_to_full_punctuation
from tracker.meetings.models import DAY_PART_LABELS, Address, DayPart, Meeting, Speaker
from tracker.meetings.queries import reporting_words
from tracker.press.typography import chinese_number

NOON, EVENING = 12, 18
STOPS = "。！？；：，、…”"
# A lead that begins so, or names what was done, follows the speaker's name as it stands.
CONNECTIVES = ("就", "从", "对", "围绕", "结合", "代表")
SPEAKING = ("讲话", "作讲话", "提出意见", "提意见")
PAIR, MOST_POINTS = 2, 99


def opening_words(meeting: Meeting, *, chair: str, college: str, on: date) -> str:
    """Return 导语 (domain §3 row 5): when, where, which meeting, and who presided if known.

    The year is written only where the minutes are drafted in another one.
    """
    day = meeting.held_on
    when = f"{day.month}月{day.day}日" if day.year == on.year else chinese_date(day)
    where = f"在{meeting.place}" if meeting.place else ""
    first = f"{when}{_part_of_day(meeting)}，{_own_kind(college)}{where}召开{meeting.title}。"
    return first + (f"会议由{chair}主持。" if chair else "")


def hearing_words(meeting: Meeting) -> str:
    """Return the 听取汇报 paragraph from the reporting units, or nothing where there are none.

    They are not counted: a text that ends with 等部门 does not say how many there were.
    """
    names = reporting_words(meeting)
    return f"会上，{'、'.join(names)}作了汇报。" if names else ""


def _part_of_day(meeting: Meeting) -> str:
    if meeting.day_part:
        return DAY_PART_LABELS[DayPart(meeting.day_part)]
    if meeting.starts_at is None:
        return ""
    hour = meeting.starts_at.hour
    part = (hour >= NOON) + (hour >= EVENING)
    return tuple(DAY_PART_LABELS.values())[part]


def _own_kind(college: str) -> str:
    """Return how minutes call their own college: 学院 or 学校."""
    return "学院" if college.endswith("学院") else "学校"


def lead_words(address: Address, *, points: int) -> str:
    """Return the opening sentence of a leader's address: 职务+姓名, verb, and what was said first.

    `points` is the number of main points that follow; 0 where the lead says all.
    """
    lead = address.lead.strip()
    if not lead:
        return _bare_lead(address, points)
    return stopped(_with_speaker(address, lead))


def _with_speaker(address: Address, lead: str) -> str:
    if address.who in lead:
        return lead
    for name in (*_familiar_names(address), address.person_name):
        before, found, after = lead.partition(name or lead)
        # Also behind 会上， or 会议最后，; after other words the name may be part of a phrase.
        if found == name and "。" not in before and (not before or before[-1] in f"{STOPS},"):
            return f"{before}{address.who}{after}"
    if lead.startswith(CONNECTIVES) or address.verb[:2] in lead:
        return f"{address.who}{lead}"
    if address.verb.startswith(SPEAKING):
        return f"{address.who}在讲话中指出，{lead}"
    return f"{address.who}{address.verb}，{lead}"


def _familiar_names(address: Address) -> list[str]:
    """Return how news name a leader (雷书记), which minutes never do."""
    family, post = address.person_name[:1], address.post_title
    return [f"{family}{post[-2:]}", f"{family}{post}"] if family and post else []


def _bare_lead(address: Address, points: int) -> str:
    who = address.who
    if not address.verb.startswith(SPEAKING):
        return f"{who}{address.verb}{'：' if points else '。'}"
    if not 1 < points <= MOST_POINTS:
        return f"{who}在讲话中指出：" if points else f"{who}讲话。"
    count = "两" if points == PAIR else chinese_number(points)
    return f"{who}讲话，提出{count}点意见。"


def meeting_words(address: Address, text: str) -> str:
    """Return what the meeting itself said as one paragraph: 会议要求，…。"""
    verb = address.verb if address.verb.startswith("会议") else f"会议{address.verb}"
    text = text.strip()
    if text.startswith(verb):
        return stopped(text)
    return stopped(f"{verb}，{text}")


def is_meetings_own(address: Address) -> bool:
    """Tell whether the words are the meeting's and not a leader's."""
    return address.speaker == Speaker.MEETING


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


def due_words(due_on: date | None) -> str:
    """Return a due date as minutes print it, for example 2023年3月31日前."""
    return f"{chinese_date(due_on)}前" if due_on else ""
