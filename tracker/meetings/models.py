"""The meeting, who is invited, who came, and what was said."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.calendar import chinese_date_with_weekday
from tracker.core.errors import RuleBroken
from tracker.core.models import Base, Record
from tracker.core.workflow import Workflow, transition
from tracker.directory.models import Campus, Person, Unit


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
    AFTERNOON = "afternoon"
    EVENING = "evening"


# The time of a meeting is either a part of the day or a time by the clock.
CLOCK = "clock"
DAY_PART_LABELS = {DayPart.MORNING: "上午", DayPart.AFTERNOON: "下午", DayPart.EVENING: "晚上"}


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
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
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
        return f"{self.year}年第{'一二三四'[self.quarter - 1]}季度"

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
        """Return what is known of the time of day: the clock, else 上午, 下午, 晚上, or nothing."""
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
    """A unit that must report, or reported, with the scope as written in brackets."""

    __tablename__ = "reporting_unit"
    __table_args__ = (UniqueConstraint("meeting_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    scope: Mapped[str] = mapped_column(String(100), default="")
    sort: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit] = relationship(lazy="joined")


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


class Speaker(StrEnum):
    """Whose words: a leader's, or the meeting's own."""

    LEADER = "leader"
    MEETING = "meeting"


class Address(Record):
    """A leader's speech, or what the meeting said (会议指出, 会议要求), in speaking order."""

    __tablename__ = "address"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    speaker: Mapped[str] = mapped_column(String(20), default=Speaker.LEADER)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(60), default="")
    post_title: Mapped[str] = mapped_column(String(100), default="")
    verb: Mapped[str] = mapped_column(String(40))
    lead: Mapped[str] = mapped_column(Text, default="")
    tail: Mapped[str] = mapped_column(Text, default="")
    sort: Mapped[int] = mapped_column(default=0)

    meeting: Mapped[Meeting] = relationship(back_populates="addresses")
    points: Mapped[list["Point"]] = relationship(
        cascade="all, delete-orphan", order_by="Point.sort", back_populates="address"
    )

    @property
    def who(self) -> str:
        """Return post and name as minutes write them, or 会议."""
        if self.speaker == Speaker.MEETING:
            return "会议"
        return f"{self.post_title}{self.person_name}"

    @property
    def is_numbered(self) -> bool:
        """Tell whether the words had numbered points; else the address itself is the one point."""
        return any(point.marker for point in self.points)

    @property
    def source(self) -> str:
        """Return how a task names these words as its source: 党委书记讲话, 会议要求."""
        return (
            self.verb
            if self.speaker == Speaker.MEETING
            else f"{self.post_title or self.person_name}讲话"
        )


class Handling(StrEnum):
    """What becomes of a point."""

    ITEMS = "items"
    CONVEYED = "conveyed"
    STANDING = "standing"


HANDLING_LABELS = {
    Handling.ITEMS: "单列任务",
    Handling.CONVEYED: "随传达落实",
    Handling.STANDING: "长期坚持",
}


class Point(Record):
    """One point of an address, or a sub-point; `level` is 1 to 3."""

    __tablename__ = "point"

    address_id: Mapped[int] = mapped_column(ForeignKey("address.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"))
    level: Mapped[int] = mapped_column(default=1)
    sort: Mapped[int] = mapped_column(default=0)
    marker: Mapped[str] = mapped_column(String(20), default="")
    heading: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text, default="")
    handling: Mapped[str | None] = mapped_column(String(20), index=True)

    address: Mapped[Address] = relationship(back_populates="points")
    children: Mapped[list["Point"]] = relationship(
        order_by="Point.sort", back_populates="parent", cascade="all"
    )
    parent: Mapped["Point | None"] = relationship(remote_side="Point.id", back_populates="children")

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has said yet what becomes of this point.

        A point with sub-points is settled by them, and settling it settles them.
        """
        return not self.is_settled and not self.children

    @property
    def is_settled(self) -> bool:
        """Tell whether this point, or one above it, has been given its handling."""
        return bool(self.handling) or (self.parent is not None and self.parent.is_settled)

    @property
    def source(self) -> str:
        """Return whose words these are and where they stand: 党委书记讲话 二（三）, 会议要求 一."""
        address = self.address
        return f"{address.source}{f' {self.path}' if len(address.points) > 1 else ''}"

    @property
    def ordinal(self) -> int:
        """Return the place among the points of the same parent, from 1."""
        same = [p for p in self.address.points if p.parent_id == self.parent_id]
        return same.index(self) + 1

    @property
    def path(self) -> str:
        """Return where the point stands, for example 二（三）."""
        own = _numeral(self.ordinal)
        if self.parent is None:
            return own
        inner = f"（{own}）" if self.level == 2 else str(self.ordinal)
        return f"{self.parent.path}{inner}"


def _numeral(number: int) -> str:
    digits = "零一二三四五六七八九十"
    if number <= 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return f"{digits[tens] if tens > 1 else ''}十{digits[ones] if ones else ''}"
