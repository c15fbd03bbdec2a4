"""What belongs to some items only: extensions that were asked for, and stage goals."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Record
from tracker.core.workflow import Workflow, transition
from tracker.followups.models.item import FollowUp


class ExtensionState(StrEnum):
    """What became of the wish for a later date."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


E = ExtensionState
EXTENSION_STATE_LABELS = {E.ASKED: "待批", E.APPROVED: "已同意", E.REFUSED: "未同意"}
EXTENSION_STATE_TONES = {E.ASKED: "warn", E.APPROVED: "good", E.REFUSED: "bad"}
EXTENSION_WORKFLOW = Workflow(
    "延期申请",
    EXTENSION_STATE_LABELS,
    {
        "approve": transition({E.ASKED}, E.APPROVED, "同意延期"),
        "refuse": transition({E.ASKED}, E.REFUSED, "不同意延期", needs_reason=True),
        "lapse": transition({E.ASKED}, E.REFUSED, "终止", needs_reason=True),
    },
)


class Extension(Record):
    """延期申请: from which date to which, why, who asked, and who decided.

    `is_late` marks 逾期申请: asked after the date that held then. Names are kept as they were on
    the day.
    """

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("to_due_on > from_due_on", name="later"),
        CheckConstraint("state = 'asked' OR decided_on IS NOT NULL", name="decided"),
    )

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    from_due_on: Mapped[date]
    to_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(Text, default="")
    asked_on: Mapped[date]
    is_late: Mapped[bool] = mapped_column(default=False)
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asker_name: Mapped[str] = mapped_column(String(300))
    is_by_liaison: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20), default=ExtensionState.ASKED, index=True)
    decided_on: Mapped[date | None]
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decider_name: Mapped[str] = mapped_column(String(300), default="")
    decision: Mapped[str] = mapped_column(Text, default="")

    follow_up: Mapped[FollowUp] = relationship()

    @property
    def is_lapsed(self) -> bool:
        """Tell whether nobody decided it, since its item ended or went to another unit."""
        return self.state == E.REFUSED and self.decider_id is None

    @property
    def state_label(self) -> str:
        """Return what became of it, on screen."""
        return "已终止" if self.is_lapsed else EXTENSION_STATE_LABELS[ExtensionState(self.state)]

    @property
    def state_tone(self) -> str:
        """Return the colour of the state's badge."""
        return "plain" if self.is_lapsed else EXTENSION_STATE_TONES[ExtensionState(self.state)]

    def move(self, verb: str, *, reason: str | None = None) -> None:
        """Carry out one verb of the workflow."""
        self.state = EXTENSION_WORKFLOW.target(verb, self.state, reason=reason)


class StageGoal(Record):
    """阶段目标 of an item that goes on: what shall be reached by when."""

    __tablename__ = "stage_goal"

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    words: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    reached_on: Mapped[date | None]

    follow_up: Mapped[FollowUp] = relationship()
