"""What was said, in speaking order, and what becomes of each point."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Record
from tracker.meetings.models.meeting import Meeting


class Speaker(StrEnum):
    """Whose words: a leader's, or the meeting's own."""

    LEADER = "leader"
    MEETING = "meeting"


class Address(Record):
    """A leader's speech, or what the meeting said (会议指出, 会议要求), in speaking order."""

    __tablename__ = "address"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    speaker: Mapped[str] = mapped_column(String(20), default=Speaker.LEADER)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(60), default="")
    post_title: Mapped[str] = mapped_column(String(100), default="")
    verb: Mapped[str] = mapped_column(String(40))
    lead: Mapped[str] = mapped_column(Text, default="")
    tail: Mapped[str] = mapped_column(Text, default="")
    sort: Mapped[int] = mapped_column(default=0)

    meeting: Mapped[Meeting] = relationship(back_populates="addresses")
    points: Mapped[list["Point"]] = relationship(
        cascade="all, delete-orphan", order_by="Point.sort", back_populates="address"
    )

    @property
    def who(self) -> str:
        """Return post and name as minutes write them, or 会议."""
        if self.speaker == Speaker.MEETING:
            return "会议"
        return f"{self.post_title}{self.person_name}"

    @property
    def teller(self) -> str:
        """Return whose words a list tells: post and name, or 会议指出 and 会议要求 apart."""
        return self.verb if self.speaker == Speaker.MEETING else self.who

    @property
    def is_numbered(self) -> bool:
        """Tell whether the words had numbered points; else the address itself is the one point."""
        return any(point.marker for point in self.points)

    @property
    def source(self) -> str:
        """Return how a task names these words as its source: 党委书记讲话, 会议要求."""
        return (
            self.verb
            if self.speaker == Speaker.MEETING
            else f"{self.post_title or self.person_name}讲话"
        )


class Handling(StrEnum):
    """What becomes of a point."""

    ITEMS = "items"
    CONVEYED = "conveyed"
    STANDING = "standing"


HANDLING_LABELS = {
    Handling.ITEMS: "单列任务",
    Handling.CONVEYED: "随传达落实",
    Handling.STANDING: "长期坚持",
}


class Point(Record):
    """One point of an address, or a sub-point; `level` is 1 to 3."""

    __tablename__ = "point"

    address_id: Mapped[int] = mapped_column(ForeignKey("address.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"))
    level: Mapped[int] = mapped_column(default=1)
    sort: Mapped[int] = mapped_column(default=0)
    marker: Mapped[str] = mapped_column(String(20), default="")
    heading: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text, default="")
    handling: Mapped[str | None] = mapped_column(String(20), index=True)

    address: Mapped[Address] = relationship(back_populates="points")
    children: Mapped[list["Point"]] = relationship(
        order_by="Point.sort", back_populates="parent", cascade="all"
    )
    parent: Mapped["Point | None"] = relationship(remote_side="Point.id", back_populates="children")

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has said yet what becomes of this point.

        A point with sub-points is settled by them, and settling it settles them.
        """
        return not self.is_settled and not self.children

    @property
    def is_settled(self) -> bool:
        """Tell whether this point, or one above it, has been given its handling."""
        return bool(self.handling) or (self.parent is not None and self.parent.is_settled)

    @property
    def source(self) -> str:
        """Return whose words these are and where they stand: 党委书记讲话 二（三）, 会议要求 一."""
        return " ".join(filter(None, (self.address.source, self.place)))

    @property
    def place(self) -> str:
        """Return where the point stands among others; empty for the only one of an address."""
        return self.path if len(self.address.points) > 1 else ""

    @property
    def ordinal(self) -> int:
        """Return the place among the points of the same parent, from 1."""
        same = [p for p in self.address.points if p.parent_id == self.parent_id]
        return same.index(self) + 1

    @property
    def path(self) -> str:
        """Return where the point stands, for example 二（三）."""
        own = _numeral(self.ordinal)
        if self.parent is None:
            return own
        inner = f"（{own}）" if self.level == 2 else str(self.ordinal)
        return f"{self.parent.path}{inner}"


def _numeral(number: int) -> str:
    digits = "零一二三四五六七八九十"
    if number <= 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return f"{digits[tens] if tens > 1 else ''}十{digits[ones] if ones else ''}"
