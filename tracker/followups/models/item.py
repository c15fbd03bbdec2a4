"""Follow-up items and what happened to them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from tracker.accounts.models import Step
from tracker.core import ledger
from tracker.core.ledger import Posting
from tracker.core.models import Base, Record
from tracker.directory.models import Unit
from tracker.files.models import StoredFile
from tracker.followups.models.states import (
    DUE_BASIS_LABELS,
    FOLLOWUP_WORKFLOW,
    TICKABLE_STATES,
    VERB_LABELS,
    DueBasis,
    FollowUpState,
)
from tracker.followups.models.words import ItemWords, source_words
from tracker.meetings.models import Meeting, Point
from tracker.risks.models import Risk

F = FollowUpState


# Steps after which a refused date is no news any more, and the refusal itself.
_ABOUT_DATES = frozenset({"ask_extension", "approve", "refuse", "submit", "suspend"})
LISTED_BY = ("state", "due_on", "year", "number", "closed_on", "assigned_on", "is_long_term")


class FollowUp(ItemWords, Record):
    """One matter for one lead unit. `original_due_on` is fixed at dispatch.

    Its main source is a point of a meeting, a risk, or the meeting itself. `addressed_to` and
    `due_as_told` keep the words of the demand where the text had some (各党总支、各部门; 会后). One
    with a `rhythm` makes the next dated item when it closes, which names it as `previous_id` and is
    none of its meeting's own items any more.

    What cannot end by a date goes on (`is_long_term`): its due date is then the day of the next
    review, `next_review_on`, and it is never reported done before it is bound to a date again.
    `asked_due_on` is the new date of an extension that waits for a decision.

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
        CheckConstraint("NOT is_long_term OR next_review_on IS NOT NULL", name="review"),
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
    asked_due_on: Mapped[date | None]
    is_long_term: Mapped[bool] = mapped_column(default=False)
    next_review_on: Mapped[date | None]
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
    postings: Mapped[list["FollowUpPosting"]] = relationship(
        order_by="FollowUpPosting.id", viewonly=True
    )

    def held_on(self, day: date) -> int:
        """Return the unit that led it on a day."""
        [unit_id] = ledger.held_on(self.postings, day) or (self.lead_unit_id,)
        return int(unit_id)

    @property
    def due_mark(self) -> str:
        """Return the word that says where the due date comes from; none for an agreed one."""
        return DUE_BASIS_LABELS[DueBasis(self.due_basis)] if self.due_on else ""

    @property
    def source(self) -> str:
        """Return the main source: 一季度会议 · 党委书记讲话 二（三）, or 风险2023-7 · 消防安全."""
        risk, meeting = self.risk, self.meeting
        return source_words(
            risk.code if risk else "",
            risk.area.name if risk else "",
            meeting.quarter if meeting else None,
            self.point.source if self.point else "",
        )

    @property
    def dated_source(self) -> str:
        """Return the main source where years stand beside each other: 2023年一季度会议 · …."""
        if self.risk is not None or self.meeting is None:
            return self.source
        return f"{self.meeting.year}年{self.source}"

    @property
    def is_sensitive(self) -> bool:
        """Tell whether it comes from a risk of a sensitive area: words only, no files."""
        return self.risk is not None and self.risk.area.is_sensitive

    @property
    def may_be_put_off(self) -> bool:
        """Tell whether a later date may be asked for: its unit works on it, and none is asked."""
        is_bound = self.due_on is not None and not self.is_long_term
        return self.state in TICKABLE_STATES and is_bound and self.asked_due_on is None

    @property
    def return_reason(self) -> str:
        """Return why the office sent it back, while it is returned."""
        return self._last_note("return") if self.state == F.RETURNED else ""

    @property
    def earlier_return(self) -> str:
        """Return why it was sent back last, while it waits to be checked again."""
        return self._last_note("return") if self.state == F.SUBMITTED else ""

    @property
    def refusal(self) -> str:
        """Return why a later date was refused, until the unit has asked again or reported."""
        steps = [entry for entry in self.entries if entry.verb in _ABOUT_DATES]
        is_refused = self.is_open and steps and steps[-1].verb == "refuse"
        return steps[-1].note if is_refused else ""

    @property
    def dispute_reason(self) -> str:
        """Return why the unit says that it is not its matter, until the office has answered."""
        return self._last_note("dispute") if self.state == F.DISPUTED else ""

    @property
    def suspend_reason(self) -> str:
        """Return why the item rests, while it does."""
        return self._last_note("suspend") if self.state == F.SUSPENDED else ""

    def _last_note(self, verb: str) -> str:
        return next((e.note for e in reversed(self.entries) if e.verb == verb), "")

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

    # For which unit it was done; empty for the office, and for what was noted before it was kept.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))

    follow_up: Mapped[FollowUp] = relationship(back_populates="entries")
    unit: Mapped[Unit | None] = relationship()
    evidence: Mapped[list["EntryFile"]] = relationship(
        cascade="all, delete-orphan", order_by="EntryFile.file_id"
    )

    @property
    def label(self) -> str:
        """Return the step's name on screen."""
        words = VERB_LABELS[self.verb]
        if not self.is_by_liaison:
            return words
        return "联络员代报" if self.verb == "submit" else f"{words}（联络员代报）"


class EntryFile(Base):
    """A photo or document handed in with a step: never deleted, but withdrawn with a reason."""

    __tablename__ = "follow_up_file"

    entry_id: Mapped[int] = mapped_column(ForeignKey("follow_up_entry.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)
    withdrawn_reason: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[str] = mapped_column(String(100), default="")

    file: Mapped[StoredFile] = relationship()

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether the unit took it back."""
        return self.withdrawn_on is not None


class FollowUpPosting(Posting):
    """One movement of an item on the ledger of lead units: from its dispatch to its end."""

    __tablename__ = "follow_up_posting"
    __table_args__ = (Index("ix_follow_up_posting_counted", "year", "quarter"),)
    KEY = ("unit_id",)
    OF = "follow_up_id"

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)

    follow_up: Mapped[FollowUp] = relationship()
    unit: Mapped[Unit] = relationship()
