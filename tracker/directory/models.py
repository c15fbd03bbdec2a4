"""Units, posts and people over time."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Base, Record

# From when a unit counts that has long been there, where nobody knows the day.
LONG_AGO = date(2000, 1, 1)
# Shorter than a citizen's number, which therefore never becomes a 工号.
STAFF_NO = r"[A-Za-z0-9._-]{1,16}\Z"
STAFF_NO_WORDS = "工号为 1 至 16 位字母或数字，请核对。"


class UnitKind(StrEnum):
    """Kinds of units and bodies (domain.md §1.2)."""

    PARTY_COMMITTEE = "party_committee"
    DISCIPLINE_COMMITTEE = "discipline_committee"
    PARTY_WORKING_COMMITTEE = "party_working_committee"
    GENERAL_BRANCH = "general_branch"
    DIRECT_BRANCH = "direct_branch"
    ADMIN_OFFICE = "admin_office"
    TEACHING_UNIT = "teaching_unit"
    SUPPORT_UNIT = "support_unit"
    CAMPUS_ADMIN = "campus_admin"
    MASS_ORG = "mass_org"
    LEADING_GROUP = "leading_group"
    GROUP_OFFICE = "group_office"


UNIT_KIND_LABELS = {
    UnitKind.PARTY_COMMITTEE: "党委",
    UnitKind.DISCIPLINE_COMMITTEE: "纪委",
    UnitKind.PARTY_WORKING_COMMITTEE: "党工委",
    UnitKind.GENERAL_BRANCH: "党总支",
    UnitKind.DIRECT_BRANCH: "直属党支部",
    UnitKind.ADMIN_OFFICE: "处室、部门",
    UnitKind.TEACHING_UNIT: "院系",
    UnitKind.SUPPORT_UNIT: "教辅、中心",
    UnitKind.CAMPUS_ADMIN: "校区管委会",
    UnitKind.MASS_ORG: "群团组织",
    UnitKind.LEADING_GROUP: "领导小组",
    UnitKind.GROUP_OFFICE: "领导小组办公室",
}

BODIES = frozenset({UnitKind.LEADING_GROUP, UnitKind.GROUP_OFFICE})
# Party organisations that cover administrative units: a 系 and its 党总支 share their staff.
PARTY_UNITS = frozenset(
    {
        UnitKind.PARTY_WORKING_COMMITTEE,
        UnitKind.GENERAL_BRANCH,
        UnitKind.DIRECT_BRANCH,
    }
)


class PostRole(StrEnum):
    """What a post means for rights: roles follow from it."""

    SECRETARY = "secretary"
    PRESIDENT = "president"
    LEADER = "leader"
    PRINCIPAL = "principal"
    DEPUTY = "deputy"
    LIAISON = "liaison"
    MEMBER = "member"


POST_ROLE_LABELS = {
    PostRole.SECRETARY: "党委书记",
    PostRole.PRESIDENT: "院长（校长）",
    PostRole.LEADER: "其他校领导",
    PostRole.PRINCIPAL: "单位主要负责人",
    PostRole.DEPUTY: "单位副职",
    PostRole.LIAISON: "联络员",
    PostRole.MEMBER: "成员",
}

LEADER_ROLES = frozenset({PostRole.SECRETARY, PostRole.PRESIDENT, PostRole.LEADER})


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
