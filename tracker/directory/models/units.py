"""Campuses, units, posts and people, as they came and went."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Base, Record
from tracker.directory.models.kinds import (
    BODIES,
    POST_ROLE_LABELS,
    UNIT_KIND_LABELS,
    PostRole,
    UnitKind,
)


class Campus(Record):
    """A campus, for places of meetings."""

    __tablename__ = "campus"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    sort: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class Unit(Record):
    """A unit of the college, or a body (leading group, its office) that a unit hosts."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("active_to IS NULL OR active_to >= active_from", name="active"),
    )

    name: Mapped[str] = mapped_column(String(100), unique=True)
    short_name: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    covers_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    sort: Mapped[int] = mapped_column(default=0)
    active_from: Mapped[date]
    active_to: Mapped[date | None]

    parent: Mapped["Unit | None"] = relationship(foreign_keys=[parent_id], remote_side="Unit.id")
    covers: Mapped["Unit | None"] = relationship(foreign_keys=[covers_id], remote_side="Unit.id")
    host: Mapped["Unit | None"] = relationship(foreign_keys=[host_id], remote_side="Unit.id")
    aliases: Mapped[list["UnitAlias"]] = relationship(
        cascade="all, delete-orphan", order_by="UnitAlias.name"
    )
    supervising_post: Mapped["Post | None"] = relationship(secondary="unit_supervision")

    @property
    def kind_label(self) -> str:
        """Return the kind's name on screen."""
        return UNIT_KIND_LABELS[UnitKind(self.kind)]

    @property
    def is_body(self) -> bool:
        """Tell whether this is a body hosted by a unit rather than a unit."""
        return self.kind in BODIES

    @property
    def display_name(self) -> str:
        """Return the name that lists use."""
        return self.short_name or self.name

    @property
    def names(self) -> list[str]:
        """Return every name that texts know the unit by, its own first."""
        found = (self.name, self.short_name, *(alias.name for alias in self.aliases))
        return [name for name in found if name]

    @property
    def supervising_post_id(self) -> int | None:
        """Return the id of the post that supervises the unit (分管领导), if one is named."""
        return self.supervising_post.id if self.supervising_post else None

    def is_active(self, on: date) -> bool:
        """Tell whether the unit existed on that day."""
        return self.active_from <= on and (self.active_to is None or on <= self.active_to)


class UnitAlias(Base):
    """Another name under which texts know the unit."""

    __tablename__ = "unit_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)


class UnitSupervision(Base):
    """Which leader's post is in charge of a unit (分管领导): at most one.

    A table of its own, because posts belong to units and the two would point at each other.
    """

    __tablename__ = "unit_supervision"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)


class Person(Record):
    """A member of staff in office: name and office contact, nothing else (domain.md §6.2)."""

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(String(60), index=True)
    staff_no: Mapped[str | None] = mapped_column(String(40), unique=True)
    office_phone: Mapped[str] = mapped_column(String(40), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    sort: Mapped[int] = mapped_column(default=0)

    holdings: Mapped[list["PostHolding"]] = relationship(back_populates="person")


class Post(Record):
    """A post of a unit; `rank` orders rosters (small first), `category` invites in groups."""

    __tablename__ = "post"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    title: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(20), default=PostRole.MEMBER)
    rank: Mapped[int] = mapped_column(default=1000, index=True)
    category: Mapped[str] = mapped_column(String(60), default="")
    is_active: Mapped[bool] = mapped_column(default=True)

    unit: Mapped[Unit] = relationship()

    @property
    def role_label(self) -> str:
        """Return the role's name on screen."""
        return POST_ROLE_LABELS[PostRole(self.role)]


class PostHolding(Record):
    """Who holds a post from when to when."""

    __tablename__ = "post_holding"
    __table_args__ = (CheckConstraint("to_on IS NULL OR to_on >= from_on", name="period"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="holdings")
    post: Mapped[Post] = relationship()
