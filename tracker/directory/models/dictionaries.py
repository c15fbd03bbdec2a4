"""What the college looks up: areas, kinds, the calendar, series, settings."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Base, Record


class RiskArea(Record):
    """An area of risk, or a line of work; sensitive areas are unit-level topics only."""

    __tablename__ = "risk_area"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    is_work_line: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    sort: Mapped[int] = mapped_column(default=0)

    synonyms: Mapped[list["AreaSynonym"]] = relationship(
        cascade="all, delete-orphan", order_by="AreaSynonym.name"
    )


class AreaSynonym(Base):
    """Other words for an area; the same words may stand for several areas."""

    __tablename__ = "area_synonym"

    area_id: Mapped[int] = mapped_column(ForeignKey("risk_area.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)


class AgreementKind(Record):
    """A kind of yearly agreement; few, entered by the office, with the rule that asks for it."""

    __tablename__ = "agreement_kind"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    basis: Mapped[str] = mapped_column(String(200), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    sort: Mapped[int] = mapped_column(default=0)


class CalendarDay(Record):
    """A day that differs from the week's rule: a working Saturday, a holiday on a Monday."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(unique=True)
    is_workday: Mapped[bool]
    note: Mapped[str] = mapped_column(String(60), default="")


class NumberSeries(Record):
    """How papers of one sort are numbered, by year: by the system, or from the office's register.

    `pattern` holds {year} and {number}, for example “院会纪〔{year}〕{number}号”.
    """

    __tablename__ = "number_series"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    pattern: Mapped[str] = mapped_column(String(100))
    is_manual: Mapped[bool] = mapped_column(default=False)

    def format(self, *, year: int, number: int) -> str:
        """Return the number as it is printed, for example 院会纪〔2023〕3号."""
        return self.pattern.format(year=year, number=number)


class SeriesYear(Record):
    """The next number of a series in a year."""

    __tablename__ = "series_year"
    __table_args__ = (UniqueConstraint("series_id", "year"),)

    series_id: Mapped[int] = mapped_column(ForeignKey("number_series.id"))
    year: Mapped[int]
    next_number: Mapped[int] = mapped_column(default=1)

    series: Mapped[NumberSeries] = relationship()


class Setting(Record):
    """One setting of the college as it holds from a day on."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("key", "valid_from"),)

    key: Mapped[str] = mapped_column(String(60), index=True)
    value: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
