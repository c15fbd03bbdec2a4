"""Campuses, areas, kinds, series and the days that are no working days."""

from datetime import date
from types import MappingProxyType

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from tracker.audit.queries import while_unchanged
from tracker.core.calendar import Exceptions
from tracker.core.db import db
from tracker.directory.models import (
    AgreementKind,
    AreaSynonym,
    CalendarDay,
    Campus,
    NumberSeries,
    Post,
    RiskArea,
    SeriesYear,
)


def categories() -> list[str]:
    """Return the categories of posts by which meetings invite, for example 各党总支书记."""
    query = select(Post.category).where(Post.category != "", Post.is_active)
    return list(db.session.scalars(query.group_by(Post.category).order_by(Post.category)))


def campuses(*, active_only: bool = True) -> list[Campus]:
    """Return the campuses, as a rule those in use."""
    query = select(Campus).order_by(Campus.sort, Campus.id)
    return list(db.session.scalars(query.where(Campus.is_active) if active_only else query))


def risk_areas() -> list[RiskArea]:
    """Return areas and lines of work with their synonyms."""
    query = select(RiskArea).options(selectinload(RiskArea.synonyms))
    return list(db.session.scalars(query.order_by(RiskArea.sort, RiskArea.id)))


def sensitive_words() -> frozenset[str]:
    """Return the names and synonyms of sensitive areas: what names them is not quoted in lists."""
    return while_unchanged("sensitive_words", _sensitive_words)


def _sensitive_words() -> frozenset[str]:
    query = select(RiskArea.name, AreaSynonym.name).outerjoin(AreaSynonym)
    rows = db.session.execute(query.where(RiskArea.is_sensitive))
    return frozenset(name for row in rows for name in row if name)


def areas_of(words: str) -> list[RiskArea]:
    """Return the areas that these words stand for; none when the dictionary lacks them."""
    query = (
        select(RiskArea)
        .outerjoin(AreaSynonym)
        .where(or_(RiskArea.name == words, AreaSynonym.name == words))
    )
    return list(db.session.scalars(query.order_by(RiskArea.sort).distinct()))


def agreement_kinds() -> list[AgreementKind]:
    """Return the kinds of agreements in order."""
    return list(db.session.scalars(select(AgreementKind).order_by(AgreementKind.sort)))


def calendar_exceptions() -> Exceptions:
    """Return the days that differ from the week's rule: day → is a working day."""
    return while_unchanged("calendar_exceptions", _exceptions)


def _exceptions() -> Exceptions:
    rows = db.session.execute(select(CalendarDay.day, CalendarDay.is_workday))
    return MappingProxyType({row.day: row.is_workday for row in rows})


def number_series(*, year: int) -> list[tuple[NumberSeries, int]]:
    """Return the series with their next number in a year."""
    next_number = func.coalesce(SeriesYear.next_number, 1)
    query = select(NumberSeries, next_number).outerjoin(
        SeriesYear, and_(SeriesYear.series_id == NumberSeries.id, SeriesYear.year == year)
    )
    return [(series, n) for series, n in db.session.execute(query.order_by(NumberSeries.id))]


def calendar_days(year: int) -> list[CalendarDay]:
    """Return the days of a year that differ from the week's rule."""
    query = select(CalendarDay).where(
        CalendarDay.day >= date(year, 1, 1), CalendarDay.day <= date(year, 12, 31)
    )
    return list(db.session.scalars(query.order_by(CalendarDay.day)))
