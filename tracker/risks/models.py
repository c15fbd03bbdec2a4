"""Risks: risk points, weak links, problems and hazards of a unit in one area."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import PaperAct, Step
from tracker.core.calendar import Quarter
from tracker.core.ledger import Posting
from tracker.core.models import Record
from tracker.core.workflow import Workflow, transition
from tracker.directory.models import Person, RiskArea, Unit
from tracker.meetings.models import AreaNamed, Meeting


class RiskKind(StrEnum):
    """What it is: may happen, weak procedure, exists already, a concrete unsafe state."""

    RISK_POINT = "risk_point"
    WEAK_LINK = "weak_link"
    PROBLEM = "problem"
    HAZARD = "hazard"


RISK_KIND_LABELS = {
    RiskKind.RISK_POINT: "风险点",
    RiskKind.WEAK_LINK: "薄弱环节",
    RiskKind.PROBLEM: "问题",
    RiskKind.HAZARD: "隐患",
}


class RiskLevel(StrEnum):
    """Grades of hazards, problems and weak links; four colours of risk points, kept apart."""

    GENERAL = "general"
    SIGNIFICANT = "significant"
    MAJOR = "major"
    LOW = "low"
    NORMAL = "normal"
    ELEVATED = "elevated"
    SEVERE = "severe"


RISK_LEVEL_LABELS = {
    RiskLevel.GENERAL: "一般",
    RiskLevel.SIGNIFICANT: "较大",
    RiskLevel.MAJOR: "重大",
    RiskLevel.LOW: "低风险（蓝）",
    RiskLevel.NORMAL: "一般风险（黄）",
    RiskLevel.ELEVATED: "较大风险（橙）",
    RiskLevel.SEVERE: "重大风险（红）",
}
GRADES = (RiskLevel.GENERAL, RiskLevel.SIGNIFICANT, RiskLevel.MAJOR)
COLOURS = (RiskLevel.LOW, RiskLevel.NORMAL, RiskLevel.ELEVATED, RiskLevel.SEVERE)


def levels_of(kind: str) -> tuple[RiskLevel, ...]:
    """Return the levels that this kind is graded by: colours for risk points, else grades."""
    return COLOURS if kind == RiskKind.RISK_POINT else GRADES


class RiskSource(StrEnum):
    """What it was found by; a sensitive area has none."""

    MEETING = "meeting"
    CHECK = "check"
    SUPERIOR = "superior"
    PATROL = "patrol"


RISK_SOURCE_LABELS = {
    RiskSource.MEETING: "会议研判",
    RiskSource.CHECK: "日常检查",
    RiskSource.SUPERIOR: "上级检查",
    RiskSource.PATROL: "巡视巡察",
}


class Evidence(StrEnum):
    """What a picture or document beside a risk shows."""

    BEFORE = "before"
    AFTER = "after"
    DOCUMENT = "document"


EVIDENCE_LABELS = {
    Evidence.BEFORE: "整改前照片",
    Evidence.AFTER: "整改后照片",
    Evidence.DOCUMENT: "佐证材料",
}
# The five that a major one must have (五落实), measure and date being asked of every risk.
MAJOR_FIELDS = {
    "responsibility": "责任",
    "measure": "措施",
    "budget": "资金",
    "due_on": "时限",
    "emergency_plan": "预案",
    "supervisor_id": "督办领导",
}


class RiskState(StrEnum):
    """Where a risk stands."""

    REGISTERED = "registered"
    RECTIFYING = "rectifying"
    TRANSFERRED = "transferred"
    LONG_TERM = "long_term"
    CLOSED = "closed"
    CANCELLED = "cancelled"


R = RiskState
RISK_STATE_LABELS = {
    R.REGISTERED: "已登记",
    R.RECTIFYING: "整改中",
    R.TRANSFERRED: "已移交上报",
    R.LONG_TERM: "持续整改",
    R.CLOSED: "已销号",
    R.CANCELLED: "已撤销",
}
RISK_STATE_TONES = {
    R.REGISTERED: "warn",
    R.RECTIFYING: "info",
    R.TRANSFERRED: "warn",
    R.LONG_TERM: "info",
    R.CLOSED: "good",
    R.CANCELLED: "plain",
}
# How each step reads in the time line; what the workflow does not move is named here as well.
RISK_VERB_LABELS = {
    "register": "登记",
    "edit": "修改",
    "regrade": "调整等级",
    "ask_downgrade": "申请降级",
    "refuse_downgrade": "不同意降级",
    "attach": "附照片或材料",
    "rectify": "交办整改",
    "notify": "印发整改通知书",
    "accept": "验收通过，待校领导确认",
    "refuse": "不同意销号",
    "transfer": "移交上报",
    "prolong": "转持续整改",
    "review": "持续整改复核",
    "resume": "恢复整改",
    "close": "销号",
    "look_back": "回头看通过",
    "reopen": "反弹，重新整改",
    "cancel": "撤销",
    "link": "关联为重复",
    "dismiss": "判为不是重复",
    "unlink": "取消关联",
}
RISK_WORKFLOW = Workflow(
    "风险",
    RISK_STATE_LABELS,
    {
        "rectify": transition({R.REGISTERED}, R.RECTIFYING, "交办整改"),
        "transfer": transition({R.RECTIFYING}, R.TRANSFERRED, "移交上报"),
        "prolong": transition({R.RECTIFYING}, R.LONG_TERM, "转持续整改"),
        "resume": transition({R.TRANSFERRED, R.LONG_TERM}, R.RECTIFYING, "恢复整改"),
        "close": transition({R.RECTIFYING, R.TRANSFERRED, R.LONG_TERM}, R.CLOSED, "销号"),
        "reopen": transition({R.CLOSED}, R.RECTIFYING, "登记反弹", needs_reason=True),
        "cancel": transition({R.REGISTERED, R.RECTIFYING}, R.CANCELLED, "撤销", needs_reason=True),
    },
)
UNDER_WAY_STATES = frozenset({R.RECTIFYING, R.TRANSFERRED, R.LONG_TERM})
OPEN_STATES = frozenset({R.REGISTERED}) | UNDER_WAY_STATES


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
    steps: Mapped[list["RiskStep"]] = relationship(
        cascade="all, delete-orphan", order_by="RiskStep.id", back_populates="risk"
    )

    @property
    def code(self) -> str:
        """Return the number as it is printed, for example 风险2023-7."""
        return f"风险{self.year}-{self.number}"

    @property
    def kind_label(self) -> str:
        """Return the kind's name on screen."""
        return RISK_KIND_LABELS[RiskKind(self.kind)]

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

    @property
    def sent_back(self) -> "RiskStep | None":
        """Return the last step, with its reason, while it says that the risk is not over."""
        last = self.steps[-1] if self.steps else None
        return last if last is not None and last.verb in {"refuse", "reopen"} else None

    def move(self, verb: str, *, reason: str | None = None) -> None:
        """Carry out one verb of the workflow."""
        self.state = RISK_WORKFLOW.target(verb, self.state, reason=reason)


class RiskStep(Step):
    """One step in the life of a risk."""

    __tablename__ = "risk_step"

    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"), index=True)

    risk: Mapped[Risk] = relationship(back_populates="steps")

    @property
    def label(self) -> str:
        """Return the step's name on screen."""
        return RISK_VERB_LABELS[self.verb]


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
