"""The text of a target-responsibility agreement: title, year, both sides, what it binds to."""

import re
from dataclasses import dataclass

from tracker.core.outline import split_speech
from tracker.intake.reading.other.parts import Part, lines_of

TITLE = re.compile(r"责任[书状]")
_YEAR = re.compile(r"(20\d\d)\s*年?度?")
_BLANK = re.compile(r"[_＿\s（）()盖章签字]*")
_SIDE_A = re.compile(r"(?:甲\s*方|发\s*布\s*方|签订单位)[^：:\n]{0,8}[：:]\s*(?P<who>[^\n]*)")
_SIDE_B = re.compile(r"(?:乙\s*方|责任单位|承诺单位|责任部门)[^：:\n]{0,8}[：:]\s*(?P<who>[^\n]*)")
_WITH = re.compile(r"(?P<a>[^，。\n]{2,20}?)与(?P<b>[^，。\n]{2,40}?)签[订署](?:本|如下|以下)?")
_IS_SENTENCE = re.compile("[。；，]")
_WITHIN = 6
_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Agreement:
    """What the text says; a blank to be filled by hand is nothing."""

    title: Part
    year: int | None
    side_a: Part
    side_b: Part
    text: Part
    indicators: tuple[str, ...] = ()


def title_of(pasted: str) -> Part | None:
    """Return the title, if one of the first lines is that of an agreement."""
    lines = list(lines_of(pasted))[:_WITHIN]
    for before, line in zip([None, *lines], lines, strict=False):
        words = line.words.words
        is_short = len(words) <= _LONGEST_TITLE and not _IS_SENTENCE.search(words)
        if is_short and TITLE.search(words):
            first = before.words if before and _YEAR.fullmatch(before.words.words) else line.words
            return Part(pasted[first.start : line.words.end], first.start)
    return None


def read_agreement(pasted: str) -> Agreement:
    """Return what the text of an agreement says."""
    title = title_of(pasted) or Part("")
    text = Part(pasted).part(title.end)
    year = _YEAR.search(title.words) or _YEAR.search(pasted)
    told = _WITH.search(text.words)
    return Agreement(
        title,
        int(year[1]) if year else None,
        _side(_SIDE_A, text) or (text.part(*told.span("a")) if told else Part("")),
        _side(_SIDE_B, text) or (text.part(*told.span("b")) if told else Part("")),
        text,
        tuple(point.heading for point in split_speech(text.words).points),
    )


def _side(pattern: re.Pattern[str], text: Part) -> Part | None:
    found = pattern.search(text.words)
    if found is None:
        return None
    who = re.split(r"\s{2,}|　|[（(](?:盖章|签字|签章)", found["who"], maxsplit=1)[0]
    if _BLANK.fullmatch(who):
        return None
    return text.part(found.start("who"), found.start("who") + len(who))
