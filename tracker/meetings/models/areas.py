"""Areas named at a meeting (提及领域): words as written, and who or what named them."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Base, Record
from tracker.directory.models import RiskArea, Unit
from tracker.meetings.models.address import Address, Point
from tracker.meetings.models.meeting import Meeting


class NamedBy(StrEnum):
    """Who or what named a list of areas: the text does not say more (domain.md §0)."""

    UNITS = "units"
    UNIT = "unit"
    ADDRESS = "address"
    POINT = "point"
    MEETING = "meeting"


NAMED_BY_LABELS = {
    NamedBy.UNITS: "各汇报单位",
    NamedBy.UNIT: "一个单位",
    NamedBy.ADDRESS: "一次讲话",
    NamedBy.POINT: "一条要点",
    NamedBy.MEETING: "会议指出",
}

area_named_area = Table(
    "area_named_area",
    Base.metadata,
    Column("named_id", ForeignKey("area_named.id"), primary_key=True),
    Column("area_id", ForeignKey("risk_area.id"), primary_key=True, index=True),
)


class AreaList(Record):
    """One enumeration of areas, with its context; without unit, level or date.

    `unit_id` is set for one unit, `address_id` for an address (会议指出 is one, where it was
    entered), `point_id` as well for a point of it.
    """

    __tablename__ = "area_list"
    __table_args__ = (
        CheckConstraint("(named_by = 'unit') = (unit_id IS NOT NULL)", name="unit"),
        CheckConstraint("named_by <> 'address' OR address_id IS NOT NULL", name="address"),
        CheckConstraint("(named_by = 'point') = (point_id IS NOT NULL)", name="point"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    named_by: Mapped[str] = mapped_column(String(20), default=NamedBy.UNITS)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    address_id: Mapped[int | None] = mapped_column(ForeignKey("address.id"), index=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"), index=True)
    sort: Mapped[int] = mapped_column(default=0)

    meeting: Mapped[Meeting] = relationship()
    unit: Mapped[Unit | None] = relationship()
    address: Mapped[Address | None] = relationship()
    point: Mapped[Point | None] = relationship()
    entries: Mapped[list["AreaNamed"]] = relationship(
        cascade="all, delete-orphan", order_by="AreaNamed.sort", back_populates="area_list"
    )


class AreaNamed(Record):
    """One area as written, and the areas of the dictionary that its words stand for: 0 to n."""

    __tablename__ = "area_named"

    list_id: Mapped[int] = mapped_column(ForeignKey("area_list.id"), index=True)
    words: Mapped[str] = mapped_column(String(100))
    sort: Mapped[int] = mapped_column(default=0)

    area_list: Mapped[AreaList] = relationship(back_populates="entries")
    areas: Mapped[list[RiskArea]] = relationship(secondary=area_named_area, order_by=RiskArea.sort)

    @property
    def is_sensitive(self) -> bool:
        """Tell whether these words stand for a sensitive area (domain.md §6.4)."""
        return any(area.is_sensitive for area in self.areas)
