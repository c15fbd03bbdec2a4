"""One risk of one unit in one area, and its steps."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import Step
from tracker.core import ledger
from tracker.core.calendar import stands_long
from tracker.core.ledger import Posting
from tracker.core.models import Record
from tracker.directory.models import Person, RiskArea, Unit
from tracker.meetings.models import AreaNamed, Meeting
from tracker.risks.models.kinds import (
    MAJOR_FIELDS,
    RISK_KIND_LABELS,
    RISK_LEVEL_LABELS,
    RISK_SOURCE_LABELS,
    RiskKind,
    RiskLevel,
    RiskSource,
)
from tracker.risks.models.states import (
    OPEN_STATES,
    RISK_STATE_LABELS,
    RISK_STATE_TONES,
    RISK_VERB_LABELS,
    RISK_WORKFLOW,
    UNDER_WAY_STATES,
    RiskState,
)


class Risk(Record):
    """One risk of one unit in one area.

    In a sensitive area it is a weak link with a measure and a date and nothing else: no place,
    finder, control or picture (domain.md §6.4). `named_id` is the area as named that it was made
    of; one that was reported is named by the report's own row.

    `accepted_on` is the day on which the rectification passed its check: a major one then waits
    for a leader. `asked_level` is a downgrade that another person has yet to confirm. `round`
    counts how often it came back (反弹); `look_back_on` is when it is to be seen again.
    """

    __tablename__ = "risk"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed"),
        CheckConstraint("(state = 'cancelled') = (cancelled_on IS NOT NULL)", name="cancelled"),
        CheckConstraint("state <> 'transferred' OR transferred_on IS NOT NULL", name="transferred"),
        CheckConstraint("state <> 'long_term' OR next_review_on IS NOT NULL", name="long_term"),
        CheckConstraint("round >= 1", name="round"),
    )

    year: Mapped[int]
    number: Mapped[int]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    named_id: Mapped[int | None] = mapped_column(ForeignKey("area_named.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("risk_area.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default=RiskKind.HAZARD)
    level: Mapped[str] = mapped_column(String(20), default=RiskLevel.GENERAL, index=True)
    title: Mapped[str] = mapped_column(String(300))
    place: Mapped[str] = mapped_column(String(100), default="")
    measure: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    found_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20), default=RiskState.REGISTERED, index=True)
    closed_on: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(20), default="")
    basis: Mapped[str] = mapped_column(String(200), default="")
    found_by_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    interim_control: Mapped[str] = mapped_column(Text, default="")
    responsibility: Mapped[str] = mapped_column(String(200), default="")
    budget: Mapped[str] = mapped_column(String(100), default="")
    emergency_plan: Mapped[str] = mapped_column(Text, default="")
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    grade_basis: Mapped[str] = mapped_column(String(300), default="")
    graded_by: Mapped[str] = mapped_column(String(300), default="")
    graded_on: Mapped[date | None]
    asked_kind: Mapped[str] = mapped_column(String(20), default="")
    asked_level: Mapped[str] = mapped_column(String(20), default="")
    asked_basis: Mapped[str] = mapped_column(String(300), default="")
    asked_by_id: Mapped[int | None]
    accepted_on: Mapped[date | None]
    accepter_id: Mapped[int | None]
    accepted_by: Mapped[str] = mapped_column(String(300), default="")
    has_item_files: Mapped[bool] = mapped_column(default=False)
    transferred_to: Mapped[str] = mapped_column(String(200), default="")
    transfer_doc_no: Mapped[str] = mapped_column(String(100), default="")
    transferred_on: Mapped[date | None]
    next_review_on: Mapped[date | None]
    round: Mapped[int] = mapped_column(default=1)
    reopened_on: Mapped[date | None]
    look_back_on: Mapped[date | None] = mapped_column(index=True)
    look_back_why: Mapped[str] = mapped_column(String(100), default="")
    looked_back_on: Mapped[date | None]

    meeting: Mapped[Meeting | None] = relationship()
    named: Mapped[AreaNamed | None] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    found_by: Mapped[Unit | None] = relationship(foreign_keys=[found_by_id])
    supervisor: Mapped[Person | None] = relationship()
    area: Mapped[RiskArea] = relationship()
    postings: Mapped[list["RiskPosting"]] = relationship(order_by="RiskPosting.id", viewonly=True)
    steps: Mapped[list["RiskStep"]] = relationship(
        cascade="all, delete-orphan", order_by="RiskStep.id", back_populates="risk"
    )

    @property
    def code(self) -> str:
        """Return the number as it is printed, for example 风险2023-7."""
        return risk_code(self.year, self.number)

    @property
    def kind_label(self) -> str:
        """Return the kind's name on screen."""
        return RISK_KIND_LABELS[RiskKind(self.kind)]

    def held_on(self, day: date) -> tuple[int, str]:
        """Return the unit that answered for it on a day, and its level then."""
        unit_id, level = ledger.held_on(self.postings, day) or (self.unit_id, self.level)
        return unit_id, level

    @property
    def level_label(self) -> str:
        """Return the level's name on screen."""
        return RISK_LEVEL_LABELS[RiskLevel(self.level)]

    @property
    def source_label(self) -> str:
        """Return what it was found by; empty in a sensitive area."""
        return RISK_SOURCE_LABELS[RiskSource(self.source)] if self.source else ""

    @property
    def state_label(self) -> str:
        """Return the state's name on screen; a major one may wait for its leader."""
        if self.is_awaiting_leader:
            return "待领导确认"
        return RISK_STATE_LABELS[RiskState(self.state)]

    @property
    def state_tone(self) -> str:
        """Return the colour of the state's badge."""
        return "warn" if self.is_awaiting_leader else RISK_STATE_TONES[RiskState(self.state)]

    @property
    def is_major(self) -> bool:
        """Tell whether it is a major hazard, problem or weak link; colours are another scale."""
        return self.level == RiskLevel.MAJOR

    @property
    def is_awaiting_leader(self) -> bool:
        """Tell whether it passed its check and a leader has yet to confirm that it is over."""
        return self.is_major and self.accepted_on is not None and self.state in UNDER_WAY_STATES

    @property
    def missing_if_major(self) -> tuple[str, ...]:
        """Return the names of what a major one must have and this one lacks; else nothing."""
        if not self.is_major:
            return ()
        return tuple(label for name, label in MAJOR_FIELDS.items() if not getattr(self, name))

    @property
    def is_open(self) -> bool:
        """Tell whether it still stands on the ledger."""
        return self.state in OPEN_STATES

    def stands_long(self, on: date) -> bool:
        """Tell whether it was found so long ago that a later report may tell of it."""
        return stands_long(self.found_on, on)

    @property
    def sent_back(self) -> "RiskStep | None":
        """Return the last step, with its reason, while it says that the risk is not over."""
        last = self.steps[-1] if self.steps else None
        return last if last is not None and last.verb in {"refuse", "reopen"} else None

    def move(self, verb: str, *, reason: str | None = None) -> None:
        """Carry out one verb of the workflow."""
        self.state = RISK_WORKFLOW.target(verb, self.state, reason=reason)


def risk_code(year: int, number: int) -> str:
    """Return a risk's number as it is printed, for example 风险2023-7."""
    return f"风险{year}-{number}"


class RiskStep(Step):
    """One step in the life of a risk."""

    __tablename__ = "risk_step"

    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"), index=True)

    risk: Mapped[Risk] = relationship(back_populates="steps")

    @property
    def label(self) -> str:
        """Return the step's name on screen."""
        return RISK_VERB_LABELS[self.verb]


class RiskPosting(Posting):
    """One movement of a risk on the ledger of units and levels."""

    __tablename__ = "risk_posting"
    __table_args__ = (Index("ix_risk_posting_counted", "year", "quarter"),)
    KEY = ("unit_id", "level")
    OF = "risk_id"

    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"), index=True)
    level: Mapped[str] = mapped_column(String(20))

    risk: Mapped[Risk] = relationship()
    unit: Mapped[Unit] = relationship()
