"""Unit reports: overview, risk points by area, and the word on what was left open."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import Step
from tracker.core.models import Record
from tracker.core.workflow import Workflow, transition
from tracker.directory.models import RiskArea, Unit
from tracker.followups.models import FollowUp
from tracker.meetings.models import Meeting
from tracker.risks.models import RISK_KIND_LABELS, RISK_LEVEL_LABELS, Risk, RiskKind, RiskLevel


class ReportState(StrEnum):
    """Where a unit's report stands; a unit that has none yet is missing (未报)."""

    MISSING = "missing"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


U = ReportState
REPORT_STATE_LABELS = {
    U.MISSING: "未报",
    U.DRAFT: "起草中",
    U.SUBMITTED: "已报",
    U.RETURNED: "已退回",
    U.ACCEPTED: "已收",
}
REPORT_STATE_TONES = {
    U.MISSING: "plain",
    U.DRAFT: "plain",
    U.SUBMITTED: "warn",
    U.RETURNED: "bad",
    U.ACCEPTED: "good",
}
REPORT_VERB_LABELS = {
    "save": "保存",
    "submit": "报送",
    "return": "退回",
    "accept": "收下",
}
REPORT_WORKFLOW = Workflow(
    "汇报",
    REPORT_STATE_LABELS,
    {
        "save": transition({U.MISSING, U.DRAFT}, U.DRAFT, "保存"),
        "submit": transition({U.MISSING, U.DRAFT, U.RETURNED}, U.SUBMITTED, "报送"),
        "return": transition({U.SUBMITTED}, U.RETURNED, "退回", needs_reason=True),
        "accept": transition({U.SUBMITTED}, U.ACCEPTED, "收下"),
    },
)


class Manner(StrEnum):
    """How a unit reports; 本季度无新增 and 会上口头汇报 are reports too."""

    WRITTEN = "written"
    NOTHING_NEW = "nothing_new"
    ORAL = "oral"


MANNER_LABELS = {
    Manner.WRITTEN: "书面汇报",
    Manner.NOTHING_NEW: "本季度无新增",
    Manner.ORAL: "会上口头汇报",
}


class UnitReport(Record):
    """One unit's report for one meeting (domain.md §3 row 6)."""

    __tablename__ = "unit_report"
    __table_args__ = (
        UniqueConstraint("meeting_id", "unit_id"),
        CheckConstraint(
            "state NOT IN ('submitted', 'accepted') OR submitted_on IS NOT NULL", name="submitted"
        ),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    manner: Mapped[str] = mapped_column(String(20), default=Manner.WRITTEN)
    overview: Mapped[str] = mapped_column(Text, default="")
    causes: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default=ReportState.DRAFT, index=True)
    submitted_on: Mapped[date | None]
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitter_name: Mapped[str] = mapped_column(String(200), default="")
    is_late: Mapped[bool] = mapped_column(default=False)
    accepted_on: Mapped[date | None]

    meeting: Mapped[Meeting] = relationship()
    unit: Mapped[Unit] = relationship()
    rows: Mapped[list["ReportRow"]] = relationship(
        cascade="all, delete-orphan", order_by="ReportRow.sort", back_populates="report"
    )
    words: Mapped[list["ReportWord"]] = relationship(
        cascade="all, delete-orphan", order_by="ReportWord.id", back_populates="report"
    )
    steps: Mapped[list["ReportStep"]] = relationship(
        cascade="all, delete-orphan", order_by="ReportStep.id", back_populates="report"
    )

    @property
    def manner_label(self) -> str:
        """Return how the unit reports, as it reads on screen and paper."""
        return MANNER_LABELS[Manner(self.manner)]

    @property
    def state_label(self) -> str:
        """Return the state's name on screen."""
        return REPORT_STATE_LABELS[ReportState(self.state)]

    @property
    def state_tone(self) -> str:
        """Return the colour of the state's badge."""
        return REPORT_STATE_TONES[ReportState(self.state)]

    @property
    def return_reason(self) -> str:
        """Return why the office sent it back, while it is returned."""
        if self.state != U.RETURNED:
            return ""
        return next((step.note for step in reversed(self.steps) if step.verb == "return"), "")

    def move(self, verb: str, *, reason: str | None = None) -> None:
        """Carry out one verb of the workflow."""
        self.state = REPORT_WORKFLOW.target(verb, self.state, reason=reason)


class ReportRow(Record):
    """One risk point of a report; accepted, it stands on the register as `risk`.

    One that was copied from last quarter and is still open keeps its risk: no second is made.
    """

    __tablename__ = "report_row"

    report_id: Mapped[int] = mapped_column(ForeignKey("unit_report.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("risk_area.id"))
    kind: Mapped[str] = mapped_column(String(20), default=RiskKind.HAZARD)
    level: Mapped[str] = mapped_column(String(20), default=RiskLevel.GENERAL)
    title: Mapped[str] = mapped_column(String(300))
    place: Mapped[str] = mapped_column(String(100), default="")
    measure: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("report_row.id"))
    risk_id: Mapped[int | None] = mapped_column(ForeignKey("risk.id"), index=True)
    sort: Mapped[int] = mapped_column(default=0)

    report: Mapped[UnitReport] = relationship(back_populates="rows")
    area: Mapped[RiskArea] = relationship()
    copied_from: Mapped["ReportRow | None"] = relationship(remote_side="ReportRow.id")
    risk: Mapped[Risk | None] = relationship()

    @property
    def kind_label(self) -> str:
        """Return the kind's name on screen."""
        return RISK_KIND_LABELS[RiskKind(self.kind)]

    @property
    def level_label(self) -> str:
        """Return the level's name on screen."""
        return RISK_LEVEL_LABELS[RiskLevel(self.level)]


class ReportWord(Record):
    """What a unit says of one matter that was left open before: a risk, or an item."""

    __tablename__ = "report_word"
    __table_args__ = (
        CheckConstraint("(risk_id IS NULL) <> (follow_up_id IS NULL)", name="about"),
        UniqueConstraint("report_id", "risk_id"),
        UniqueConstraint("report_id", "follow_up_id"),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("unit_report.id"), index=True)
    risk_id: Mapped[int | None] = mapped_column(ForeignKey("risk.id"), index=True)
    follow_up_id: Mapped[int | None] = mapped_column(ForeignKey("follow_up.id"), index=True)
    words: Mapped[str] = mapped_column(Text)

    report: Mapped[UnitReport] = relationship(back_populates="words")
    risk: Mapped[Risk | None] = relationship()
    follow_up: Mapped[FollowUp | None] = relationship()

    @property
    def about(self) -> tuple[str, int]:
        """Return what it is about, as ("risk", id) or ("follow_up", id)."""
        return ("risk", self.risk_id) if self.risk_id else ("follow_up", self.follow_up_id or 0)


class ReportStep(Step):
    """One step in the life of a report."""

    __tablename__ = "report_step"

    report_id: Mapped[int] = mapped_column(ForeignKey("unit_report.id"), index=True)

    report: Mapped[UnitReport] = relationship(back_populates="steps")

    @property
    def label(self) -> str:
        """Return the step's name on screen."""
        return "联络员代报" if self.is_by_liaison else REPORT_VERB_LABELS[self.verb]
