"""Running numbers of records: taken in turn, by year."""

from dataclasses import dataclass

from sqlalchemy import select

from tracker.audit.services import record_event
from tracker.core.db import db
from tracker.core.permissions import Actor
from tracker.directory.models import NumberSeries, SeriesYear


@dataclass(frozen=True)
class Numbering:
    """A series of running numbers: its code, its name, and how a number is written."""

    code: str
    name: str
    pattern: str


def take_numbers(numbering: Numbering, *, year: int, count: int, actor: Actor) -> int:
    """Return the first of `count` numbers of that year; business transactions take turns."""
    query = select(SeriesYear).join(SeriesYear.series)
    query = query.where(NumberSeries.code == numbering.code, SeriesYear.year == year)
    counter = db.session.scalar(query) or _begin_year(numbering, year, actor)
    first = counter.next_number
    counter.next_number = first + count
    return first


def _begin_year(numbering: Numbering, year: int, actor: Actor) -> SeriesYear:
    series = db.session.scalar(select(NumberSeries).filter_by(code=numbering.code))
    series = series or NumberSeries(
        code=numbering.code, name=numbering.name, pattern=numbering.pattern
    )
    counter = SeriesYear(series=series, year=year, next_number=1)
    db.session.add(counter)
    record_event("series.begin", counter, actor=actor, label=f"{series.name} {year}")
    return counter
