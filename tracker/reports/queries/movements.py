"""The records behind one number of a balance: its movements, each with its own day."""

from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tracker.core import ledger
from tracker.core.calendar import Quarter
from tracker.core.db import db
from tracker.core.ledger import Posting
from tracker.directory.models import Unit
from tracker.followups.models import FollowUpPosting
from tracker.reports.queries.balance import Book
from tracker.risks.models import RiskPosting

PER_PAGE = 50
LAST_PAGE = 100_000
# What a page of each ledger loads beside the movements.
_RECORDS = {RiskPosting: RiskPosting.risk, FollowUpPosting: FollowUpPosting.follow_up}
_UNITS = {RiskPosting: RiskPosting.unit, FollowUpPosting: FollowUpPosting.unit}


@dataclass(frozen=True)
class Cell:
    """One number: a column of a quarter, of one unit or all, at one level or all."""

    book: Book
    quarter: Quarter
    column: str
    unit: Unit | None = None
    level: str = ""

    @property
    def words(self) -> str:
        """Return what the number counts: 保卫部 · 重大 · 新增."""
        level = self.book.levels[self.level] if self.level else ""
        unit = self.unit.name if self.unit else "各单位"
        return " · ".join(filter(None, (unit, level, self.book.columns[self.column])))


def records_of(cell: Cell, *, page: int) -> Pagination:
    """Return a page of the movements that a number counts, by their own days.

    Of what stood at the beginning or the end it is the movement by which each record came to
    stand there.
    """
    posting = cell.book.posting
    query = _counted(cell).options(joinedload(_RECORDS[posting]), joinedload(_UNITS[posting]))
    if cell.unit is not None:
        query = query.where(posting.unit_id == cell.unit.id)
    if cell.level:
        query = query.where(RiskPosting.level == cell.level)
    query = query.order_by(posting.happened_on, posting.id)
    number = min(max(page, 1), LAST_PAGE)
    return db.paginate(query, page=number, per_page=PER_PAGE, error_out=False)


def _counted(cell: Cell) -> Select[Any]:
    posting: type[Posting] = cell.book.posting
    ends = {"opening": cell.quarter.previous, "closing": cell.quarter}
    if cell.column in ends:
        stood = ledger.standing(posting, ends[cell.column])
        return select(posting).where(posting.id.in_(stood))
    year, number = cell.quarter.year, cell.quarter.number
    return select(posting).where(
        posting.year == year, posting.quarter == number, posting.kind == cell.column
    )
