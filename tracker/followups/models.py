"""Follow-up items and what happened to them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from tracker.accounts.models import Step
from tracker.core.calendar import QUARTERS
from tracker.core.ledger import Posting
from tracker.core.models import Base, Record
from tracker.core.workflow import Workflow, transition
from tracker.directory.models import Unit
from tracker.files.models import StoredFile
from tracker.meetings.models import Meeting, Point
from tracker.risks.models import Risk


class FollowUpState(StrEnum):
    """Where an item stands."""

    PLANNED = "planned"
    ASSIGNED = "assigned"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


F = FollowUpState
FOLLOWUP_STATE_LABELS = {
    F.PLANNED: "拟办",
    F.ASSIGNED: "已交办",
    F.SUBMITTED: "待确认",
    F.RETURNED: "已退回",
    F.CLOSED: "已办结",
    F.CANCELLED: "已撤销",
}
FOLLOWUP_STATE_TONES = {
    F.PLANNED: "plain",
    F.ASSIGNED: "info",
    F.SUBMITTED: "warn",
    F.RETURNED: "bad",
    F.CLOSED: "good",
    F.CANCELLED: "plain",
}
# How each step reads in the time line; what the workflow does not move is named here as well.
VERB_LABELS = {
    "plan": "拟定",
    "edit": "修改",
    "dispatch": "交办",
    "receive": "签收",
    "submit": "报结",
    "close": "确认办结",
    "file": "按备案规则办结",
    "return": "退回",
    "cancel": "撤销",
}
FOLLOWUP_WORKFLOW = Workflow(
    "任务",
    FOLLOWUP_STATE_LABELS,
    {
        "dispatch": transition({F.PLANNED}, F.ASSIGNED, "交办"),
        "submit": transition({F.ASSIGNED, F.RETURNED}, F.SUBMITTED, "报结"),
        "close": transition({F.SUBMITTED}, F.CLOSED, "确认办结"),
        "return": transition({F.SUBMITTED}, F.RETURNED, "退回", needs_reason=True),
        "cancel": transition(
            {F.PLANNED, F.ASSIGNED, F.SUBMITTED, F.RETURNED}, F.CANCELLED, "撤销", needs_reason=True
        ),
    },
)
OPEN_STATES = frozenset({F.ASSIGNED, F.SUBMITTED, F.RETURNED})
TICKABLE_STATES = frozenset({F.ASSIGNED, F.RETURNED})
ENDED_STATES = frozenset({F.CLOSED, F.CANCELLED})
# What stands on no unit's list: not yet handed out, or given up.
UNLISTED_STATES = frozenset({F.PLANNED, F.CANCELLED})


class DueBasis(StrEnum):
    """Where a due date comes from."""

    STATED = "stated"
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"


DUE_BASIS_LABELS = {
    DueBasis.STATED: "原文写明",
    DueBasis.SUGGESTED: "系统建议",
    DueBasis.CONFIRMED: "",
}


class Rhythm(StrEnum):
    """When a recurring item (定期任务) comes again."""

    SEMESTER_START = "semester_start"
    SEMESTER_END = "semester_end"
    QUARTER = "quarter"
    MONTH = "month"


RHYTHM_LABELS = {
    Rhythm.SEMESTER_START: "每学期初",
    Rhythm.SEMESTER_END: "每学期末",
    Rhythm.QUARTER: "每季度",
    Rhythm.MONTH: "每月",
}


LISTED_BY = ("state", "due_on", "year", "number", "closed_on", "assigned_on")


class FollowUp(Record):
    """One matter for one lead unit. `original_due_on` is fixed at dispatch.

    Its main source is a point of a meeting, a risk, or the meeting itself. `addressed_to` and
    `due_as_told` keep the words of the demand where the text had some (各党总支、各部门; 会后). One
    with a `rhythm` makes the next dated item when it closes, which names it as `previous_id` and is
    none of its meeting's own items any more.

    A conveyance (`is_conveyance`) asks when, how and to which sort of audience the meeting was
    passed on: never for names or headcounts.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint(
            "state = 'planned' OR state = 'cancelled' OR due_on IS NOT NULL", name="due"
        ),
        CheckConstraint("risk_id IS NULL OR NOT is_filing", name="risk"),
        # A page of the list is found, counted and put in order in these alone.
        Index("ix_follow_up_unit_list", "lead_unit_id", *LISTED_BY),
        Index("ix_follow_up_list", *LISTED_BY),
    )

    year: Mapped[int]
    number: Mapped[int]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"), index=True)
    risk_id: Mapped[int | None] = mapped_column(ForeignKey("risk.id"), index=True)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("follow_up.id"), unique=True)
    rhythm: Mapped[str | None] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    requirement: Mapped[str] = mapped_column(Text, default="")
    deliverable: Mapped[str] = mapped_column(String(200), default="")
    addressed_to: Mapped[str] = mapped_column(String(100), default="")
    due_as_told: Mapped[str] = mapped_column(String(60), default="")
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[date | None] = mapped_column(index=True)
    due_basis: Mapped[str] = mapped_column(String(20), default=DueBasis.SUGGESTED)
    original_due_on: Mapped[date | None]
    is_filing: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20), default=FollowUpState.PLANNED)
    assigned_on: Mapped[date | None]
    received_at: Mapped[datetime | None]
    submitted_on: Mapped[date | None]
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_on: Mapped[date | None]
    closed_by_rule: Mapped[bool] = mapped_column(default=False)
    cancelled_on: Mapped[date | None]
    is_conveyance: Mapped[bool] = mapped_column(default=False)
    conveyed_on: Mapped[date | None]
    conveyed_by: Mapped[str] = mapped_column(String(60), default="")
    conveyed_to: Mapped[str] = mapped_column(String(60), default="")

    meeting: Mapped[Meeting | None] = relationship()
    point: Mapped[Point | None] = relationship()
    risk: Mapped[Risk | None] = relationship()
    lead_unit: Mapped[Unit] = relationship()
    supporting: Mapped[list[Unit]] = relationship(secondary="follow_up_unit", order_by=Unit.sort)
    covered_points: Mapped[list[Point]] = relationship(secondary="follow_up_point")
    previous: Mapped["FollowUp | None"] = relationship(remote_side="FollowUp.id", viewonly=True)
    following: Mapped["FollowUp | None"] = relationship(viewonly=True)
    entries: Mapped[list["Entry"]] = relationship(
        cascade="all, delete-orphan", order_by="Entry.id", back_populates="follow_up"
    )

    @property
    def code(self) -> str:
        """Return the number as it is printed, for example 2023-7."""
        return f"{self.year}-{self.number}"

    @property
    def state_label(self) -> str:
        """Return the state's name on screen."""
        if self.closed_by_rule:
            return "备案办结"
        return FOLLOWUP_STATE_LABELS[FollowUpState(self.state)]

    @property
    def state_tone(self) -> str:
        """Return the colour of the state's badge."""
        return FOLLOWUP_STATE_TONES[FollowUpState(self.state)]

    @property
    def due_mark(self) -> str:
        """Return the word that says where the due date comes from; none for an agreed one."""
        return DUE_BASIS_LABELS[DueBasis(self.due_basis)] if self.due_on else ""

    @property
    def source(self) -> str:
        """Return the main source: 一季度会议 · 党委书记讲话 二（三）, or 风险2023-7 · 消防安全."""
        if self.risk is not None:
            return f"{self.risk.code} · {self.risk.area.name}"
        if self.meeting is None:
            return "办公室交办"
        held = f"{QUARTERS[self.meeting.quarter - 1]}季度会议"
        return f"{held} · {self.point.source if self.point else '会议议定'}"

    @property
    def dated_source(self) -> str:
        """Return the main source where years stand beside each other: 2023年一季度会议 · …."""
        if self.risk is not None or self.meeting is None:
            return self.source
        return f"{self.meeting.year}年{self.source}"

    @property
    def rhythm_words(self) -> str:
        """Return how often it comes again, for example 定期任务 · 每学期末; empty for most."""
        return f"定期任务 · {RHYTHM_LABELS[Rhythm(self.rhythm)]}" if self.rhythm else ""

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something."""
        return self.state in OPEN_STATES

    @property
    def return_reason(self) -> str:
        """Return why the office sent it back, while it is returned."""
        if self.state != F.RETURNED:
            return ""
        return next(entry.note for entry in reversed(self.entries) if entry.verb == "return")

    @validates("original_due_on")
    def _fix_original(self, _key: str, value: date | None) -> date | None:
        if self.original_due_on is not None and value != self.original_due_on:
            raise ValueError("the original due date never changes")
        return value

    def move(self, verb: str, *, reason: str | None = None) -> None:
        """Carry out one verb of the workflow."""
        self.state = FOLLOWUP_WORKFLOW.target(verb, self.state, reason=reason)


class FollowUpUnit(Base):
    """A supporting unit."""

    __tablename__ = "follow_up_unit"

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)


class FollowUpPoint(Base):
    """A further point that the item covers, besides its main source."""

    __tablename__ = "follow_up_point"

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), primary_key=True, index=True)


class Entry(Step):
    """One step in the life of an item, as its time line shows it."""

    __tablename__ = "follow_up_entry"

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)

    follow_up: Mapped[FollowUp] = relationship(back_populates="entries")
    files: Mapped[list[StoredFile]] = relationship(secondary="follow_up_file")

    @property
    def label(self) -> str:
        """Return the step's name on screen."""
        return "联络员代报" if self.is_by_liaison else VERB_LABELS[self.verb]


class EntryFile(Base):
    """A photo or document handed in with a step."""

    __tablename__ = "follow_up_file"

    entry_id: Mapped[int] = mapped_column(ForeignKey("follow_up_entry.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)


class FollowUpPosting(Posting):
    """One movement of an item on the ledger of lead units: from its dispatch to its end."""

    __tablename__ = "follow_up_posting"
    __table_args__ = (Index("ix_follow_up_posting_counted", "year", "quarter"),)
    KEY = ("unit_id",)
    OF = "follow_up_id"

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)

    follow_up: Mapped[FollowUp] = relationship()
    unit: Mapped[Unit] = relationship()
