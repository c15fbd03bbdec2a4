"""What a risk's words say, as far as `wording.toml` knows them: the thing, the fault, the place."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from tracker.core import words

_TABLE = Path(__file__).with_name("wording.toml")
_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")}
_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
# What is counted and dated says nothing of what or where: 2具, 3处, 90天, 2023年.
_COUNTED = re.compile(
    r"(?:\d+|[一二两三四五六七八九十]+)(?:具|个|处|只|台(?!阶)|块|人|份|次(?!供水)|年|月|日|天|%|间|条|米|余)+"
)
# What tells one place from its neighbour, in the order in which it is read off.
_MARKS = (
    ("building", rf"第?({_NUMBER}|[a-h])(?:号|#|栋|幢|座)(?!门|电梯|机|泵|炉|柜|线|箱|路)"),
    ("building", rf"第?({_NUMBER})(?=(?:教学|实训|实验|办公|学生公寓|学生宿舍|公寓|宿舍)楼?)"),
    ("building", rf"第?({_NUMBER})(?=教(?![学育师材职工]))"),
    ("building", r"(?<=公寓|宿舍)(\d{1,2})(?![\d层楼])"),
    ("canteen", rf"第?({_NUMBER})(?=(?:学生)?(?:食堂|餐厅))"),
    ("floor", rf"((?:负|地下){_NUMBER}|{_NUMBER})(?:层|楼(?!梯|道|房))"),
    ("thing", rf"({_NUMBER})(?:号|#)"),
    ("room", r"([a-h]?-?\d{3,4})(?![\da-z年级版届])(?:室|房间)?"),
    ("campus", r"([新老东西南北本主]|[\u4e00-\u9fff]{2})校区"),
    ("side", r"([东西南北]{1,2})(?=门|侧|边|区|院|楼|围墙|段|头|面|路|翼|广场|配楼)"),
    ("zone", r"([a-h])(?=区)"),
)
# However it is denied, and whatever was to be done: 没有经过验收, 未按规定验收, 未验收.
_DENIED = re.compile(
    "(?:没有|没能|没|未能|未曾|未予|未)"
    "(?:及时|进行|经过|履行|按时|按期|定期|按规定|按要求|按照规定|按照要求|有效|认真|做到)*"
)
_OF_EVERY_AREA = re.compile("(?:安全|工作|管理|建设|教育)+$")
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _MARKS)


@dataclass(frozen=True)
class Said:
    """What a title and a place say; `grams` are of what no line of the table knows."""

    folded: str
    areas: frozenset[str]
    things: frozenset[str]
    faults: frozenset[str]
    duties: frozenset[str]
    grams: frozenset[str]
    marks: Mapping[str, frozenset[str]]
    places: frozenset[str]
    rest_of_place: str
    sides: frozenset[str]


@dataclass(frozen=True)
class _Table:
    """The words of `wording.toml`: word → what it may stand for, and the pattern of all."""

    things: Mapping[str, frozenset[str]]
    faults: Mapping[str, frozenset[str]]
    duties: Mapping[str, frozenset[str]]
    places: Mapping[str, frozenset[str]]
    opposites: Mapping[str, frozenset[str]]
    known: re.Pattern[str]
    any_place: re.Pattern[str]


@lru_cache(maxsize=12_000)
def said(title: str, place: str, area: tuple[str, ...] = ()) -> Said:
    """Return what is said; texts are read once, since the closed ones are compared again.

    `area` are the words for the risk's area in the dictionary, its name first: they are one
    word, whichever stands there.
    """
    table = _table()
    folded = words.fold(title).replace(" ", "")
    where = words.fold(place).replace(" ", "")
    rest, marks_of_title = _without_marks(folded)
    rest_of_place, marks = _without_marks(where)
    for kind, found in marks_of_title.items():
        marks[kind] = marks.get(kind, frozenset()) | found
    rest = _DENIED.sub("未", rest)
    about = table.any_place.sub("，", rest)
    unknown, areas = _without_area(table.known.sub("，", about), area)
    known = table.known.findall(about)
    # A thing that is the area itself, 社团 in 学生社团, is what all of its risks are about.
    things = _stands_for(known, table.things)
    of_area = things & _stems(area)
    return Said(
        folded=folded,
        areas=areas | frozenset(area[:1] if of_area else ()),
        things=things - of_area,
        faults=_stands_for(known, table.faults),
        duties=_stands_for(known, table.duties),
        grams=_grams(unknown),
        marks=marks,
        places=_stands_for(table.any_place.findall(f"{rest_of_place}，{rest}"), table.places),
        rest_of_place=table.any_place.sub("", rest_of_place),
        sides=frozenset(
            side for word, of in table.opposites.items() if word in where + folded for side in of
        ),
    )


def _without_marks(text: str) -> tuple[str, dict[str, frozenset[str]]]:
    """Return a text without numbers, and the numbers that tell places apart, as digits."""
    text = _COUNTED.sub("", text)
    marks: dict[str, frozenset[str]] = {}
    for kind, pattern in _PATTERNS:
        found = frozenset(_as_digits(number) for number in pattern.findall(text))
        if found:
            marks[kind] = marks.get(kind, frozenset()) | found
            text = pattern.sub("", text)
    return text, marks


def _without_area(text: str, area: tuple[str, ...]) -> tuple[str, frozenset[str]]:
    """Return a text without the words for its area, and the area where one stood there."""
    if not area:
        return text, frozenset()
    rest = _any_of(_stems(area)).sub("，", text)
    return rest, frozenset(area[:1]) if rest != text else frozenset()


@lru_cache(maxsize=1_000)
def _stems(area: tuple[str, ...]) -> frozenset[str]:
    """Return the words for an area without what many areas end in: 消防 of 消防安全."""
    stems = (_OF_EVERY_AREA.sub("", words.fold(word)) for word in area)
    return frozenset(stem for stem in stems if len(stem) > 1)


def _as_digits(number: str) -> str:
    """Return a number up to 99 in digits: 三 3, 十二 12, 二十 20; what is none stays."""
    tens, ten, ones = number.partition("十")
    if not ten:
        return "".join(_DIGITS.get(char, char) for char in number)
    return f"{_DIGITS.get(tens, tens) or 1}{_DIGITS.get(ones, ones) or 0}"


def _grams(text: str) -> frozenset[str]:
    return frozenset(words.grams(text)) - {"未"}


def _stands_for(found: Iterable[str], meaning: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(meaning.get(word, frozenset()) for word in found))


@cache
def _table() -> _Table:
    told = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    things, faults, duties, places = (
        _meanings(told[key]) for key in ("things", "faults", "duties", "places")
    )
    opposites = {
        word: frozenset({f"{number}{side}"})
        for number, line in enumerate(told["opposites"])
        for side, named in enumerate(line.split("|"))
        for word in named.split()
    }
    known = _any_of([*things, *faults, *duties, *told["filler"].split()])
    return _Table(things, faults, duties, places, opposites, known, _any_of(places))


def _meanings(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in lines:
        for word in line.split():
            word = _DENIED.sub("未", word)
            if word == "未":
                continue
            found[word] = found.get(word, frozenset()) | {line.split()[0]}
    return found


def _any_of(known: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of the words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(set(known), key=len, reverse=True))))
