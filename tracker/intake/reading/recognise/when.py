"""The day of the meeting, its part of the day, and its quarter."""

import re
from collections.abc import Iterator
from datetime import date

from tracker.intake.reading.draft import Value
from tracker.intake.reading.page import LineKind
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.source import Piece

_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])[日号]"
    r"(?:\([^)]{1,8}\)|(?:星期|周)[一二三四五六日天])?(?P<part>上午|下午|中午|晚上|早上|晚"
    r"|上午|清晨)?"
    r"(?P<clock>(?:[01]?\d|2[0-3])(?:[:]\d\d|[时点](?:\d{1,2}分|半|整)?))?"
)
_DIGIT_DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)[-/.年](?P<month>1[0-2]|0?[1-9])[-/.月](?P<day>3[01]|[12]\d"
    r"|0?[1-9])"
)
_CLOCK = r"(?:[01]?\d|2[0-3])(?:[:]\d\d|[时点](?:\d{1,2}分|半|整)?)"
_PART = re.compile(rf"(?:上午|下午|中午|晚上|早上)(?:{_CLOCK})?|(?<!\d){_CLOCK}")
_HELD = re.compile("召开|举行|举办|组织|开展|召集|参加|签[订署]|研判|分析|仪式|会议")
# A day that bounds a time or dates a document is not the day of the meeting.
_OTHER_DAY = re.compile(
    r"(?:[从自于]|截至|截止|前|印发|发布|起|到|至)$|(?:贯彻|落实|传达|学习|根据"
    r"|按照)[^,。]{0,12}$"
)
_NAMED_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:-(?:19|20)?\d\d)?(?:学?年度?)(?P<what>[^,。;:《》]{0,40}?"
    r"(?:会(?!议精神)|仪式|研判|座谈|培训|签[订署]))"
)
_WEAK_NAME = re.compile("责任[书状]|承诺书")
_PURPOSE = re.compile(r"(?:为|做好|迎接|总结|回顾|部署|安排|关于|落实|贯彻|传达)[^,。]{0,12}$")
_HALF_A_YEAR = 6
_DECEMBER = 12
_NEW_YEAR = re.compile(r"做好(?P<year>(?:19|20)\d\d)年元旦")
_YEAR_OF_QUARTER = re.compile(r"(?P<year>(?:19|20)\d\d)年第?(?P<number>[一二三四1-4])季度")
_QUARTER = re.compile(r"第?(?P<number>[一二三四1-4])季度(?P<what>[^,。;:、]{0,40})")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_MEETING = re.compile("会|研判|分析|仪式|例会|联席")
_ABOUT = re.compile(
    r"(?:总结|回顾|部署|安排|汇报|通报|传达|听取|分析|研究)了?(?:学校|学院|我[校院]"
    r"|全[校院])?(?:(?:19|20)\d\d年)?$"
)


def recognise_day(reading: Reading) -> tuple[Value[str] | None, Piece | None, Value[int] | None]:
    """Return the date, the words that tell it, and the year; what does not follow stays open."""
    found = _day_told(reading)
    if found is None:
        return None, None, _year_named(reading)
    words, match = found
    year = _year(reading, match)
    if year is None:
        return None, words, None
    try:
        day = date(year.value, int(match["month"]), int(match["day"]))
    except ValueError:
        return None, words, None
    return Value(day.isoformat(), (words, *year.words), year.basis, year.is_sure), words, year


def recognise_part(reading: Reading, words: Piece | None) -> Value[str] | None:
    """Return 上午, 下午 … as it stands with the date, or a time by the clock."""
    if words is None:
        return None
    found = words.search(_PART)
    return Value(found[0], (words.group(found),)) if found else None


def _day_told(reading: Reading) -> tuple[Piece, re.Match[str]] | None:
    if (label := reading.page.labels.get("time")) and (
        found := label.search(_DAY) or label.search(_DIGIT_DAY)
    ):
        return label, found
    for sentence in reading.page.sentences[:6]:
        piece = sentence.piece
        for match in piece.every(_DAY):
            before = piece.part(piece.start, match.start()).text
            if not _OTHER_DAY.search(before) and _is_of_meeting(piece, match):
                return piece.group(match), match
    return None


def _is_of_meeting(piece: Piece, match: re.Match[str]) -> bool:
    after = piece.part(match.end(), piece.end)
    return bool(after.search(_HELD)) and not re.match("至|到|-|—|前|之前|印发|发布", after.text)


def _year(reading: Reading, match: re.Match[str]) -> Value[int] | None:
    if match["year"]:
        start, end = match.span("year")
        return Value(int(match["year"]), (reading.source.whole.part(start, end),), "原文写明年份")
    month, day = int(match["month"]), int(match["day"])
    if month == _DECEMBER and (before := _before_new_year(reading)):
        return before
    named, published = _year_named(reading), _published(reading)
    if published is None:
        return named if named and not _crosses(reading, month) else None
    told, words = published
    year = told.year - 1 if _is_later(told, month, day, named) else told.year
    if named and named.value != year and abs(named.value - year) > 1:
        return named
    return Value(year, words, "年份取自发布日期", is_sure=named is None or named.value == year)


def _is_later(published: date, month: int, day: int, named: Value[int] | None) -> bool:
    """Tell whether a day falls behind the publication, so that it is of the year before.

    A notice tells of a meeting to come: its name gives the year, and it is near.
    """
    if (month, day) <= (published.month, published.day):
        return False
    is_to_come = named is not None and named.value == published.year
    return not is_to_come or month - published.month >= _HALF_A_YEAR


def _before_new_year(reading: Reading) -> Value[int] | None:
    """Return the year before the New Year for which a meeting in December prepares."""
    for sentence in reading.opening:
        if found := sentence.piece.search(_NEW_YEAR):
            return Value(int(found["year"]) - 1, (sentence.piece.group(found),), "为次年元旦作准备")
    return None


def _crosses(reading: Reading, month: int) -> bool:
    """Tell whether a meeting in January speaks of the last quarter: of which year is not said."""
    quarter = recognise_quarter(reading)
    return month <= 2 and quarter is not None and quarter.value == 4


def _year_named(reading: Reading) -> Value[int] | None:
    """Return the year that stands in the name of the meeting, if it is one and the same."""
    values = list(_years_in_names(reading))
    years = {value.value for value in values}
    return values[0] if len(years) == 1 else None


def _years_in_names(reading: Reading) -> Iterator[Value[int]]:
    quarter = recognise_quarter(reading)
    for piece in [*reading.headings, *(sentence.piece for sentence in reading.opening)]:
        for found in piece.every(_NAMED_YEAR):
            before = piece.part(piece.start, found.start()).text
            if not _WEAK_NAME.search(found["what"]) and not _PURPOSE.search(before):
                yield Value(int(found["year"]), (piece.group(found),), "年份取自会议名称")
        for found in piece.every(_YEAR_OF_QUARTER):
            if quarter and quarter.value == _number(found["number"]):
                yield Value(int(found["year"]), (piece.group(found),), "年份与季度同写")


def _published(reading: Reading) -> tuple[date, tuple[Piece, ...]] | None:
    for line in reading.page.of_kind(LineKind.PUBLISHED):
        if found := line.search(_DIGIT_DAY):
            return date(int(found["year"]), int(found["month"]), int(found["day"])), (line,)
    return (reading.published, ()) if reading.published else None


def recognise_quarter(reading: Reading) -> Value[int] | None:
    """Return the quarter only where the meeting is called by it, never from the date."""
    found = [
        Value(_number(match["number"]), (piece.group(match),), "原文写明季度")
        for piece in [*reading.headings, *(one.piece for one in reading.opening)]
        for match in piece.every(_QUARTER)
        if _MEETING.search(match["what"])
        and not _ABOUT.search(piece.part(piece.start, match.start()).text)
    ]
    return found[0] if len({value.value for value in found}) == 1 else None


def _number(written: str) -> int:
    return _QUARTERS.get(written) or int(written)
