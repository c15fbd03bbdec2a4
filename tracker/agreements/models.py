"""Target-responsibility agreements: a text put out for signature, and one agreement a unit."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import Step
from tracker.core.calendar import chinese_date
from tracker.core.models import Record
from tracker.core.workflow import Workflow, transition
from tracker.directory.models import AgreementKind, Person, Unit
from tracker.meetings.models import Meeting


class AgreementState(StrEnum):
    """Where one unit's agreement stands."""

    TO_SIGN = "to_sign"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    VOID = "void"


A = AgreementState
AGREEMENT_STATE_LABELS = {
    A.TO_SIGN: "待纸面签订",
    A.SIGNED: "已签订",
    A.SUPERSEDED: "已重新签订",
    A.VOID: "已作废",
}
AGREEMENT_STATE_TONES = {
    A.TO_SIGN: "warn",
    A.SIGNED: "good",
    A.SUPERSEDED: "plain",
    A.VOID: "plain",
}
AGREEMENT_VERB_LABELS = {
    "register": "登记",
    "edit": "修改",
    "sign": "登记签订",
    "supersede": "重新签订",
    "void": "作废",
}
AGREEMENT_WORKFLOW = Workflow(
    "责任书",
    AGREEMENT_STATE_LABELS,
    {
        "sign": transition({A.TO_SIGN}, A.SIGNED, "登记签订"),
        "supersede": transition({A.SIGNED}, A.SUPERSEDED, "以重新签订替代"),
        "void": transition({A.TO_SIGN, A.SIGNED}, A.VOID, "作废", needs_reason=True),
    },
)


class Side(StrEnum):
    """Side A sets the duty (the college's leaders), side B takes it on (a unit's head)."""

    COLLEGE = "college"
    UNIT = "unit"


class Occasion(StrEnum):
    """How a signature came about."""

    MEETING = "meeting"
    LATE = "late"


OCCASION_LABELS = {Occasion.MEETING: "会上签订", Occasion.LATE: "会后补签"}


class Signing(Record):
    """A text of one kind and year, put out for signature, as a rule at a meeting.

    `told_by` and `told_with` keep both sides as the text tells them (雷书记、何院长; 各党工委书记、
    各党总支书记代表), one in each entry; they are printed, whatever they were expanded to.
    """

    __tablename__ = "signing"

    kind_id: Mapped[int] = mapped_column(ForeignKey("agreement_kind.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    verb: Mapped[str] = mapped_column(String(20), default="签订")
    told_by: Mapped[list[Any]] = mapped_column(default=list)
    told_with: Mapped[list[Any]] = mapped_column(default=list)
    sort: Mapped[int] = mapped_column(default=0)

    kind: Mapped[AgreementKind] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    leaders: Mapped[list["SigningLeader"]] = relationship(
        cascade="all, delete-orphan", order_by="SigningLeader.sort"
    )
    agreements: Mapped[list["Agreement"]] = relationship(back_populates="signing")

    def may_be_signed(self, on: date) -> bool:
        """Tell whether the day has come: that of its meeting, where it is signed at one."""
        return self.meeting is None or self.meeting.held_on <= on

    def wrong_day(self, day: date, *, on: date) -> str:
        """Say why nobody can have signed on a day, as known `on` another; empty if they can."""
        if day > on:
            return "签订日期晚于今天，请核对纸面上的日期。"
        if not self.may_be_signed(day) and self.meeting is not None:
            first = chinese_date(self.meeting.held_on)
            return f"签订日期早于会议日期，请填写{first}或以后的日期。"
        return ""


class SigningLeader(Record):
    """Who signs for the college, in the post of that day."""

    __tablename__ = "signing_leader"
    __table_args__ = (UniqueConstraint("signing_id", "person_id"),)

    signing_id: Mapped[int] = mapped_column(ForeignKey("signing.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(60))
    post_title: Mapped[str] = mapped_column(String(100), default="")
    sort: Mapped[int] = mapped_column(default=0)


class Agreement(Record):
    """One unit's agreement of a kind and year; signed anew, it is the next version.

    Kind and year repeat the signing's, so that the database keeps them single for each unit.
    It is signed once every required signer of both sides is recorded with a date.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("kind_id", "year", "unit_id", "version"),
        CheckConstraint("state NOT IN ('signed', 'superseded') OR signed_on IS NOT NULL",
                        name="signed"),
    )  # fmt: skip

    signing_id: Mapped[int] = mapped_column(ForeignKey("signing.id"), index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("agreement_kind.id"))
    year: Mapped[int] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    unit_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(20), default=AgreementState.TO_SIGN, index=True)
    occasion: Mapped[str | None] = mapped_column(String(20))
    signed_on: Mapped[date | None]
    resign_reason: Mapped[str] = mapped_column(String(200), default="")

    signing: Mapped[Signing] = relationship(back_populates="agreements")
    kind: Mapped[AgreementKind] = relationship()
    unit: Mapped[Unit] = relationship()
    signers: Mapped[list["Signer"]] = relationship(
        cascade="all, delete-orphan", order_by="Signer.sort", back_populates="agreement"
    )
    steps: Mapped[list["AgreementStep"]] = relationship(
        cascade="all, delete-orphan", order_by="AgreementStep.id", back_populates="agreement"
    )

    @property
    def state_label(self) -> str:
        """Return the state's name on screen."""
        return AGREEMENT_STATE_LABELS[AgreementState(self.state)]

    @property
    def state_tone(self) -> str:
        """Return the colour of the state's badge."""
        return AGREEMENT_STATE_TONES[AgreementState(self.state)]

    @property
    def unit_signer(self) -> "Signer | None":
        """Return who signs for the unit; None while nobody is named."""
        return next((one for one in self.signers if one.side == Side.UNIT), None)

    def is_headed_by(self, person_id: int) -> bool:
        """Tell whether the unit's signature is this person's, or was given for somebody else."""
        signer = self.unit_signer
        return signer is None or signer.is_proxy or signer.person_id == person_id

    def move(self, verb: str, *, reason: str | None = None) -> None:
        """Carry out one verb of the workflow."""
        self.state = AGREEMENT_WORKFLOW.target(verb, self.state, reason=reason)


class Signer(Record):
    """Who must sign an agreement for a side, by person in post, and on which day they did."""

    __tablename__ = "signer"
    __table_args__ = (UniqueConstraint("agreement_id", "person_id"),)

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    side: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(60))
    post_title: Mapped[str] = mapped_column(String(100), default="")
    is_proxy: Mapped[bool] = mapped_column(default=False)
    signed_on: Mapped[date | None]
    sort: Mapped[int] = mapped_column(default=0)

    agreement: Mapped[Agreement] = relationship(back_populates="signers")
    person: Mapped[Person] = relationship()


class RequiredUnit(Record):
    """A unit that must sign a kind of agreement in a year, from a day, perhaps to a day.

    Coverage is signed ÷ required: a unit that came or went in mid-year changes it by a dated row.
    """

    __tablename__ = "required_unit"
    __table_args__ = (
        UniqueConstraint("kind_id", "year", "unit_id"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="period"),
    )

    kind_id: Mapped[int] = mapped_column(ForeignKey("agreement_kind.id"))
    year: Mapped[int] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="")

    kind: Mapped[AgreementKind] = relationship()
    unit: Mapped[Unit] = relationship()


class AgreementStep(Step):
    """One step in the life of an agreement."""

    __tablename__ = "agreement_step"

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)

    agreement: Mapped[Agreement] = relationship(back_populates="steps")

    @property
    def label(self) -> str:
        """Return the step's name on screen."""
        return AGREEMENT_VERB_LABELS[self.verb]
