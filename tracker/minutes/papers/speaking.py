"""How minutes open an address: 职务+姓名, every verb of it, and what was said first."""

from __future__ import annotations

import re

from tracker.meetings.models import Address, Speaker
from tracker.minutes.papers.words import STOPS, official, stopped
from tracker.press.typography import chinese_number

# A lead that begins so, or names what was done, follows the speaker's name as it stands.
CONNECTIVES = ("就", "从", "对", "围绕", "结合", "代表")
# The form's own words for any speech; whatever else stands as the verb is the text's.
SPEAKING = ("讲话", "作讲话", "提出意见", "提意见")
PAIR, MOST_POINTS = 2, 99
_BETWEEN_VERBS = re.compile("[，,、·；;]")


def is_meetings_own(address: Address) -> bool:
    """Tell whether the words are the meeting's and not a leader's."""
    return address.speaker == Speaker.MEETING


def lead_words(address: Address, *, points: int, tail: str = "") -> str:
    """Return the opening sentence of a leader's address: 职务+姓名, verbs, and what came first.

    `points` is the number of main points that follow, 0 where the lead says all; `tail` is what
    is printed behind them, which may tell the last of the verbs.
    """
    lead = address.lead.strip()
    if not lead:
        return _bare_lead(address, points)
    return _with_all_verbs(address, stopped(_with_speaker(address, lead)), points, tail)


def tail_words(address: Address) -> str:
    """Return what follows the last point, with 职务+姓名 where it goes on to name the speaker."""
    tail = official(address.tail)
    for name in _familiar_names(address):
        if tail.startswith(name):
            return f"{address.who}{tail.removeprefix(name)}"
    return tail


def _with_speaker(address: Address, lead: str) -> str:
    if address.who in lead:
        return lead
    for name in (*_familiar_names(address), address.person_name):
        before, found, after = lead.partition(name or lead)
        # Also behind 会上， or 会议最后，; after other words the name may be part of a phrase.
        if found == name and "。" not in before and (not before or before[-1] in f"{STOPS},"):
            return f"{before}{address.who}{after}"
    verbs = _verbs(address)
    if lead.startswith(CONNECTIVES) or any(verb[:2] in lead for verb in verbs):
        return f"{address.who}{lead}"
    if _is_any_speech(verbs):
        return f"{address.who}在讲话中指出，{lead}"
    return f"{address.who}{'，'.join(verbs)}，{lead}"


def _familiar_names(address: Address) -> list[str]:
    """Return how news name a leader (雷书记), which minutes never do."""
    family, post = address.person_name[:1], address.post_title
    return [f"{family}{post[-2:]}", f"{family}{post}"] if family and post else []


def _verbs(address: Address) -> list[str]:
    return [verb.strip() for verb in _BETWEEN_VERBS.split(address.verb) if verb.strip()]


def _is_any_speech(verbs: list[str]) -> bool:
    return all(verb in SPEAKING for verb in verbs)


def _with_all_verbs(address: Address, sentence: str, points: int, tail: str) -> str:
    """Add such of several verbs as the sentence leaves out, before or behind those it has."""
    verbs = _verbs(address)
    if len(verbs) < PAIR or _is_any_speech(verbs):
        return sentence
    first = next((place for place, verb in enumerate(verbs) if verb in sentence), 0)
    before = "".join(f"{verb}，" for verb in verbs[:first])
    behind = [verb for verb in verbs[first:] if verb not in f"{sentence}{tail}"]
    sentence = sentence.replace(address.who, f"{address.who}{before}", 1)
    if not behind:
        return sentence
    return f"{sentence.rstrip('。：')}，{'，'.join(behind)}{'：' if points else '。'}"


def _bare_lead(address: Address, points: int) -> str:
    who, verbs = address.who, _verbs(address)
    if not _is_any_speech(verbs):
        return f"{who}{'，'.join(verbs)}{'：' if points else '。'}"
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
