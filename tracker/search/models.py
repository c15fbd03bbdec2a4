"""The index: what each record says, folded and cut into pairs, and how far the trail is read."""

from datetime import date
from enum import IntEnum
from typing import Any

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.models import Base

# The entries of a kind are neighbours: an entry's id is its kind and its record's number.
KIND_BITS = 40
# In an entry's text its marks stand between these, which no typed word holds.
BORDER = "\x1f"
_LargeInteger = BigInteger().with_variant(Integer, "sqlite")


class Kind(IntEnum):
    """What can be found. The numbers part the index, which is read from its end: few come last."""

    FOLLOW_UP = 1
    RISK = 2
    POINT = 3
    UNIT_REPORT = 4
    AGREEMENT = 5
    ADDRESS = 6
    AREAS = 7
    MINUTES = 8
    MEETING = 9
    USED_NUMBER = 10
    PAPER = 11
    PERSON = 12
    UNIT = 13


# In the order of the page: what is few and exact first.
KIND_LABELS = {
    Kind.UNIT: "单位",
    Kind.PERSON: "人员",
    Kind.PAPER: "印发文件",
    Kind.USED_NUMBER: "号数登记",
    Kind.FOLLOW_UP: "督办任务",
    Kind.RISK: "风险",
    Kind.MEETING: "会议",
    Kind.MINUTES: "会议纪要",
    Kind.ADDRESS: "讲话",
    Kind.POINT: "要求",
    Kind.AREAS: "提及领域",
    Kind.UNIT_REPORT: "汇报",
    Kind.AGREEMENT: "责任书",
}


def entry_id(kind: Kind, record_id: int) -> int:
    """Return the id of a record's entry; with 0 the one before all entries of the kind."""
    return (kind << KIND_BITS) + record_id


def record_of(entry: int) -> tuple[Kind, int]:
    """Return the kind and the number of the record that an entry is about."""
    return Kind(entry >> KIND_BITS), entry & ((1 << KIND_BITS) - 1)


class IndexEntry(Base):
    """What one record says. `owner_id` is the entry with which it comes and goes.

    `shown` is what a result needs (queries/telling.Told.shown), so that a page of results of many
    kinds loads none of their records.

    `grams` holds the text's characters and pairs (core/words) and marks of three characters and
    more: open, college, for12, unit12, year2023, person7, 2023no3. SQLite keeps them in the
    full-text table `search_grams` as well, by triggers; on PostgreSQL the column is a tsvector with
    an index of its own. Both are made by the migration alone.
    """

    __tablename__ = "search_entry"
    id: Mapped[int] = mapped_column(_LargeInteger, primary_key=True, autoincrement=False)
    owner_id: Mapped[int] = mapped_column(_LargeInteger, index=True)
    year: Mapped[int | None]
    unit_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    shown: Mapped[dict[str, Any]]
    grams: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))


class IndexProgress(Base):
    """Up to which event of the trail the index is kept, by which layout, for which day; one row."""

    __tablename__ = "search_progress"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(default=0)
    layout: Mapped[int] = mapped_column(default=0)
    told_on: Mapped[date | None]
