"""Sensitive words that stand beside a count, a name, a class, a dormitory or a list."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator

from tracker.core import privacy_names, privacy_words
from tracker.core.privacy_findings import Finding, Kind
from tracker.core.privacy_numbers import Span

REACH = 12
# Blanks do not count towards the reach, and a row of names may be long.
MARGIN = 60

_WORDS = re.compile(privacy_words.any_of(privacy_words.ALL))
_BODIES = re.compile("|".join(privacy_words.BODIES))
_TOPICS = re.compile(privacy_words.TOPICS)
_PARTICIPATE = re.compile("参加|参训|参与|参会|覆盖|组织|到场|聆听|受训|听取|受教育|培训|受众|发放")
_CLAUSE_END = re.compile(r"[。;!?\n]|,(?!\d{3}(?!\d))|(?<!\d),")

_HAN_COUNT = "〇零一二两三四五六七八九十百千万几数"
_WHO = "名|位|例|人|个(?=人|学生|同学|教师|老师|师生|教职工|孩子|党员|职工)"
_COUNT = re.compile(
    rf"(?<![第每\d.{_HAN_COUNT}])(?<!任(?=[一何]))(?<![同无](?=一))(?<!作为)(?<!成为)(?<!争做)(?<!争当)"
    rf"(?:\d[\d,.]*[十百千万]?|[{_HAN_COUNT}]+|若干|(?<![许很更较])多)\s*[余多来]?\s*(?:{_WHO})"
    r"(?<!一人(?=一[策档表事卡]))"
    r"(?!均|间|才|类|单|称|字|义|额|册|校|誉|片|录|牌|优|置|数字|会|行|如|外)"
    "|个别的?(?:名|人|位|例|学生|同学|教师|老师|师生|教职工|党员|职工|员工|家长)"
)
_NO_ONE = re.compile(r"(?:未发现|未发生|未出现|没有|杜绝|不[让落漏]|零|无)$")
_ZERO = re.compile(r"[0零〇]\s*[名人位例]|一人一")

_ROOM_USE = (
    "(?!\\d|年|元|人|名|余|\\s?(?:会议|教室|办公|实验|实训|报告|机房|咨询|活动室|多媒体|阶梯|研讨"
    "|召开|举行|举办|开展))"
)
_CHINESE_NUMBER = "一二三四五六七八九十"
_PLACE = re.compile(
    rf"(?=[\dA-Za-z东西南北楼栋幢公宿寝{_CHINESE_NUMBER}])(?:"
    rf"\d{{2,4}}级[^,。;!?\n、]{{0,8}}?[(]?(?:\d{{1,4}}|[{_CHINESE_NUMBER}]{{1,3}})[)]?\s?班"
    r"|(?<!\d)\d{1,4}(?:-\d{1,2})?[)]?\s?班(?![次车子组倒期岗制列])"
    rf"|(?<![同统每唯第上下任万领{_CHINESE_NUMBER}])[{_CHINESE_NUMBER}]{{1,3}}[)]?班(?![次车子组倒人长期级岗制轮])"
    rf"|(?:\d{{1,2}}|[A-Za-z]|[{_CHINESE_NUMBER}]{{1,2}}|[东西南北])\s?(?:号|#|栋|幢|座|舍|公寓)\s?"
    rf"(?:学生)?(?:宿舍|公寓)?(?:楼|栋|幢|座)?\s?[A-Za-z]?-?\d{{3,4}}{_ROOM_USE}"
    rf"|(?:楼|栋|幢|公寓|宿舍|寝室)\s?(?:\d[层楼])?[A-Za-z]?-?\d{{3,4}}{_ROOM_USE}"
    r"|(?<!\d)\d{3,4}\s?室?(?:宿舍|寝室)"
    r"|(?<!\d)\d{1,2}[-#]\d{3,4}(?:室|宿舍|寝室))"
)
_LIST = re.compile(
    "(?<!白)(?<!黑)(?:(?:参会|与会|领导小组|工作小组|专家|评委|讲师|授课教师)(?:成员|人员|单位)*名单|(?:部门|单位)名单"
    "|(?P<list>名单|名册|花名册|台账))"
)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    return (found.span() for found in pattern.finditer(text))


def near_persons(folded: str, known_names: Collection[str]) -> Iterator[Finding]:
    """Sensitive words that stand within reach of a count, a name, a place or a list."""
    words = _sensitive_words(folded)
    if not words:
        return
    breaks = [found.start() for found in _CLAUSE_END.finditer(folded)]
    topics = list(_spans(_TOPICS, folded))
    for kind, spans in _marks_of_persons(folded, _windows(words, len(folded)), known_names):
        starts = [start for start, _ in spans]
        for word in words:
            for other in _neighbours(spans, starts, word):
                if _is_near(folded, breaks, word, other) and not (
                    kind is Kind.COUNTED and _is_attendance(folded, topics, word, other)
                ):
                    yield Finding(kind, min(word[0], other[0]), max(word[1], other[1]))
                    break


def _sensitive_words(folded: str) -> list[Span]:
    """Words also count when they are typed with blanks (信 教), but not in the name of a body."""
    kept = [i for i, char in enumerate(folded) if char != " "]
    dense = folded.replace(" ", "")
    words = list(_spans(_WORDS, dense))
    bodies = list(_spans(_BODIES, dense)) if words else []
    return [
        (kept[start], kept[end - 1] + 1)
        for start, end in words
        if not any(first <= start and end <= last for first, last in bodies)
    ]


def _windows(words: list[Span], length: int) -> list[Span]:
    """Stretches of the text around the words; the rest need not be searched for persons."""
    windows: list[Span] = []
    for start, end in words:
        first, last = max(start - MARGIN, 0), min(end + MARGIN, length)
        if windows and first <= windows[-1][1]:
            windows[-1] = windows[-1][0], max(last, windows[-1][1])
        else:
            windows.append((first, last))
    return windows


def _marks_of_persons(
    folded: str, windows: list[Span], known_names: Collection[str]
) -> Iterator[tuple[Kind, list[Span]]]:
    counts = _search(_COUNT, folded, windows)
    yield Kind.COUNTED, [found.span() for found in counts if not _counts_nobody(found)]
    lists = _search(_LIST, folded, windows)
    yield Kind.LISTED, [found.span("list") for found in lists if found["list"]]
    yield Kind.PLACED, [found.span() for found in _search(_PLACE, folded, windows)]
    names = [name for window in windows for name in privacy_names.names_in(folded, *window)]
    unknown = privacy_names.strangers(folded, names, known_names)
    yield Kind.NAMED, sorted((name.start, name.end) for name in unknown)


def _search(pattern: re.Pattern[str], folded: str, windows: list[Span]) -> Iterator[re.Match[str]]:
    return (found for start, end in windows for found in pattern.finditer(folded, start, end))


def _counts_nobody(found: re.Match[str]) -> bool:
    """未发现一例 and 0人 speak of no one; 一人一策 is a way of working."""
    before = found.string[max(found.start() - 3, 0) : found.start()]
    is_one = found[0].startswith(("一", "1"))
    return bool(_ZERO.match(found[0])) or (is_one and bool(_NO_ONE.search(before)))


def _neighbours(spans: list[Span], starts: list[int], word: Span) -> list[Span]:
    """Spans that may lie within reach."""
    return spans[bisect_left(starts, word[0] - MARGIN) : bisect_left(starts, word[1] + MARGIN)]


def _is_near(folded: str, breaks: list[int], word: Span, other: Span) -> bool:
    start, end = min(word[1], other[1]), max(word[0], other[0])
    if start >= end:
        return True
    place = bisect_left(breaks, start)
    if place < len(breaks) and breaks[place] < end:
        return False
    return len("".join(folded[start:end].split())) <= REACH


def _is_attendance(folded: str, topics: list[Span], word: Span, count: Span) -> bool:
    """组织200名师生参加心理健康教育讲座 counts an audience, not persons with a condition."""
    if not any(start <= word[0] and word[1] <= end for start, end in topics):
        return False
    start, end = min(word[0], count[0]), max(word[1], count[1])
    return bool(_PARTICIPATE.search(folded, max(start - 4, 0), end + 8))
