"""Who must attend, who must report, and who came."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Base, Record
from tracker.directory.models import Person, Unit
from tracker.meetings.models.meeting import Meeting


class Capacity(StrEnum):
    """出席 or 列席."""

    ATTENDEE = "attendee"
    OBSERVER = "observer"


CAPACITY_LABELS = {Capacity.ATTENDEE: "出席", Capacity.OBSERVER: "列席"}


class Invitation(Base):
    """Who must attend: a category of posts, a unit (its head), or a person; words as written."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    category: Mapped[str] = mapped_column(String(60), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(100))
    capacity: Mapped[str] = mapped_column(String(20), default=Capacity.ATTENDEE)
    sort: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit | None] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")


class ReportingUnit(Base):
    """Who must report, or reported: as a rule a unit, with the scope as written in brackets.

    Without a unit the words alone stand for it (各二级学院党总支书记); nobody can file for them.
    """

    __tablename__ = "reporting_unit"
    __table_args__ = (
        UniqueConstraint("meeting_id", "unit_id"),
        CheckConstraint("unit_id IS NOT NULL OR words <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    words: Mapped[str] = mapped_column(String(100), default="")
    scope: Mapped[str] = mapped_column(String(100), default="")
    sort: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit | None] = relationship(lazy="joined")

    @property
    def name(self) -> str:
        """Return how lists name it: the unit, else the words."""
        return self.unit.display_name if self.unit else self.words


class AttendanceStatus(StrEnum):
    """What the signed sheet says of a person."""

    PRESENT = "present"
    ON_LEAVE = "on_leave"
    ABSENT = "absent"
    PROXIED = "proxied"


ATTENDANCE_LABELS = {
    AttendanceStatus.PRESENT: "到会",
    AttendanceStatus.ON_LEAVE: "请假",
    AttendanceStatus.ABSENT: "缺席",
    AttendanceStatus.PROXIED: "委托",
}

# A closed list without health (domain.md §6.13).
LEAVE_REASONS = ("因公外出", "另有会议", "值班", "请假")


class Attendance(Record):
    """One person on the roster: exactly one row, in the highest post."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(60))
    post_title: Mapped[str] = mapped_column(String(100))
    unit_name: Mapped[str] = mapped_column(String(100), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    capacity: Mapped[str] = mapped_column(String(20), default=Capacity.ATTENDEE)
    status: Mapped[str | None] = mapped_column(String(20))
    is_late: Mapped[bool] = mapped_column(default=False)
    leave_reason: Mapped[str] = mapped_column(String(20), default="")
    proxy_name: Mapped[str] = mapped_column(String(60), default="")
    sort: Mapped[int] = mapped_column(default=0)

    meeting: Mapped[Meeting] = relationship(back_populates="attendances")

    @property
    def is_complete(self) -> bool:
        """Tell whether the row has its one status, and the name of who was sent."""
        if self.status == AttendanceStatus.PROXIED:
            return bool(self.proxy_name)
        return self.status is not None

    @property
    def status_words(self) -> str:
        """Return the status with what belongs to it, for example 委托（×××代会）."""
        if self.status is None:
            return "未登记"
        words = ATTENDANCE_LABELS[AttendanceStatus(self.status)]
        added = [self.leave_reason if self.status == AttendanceStatus.ON_LEAVE else ""]
        added += [
            f"{self.proxy_name}代会" if self.proxy_name else "",
            "迟到" if self.is_late else "",
        ]
        found = "，".join(filter(None, added))
        return f"{words}（{found}）" if found else words
