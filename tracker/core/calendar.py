"""Quarters, semesters, working days and dates as the office writes them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# A day of the editable work calendar: True is a working day, False a day off. Days that are
# not listed follow the week, so an empty calendar still gives sensible deadlines.
Exceptions = Mapping[date, bool]

WEEKDAYS = "一二三四五六日"
QUARTERS = "一二三四"
MONTHS_IN_QUARTER = 3
FIRST_WEEKEND_DAY = 5
# A date outside these years is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1990, 2099
# What stands for longer than half a quarter may have been told of in a unit's report since.
LONG_STANDING_DAYS = 45


class Term(StrEnum):
    AUTUMN = "autumn"
    SPRING = "spring"


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class SemesterStarts:
    """First days (month, day) of both semesters; each ends the day before the other begins."""

    spring: tuple[int, int] = (2, 1)
    autumn: tuple[int, int] = (9, 1)


@dataclass(frozen=True, slots=True)
class Semester:
    """A semester of the academic year that began in September of `academic_year`."""

    academic_year: int
    term: Term

    @property
    def label(self) -> str:
        which = "一" if self.term is Term.AUTUMN else "二"
        return f"{self.academic_year}—{self.academic_year + 1}学年第{which}学期"


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @property
    def words(self) -> str:
        """Return the quarter in words, for example 2023年第一季度."""
        return f"{self.year}年第{QUARTERS[self.number - 1]}季度"

    @property
    def short_words(self) -> str:
        """Return the quarter as chips and charts name it, for example 2023年一季度."""
        return f"{self.year}年{QUARTERS[self.number - 1]}季度"

    @property
    def code(self) -> str:
        """Return the quarter as addresses and ids of papers name it, for example 2023-1."""
        return f"{self.year}-{self.number}"

    @property
    def first(self) -> date:
        """Return the first day."""
        return quarter_range(self.year, self.number)[0]

    @property
    def last(self) -> date:
        """Return the last day."""
        return quarter_range(self.year, self.number)[1]

    @property
    def usual_month(self) -> int:
        """Return the month in whose middle the college usually meets (domain.md §2a)."""
        return self.number * 3

    @property
    def following(self) -> "Quarter":
        """Return the quarter after this one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        """Return the quarter before this one."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def retell(self, words: str, *, of: "Quarter") -> str:
        """Return words told of another quarter as told of this one, its year included."""
        told = rf"(第?){QUARTERS[of.number - 1]}(季度)"
        words = re.sub(told, rf"\g<1>{QUARTERS[self.number - 1]}\g<2>", words)
        return words.replace(f"{of.year}年", f"{self.year}年")

    def fits(self, words: str) -> bool:
        """Tell whether words that name quarters or years name this one among them."""
        quarters = re.findall(rf"[{''.join(QUARTERS)}](?=季度)", words)
        years = re.findall(r"20\d\d(?=年)", words)
        is_quarter_told = not quarters or QUARTERS[self.number - 1] in quarters
        return is_quarter_told and (not years or str(self.year) in years)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a light turns yellow: few working days left, or a small share of the time left."""

    yellow_days: int = 3
    yellow_share: float = 0.3


DEFAULT_STARTS = SemesterStarts()
DEFAULT_THRESHOLDS = Thresholds()


def quarter_of(day: date) -> tuple[int, int]:
    """Calendar year and quarter (1–4); the quarter of a meeting is stored, this only proposes."""
    return day.year, (day.month - 1) // MONTHS_IN_QUARTER + 1


def quarter_range(year: int, quarter: int) -> tuple[date, date]:
    """First and last day; ValueError unless the quarter is 1–4."""
    if quarter not in range(1, 5):
        raise ValueError(f"quarter must be 1-4, not {quarter}")
    first = date(year, quarter * MONTHS_IN_QUARTER - 2, 1)
    following = date(year + quarter // 4, quarter * MONTHS_IN_QUARTER % 12 + 1, 1)
    return first, following - timedelta(days=1)


def quarter_words(year: int, quarter: int) -> str:
    """Return a quarter in words, for example 2023年第一季度."""
    return f"{year}年第{QUARTERS[quarter - 1]}季度"


def read_quarter(code: str) -> tuple[int, int] | None:
    """Return year and quarter of a code such as "2023-1"; None for what is none."""
    year, _, quarter = code.partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and quarter in {*"1234"}):
        return None
    is_known = FIRST_YEAR <= int(year) <= LAST_YEAR
    return (int(year), int(quarter)) if is_known else None


def semester_of(day: date, starts: SemesterStarts = DEFAULT_STARTS) -> Semester:
    """The semester a day falls in; the summer holiday counts with spring, January with autumn."""
    if (day.month, day.day) >= starts.autumn:
        return Semester(day.year, Term.AUTUMN)
    if (day.month, day.day) < starts.spring:
        return Semester(day.year - 1, Term.AUTUMN)
    return Semester(day.year - 1, Term.SPRING)


def semester_range(
    semester: Semester, starts: SemesterStarts = DEFAULT_STARTS
) -> tuple[date, date]:
    """First and last day of a semester."""
    autumn = date(semester.academic_year, *starts.autumn)
    spring = date(semester.academic_year + 1, *starts.spring)
    if semester.term is Term.AUTUMN:
        return autumn, spring - timedelta(days=1)
    return spring, date(semester.academic_year + 1, *starts.autumn) - timedelta(days=1)


def is_working_day(day: date, exceptions: Exceptions) -> bool:
    return exceptions.get(day, day.weekday() < FIRST_WEEKEND_DAY)


def add_working_days(start: date, count: int, exceptions: Exceptions) -> date:
    """The day `count` working days after `start`, or before it when `count` is negative.

    The start itself is not counted. With 0 it is the start, or the next working day.
    OverflowError when the calendar leaves no working day before the end of time.
    """
    step = timedelta(days=-1 if count < 0 else 1)
    day, left = start, abs(count)
    if not left:
        while not is_working_day(day, exceptions):
            day += step
    while left:
        day += step
        left -= is_working_day(day, exceptions)
    return day


def working_days_between(first: date, last: date, exceptions: Exceptions) -> int:
    """Working days after `first` up to and including `last`; negative when `last` is earlier."""
    if last < first:
        return -working_days_between(last, first, exceptions)
    return sum(is_working_day(day, exceptions) for day in _days_after(first, last))


def _days_after(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(1, (last - first).days + 1))


def chinese_date(day: date) -> str:
    """2023年3月10日, without leading zeros (GB/T 9704-2012 §7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def stands_long(since: date | None, on: date) -> bool:
    """Tell whether something that began on a day has stood for longer than LONG_STANDING_DAYS."""
    return since is not None and (on - since).days > LONG_STANDING_DAYS


def short_date(day: date | None) -> str:
    """Return a day as narrow columns have it, 2023.3.10; nothing for none."""
    return f"{day.year}.{day.month}.{day.day}" if day else ""


def chinese_date_with_weekday(day: date) -> str:
    return f"{chinese_date(day)}（周{WEEKDAYS[day.weekday()]}）"


def due_words(due: date, today: date, exceptions: Exceptions) -> str:
    """How a deadline stands: overdue in days of the calendar, ahead in working days."""
    if due < today:
        return f"逾期 {(today - due).days} 天"
    if due == today:
        return "今天到期"
    left = working_days_between(today, due, exceptions)
    if not left:
        # Over a holiday no working day may be left although the date still lies ahead.
        return f"还有 {(due - today).days} 天（均为休息日）"
    return f"还有 {left} 个工作日"


def light(
    given: date,
    due: date,
    today: date,
    exceptions: Exceptions,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> Light:
    """The light of something still open that was given out on `given` and is due on `due`."""
    if due < today:
        return Light.RED
    if working_days_between(today, due, exceptions) <= thresholds.yellow_days:
        return Light.YELLOW
    share_left = (due - today).days / max((due - given).days, 1)
    return Light.YELLOW if share_left <= thresholds.yellow_share else Light.GREEN
