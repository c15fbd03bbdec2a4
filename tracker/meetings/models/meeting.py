"""The meeting itself: its kinds, its state, when and where it is held."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.calendar import QUARTERS, chinese_date_with_weekday
from tracker.core.errors import RuleBroken
from tracker.core.models import Base, Record
from tracker.core.workflow import Workflow, transition
from tracker.directory.models import Campus, Person, Unit

if TYPE_CHECKING:
    from tracker.meetings.models.address import Address
    from tracker.meetings.models.roster import Attendance, Invitation, ReportingUnit


class MeetingKind(StrEnum):
    """Kinds of meetings; a joint meeting has several (domain.md §1.1)."""

    IDEOLOGY_REVIEW = "ideology_review"
    CAMPUS_SAFETY = "campus_safety"
    AGREEMENT_SIGNING = "agreement_signing"
    WORK_SAFETY = "work_safety"
    PARTY_CONDUCT = "party_conduct"
    OTHER = "other"


MEETING_KIND_LABELS = {
    MeetingKind.IDEOLOGY_REVIEW: "意识形态领域形势分析研判",
    MeetingKind.CAMPUS_SAFETY: "平安校园创建、校园安全",
    MeetingKind.AGREEMENT_SIGNING: "责任书签订",
    MeetingKind.WORK_SAFETY: "安全生产",
    MeetingKind.PARTY_CONDUCT: "党风廉政",
    MeetingKind.OTHER: "其他",
}


class DayPart(StrEnum):
    """All that may be known of the time of a meeting."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


# The time of a meeting is either a part of the day or a time by the clock.
CLOCK = "clock"
DAY_PART_LABELS = {
    DayPart.MORNING: "上午",
    DayPart.NOON: "中午",
    DayPart.AFTERNOON: "下午",
    DayPart.EVENING: "晚上",
}


class MeetingState(StrEnum):
    """Where the meeting stands."""

    DRAFT = "draft"
    NOTIFIED = "notified"
    HELD = "held"
    MINUTED = "minuted"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


S = MeetingState
MEETING_STATE_LABELS = {
    S.DRAFT: "草拟",
    S.NOTIFIED: "已通知",
    S.HELD: "已召开",
    S.MINUTED: "已出纪要",
    S.CONCLUDED: "已办结",
    S.CANCELLED: "已取消",
}
MEETING_STATE_TONES = {
    S.DRAFT: "plain",
    S.NOTIFIED: "info",
    S.HELD: "warn",
    S.MINUTED: "info",
    S.CONCLUDED: "good",
    S.CANCELLED: "bad",
}
MEETING_WORKFLOW = Workflow(
    "会议",
    MEETING_STATE_LABELS,
    {
        "notify": transition({S.DRAFT}, S.NOTIFIED, "印发会议通知"),
        "reschedule": transition({S.NOTIFIED}, S.NOTIFIED, "改期"),
        "hold": transition({S.DRAFT, S.NOTIFIED}, S.HELD, "登记为已召开"),
        "minute": transition({S.HELD}, S.MINUTED, "印发会议纪要"),
        "conclude": transition({S.MINUTED}, S.CONCLUDED, "办结"),
        "cancel": transition({S.DRAFT, S.NOTIFIED}, S.CANCELLED, "取消会议", needs_reason=True),
    },
)


# The minutes are out: units see what was said.
TOLD_STATES = frozenset({MeetingState.MINUTED, MeetingState.CONCLUDED})


class AttendanceBasis(StrEnum):
    """Whether attendance is known person by person, or only by the categories as written."""

    SHEET = "sheet"
    CATEGORIES = "categories"


class Meeting(Record):
    """One meeting. The quarter is stored, not derived from the date."""

    __tablename__ = "meeting"
    __table_args__ = (CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),)

    title: Mapped[str] = mapped_column(String(200))
    short_title: Mapped[str] = mapped_column(String(100), default="")
    year: Mapped[int] = mapped_column(index=True)
    quarter: Mapped[int]
    held_on: Mapped[date]
    day_part: Mapped[str | None] = mapped_column(String(20))
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    campus_id: Mapped[int | None] = mapped_column(ForeignKey("campus.id"))
    room: Mapped[str] = mapped_column(String(100), default="")
    held_by_as_written: Mapped[str] = mapped_column(String(100), default="")
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chair_as_written: Mapped[str] = mapped_column(String(100), default="")
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    agenda: Mapped[str] = mapped_column(Text, default="")
    requirements: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default=MeetingState.DRAFT, index=True)
    is_entered_late: Mapped[bool] = mapped_column(default=False)
    entered_on: Mapped[date]
    attendance_basis: Mapped[str | None] = mapped_column(String(20))
    cancelled_reason: Mapped[str] = mapped_column(String(500), default="")
    is_being_corrected: Mapped[bool] = mapped_column(default=False)

    campus: Mapped[Campus | None] = relationship()
    organiser: Mapped[Unit | None] = relationship()
    chair: Mapped[Person | None] = relationship(foreign_keys=[chair_id])
    recorder: Mapped[Person | None] = relationship(foreign_keys=[recorder_id])
    kind_rows: Mapped[list["MeetingKindRow"]] = relationship(cascade="all, delete-orphan")
    invitations: Mapped[list["Invitation"]] = relationship(
        cascade="all, delete-orphan", order_by="Invitation.sort"
    )
    reporting: Mapped[list["ReportingUnit"]] = relationship(
        cascade="all, delete-orphan", order_by="ReportingUnit.sort"
    )
    attendances: Mapped[list["Attendance"]] = relationship(
        cascade="all, delete-orphan", order_by="Attendance.sort", back_populates="meeting"
    )
    addresses: Mapped[list["Address"]] = relationship(
        cascade="all, delete-orphan", order_by="Address.sort", back_populates="meeting"
    )
    reschedulings: Mapped[list["Rescheduling"]] = relationship(
        cascade="all, delete-orphan", order_by="Rescheduling.id"
    )

    @property
    def kinds(self) -> list[MeetingKind]:
        """Return the kinds in the order of the list of kinds."""
        chosen = {row.kind for row in self.kind_rows}
        return [kind for kind in MeetingKind if kind in chosen]

    @kinds.setter
    def kinds(self, values: list[MeetingKind]) -> None:
        keep = {row.kind: row for row in self.kind_rows}
        self.kind_rows = [keep.get(kind) or MeetingKindRow(kind=kind) for kind in values]

    @property
    def name(self) -> str:
        """Return the short name where there is one."""
        return self.short_title or self.title

    @property
    def quarter_words(self) -> str:
        """Return the quarter in words, for example 2023年第一季度."""
        return f"{self.year}年第{QUARTERS[self.quarter - 1]}季度"

    @property
    def place(self) -> str:
        """Return campus and room as one."""
        return f"{self.campus.name if self.campus else ''}{self.room}"

    @property
    def time_words(self) -> str:
        """Return date and time as minutes write them: 2023年3月10日（周五）下午, or 14:30—16:00."""
        return f"{chinese_date_with_weekday(self.held_on)}{self.hours_words}"

    @property
    def hours_words(self) -> str:
        """Return what is known of the time of day: the clock, else 上午, 下午 and the like."""
        if self.starts_at is None:
            return DAY_PART_LABELS[DayPart(self.day_part)] if self.day_part else ""
        end = f"—{self.ends_at:%H:%M}" if self.ends_at else ""
        return f" {self.starts_at:%H:%M}{end}"

    @property
    def state_label(self) -> str:
        """Return the state's name on screen."""
        return MEETING_STATE_LABELS[MeetingState(self.state)]

    @property
    def state_tone(self) -> str:
        """Return the colour of the state's badge."""
        return MEETING_STATE_TONES[MeetingState(self.state)]

    @property
    def was_held(self) -> bool:
        """Tell whether the meeting took place, as far as the record knows."""
        return self.state in {S.HELD, S.MINUTED, S.CONCLUDED}

    @property
    def is_open_to_changes(self) -> bool:
        """Tell whether the record may be edited: not once minutes are issued, save to correct."""
        return self.state in {S.DRAFT, S.NOTIFIED, S.HELD} or self.is_being_corrected

    @property
    def time_basis(self) -> str:
        """Return what is known of the time: a part of the day, or the clock."""
        return self.day_part or CLOCK

    @property
    def unmarked(self) -> list["Attendance"]:
        """Return who on the roster has no status yet, or sent somebody who is not named."""
        if self.attendance_basis != AttendanceBasis.SHEET:
            return []
        return [row for row in self.attendances if not row.is_complete]

    def allows(self, verb: str) -> bool:
        """Tell whether a verb of the workflow is possible now."""
        return MEETING_WORKFLOW.allows(verb, self.state)

    def require_open_to_changes(self) -> None:
        """Refuse changes of a record that issued minutes rest on.

        Raises:
            RuleBroken: the minutes are issued, or the meeting is cancelled.
        """
        if self.state == S.CANCELLED:
            raise RuleBroken("会议已取消，内容不能再修改；如需召开，请新建会议。")
        if not self.is_open_to_changes:
            raise RuleBroken("会议纪要已经印发，内容不能直接修改。请在“纪要”页以更正方式修改。")

    def move(self, verb: str, *, reason: str | None = None) -> None:
        """Carry out one verb of the workflow."""
        self.state = MEETING_WORKFLOW.target(verb, self.state, reason=reason)


class MeetingKindRow(Base):
    """One kind of a joint meeting."""

    __tablename__ = "meeting_kind"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)


class Rescheduling(Base):
    """The time and place that a meeting had before it was moved."""

    __tablename__ = "rescheduling"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    old_date: Mapped[date]
    old_words: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]
