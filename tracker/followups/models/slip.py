"""Slips of the ladder of urging: 工作提示函 and 督办通知单 about one item and its due date."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Record
from tracker.core.workflow import Workflow, transition
from tracker.followups.models.item import FollowUp
from tracker.followups.models.states import TICKABLE_STATES
from tracker.issuing.models import IssuedPaper


class SlipStep(StrEnum):
    """The steps of the ladder, in the order in which an item climbs them."""

    BEHIND = "behind"
    BEFORE = "before"
    OVERDUE_1 = "overdue_1"
    OVERDUE_2 = "overdue_2"
    OVERDUE_3 = "overdue_3"


class SlipColour(StrEnum):
    """How grave a slip is; on paper and screen always with its word."""

    NONE = ""
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True)
class StepKind:
    """What a step is called, which paper it makes, and whom it goes to besides the unit."""

    name: str
    paper: str
    colour: SlipColour
    label: str
    to_supervisor: bool = False
    to_heads: bool = False

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {SlipColour.YELLOW: "warn", SlipColour.RED: "bad"}.get(self.colour, "info")


REMINDER, SUPERVISION_SLIP = "reminder", "supervision-slip"
Y, R = SlipColour.YELLOW, SlipColour.RED
STEP_KINDS: dict[SlipStep, StepKind] = {
    SlipStep.BEHIND: StepKind("进展滞后", REMINDER, SlipColour.NONE, "工作提示函"),
    SlipStep.BEFORE: StepKind("到期前", REMINDER, SlipColour.NONE, "工作提示函"),
    SlipStep.OVERDUE_1: StepKind("逾期第一次", SUPERVISION_SLIP, Y, "黄色督办单"),
    SlipStep.OVERDUE_2: StepKind("逾期第二次", SUPERVISION_SLIP, R, "红色督办单", True),
    SlipStep.OVERDUE_3: StepKind("逾期第三次", SUPERVISION_SLIP, R, "红色督办单", True, True),
}
STEPS = tuple(STEP_KINDS)
RED_STEPS = frozenset(step for step, kind in STEP_KINDS.items() if kind.colour == R)


class SlipState(StrEnum):
    """Where a slip stands."""

    PROPOSED = "proposed"
    ISSUED = "issued"
    DELIVERED = "delivered"
    DROPPED = "dropped"
    PASSED = "passed"


S = SlipState
SLIP_STATE_LABELS = {
    S.PROPOSED: "待发",
    S.ISSUED: "已发出",
    S.DELIVERED: "已送达",
    S.DROPPED: "不发",
    S.PASSED: "未发，已到下一步",
}
SLIP_STATE_TONES = {
    S.PROPOSED: "warn",
    S.ISSUED: "info",
    S.DELIVERED: "good",
    S.DROPPED: "plain",
    S.PASSED: "plain",
}
SLIP_WORKFLOW = Workflow(
    "催办文书",
    SLIP_STATE_LABELS,
    {
        "issue": transition({S.PROPOSED}, S.ISSUED, "编号发出"),
        "deliver": transition({S.ISSUED}, S.DELIVERED, "登记送达"),
        "drop": transition({S.PROPOSED}, S.DROPPED, "不发", needs_reason=True),
        "pass": transition({S.PROPOSED}, S.PASSED, "改发下一步"),
    },
)
SENT_STATES = frozenset({S.ISSUED, S.DELIVERED})


class UrgeSlip(Record):
    """One step of the ladder for one item and the due date it is about: made once, never again.

    `skipped` names the lower steps that were reached unseen, while nothing ran. An approved new
    date begins the ladder anew; what was made for the old one stays.
    """

    __tablename__ = "urge_slip"
    __table_args__ = (UniqueConstraint("follow_up_id", "step", "due_on"),)

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    step: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20), default=SlipState.PROPOSED, index=True)
    made_on: Mapped[date]
    skipped: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(String(500), default="")
    issued_paper_id: Mapped[int | None] = mapped_column(ForeignKey("issued_paper.id"), unique=True)
    issued_on: Mapped[date | None] = mapped_column(index=True)
    delivered_on: Mapped[date | None]
    is_seen: Mapped[bool] = mapped_column(default=False)

    follow_up: Mapped[FollowUp] = relationship()
    issued_paper: Mapped[IssuedPaper | None] = relationship()

    @property
    def kind(self) -> StepKind:
        """Return what its step is called and whom it goes to."""
        return STEP_KINDS[SlipStep(self.step)]

    @property
    def rank(self) -> int:
        """Return the place of its step on the ladder."""
        return STEPS.index(SlipStep(self.step))

    @property
    def title(self) -> str:
        """Return the slip in words with the number of its item: 黄色督办单（2023-7）."""
        return f"{self.kind.label}（{self.follow_up.code}）"

    @property
    def doc_no(self) -> str:
        """Return its number; empty before it is issued."""
        return self.issued_paper.doc_no if self.issued_paper else ""

    @property
    def state_label(self) -> str:
        """Return the state's name on screen; the unit's own opening says so."""
        if self.is_seen:
            return "已送达（单位已查看）"
        if self.state == S.PROPOSED and not self.is_current:
            return "未发"
        return SLIP_STATE_LABELS[SlipState(self.state)]

    @property
    def state_tone(self) -> str:
        """Return the colour of the state's badge."""
        return SLIP_STATE_TONES[SlipState(self.state)]

    @property
    def tone(self) -> str:
        """Return the colour of the slip's own badge."""
        return self.kind.tone

    @property
    def sent_to(self) -> str:
        """Return whom it goes to: by name once it is issued, before in words.

        Where no leader is in charge of the unit it goes to the unit, and that is said.
        """
        if self.issued_paper and self.issued_paper.snapshot.get("sent_to"):
            return str(self.issued_paper.snapshot["sent_to"])
        leader = "、分管领导" if self.kind.to_supervisor else ""
        heads = "、党委书记和院长" if self.kind.to_heads else ""
        if leader and self.follow_up.lead_unit.supervising_post is None:
            leader, heads = "", f"{heads}（未登记分管领导）"
        return f"{self.follow_up.lead_unit.display_name}{leader}{heads}"

    @property
    def is_current(self) -> bool:
        """Tell whether it still says what is so: the item is not reported, its date not moved."""
        return self.follow_up.state in TICKABLE_STATES and self.follow_up.due_on == self.due_on

    @property
    def is_sent(self) -> bool:
        """Tell whether it has left the office."""
        return self.state in SENT_STATES

    @property
    def skipped_words(self) -> str:
        """Return which steps were passed over, in words; empty for none."""
        names = "、".join(STEP_KINDS[SlipStep(step)].name for step in self.skipped)
        return f"停运期间未发：{names}" if names else ""

    def move(self, verb: str, *, reason: str | None = None) -> None:
        """Carry out one verb of the workflow."""
        self.state = SLIP_WORKFLOW.target(verb, self.state, reason=reason)
