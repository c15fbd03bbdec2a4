"""Agreements that were signed: title, year, and the two sides."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.core.text import HAN
from tracker.intake.reading.draft import Signing
from tracker.intake.reading.lists import part_groups, part_list
from tracker.intake.reading.page import cut
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.source import Piece
from tracker.intake.reading.subjects import subject_of

_KIND = r"(?:责任[书状]|承诺书|保证书)"
_SIGNS = re.compile(r"签[订署定]|签下|递交|签了|签字|签名|签约")
_QUOTED = re.compile(rf"《(?P<title>[^《》]*{_KIND}(?:\([^)]*\))?)》")
_BARE = re.compile(
    rf"(?:(?<=了)|(?<=订)|(?<=署)|(?<=交)|(?<=、)|(?<=和)|(?<=及)|(?<=与)|(?<=举行)|"
    rf"(?<=召开)|(?<=[暨,份]))(?P<title>(?:(?:19|20)\d\d(?:-(?:19|20)?\d\d)?"
    rf"(?:学?年度?)?)?[{HAN}“”()]{{2,26}}?{_KIND})(?!》)"
)
_YEAR = re.compile(r"((?:19|20)\d\d)(?![-—\d]|年?[-—至])")
_SPAN_OF_YEARS = re.compile(r"(?:19|20)\d\d[-—至](?:19|20)?\d\d")
_ORGANISATION = re.compile(rf"^[{HAN}]{{2,12}}?(?:大学|学院|学校|中学|小学|医院|公司)(?=.)")
_FILLER = re.compile(
    r"(?:19|20)\d\d(?:-\d+)?|学?年度?|目标|工作|管理|《|》|“|”|\s|责任[书状]|承诺书"
)
# Between the verb and its titles stands nothing but 了, marks and the year.
_RUN_OF_TITLES = re.compile(
    r"[了定《》、和及与以,“”]*(?:一?份|新一轮|本年度|年度|题为|共计?\d+份)?(?:(?:19"
    r"|20)\d\d年?(?:度)?)?[的《“]*"
)
_BEFORE_CEREMONY = re.compile(r"[》”的]*(?:集中|现场)?(?:上)?(?:的)?")
_TITLE_BEGINS = re.compile(
    r"举行|召开|签[订署]|递交|了|现场|份|的|暨(?=[^,。]{0,4}责任书)|落实|将|学院(?=安全"
    r"|意识)|并|依次在|责任人"
    r"|在(?=责任|安全)|开展"
)
_BETWEEN = re.compile(r"共同与|分别与|与(?!会)|(?<![共会])同(?!志|意|时)|和|向")
_GENERAL = re.compile("各|全体|所有|相关|有关")
_TO_COME = re.compile("(?:将|要|拟|择期)[^,。;]*$")
_DONE = re.compile("并$|落到|学习|部署|召开|举行|带领")
_LEADER = re.compile(
    r"书记|校长|院长|园长|局长|镇长|主任委员|领导|学校$|学院$|医院$|我[院校]|党委$|教育局"
    r"|政府|董事长|总经理|(?<!班)主任$|集团$|公司$"
)
_DUTY = re.compile(
    r"负责人|各|单位|部门|处|室|科|班主任|教师|代表|总支|支部|系|委员会|村|企业|家长|员工"
    r"|职工|组"
)
_GOES_ON = ("并", "并现场", "现场", "还", "并分别", "集中", "分别", "现场集中")
_OPENS = re.compile(
    "(?:会上|会议上|仪式上|随后|最后|然后|接着|首先|会议最后|期间|现场|并|会议还|还)(?=.{3})"
)
_STANDS_FOR = re.compile(
    r"(?:分别|共同|依次|逐一|逐级|层层|现场|当场|郑重|集体|进行|又|再|上台|随后|继而|,)*(?:"
    r"(?:分别)?代表(?:学校|学院|医院|党委|校党委|院党委|各?(?:单位|部门)|[^,。、]{2,12}))?"
    r"(?:分别|共同|依次|逐一|现场|当场|郑重|集体|进行|在)*$"
)


def recognise_agreements(reading: Reading) -> tuple[Signing, ...]:
    """Return what was signed, each once; documents that were only issued are not among it."""
    found: list[Signing] = []
    pieces = [*reading.headings, *(sentence.piece for sentence in reading.frame)]
    for piece in pieces:
        if piece.search(_SIGNS):
            for signing in _in_piece(reading, piece):
                _add(found, _fuller(reading, signing))
    return tuple(found)


def _in_piece(reading: Reading, piece: Piece) -> Iterator[Signing]:
    titles = sorted(_titles(piece), key=lambda told: told[0].start)
    party_a: tuple[str, ...] = ()
    for number, (title, near) in enumerate(titles):
        verb = _verb(piece, titles, title)
        year = _year(title, near)
        if verb is None or not (_bare_core(title) or year):
            continue
        if year is None and number and not _SPAN_OF_YEARS.search(title.text):
            earlier, words = titles[number - 1]
            year = _year(earlier, words) if title.start - earlier.end <= 1 else None
        sides = _sides(reading, piece, min(verb.start, title.start - 1), titles)
        # 学校与甲签订…,与乙签订…: who set the first duty set the second.
        party_a = sides[0] or party_a
        is_told = (
            verb.start < title.start
            and piece not in reading.headings
            or piece.part(title.end, verb.start).text.endswith("上")
        )
        yield Signing(
            title, year, *((party_a, sides[1]) if is_told else ((), ())), verb.text, piece
        )


def _titles(piece: Piece) -> Iterator[tuple[Piece, Piece]]:
    """Yield each title with the words just before it, in which its year may stand."""
    quoted = list(piece.every(_QUOTED))
    for found in quoted:
        yield _with_words_before(piece, found.start(), piece.group(found, "title"))
    for found in piece.every(_BARE):
        if not any(one.start() <= found.start() < one.end() for one in quoted):
            title = piece.group(found, "title")
            starts = list(title.every(_TITLE_BEGINS))
            title = title.part(starts[-1].end() if starts else title.start, title.end)
            if title:
                yield _with_words_before(piece, title.start, title)


def _with_words_before(piece: Piece, start: int, title: Piece) -> tuple[Piece, Piece]:
    return title, piece.part(max(piece.start, start - 9), start)


def _year(title: Piece, near: Piece) -> int | None:
    if _SPAN_OF_YEARS.search(title.text):
        return None
    found = _YEAR.search(title.text) or _YEAR.search(near.text)
    return int(found[1]) if found else None


def _verb(piece: Piece, titles: list[tuple[Piece, Piece]], title: Piece) -> Piece | None:
    """Return the verb by which the title was signed: before the run of titles, or behind it."""
    for found in reversed(list(piece.part(piece.start, title.start).every(_SIGNS))):
        gap = piece.part(found.end(), title.start).text
        for other, _ in titles:
            gap = gap.replace(other.text, "")
        if _RUN_OF_TITLES.fullmatch(gap):
            return piece.group(found)
        break
    after = piece.part(title.end, piece.end).search(_SIGNS)
    is_to_come = _TO_COME.search(piece.part(piece.start, title.start).text)
    if (
        after
        and not is_to_come
        and _BEFORE_CEREMONY.fullmatch(piece.part(title.end, after.start()).text)
    ):
        return piece.group(after)
    return None


def _sides(
    reading: Reading, piece: Piece, end: int, titles: list[tuple[Piece, Piece]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    start = max((t.end + 1 for t, _ in titles if t.end <= end), default=piece.start)
    words = piece.part(start, end)
    words = words.part(words.start + words.text.rfind(";") + 1, words.end).stripped()
    return _two_sides(reading, _acting(words))


def _acting(words: Piece) -> Piece:
    """Return the clause of those who sign; 并 at its beginning means who acted before."""
    clauses = cut(words, ",")
    last = clauses[-1].stripped() if clauses else words
    if last.text not in _GOES_ON:
        led = last.match(_OPENS)
        return last.part(led.end(), last.end) if led else last
    return subject_of(words) or words


def _two_sides(reading: Reading, words: Piece) -> tuple[tuple[str, ...], tuple[str, ...]]:
    parting = next(
        (found for found in words.every(_BETWEEN) if not _within(reading, found.start(), words)),
        None,
    )
    if parting is None:
        one = _side(reading, words)
        return (
            (one, ())
            if one and _sets_duty(words.text) and not _DUTY.search(words.text)
            else ((), one)
        )
    left = words.part(words.start, parting.start())
    right = words.part(parting.end(), words.end)
    first, second = _side(reading, left), _side(reading, right)
    if parting[0] == "向" or (_is_led(reading, right) and not _is_led(reading, left)):
        return second, first
    return first, second


def _within(reading: Reading, place: int, words: Piece) -> bool:
    """Tell whether a word stands within a name, or joins two persons of one side."""
    people = reading.people.inside(words)
    before = words.part(words.start, place).text
    if before.count("(") > before.count(")") or any(one.start < place < one.end for one in people):
        return True
    # 雷书记和何院长 are one side, 雷承锋和各总支书记 are two.
    after = words.part(place + 1, words.end)
    joined = words.source.plain[place] == "和"
    return joined and not (any(one.end == place for one in people) and after.match(_GENERAL))


def _is_led(reading: Reading, side: Piece) -> bool:
    is_general = bool(side.match(_GENERAL) or side.text.startswith("所"))
    return bool(reading.people.inside(side)) or (_sets_duty(side.text) and not is_general)


def _sets_duty(text: str) -> bool:
    return bool(_LEADER.search(text))


def _side(reading: Reading, words: Piece) -> tuple[str, ...]:
    tail = words.search(_STANDS_FOR)
    words = words.part(
        words.start, tail.start() if tail and tail.start() > words.start else words.end
    ).stripped()
    words = words.part(words.start + 1, words.end) if words.text.startswith("由") else words
    persons: list[str] = []
    others: list[Piece] = []
    for entry in part_list(words, reading.people):
        mentions = reading.people.inside(entry)
        if mentions:
            persons += [one.name.name for one in mentions]
        elif _is_side(entry.text):
            others.append(entry)
    return tuple(persons + [one.written for one in part_groups(others, keep_tail=True)])


def _is_side(text: str) -> bool:
    """Tell whether words may name a side, and not what was done before."""
    return len(text) > 1 and not _DONE.search(text)


# --- one agreement told twice -------------------------------------------------------------


def _add(found: list[Signing], signing: Signing) -> None:
    for place, earlier in enumerate(found):
        if _same(earlier, signing) and not _two_tiers(earlier, signing):
            found[place] = _merged(earlier, signing)
            return
    found.append(signing)


def _bare_core(title: Piece) -> str:
    """Return what an agreement is about: its title without holder, year and common words."""
    return _FILLER.sub("", _ORGANISATION.sub("", title.text))


def _same(one: Signing, other: Signing) -> bool:
    """Tell whether two are one: of like title, or the first only announces that one is signed."""
    first, second = _bare_core(one.title), _bare_core(other.title)
    announced = not (one.party_a or one.party_b)
    return first == second or (announced and (first in second or second in first))


def _fuller(reading: Reading, signing: Signing) -> Signing:
    """Return an agreement by its title between 《》, if that stands elsewhere."""
    if signing.year or signing.title.source.plain[signing.title.start - 1] == "《":
        return signing
    for quoted in reading.source.whole.every(_QUOTED):
        title = reading.source.whole.group(quoted, "title")
        if _bare_core(title) == _bare_core(signing.title) and (year := _year(title, title)):
            return replace(signing, title=title, year=year)
    return signing


def _two_tiers(one: Signing, other: Signing) -> bool:
    """Tell whether each names both sides, and other ones: then a lower tier signed as well."""
    told = all((one.party_a, one.party_b, other.party_a, other.party_b))
    return told and set(one.party_b) != set(other.party_b)


def _merged(one: Signing, other: Signing) -> Signing:
    """Keep the telling that names the sides, with the year that either gives."""
    sides = [bool(signing.party_a) + bool(signing.party_b) for signing in (one, other)]
    told = other if sides[1] > sides[0] else one
    return replace(told, year=told.year or one.year or other.year)
