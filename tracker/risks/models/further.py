"""What stands beside a risk: answers to likely repeats, its movements, closed quarters."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import PaperAct
from tracker.core.calendar import Quarter
from tracker.core.models import Record
from tracker.core.workflow import Workflow, transition


class RepeatState(StrEnum):
    """What was answered to a likely repeat; `likely` is offered and has no row yet."""

    LIKELY = "likely"
    LINKED = "linked"
    DISMISSED = "dismissed"


S = RepeatState
REPEAT_WORKFLOW = Workflow(
    "疑似重复",
    {S.LIKELY: "疑似重复", S.LINKED: "已关联", S.DISMISSED: "不是重复"},
    {
        "link": transition({S.LIKELY, S.DISMISSED}, S.LINKED, "关联为重复"),
        "dismiss": transition({S.LIKELY}, S.DISMISSED, "判为不是重复"),
        "unlink": transition({S.LINKED}, S.DISMISSED, "取消关联", needs_reason=True),
    },
)


class RiskRepeat(Record):
    """The office's answer whether a risk is an earlier one come back; both stay as they are."""

    __tablename__ = "risk_repeat"
    __table_args__ = (
        UniqueConstraint("risk_id", "earlier_id"),
        CheckConstraint("risk_id <> earlier_id", name="apart"),
    )

    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"))
    earlier_id: Mapped[int] = mapped_column(ForeignKey("risk.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=RepeatState.LIKELY)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date]

    def move(self, verb: str, *, reason: str | None = None) -> None:
        """Carry out one verb of the workflow."""
        state = self.state or RepeatState.LIKELY
        self.state = REPEAT_WORKFLOW.target(verb, state, reason=reason)


class QuarterClosing(Record):
    """季度结账: from now on nothing is counted in this quarter any more.

    Its id is told by the quarter (20231), so that a paper can name it before it is there. `stood`
    keeps what stood open at the end, by ledger and key, for the next opening to be held against.
    """

    __tablename__ = "quarter_closing"
    __table_args__ = (UniqueConstraint("year", "quarter"),)

    year: Mapped[int]
    quarter: Mapped[int]
    closed_on: Mapped[date]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[str] = mapped_column(String(300))
    recorder_name: Mapped[str] = mapped_column(String(100), default="")
    paper_act_id: Mapped[int | None] = mapped_column(ForeignKey("paper_act.id"))
    stood: Mapped[dict[str, Any]] = mapped_column(default=dict)

    paper_act: Mapped[PaperAct | None] = relationship()

    @classmethod
    def of(cls, quarter: Quarter, **values: Any) -> "QuarterClosing":
        """Return the closing of a quarter, its id told by the quarter."""
        number = quarter.year * 10 + quarter.number
        return cls(id=number, year=quarter.year, quarter=quarter.number, **values)

    @property
    def closes(self) -> Quarter:
        """Return the quarter that is closed."""
        return Quarter(self.year, self.quarter)
