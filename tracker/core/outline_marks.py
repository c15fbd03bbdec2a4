"""The marks that number the points of a speech: 一、（一）一是 第一，首先 1. （1）①."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum

HAN_DIGITS = "一二三四五六七八九"
_HAN = "一二三四五六七八九十"
_BRACKETED_HAN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED_NUMBERS = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽"
_DOTTED_NUMBERS = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑"
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "第三": 3, "最后": 99}


class Family(StrEnum):
    HAN = "一、"
    HAN_BRACKETS = "（一）"
    SHI = "一是"
    DI = "第一，"
    NUMBER = "1."
    NUMBER_BRACKETS = "（1）"
    CIRCLED = "①"
    WORDS = "首先"
    QI = "其一"


# Only these are mixed within one level (第一，…第二，…三、…); arabic ones mark lower levels.
SPOKEN = frozenset({Family.HAN, Family.SHI, Family.DI, Family.QI})
AT_LINE_START = frozenset(
    {Family.HAN, Family.HAN_BRACKETS, Family.NUMBER, Family.NUMBER_BRACKETS, Family.CIRCLED}
)


class Strength(IntEnum):
    """What stands before a mark: a word, a comma or colon, the end of a sentence, a new line."""

    WORD = 0
    PAUSE = 1
    SENTENCE = 2
    LINE = 3


@dataclass(frozen=True, slots=True)
class Mark:
    start: int
    end: int
    family: Family
    number: int
    strength: Strength


# 是 and 要 belong to the mark: 一是要认清形势 has the heading 认清形势.
_VERBS = r"(?:[是要][，,]?\s*)*"
_DROP = rf"\s*[，,、：:]\s*{_VERBS}"
_PATTERNS = {
    Family.HAN: rf"(?P<HAN>[{_HAN}]{{1,3}})\s*[、．.]\s*(?![{_HAN}])(?:要\s*)?(?:[是要](?=[，,]))?",
    Family.HAN_BRACKETS: (
        rf"[（(]\s*(?P<HAN_BRACKETS>[{_HAN}]{{1,3}})\s*[）)]\s*[、．.]?\s*"
        rf"|(?P<HAN_BRACKETS_ONE>[{_BRACKETED_HAN}])\s*"
    ),
    Family.DI: (
        rf"第(?P<DI>[{_HAN}]{{1,3}})(?:点|个?方面|条|个是)?"
        rf"(?:{_DROP}|\s*(?:是要|是|要(?![务素点求害]))(?:[，,]\s*)?)"
    ),
    Family.QI: rf"其(?P<QI>[{_HAN}])(?:{_DROP}|是要?|要)",
    Family.SHI: rf"(?P<SHI>[{_HAN}]{{1,3}})(?:是要|是|要(?![务素点求害]))(?:[，,]\s*)?{_VERBS}",
    Family.NUMBER: (
        r"(?<![\d.])(?P<NUMBER>[1-9１-９]\d?)\s*(?:[.．](?!\d)|[、])\s*"
        rf"|(?P<NUMBER_ONE>[{_DOTTED_NUMBERS}])\s*"
    ),
    Family.NUMBER_BRACKETS: (
        r"[（(]\s*(?P<NUMBER_BRACKETS>[1-9１-９]\d?)\s*[）)]\s*[、．.]?\s*"
        rf"|(?P<NUMBER_BRACKETS_ONE>[{_BRACKETED_NUMBERS}])\s*"
        r"|(?<!\d)(?P<NUMBER_BRACKETS_HALF>[1-9]\d?)[）)]\s*"
    ),
    Family.CIRCLED: rf"(?P<CIRCLED_ONE>[{_CIRCLED}])\s*",
    Family.WORDS: rf"(?P<WORDS>{'|'.join(_WORDS)})(?:{_DROP}|是要?|要)",
}
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS.values()))
# 安全第一，预防为主 is a slogan, not the first of several points.
_SLOGAN = re.compile("(?:安全|质量|健康|生命|生命安全|预防|服务|育人|育|学生|人民|至上)$")
_QUOTED = re.compile("“[^”\n]*”|《[^》\n]*》|「[^」\n]*」")
_SENTENCE_ENDS = "。！？；!?;：:”」"
_PAUSES = "，,、）)"


def find_marks(text: str) -> list[Mark]:
    """Everything that looks like a mark, in order; which of them number points is decided later."""
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    return [
        mark
        for mark in _candidates(text)
        if not any(start < mark.start < end for start, end in quoted)
    ]


def _candidates(text: str) -> Iterator[Mark]:
    position = 0
    while found := _ANY.search(text, position):
        group = found.lastgroup or ""
        family = Family[re.sub("_(?:ONE|HALF)$", "", group)]
        strength = _strength(text, found.start())
        if _may_number(text, found.start(), family, strength):
            number = _number(found[group])
            yield Mark(found.start(), found.end(), family, number, strength)
            position = found.end()
        else:
            position = found.start() + 1


def _may_number(text: str, start: int, family: Family, strength: Strength) -> bool:
    if strength is not Strength.WORD:
        return True
    # 十一是 must not be read as 一是, nor 第一是; a mark inside a word needs a speaking family.
    if family not in SPOKEN or family is Family.HAN or text[start - 1] in _HAN + "第其唯之万统同":
        return False
    return family is not Family.DI or not _SLOGAN.search(text, max(start - 4, 0), start)


def _strength(text: str, start: int) -> Strength:
    before = start
    while before and text[before - 1].isspace():
        before -= 1
        if text[before] == "\n":
            return Strength.LINE
    if not before:
        return Strength.LINE
    if text[before - 1] in _SENTENCE_ENDS:
        return Strength.SENTENCE
    return Strength.PAUSE if text[before - 1] in _PAUSES else Strength.WORD


def _number(written: str) -> int:
    if written in _WORDS:
        return _WORDS[written]
    for series in (_CIRCLED, _BRACKETED_HAN, _BRACKETED_NUMBERS, _DOTTED_NUMBERS):
        if written in series:
            return series.index(written) + 1
    return int(written) if written.isdigit() else _han_number(written)


def _han_number(written: str) -> int:
    tens, ten, ones = written.partition("十")
    if not ten:
        return HAN_DIGITS.index(written[-1]) + 1
    head = HAN_DIGITS.find(tens[-1]) + 1 if tens else 1
    return head * 10 + (HAN_DIGITS.find(ones[0]) + 1 if ones else 0)


def han(number: int) -> str:
    """1–99 as Chinese numerals: 十, 十一, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{HAN_DIGITS[tens - 1]}十")
    return head + (HAN_DIGITS[ones - 1] if ones else "")
