"""The ledgers of risks and of tasks, quarter by quarter: what stood, came, went and stands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.core import ledger
from tracker.core.calendar import Quarter
from tracker.core.db import db
from tracker.core.ledger import Key, Line, Posting
from tracker.directory.models import Unit
from tracker.followups import queries as followups
from tracker.followups.models import FollowUpPosting
from tracker.reports.queries.quarter import quarters
from tracker.risks import queries as risks
from tracker.risks.models import RISK_LEVEL_LABELS, QuarterClosing, RiskPosting


@dataclass(frozen=True)
class Book:
    """One ledger: its name, its movements, what is open by key now, its columns with their names.

    Tasks are counted apart, by the same rule; they have no level and none is reopened.
    """

    code: str
    name: str
    posting: type[Posting]
    open_by_key: Callable[[], dict[Key, int]]
    columns: Mapping[str, str]
    levels: Mapping[str, str]

    @property
    def kinds(self) -> Mapping[str, str]:
        """Return the name of each movement; a task that came back would bear the risks' word."""
        return {"reopened": "反弹"} | {**self.columns}

    @property
    def is_plain(self) -> bool:
        """Tell whether the ledger has no levels."""
        return "" in self.levels


RISKS = Book(
    "risks", "风险隐患", RiskPosting, risks.open_by_key,
    {
        "opening": "期初在册", "new": "新增", "reopened": "反弹", "moved_in": "转入",
        "closed": "销号", "cancelled": "撤销", "moved_out": "转出", "closing": "期末在册",
    },
    {str(level): label for level, label in RISK_LEVEL_LABELS.items()},
)  # fmt: skip
TASKS = Book(
    "follow-ups", "督办任务", FollowUpPosting, followups.open_by_key,
    {
        "opening": "期初在办", "new": "新增", "moved_in": "转入", "closed": "办结",
        "cancelled": "撤销", "moved_out": "转出", "closing": "期末在办",
    },
    {"": "督办任务"},
)  # fmt: skip
BOOKS = {book.code: book for book in (RISKS, TASKS)}


@dataclass(frozen=True)
class Row:
    """One unit at one level; tasks have none."""

    unit: Unit
    level: str
    line: Line


@dataclass(frozen=True)
class Group:
    """The units of one level, in their own order."""

    level: str
    label: str
    rows: tuple[Row, ...]

    @property
    def total(self) -> Line:
        """Return the sum of the units."""
        return sum((row.line for row in self.rows), Line())


@dataclass(frozen=True)
class Balance:
    """A quarter of one ledger; `faults` tell why it does not balance, none where it does."""

    book: Book
    quarter: Quarter
    groups: tuple[Group, ...]
    faults: tuple[str, ...]

    @property
    def rows(self) -> list[Row]:
        """Return the rows of all levels, unit by unit."""
        rows = (row for group in self.groups for row in group.rows)
        return sorted(rows, key=lambda row: (row.unit.sort, row.unit.id))

    @property
    def total(self) -> Line:
        """Return the sum of all units and levels."""
        return sum((group.total for group in self.groups), Line())


def balance(book: Book, quarter: Quarter) -> Balance:
    """Return one quarter of a ledger with what is wrong in it, in five statements."""
    lines = ledger.balances(book.posting, quarter, quarter)[quarter]
    units = _units({unit_id for unit_id, *_ in lines})
    groups = (_group(book, level, lines, units) for level in book.levels)
    found = tuple(group for group in groups if group.rows)
    return Balance(book, quarter, found, tuple(_faults(book, quarter, lines)))


def year_balance(book: Book, year: int) -> dict[Quarter, dict[Key, Line]]:
    """Return the four quarters of a year by key, in one statement."""
    return ledger.balances(book.posting, Quarter(year, 1), Quarter(year, 4))


def stood(book: Book, quarter: Quarter) -> list[list[int | str]]:
    """Return what stood open at a quarter's end, as a closing keeps it: the key, how many."""
    lines = ledger.balances(book.posting, quarter, quarter)[quarter]
    return [[*key, line.closing] for key, line in sorted(lines.items()) if line.closing]


def posted_quarters(*, on: date) -> list[Quarter]:
    """Return the quarters from the first that counts anything to the present, newest first.

    The present is that of `quarters`, or the last that counts anything.
    """
    first, last = first_posted(), _last_posted()
    present = quarters(on=on).present
    found = [max(present, last) if last else present]
    while first and found[-1] > first:
        found.append(found[-1].previous)
    return found


def first_posted() -> Quarter | None:
    """Return the first quarter that counts anything; None while nothing is on a ledger."""
    found = [_end_of(book.posting) for book in BOOKS.values()]
    return min((quarter for quarter in found if quarter), default=None)


def oldest_open() -> Quarter | None:
    """Return the quarter that is to be closed next; None while nothing is on a ledger."""
    return risks.first_open_quarter() or first_posted()


def closing_of(quarter: Quarter) -> QuarterClosing | None:
    """Return the closing of a quarter, if it has been closed."""
    query = select(QuarterClosing).filter_by(year=quarter.year, quarter=quarter.number)
    return db.session.scalar(query)


def _last_posted() -> Quarter | None:
    found = [_end_of(book.posting, is_last=True) for book in BOOKS.values()]
    return max((quarter for quarter in found if quarter), default=None)


def _end_of(posting: type[Posting], *, is_last: bool = False) -> Quarter | None:
    columns = (posting.year, posting.quarter)
    order = [column.desc() for column in columns] if is_last else columns
    row = db.session.execute(select(*columns).order_by(*order).limit(1)).first()
    return Quarter(*row) if row else None


def _units(ids: set[int]) -> list[Unit]:
    query = select(Unit).where(Unit.id.in_(ids)).order_by(Unit.sort, Unit.id)
    return list(db.session.scalars(query))


def _group(book: Book, level: str, lines: Mapping[Key, Line], units: list[Unit]) -> Group:
    keys = ((unit, (unit.id, level) if level else (unit.id,)) for unit in units)
    rows = (Row(unit, level, lines[key]) for unit, key in keys if key in lines)
    return Group(level, book.levels[level], tuple(rows))


def _faults(book: Book, quarter: Quarter, lines: Mapping[Key, Line]) -> Iterator[str]:
    yield from ledger.faults(lines)
    closings = {closing.closes: _kept(book, closing) for closing in risks.closings()}
    opening = {key: line.opening for key, line in lines.items() if line.opening}
    closing = {key: line.closing for key, line in lines.items() if line.closing}
    if closings.get(quarter.previous, opening) != opening:
        yield f"期初与{quarter.previous.short_words}结账时的期末不一致"
    if closings.get(quarter, closing) != closing:
        yield "期末与结账时留存的数不一致"
    if ledger.standing_now(book.posting) != book.open_by_key():
        yield f"台账上未了结的{book.name}与登记的现状不一致"


def _kept(book: Book, closing: QuarterClosing) -> dict[Key, int]:
    return {tuple(key): count for *key, count in closing.stood[book.code]}
