"""Agreements that were signed: title, year, and the two sides."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.core.text import HAN
from tracker.intake.reading.draft import Signing
from tracker.intake.reading.lists import part_groups, part_list
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.source import Piece

_KIND = r"(?:责任[书状]|承诺书|保证书)"
_SIGNS = re.compile(r"签[订署定]|签下|递交|签了|签字|签名|签约")
_QUOTED = re.compile(rf"《(?P<title>[^《》]*{_KIND}(?:\([^)]*\))?)》")
_BARE = re.compile(
    rf"(?:(?<=了)|(?<=订)|(?<=署)|(?<=交)|(?<=、)|(?<=和)|(?<=及)|(?<=与)|(?<=举行)|(?<=召开)|(?<=[暨,份]))(?P<title>(?:(?:19|20)\d\d(?:-(?:19|20)?\d\d)?(?:学?年度?)?)?[{HAN}“”()]{{2,26}}?{_KIND})(?!》)"
)
_YEAR = re.compile(r"((?:19|20)\d\d)(?![-—\d]|年?[-—至])")
_SPAN_OF_YEARS = re.compile(r"(?:19|20)\d\d[-—至](?:19|20)?\d\d")
_ORGANISATION = re.compile(rf"^[{HAN}]{{2,12}}?(?:大学|学院|学校|中学|小学|医院|公司)(?=.)")
_FILLER = re.compile(r"(?:19|20)\d\d(?:-\d+)?|学?年度?|目标|工作|管理|《|》|“|”|\s")
_CEREMONY = re.compile(r"签[订署字]?(?:仪式|大会|会)|(?:仪式|大会)")
_BETWEEN = re.compile(r"共同与|分别与|与(?!会)|同(?!志)|和(?=[^,。]{2,60}(?:签|代表签))|向")
_LEADER = re.compile(r"书记|校长|院长|园长|局长|镇长|主任委员|领导|学校$|学院$|医院$|我[院校]|党委$|教育局|政府|董事长|总经理|主任$|集团$|公司$")
_DUTY = re.compile(r"负责人|各|单位|部门|处|室|科|班主任|教师|代表|总支|支部|系|委员会|村|企业|家长|员工|职工|组")
_STANDS_FOR = re.compile(r"(?:分别|共同|依次|逐一|逐级|现场|当场|郑重|集体|进行|,)*(?:(?:分别)?代表(?:学校|学院|医院|党委|校党委|院党委|各?(?:单位|部门)|[^,。、]{2,12})?)?(?:分别|共同|依次|逐一|现场|当场|郑重|集体|进行)*$")
_LEADS = re.compile(r"(?:会上|会议上|仪式上|随后|最后|然后|接着|首先|会议最后|会议期间|会后|其间|期间|在[^,]{2,16}(?:见证|主持|监督)下|现场|会议现场|会议还|并|还)+,?")


def recognise_agreements(reading: Reading) -> tuple[Signing, ...]:
    """Return what was signed, each once; documents that were only issued are not among it."""
    found: list[Signing] = []
    pieces = [*reading.headings, *(sentence.piece for sentence in reading.frame)]
    for piece in pieces:
        if piece.search(_SIGNS):
            for signing in _in_piece(reading, piece):
                _add(found, signing)
    return tuple(found)


def _in_piece(reading: Reading, piece: Piece) -> Iterator[Signing]:
    titles = list(_titles(piece))
    for number, (title, near) in enumerate(titles):
        year = _year(title, near)
        if year is None and number and titles[number - 1][0].end > title.start - 3 and not _SPAN_OF_YEARS.search(title.text):
            year = _year(*titles[number - 1])
        verb = _verb(piece, titles, title)
        sides = _sides(reading, piece, title, titles) if verb else ((), ())
        if verb:
            yield Signing(title, year, *sides, verb, piece)


def _titles(piece: Piece) -> Iterator[tuple[Piece, Piece]]:
    """Yield each title with the words just before it, in which its year may stand."""
    for found in piece.every(_QUOTED):
        yield piece.group(found, "title"), piece.part(max(piece.start, found.start() - 9), found.start())
    unquoted = _QUOTED.sub(lambda m: "《" * len(m[0]), piece.text)
    for found in _BARE.finditer(unquoted):
        start, end = found.span("title")
        yield piece.part(piece.start + start, piece.start + end), piece.part(max(piece.start, piece.start + start - 9), piece.start + start)


def _year(title: Piece, near: Piece) -> int | None:
    if _SPAN_OF_YEARS.search(title.text):
        return None
    found = _YEAR.search(title.text) or _YEAR.search(near.text)
    return int(found[1]) if found else None


def _verb(piece: Piece, titles: list[tuple[Piece, Piece]], title: Piece) -> str | None:
    """Return the verb by which the title was signed: before the run of titles, or behind it."""
    before = list(piece.part(piece.start, title.start).every(_SIGNS))
    if before:
        gap = piece.part(before[-1].end(), title.start)
        for other, _ in titles:
            gap_text = gap.text.replace(other.text, "")
            gap = gap if gap_text == gap.text else piece.part(title.start, title.start)
        if not re.search("[。;]|印发|审议|解读|学习|传达", gap.text):
            return before[-1][0]
    after = piece.part(title.end, piece.end).search(_SIGNS)
    if after and after.start() - title.end <= 14:
        return after[0]
    return None


def _sides(
    reading: Reading, piece: Piece, title: Piece, titles: list[tuple[Piece, Piece]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    verbs = list(piece.part(piece.start, title.start).every(_SIGNS))
    if not verbs:
        return (), ()
    start = max((t.end + 1 for t, _ in titles if t.end <= verbs[-1].start()), default=piece.start)
    words = piece.part(start, verbs[-1].start()).stripped()
    words = words.part(max(words.text.rfind(";"), words.text.rfind("。")) + 1 + words.start, words.end)
    if led := words.match(_LEADS):
        words = words.part(led.end(), words.end)
    words = _last_clause(words)
    return _two_sides(reading, words)


def _last_clause(words: Piece) -> Piece:
    comma = words.text.rfind(",")
    rest = words.part(words.start + comma + 1, words.end)
    return rest if comma >= 0 and len(rest.text) > 3 else words


def _two_sides(reading: Reading, words: Piece) -> tuple[tuple[str, ...], tuple[str, ...]]:
    parting = next(
        (found for found in words.every(_BETWEEN) if not _within(reading, found.start(), words)), None
    )
    if parting is None:
        one = _side(reading, words)
        return (one, ()) if one and _sets_duty(words.text) and not _DUTY.search(words.text) else ((), one)
    left = words.part(words.start, parting.start())
    right = words.part(parting.end(), words.end)
    first, second = _side(reading, left), _side(reading, right)
    if parting[0] == "向" or (_is_led(reading, right) and not _is_led(reading, left)):
        return second, first
    return first, second


def _within(reading: Reading, place: int, words: Piece) -> bool:
    """Tell whether a word stands within a name, or joins two persons of one side."""
    inside = any(one.start < place < one.end for one in reading.people.inside(words))
    before = words.part(words.start, place).text
    return inside or before.count("(") > before.count(")")


def _is_led(reading: Reading, side: Piece) -> bool:
    return bool(reading.people.inside(side)) or _sets_duty(side.text)


def _sets_duty(text: str) -> bool:
    return bool(_LEADER.search(text))


def _side(reading: Reading, words: Piece) -> tuple[str, ...]:
    tail = words.search(_STANDS_FOR)
    words = words.part(words.start, tail.start() if tail and tail.start() > words.start else words.end).stripped()
    words = words.part(words.start + 1, words.end) if words.text.startswith("由") else words
    persons: list[str] = []
    others: list[Piece] = []
    for entry in part_list(words, reading.people):
        mentions = reading.people.inside(entry)
        if mentions:
            persons += [one.name.text for one in mentions]
        elif len(entry.text) > 1:
            others.append(entry)
    return tuple(persons + [one.written for one in part_groups(others)])


# --- one agreement told twice -------------------------------------------------------------


def _add(found: list[Signing], signing: Signing) -> None:
    for place, earlier in enumerate(found):
        if _core(earlier) == _core(signing) and not _two_tiers(earlier, signing):
            found[place] = _merged(earlier, signing)
            return
    found.append(signing)


def _core(signing: Signing) -> str:
    return _FILLER.sub("", _ORGANISATION.sub("", signing.title.text))


def _two_tiers(one: Signing, other: Signing) -> bool:
    return bool(one.party_b and other.party_b and set(one.party_b) != set(other.party_b))


def _merged(one: Signing, other: Signing) -> Signing:
    """Keep the telling that names the sides, with the year that either gives."""
    told = other if (other.party_a or other.party_b) and not one.party_b else one
    return replace(told, year=told.year or one.year or other.year)
