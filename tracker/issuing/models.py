"""Issued papers, prints of the day and the short codes on paper."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Base, Record
from tracker.files.models import StoredFile


class PaperState(StrEnum):
    """Whether an issued copy is the valid one."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"


class IssuedPaper(Record):
    """An issued paper. The snapshot and, once printed, the hash never change."""

    __tablename__ = "issued_paper"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "version"),
        UniqueConstraint("series", "year", "number", "version"),
    )

    kind: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(200))
    series: Mapped[str | None] = mapped_column(String(40))
    year: Mapped[int | None]
    number: Mapped[int | None]
    doc_no: Mapped[str] = mapped_column(String(100), default="")
    version: Mapped[int] = mapped_column(default=1)
    correction_reason: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(20), default=PaperState.ISSUED)
    snapshot: Mapped[dict[str, Any]]
    template_version: Mapped[str] = mapped_column(String(20))
    public_url: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issuer_name: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    audience_permission: Mapped[str] = mapped_column(String(60))
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile | None] = relationship()

    @property
    def is_scanned(self) -> bool:
        """Tell whether it was issued on paper: the scan is the copy, and there is no snapshot."""
        return not self.snapshot

    @property
    def is_valid(self) -> bool:
        """Tell whether no later version has replaced this one."""
        return self.state == PaperState.ISSUED


class UsedNumber(Record):
    """A number of a series that was used outside the system: it is not given out again."""

    __tablename__ = "used_number"

    series: Mapped[str] = mapped_column(String(40), index=True)
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    used_on: Mapped[date]
    recorder_name: Mapped[str] = mapped_column(String(60))
    withdrawn_on: Mapped[date | None]


class PaperCode(Base):
    """A short code printed on a list or beside an item, that leads back to it."""

    __tablename__ = "paper_code"
    __table_args__ = (UniqueConstraint("kind", "subject"),)

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60))
