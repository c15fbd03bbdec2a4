"""Users, grants, delegations, and acts recorded from paper."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from flask_security import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.calendar import chinese_date
from tracker.core.clock import now
from tracker.core.models import Base, Record
from tracker.core.permissions import Actor, Role
from tracker.directory.models import Person
from tracker.files.models import StoredFile


class User(Record, UserMixin):
    """An account; it signs in by 工号."""

    __tablename__ = "user"

    staff_no: Mapped[str] = mapped_column(String(40), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    must_change_password: Mapped[bool] = mapped_column(default=True)
    notice_read_on: Mapped[date | None]

    person: Mapped[Person] = relationship()
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="user", foreign_keys="Grant.user_id"
    )

    @property
    def roles(self) -> list[RoleMixin]:  # type: ignore[override]
        """Return no library roles: the grants and posts are the truth."""
        return []

    @property
    def email(self) -> str:  # type: ignore[override]
        """Return what Flask-Security logs as the person's address: the 工号."""
        return self.staff_no


class SignIn(Base):
    """Counters of signing in, apart from the business record."""

    __tablename__ = "sign_in"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]


class Slip(Record):
    """登录条: a one-time code on paper with which somebody signs in and sets a password.

    The code is kept nowhere: `accounts.services.code_of` derives it from `nonce` and the
    installation's key. `ended_at` says when it stopped: used, replaced or withdrawn.
    """

    __tablename__ = "slip"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    valid_until: Mapped[date]
    printed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class KeptSignIn(Base):
    """A phone that stays signed in for some days; only a hash of its token is kept."""

    __tablename__ = "kept_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(60))
    begun_at: Mapped[datetime]
    valid_until: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Grant(Record):
    """A role given to a person for a time; posts give the others."""

    __tablename__ = "role_grant"
    __table_args__ = (CheckConstraint("to_on IS NULL OR to_on >= from_on", name="period"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    # Ended before it had held for a whole day: kept, but it counts for no day.
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])

    @property
    def role_label(self) -> str:
        """Return the role's name on screen."""
        return Role(self.role).label

    def is_valid(self, on: date) -> bool:
        """Tell whether the grant holds on that day."""
        return self.overlaps(on, on)

    def overlaps(self, first: date, last: date | None) -> bool:
        """Tell whether the grant holds on any day from `first` to `last` (None: for ever)."""
        begins_in_time = last is None or self.from_on <= last
        ends_in_time = self.to_on is None or self.to_on >= first
        return begins_in_time and ends_in_time and not self.is_withdrawn


class Covers(StrEnum):
    """What is delegated."""

    MINUTES = "minutes"
    UNIT = "unit"


class Delegation(Record):
    """Somebody lets another act in a period: a leader issues minutes, a head acts for the unit."""

    __tablename__ = "delegation"
    __table_args__ = (CheckConstraint("to_on >= from_on", name="period"),)

    from_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    covers: Mapped[str] = mapped_column(String(20), default=Covers.MINUTES)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)

    from_person: Mapped[Person] = relationship(foreign_keys=[from_person_id])
    to_person: Mapped[Person] = relationship(foreign_keys=[to_person_id])


class PaperAct(Record):
    """纸质办理·代录: an act of a head or leader by pen, typed in by the office.

    The person on the paper is the actor; the recorder is shown beside.
    """

    __tablename__ = "paper_act"

    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(60))
    post_title: Mapped[str] = mapped_column(String(300))
    acted_on: Mapped[date]
    location: Mapped[str] = mapped_column(String(200), default="")
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    recorder_id: Mapped[int]
    recorder_name: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime]

    scan: Mapped[StoredFile | None] = relationship()


class Step(Base):
    """One step in the life of a record, as its time line shows it: what, by whom, on which day.

    Each feature keeps its own table of steps; `verb` is one of its workflow, or of its labels.
    Where the office typed it from a paper, the recorder stands beside the actor.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    verb: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(300))
    recorder_name: Mapped[str] = mapped_column(String(100), default="")
    is_by_liaison: Mapped[bool] = mapped_column(default=False)
    paper_act_id: Mapped[int | None] = mapped_column(ForeignKey("paper_act.id"))
    acted_on: Mapped[date]
    at: Mapped[datetime]

    @property
    def when(self) -> str:
        """Return the day in words; with the minute where it was done here on that day."""
        day = chinese_date(self.acted_on)
        is_told_at_once = not self.recorder_name and self.at.date() == self.acted_on
        return f"{day} {self.at:%H:%M}" if is_told_at_once else day

    @classmethod
    def by(cls, actor: Actor, verb: str, *, on: date, note: str = "", **values: Any) -> Self:
        """Return the step that this actor took on a day; `values` name the record it is of."""
        return cls(
            verb=verb,
            note=note,
            actor_id=actor.person_id,
            actor_name=f"{actor.post}{actor.name}",
            recorder_name=actor.recorder_name,
            paper_act_id=actor.paper_act_id,
            acted_on=on,
            at=now(),
            **values,
        )
