"""Which characters of a text are the name of a person, as far as the privacy check needs it.

Folded text is expected (see privacy.fold): half-width punctuation, simplified characters.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tracker.core.privacy_surnames import (
    BOUND,
    COMPOUND,
    NOT_ENDINGS,
    NOT_GIVEN,
    PUBLIC,
    SURNAMES,
    WORDS,
)

HAN = "\u4e00-\u9fff"


@dataclass(frozen=True, slots=True)
class Name:
    """Where a person stands in the text, and how the person may be called there."""

    start: int
    end: int
    readings: frozenset[str]


def _is_name(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    if word in PUBLIC or any(char < "\u4e00" or char > "\u9fff" for char in word):
        return False
    family = 2 if re.match(COMPOUND, word) and len(word) > len("欧阳") else 1
    if family == 1 and (word[0] not in SURNAMES or word[:2] in WORDS):
        return False
    bound = BOUND.get(word[0], "") if start else ""
    given = word[family:]
    return not (
        (bound and text[start - 1] in bound)
        or not given
        or len(given) > len("承锋")
        or any(char in NOT_GIVEN for char in given)
        or given in NOT_ENDINGS
    )


def _names_before(text: str, end: int) -> list[tuple[int, int]]:
    lengths = (3, 2, 4)
    return [(end - n, end) for n in lengths if end >= n and _is_name(text, end - n, end)]


def _names_after(text: str, start: int) -> list[tuple[int, int]]:
    lengths = (3, 2, 4)
    return [
        (start, start + n)
        for n in lengths
        if start + n <= len(text) and _is_name(text, start, start + n)
    ]


_SURNAME = f"[{SURNAMES}]"
_ADDRESSED = re.compile("同学(?!们|会|间|院|校|聚)|学生")
_HIDDEN_NAME = re.compile(
    rf"(?P<name>{_SURNAME})(?:某{{1,2}}(?![某些个一项种省市县校单系部处])|[×*○✕Xx]{{1,2}}(?![A-Za-z0-9×*○✕元]))"
    rf"|(?:(?<![{HAN}])|(?<=[小班级的对])|(?<=学生)){_SURNAME}同学(?!们|会|间|院|校)"
    rf"|[{HAN}]{{2,6}}[·•][{HAN}]{{2,8}}?(?=同学|学生)"
)
_AFTER_NAME = "信患有因被确存在是曾自得已均都为系疑等同的两二三四负参分主牵(、,。;:!?\n\t "


def names_in(text: str, start: int, end: int) -> Iterator[Name]:
    """Names of students and names in rows between two places of the text."""
    for found in _ADDRESSED.finditer(text, start, end):
        yield from _beside_an_address(text, found)
    for found in _HIDDEN_NAME.finditer(text, start, end):
        bound = BOUND.get(found[0][0], "")
        if not (found.start() and text[found.start() - 1] in bound):
            yield Name(*found.span(), frozenset())
    for found in _SEPARATOR.finditer(text, start, end):
        yield from _beside_a_separator(text, found)


def _beside_an_address(text: str, found: re.Match[str]) -> Iterator[Name]:
    """A name followed by 同学 or 学生, or right after one of them."""
    if before := _names_before(text, _skip_blanks_back(text, found.start())):
        yield _name(text, before, found.end())
    after = [span for span in _names_after(text, found.end()) if _stops(text, span[1])]
    if after:
        yield _name(text, after, after[0][1])


def _beside_a_separator(text: str, found: re.Match[str]) -> Iterator[Name]:
    """Two neighbours of a row such as 张三、李四 or 张三 李四; the span covers both."""
    left, right = _names_before(text, found.start()), _names_after(text, found.end())
    if left and right and _is_row(text, found, left, right):
        for spans in (left, right):
            readings = frozenset(text[first:last] for first, last in spans)
            yield Name(left[-1][0], right[0][1], readings)


def _skip_blanks_back(text: str, end: int) -> int:
    """At most two blanks or an opening bracket may stand between a name and 同学."""
    while end > 1 and text[end - 1] in " (":
        end -= 1
    return end


def _stops(text: str, end: int) -> bool:
    return end == len(text) or text[end] in _AFTER_NAME


def _name(text: str, spans: list[tuple[int, int]], end: int) -> Name:
    readings = frozenset(text[first:last] for first, last in spans)
    return Name(min(first for first, _ in spans), end, readings)


_SEPARATOR = re.compile(rf"\s?(?:[、/,;|]|[和与及]|\s)\s?(?=[{SURNAMES}])")
_INTRODUCES = re.compile(
    r"(?:学生|同学|对象|人员|教师|党员|名单|[班级有为是及和与对由请派让向]|\d+[号.、])$"
)


def _is_row(
    text: str,
    found: re.Match[str],
    left: list[tuple[int, int]],
    right: list[tuple[int, int]],
) -> bool:
    begins = any(_begins(text, first) for first, _ in left)
    ends = any(_stops(text, last) for _, last in right)
    if found[0].strip() in ("、", "/"):
        return begins or ends
    return begins and ends


def _begins(text: str, start: int) -> bool:
    if not start or not HAN[0] <= text[start - 1] <= HAN[-1]:
        return True
    return bool(_INTRODUCES.search(text, max(start - 6, 0), start))


_POST = re.compile(
    "(?:书记|院长|校长|主任|处长|部长|科长|(?<!学生会)主席|馆长|所长|局长|会长|秘书长?|干事|组长|(?<!心理)(?<!学习)(?<!生活)"
    "委员|负责人|联络员|经办人|教授|讲师|教师|教员|辅导员|会计|园长|站长|总监|经理|理事|调研员|巡视员|专员|记录人|主持人"
    "|汇报人|审核人|签发人|拟稿人|承办人|责任人|联系人|校医|医生|咨询师|督学|常委|纪检员|编辑|通讯员|[一二三]审|审核|供文|撰稿)"
)
_NAME_IN_ROW = re.compile(r"\s?[、,和与及]\s?")
_BRACKET_BEFORE = re.compile(r"[(（][^()（）\n]{0,16}$")


def names_with_posts(text: str) -> frozenset[str]:
    """Names beside a post (党委书记张三、李四; 张三（保卫部部长）): staff in their office."""
    staff: set[str] = set()
    for found in _POST.finditer(text):
        staff.update(text[a:b] for a, b in _names_before(text, found.start()))
        if bracket := _BRACKET_BEFORE.search(text, max(found.start() - 20, 0), found.start()):
            staff.update(text[a:b] for a, b in _names_before(text, bracket.start()))
        staff.update(_sharing_the_post(text, found.end()))
    return frozenset(staff)


def _sharing_the_post(text: str, position: int) -> Iterator[str]:
    start = position + (text[position : position + 1] in (":", " ", "\t"))
    while spans := _names_after(text, start):
        # The longest reading that ends where a row goes on or stops is the likeliest name.
        best = next((span for span in spans if _stops(text, span[1])), spans[-1])
        if _ADDRESSED.match(text, best[1]):
            return
        yield from (text[a:b] for a, b in spans)
        separator = _NAME_IN_ROW.match(text, best[1])
        if separator is None:
            return
        start = separator.end()


def strangers(text: str, names: list[Name], known: Collection[str]) -> list[Name]:
    """The names that are neither of the directory nor beside a post in this text."""
    if not names:
        return []
    familiar = names_with_posts(text) | set(known)
    return [name for name in names if not name.readings & familiar]
