"""Minutes of a meeting, version by version."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Record
from tracker.core.workflow import Workflow, transition
from tracker.issuing.models import IssuedPaper
from tracker.meetings.models import Meeting


class MinutesState(StrEnum):
    """Where a version of the minutes stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ISSUED = "issued"
    SUPERSEDED = "superseded"


M = MinutesState
MINUTES_STATE_LABELS = {
    M.DRAFT: "起草",
    M.SUBMITTED: "待签发",
    M.RETURNED: "已退回",
    M.ISSUED: "已印发",
    M.SUPERSEDED: "已被替代",
}
MINUTES_STATE_TONES = {
    M.DRAFT: "info",
    M.SUBMITTED: "warn",
    M.RETURNED: "bad",
    M.ISSUED: "good",
    M.SUPERSEDED: "plain",
}
MINUTES_WORKFLOW = Workflow(
    "会议纪要",
    MINUTES_STATE_LABELS,
    {
        "submit": transition({M.DRAFT, M.RETURNED}, M.SUBMITTED, "送签"),
        "return": transition({M.SUBMITTED}, M.RETURNED, "退回", needs_reason=True),
        "issue": transition({M.SUBMITTED}, M.ISSUED, "签发会议纪要"),
        "register": transition({M.DRAFT}, M.ISSUED, "登记纸质印发的纪要"),
        "supersede": transition({M.ISSUED}, M.SUPERSEDED, "以更正版替代"),
    },
)


# Signed, be it replaced since or not.
ISSUED_STATES = frozenset({M.ISSUED, M.SUPERSEDED})


class Minutes(Record):
    """One version of a meeting's minutes; the body is read from the record when printed."""

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    opening: Mapped[str] = mapped_column(Text, default="")
    hearing: Mapped[str] = mapped_column(Text, default="")
    closing: Mapped[str] = mapped_column(Text, default="")
    is_full_text: Mapped[bool] = mapped_column(default=False)
    distribution: Mapped[str] = mapped_column(String(500), default="")
    copies: Mapped[int | None]
    correction_reason: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(20), default=MinutesState.DRAFT, index=True)
    drafter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    drafter_name: Mapped[str] = mapped_column(String(60))
    submitted_on: Mapped[date | None]
    reviewer_name: Mapped[str] = mapped_column(String(200), default="")
    reviewed_on: Mapped[date | None]
    return_reason: Mapped[str] = mapped_column(String(500), default="")
    issuer_name: Mapped[str] = mapped_column(String(200), default="")
    issued_on: Mapped[date | None]
    issued_paper_id: Mapped[int | None] = mapped_column(ForeignKey("issued_paper.id"))

    meeting: Mapped[Meeting] = relationship()
    issued_paper: Mapped[IssuedPaper | None] = relationship()

    @property
    def state_label(self) -> str:
        """Return the state's name on screen."""
        return MINUTES_STATE_LABELS[MinutesState(self.state)]

    @property
    def state_tone(self) -> str:
        """Return the tone of the badge that names the state."""
        return MINUTES_STATE_TONES[MinutesState(self.state)]

    @property
    def is_scanned(self) -> bool:
        """Tell whether this version was issued on paper: the scan is all there is of it."""
        return self.issued_paper is not None and self.issued_paper.is_scanned

    @property
    def is_issued(self) -> bool:
        """Tell whether this version was signed, be it replaced since or not."""
        return self.state in ISSUED_STATES

    @property
    def is_editable(self) -> bool:
        """Tell whether the drafter may still change the text."""
        return self.state in {M.DRAFT, M.RETURNED}

    def move(self, verb: str, *, reason: str | None = None) -> None:
        """Carry out one verb of the workflow."""
        self.state = MINUTES_WORKFLOW.target(verb, self.state, reason=reason)
