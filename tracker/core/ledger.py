"""A ledger that balances: movements of records, the lines they add up to, and what must hold.

For every key (unit and level, or unit) and quarter: opening + new + reopened + moved in − closed −
cancelled − moved out = closing; the opening is the closing before; all moved in is all moved out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Select, String, and_, case, func, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from tracker.core.calendar import Quarter, quarter_of
from tracker.core.db import db
from tracker.core.models import Base

Key = tuple[Any, ...]


class Movement(StrEnum):
    """What happens to a record on the ledger; the first three bring it in."""

    NEW = "new"
    REOPENED = "reopened"
    MOVED_IN = "moved_in"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MOVED_OUT = "moved_out"


INTO = frozenset({Movement.NEW, Movement.REOPENED, Movement.MOVED_IN})


@dataclass(frozen=True)
class Line:
    """What stood at the beginning of a quarter, what came and what went."""

    opening: int = 0
    new: int = 0
    reopened: int = 0
    moved_in: int = 0
    closed: int = 0
    cancelled: int = 0
    moved_out: int = 0

    def __add__(self, other: "Line") -> "Line":
        return Line(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Line)))

    @property
    def come(self) -> int:
        """Return how many came in."""
        return self.new + self.reopened + self.moved_in

    @property
    def gone(self) -> int:
        """Return how many went out."""
        return self.closed + self.cancelled + self.moved_out

    @property
    def closing(self) -> int:
        """Return what stands at the end."""
        return self.opening + self.come - self.gone

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stood, came or went."""
        return not any(getattr(self, f.name) for f in fields(Line))

    def numbers(self) -> dict[str, int]:
        """Return every number under its name, in the order of the columns."""
        return {f.name: getattr(self, f.name) for f in fields(Line)} | {"closing": self.closing}


COLUMNS = (*(f.name for f in fields(Line)), "closing")


class Posting(Base):
    """One movement of one record; rows are only inserted.

    `happened_on` is the event's own date, `year` and `quarter` say where it is counted.
    """

    __abstract__ = True
    # The columns by which the ledger is told apart; the unit comes first.
    KEY: ClassVar[tuple[str, ...]]
    # The column that names the record.
    OF: ClassVar[str]

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    happened_on: Mapped[date]
    year: Mapped[int]
    quarter: Mapped[int]

    @property
    def key(self) -> Key:
        """Return what the record moved into or out of."""
        return tuple(getattr(self, name) for name in self.KEY)

    @property
    def standing(self) -> Key | None:
        """Return where the record stands after this movement; None off the ledger."""
        return self.key if self.kind in INTO else None

    @property
    def counted_in(self) -> Quarter:
        """Return the quarter that counts it."""
        return Quarter(self.year, self.quarter)

    @property
    def is_late(self) -> bool:
        """Tell whether it is counted in a later quarter than that of its own date (后补)."""
        return Quarter(*quarter_of(self.happened_on)) < self.counted_in


def held_on(postings: Sequence[Posting], day: date) -> Key | None:
    """Return where a record stood on a day, or had stood last by then; None before its first."""
    came = [one for one in postings if one.kind in INTO and one.happened_on <= day]
    return came[-1].key if came else None


def movements(
    before: Key | None, after: Key | None, *, was_entered: bool, is_cancelled: bool
) -> list[tuple[Movement, Key]]:
    """Return what leads from where a record stood to where it stands; nothing for no change."""
    if before == after:
        return []
    if before is None:
        return [(Movement.REOPENED if was_entered else Movement.NEW, after or ())]
    if after is None:
        return [(Movement.CANCELLED if is_cancelled else Movement.CLOSED, before)]
    return [(Movement.MOVED_OUT, before), (Movement.MOVED_IN, after)]


def counted_in(on: date, *, first_open: Quarter | None, last: Posting | None) -> Quarter:
    """Return the quarter that counts an event: its own, else the oldest that is still open.

    Never one before that of the record's previous movement: a risk found last year and entered
    after the quarter was closed is new in this quarter; struck off on a day before, it would
    leave a ledger that it had not come to yet, and the quarter between would stand at −1.
    """
    own = Quarter(*quarter_of(on))
    return max(one for one in (own, first_open, last and last.counted_in) if one)


def last_posting(book: type[Posting], record_id: int) -> Select[Any]:
    """Return the query of a record's newest movement."""
    query = select(book).where(getattr(book, book.OF) == record_id)
    return query.order_by(book.id.desc()).limit(1)


def is_within(book: type[Posting], quarter: Quarter) -> ColumnElement[bool]:
    """Tell of a movement that it is counted in this quarter or before."""
    in_year = and_(book.year == quarter.year, book.quarter <= quarter.number)
    return or_(book.year < quarter.year, in_year)


def standing(book: type[Posting], quarter: Quarter) -> Select[int]:
    """Return the query of the ids of the movements by which records stood at a quarter's end.

    A record's quarters never go backwards, so its newest movement is the one with the highest id.
    """
    of, later = book.OF, aliased(book)
    is_same = getattr(later, of) == getattr(book, of)
    is_newer = select(later.id).where(is_same, later.id > book.id, is_within(later, quarter))
    query = select(book.id).where(is_within(book, quarter), book.kind.in_(INTO))
    return query.where(~is_newer.exists())


def standing_now(book: type[Posting]) -> dict[Key, int]:
    """Return how many records stand on the ledger by key, all movements summed."""
    parts = [getattr(book, name) for name in book.KEY]
    sign = case((book.kind.in_(INTO), 1), else_=-1)
    query = select(*parts, func.sum(sign)).group_by(*parts)
    return {tuple(key): count for *key, count in db.session.execute(query) if count}


def balances(
    book: type[Posting], first: Quarter, last: Quarter
) -> dict[Quarter, dict[Key, Line]]:  # fmt: skip
    """Return the lines of each quarter from `first` to `last` by key, in one statement."""
    found: dict[Quarter, dict[Key, Line]] = {}
    sums = _sums(book, first, last)
    opening = _opening(sums.pop(None, {}))
    for quarter in _quarters(first, last):
        counts = sums.get(quarter, {})
        lines = {
            key: Line(opening=opening.get(key, 0), **counts.get(key, {}))
            for key in {*opening, *counts}
        }
        found[quarter] = {key: line for key, line in lines.items() if not line.is_empty}
        opening = {key: line.closing for key, line in lines.items()}
    return found


def faults(lines: Mapping[Key, Line]) -> Iterator[str]:
    """Yield what cannot be in the lines of a quarter."""
    moved_in = sum(line.moved_in for line in lines.values())
    moved_out = sum(line.moved_out for line in lines.values())
    if moved_in != moved_out:
        yield f"转入合计 {moved_in} 项、转出合计 {moved_out} 项，应当相等"
    wrong = sum(min(line.opening, line.closing) < 0 for line in lines.values())
    if wrong:
        yield f"有 {wrong} 行期初或期末小于零"


def _sums(
    book: type[Posting], first: Quarter, last: Quarter
) -> dict[Quarter | None, dict[Key, dict[str, int]]]:
    """Return {quarter: {key: {kind: how many}}}; under None what was counted before the first."""
    is_before = is_within(book, first.previous)
    year, quarter = case((is_before, 0), else_=book.year), case((is_before, 0), else_=book.quarter)
    parts = [*(getattr(book, name) for name in book.KEY), year, quarter, book.kind]
    query = select(*parts, func.count()).where(is_within(book, last)).group_by(*parts)
    found: dict[Quarter | None, dict[Key, dict[str, int]]] = {}
    for *key, of_year, number, kind, count in db.session.execute(query):
        when = Quarter(of_year, number) if of_year else None
        found.setdefault(when, {}).setdefault(tuple(key), {})[kind] = count
    return found


def _opening(counts: Mapping[Key, Mapping[str, int]]) -> dict[Key, int]:
    return {
        key: sum(count if kind in INTO else -count for kind, count in kinds.items())
        for key, kinds in counts.items()
    }


def _quarters(first: Quarter, last: Quarter) -> Sequence[Quarter]:
    found = [first]
    while found[-1] < last:
        found.append(found[-1].following)
    return found
