"""What a risk's words say, as far as the tables beside it know them: thing, fault, place."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from sys import intern

from tracker.core import words
from tracker.risks.queries.lexicon import Lexicon

_TABLES = Path(__file__).parent
_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")}
_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
# What is counted and dated says nothing of what or where: 2具, 3处, 90天, 2023年.
_COUNTED = re.compile(
    r"(?:\d+|[一二两三四五六七八九十]+)"
    r"(?:具|个|处|只|名|台(?!阶)|块|人|份|元|次(?!供水)|年|月|日|天|小时|克|%|间|条|米|余)+"
)
# What tells one place from its neighbour, in the order in which it is read off.
_MARKS = (
    ("building", rf"第?({_NUMBER}|[a-h])(?:号|#|栋|幢|座)(?!门|电梯|机|泵|炉|柜|线|箱|路)"),
    ("building", rf"第?({_NUMBER})(?=(?:教学|实训|实验|办公|学生公寓|学生宿舍|公寓|宿舍)楼?)"),
    ("building", rf"第?({_NUMBER})(?=教(?![学育师材职工]))"),
    ("building", r"(?<=公寓|宿舍)(\d{1,2})(?![\d层楼])"),
    ("canteen", rf"第?({_NUMBER}|教职?工|清真|民族)(?=(?:学生)?(?:食堂|餐厅))"),
    ("floor", rf"((?:负|地下){_NUMBER}|{_NUMBER})(?:层|楼(?!梯|道|房))"),
    ("thing", rf"({_NUMBER})(?:号|#)"),
    ("room", r"([a-h]?-?\d{3,4})(?![\da-z年级版届元])(?:室|房间)?"),
    ("campus", r"([新老东西南北本主]|[\u4e00-\u9fff]{2})校区"),
    ("side", r"([东西南北]{1,2})(?=大?门|侧|边|区|院|楼|围墙|段|头|面|路|翼|广场|配楼)"),
    ("zone", r"([a-h])(?=区)"),
)
# However it is denied, and whatever was to be done: 没有经过验收, 未按规定验收, 未验收.
_DENIED = re.compile(
    "(?:没有|没能|没|未能|未曾|未予|未)"
    "(?:及时|进行|经过|履行|按时|按期|定期|按规定|按要求|按照规定|按照要求|有效|认真|做到)*"
)
_OF_EVERY_AREA = re.compile("(?:安全|工作|管理|建设|教育)+$")
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _MARKS)
# What is known weighs so much beside a character or pair that is not.
THING, BEARER, FAULT, DUTY, AREA, GRAM = 2.0, 1.0, 1.0, 0.5, 0.5, 0.15


@dataclass(frozen=True, slots=True)
class Said:
    """What a title and a place say; `weights` are of all that the title speaks of.

    `cores` are the things without those that only bear the trouble, `rest_of_place` are the
    characters and pairs of what the table does not know of the place.
    """

    folded: str
    weights: Mapping[str, float]
    total: float
    things: frozenset[str]
    cores: frozenset[str]
    faults: frozenset[str]
    duties: frozenset[str]
    marks: Mapping[str, frozenset[str]]
    places: frozenset[str]
    place: str
    places_told: frozenset[str]
    rest_of_place: frozenset[str]
    sides: frozenset[str]


@dataclass(frozen=True)
class _Table:
    """The words of the tables: word → what it may stand for, and the lexica that find them."""

    things: Mapping[str, frozenset[str]]
    bearers: frozenset[str]
    faults: Mapping[str, frozenset[str]]
    duties: Mapping[str, frozenset[str]]
    places: Mapping[str, frozenset[str]]
    opposites: Mapping[str, frozenset[str]]
    known: Lexicon
    where: Lexicon
    around: Lexicon


@lru_cache(maxsize=12_000)
def said(title: str, place: str, area: tuple[str, ...] = ()) -> Said:
    """Return what is said; texts are read once, since the closed ones are compared again.

    `area` are the words for the risk's area in the dictionary, its name first: they are one
    word, whichever stands there.
    """
    table = _table()
    folded = words.fold(title).replace(" ", "")
    where = words.fold(place).replace(" ", "")
    rest, marks = _without_marks(folded)
    rest_of_place, marks_of_place = _without_marks(where)
    places_of_title, about = table.where.read(_DENIED.sub("未", rest))
    places, rest_of_place = table.where.read(rest_of_place)
    known, unknown = table.known.read(about)
    things = _stands_for(known, table.things)
    # A thing that is the area itself, 社团 in 学生社团, is what all of its risks are about.
    of_area = things & _stems(area)
    faults, duties = _stands_for(known, table.faults), _stands_for(known, table.duties)
    weights = _weights(unknown, area, things - of_area, is_of_area=bool(of_area))
    weights |= dict.fromkeys(duties, DUTY) | dict.fromkeys(faults, FAULT)
    return Said(
        folded=folded,
        weights=weights,
        total=sum(weights.values()),
        things=_one(things - of_area),
        cores=_one(things - of_area - table.bearers),
        faults=faults,
        duties=duties,
        marks={kind: marks.get(kind, frozenset()) | marks_of_place.get(kind, frozenset())
               for kind in marks.keys() | marks_of_place.keys()},
        places=_stands_for([*places, *places_of_title], table.places),
        place=where,
        places_told=_stands_for(places, table.places),
        rest_of_place=_one(_grams(table.around.read(rest_of_place)[1])),
        sides=_one(frozenset(
            side for word, of in table.opposites.items() if word in where + folded for side in of
        )),
    )  # fmt: skip


def _weights(
    unknown: str, area: tuple[str, ...], things: frozenset[str], *, is_of_area: bool
) -> dict[str, float]:
    """Return what a text speaks of, with the weight of each."""
    rest = _any_of(area).sub("，", unknown) if area else unknown
    weights = dict.fromkeys(_grams(rest), GRAM)
    if is_of_area or rest != unknown:
        weights[area[0]] = AREA
    bearers = _table().bearers
    return weights | {thing: BEARER if thing in bearers else THING for thing in things}


def _without_marks(text: str) -> tuple[str, dict[str, frozenset[str]]]:
    """Return a text without numbers, and the numbers that tell places apart, as digits."""
    text = _COUNTED.sub("", text)
    marks: dict[str, frozenset[str]] = {}
    for kind, pattern in _PATTERNS:
        found = _one(frozenset(_as_digits(number) for number in pattern.findall(text)))
        if found:
            marks[kind] = marks.get(kind, frozenset()) | found
            text = pattern.sub("", text)
    return text, marks


@lru_cache(maxsize=1_000)
def _stems(area: tuple[str, ...]) -> frozenset[str]:
    """Return the words for an area without what many areas end in: 消防 of 消防安全."""
    stems = (_OF_EVERY_AREA.sub("", words.fold(word)) for word in area)
    return frozenset(stem for stem in stems if len(stem) > 1)


@lru_cache(maxsize=1_000)
def _any_of(area: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of the words for an area, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(_stems(area), key=len, reverse=True))) or "$^")


def _as_digits(number: str) -> str:
    """Return a number up to 99 in digits: 三 3, 十二 12, 二十 20; what is none stays."""
    tens, ten, ones = number.partition("十")
    if not ten:
        return "".join(_DIGITS.get(char, char) for char in number)
    return f"{_DIGITS.get(tens, tens) or 1}{_DIGITS.get(ones, ones) or 0}"


def _grams(text: str) -> frozenset[str]:
    """Return the characters and pairs of a text; equal ones are one object in memory."""
    return frozenset(map(intern, words.grams(text))) - {"未", "不"}


def _stands_for(found: Iterable[str], meaning: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return _one(frozenset().union(*(meaning.get(word, frozenset()) for word in found)))


@lru_cache(maxsize=4_000)
def _one(found: frozenset[str]) -> frozenset[str]:
    """Return one object for all sets that are equal, so that kept texts share them in memory."""
    return found


@cache
def _table() -> _Table:
    told = tomllib.loads((_TABLES / "wording.toml").read_text(encoding="utf-8"))
    fields = tomllib.loads((_TABLES / "things.toml").read_text(encoding="utf-8"))
    things = _meanings("".join(fields.values()))
    faults, duties, places = (_meanings(told[key]) for key in ("faults", "duties", "places"))
    opposites = {
        word: frozenset({f"{number}{side}"})
        for number, line in enumerate(told["opposites"])
        for side, named in enumerate(line.split("|"))
        for word in named.split()
    }
    return _Table(
        things=things,
        bearers=frozenset(line.split()[0] for line in fields["bearers"].splitlines() if line),
        faults=faults,
        duties=duties,
        places=places,
        opposites=opposites,
        known=Lexicon([*things, *faults, *duties, *told["filler"].split()]),
        where=Lexicon(places),
        around=Lexicon(told["around"].split()),
    )


def _meanings(lines: str) -> dict[str, frozenset[str]]:
    """Return for each word the first words of the lines that hold it."""
    found: dict[str, frozenset[str]] = {}
    for line in filter(None, lines.splitlines()):
        for word in line.split():
            word = _DENIED.sub("未", word)
            if word == "未":
                continue
            found[word] = found.get(word, frozenset()) | {line.split()[0]}
    return found
