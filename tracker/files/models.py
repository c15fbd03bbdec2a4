"""Stored files, and scans beside what they prove."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Record
from tracker.core.text import size_in_words


class StoredFile(Record):
    """One stored file. The audience is set by the feature that attaches it.

    A file is unattached until then; unattached files older than a day are swept.
    `audience_unit_id` limits it to one unit (and those who see all); `audience_permission`
    names the permission that a reader needs.
    """

    __tablename__ = "stored_file"

    name: Mapped[str] = mapped_column(String(255))
    content_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    location: Mapped[str] = mapped_column(String(120), unique=True)
    key_id: Mapped[str | None] = mapped_column(String(40))
    uploaded_by: Mapped[int | None]
    uploaded_at: Mapped[datetime]
    attached_to: Mapped[str | None] = mapped_column(String(80), index=True)
    audience_unit_id: Mapped[int | None] = mapped_column(index=True)
    audience_permission: Mapped[str | None] = mapped_column(String(60))

    @property
    def is_picture(self) -> bool:
        """Tell whether a browser shows it as a picture."""
        return self.content_type.startswith("image/")

    @property
    def size_words(self) -> str:
        """Return the size as people say it: 320 KB, 4.2 MB."""
        return size_in_words(self.size)


class Scan(Record):
    """A scan or photograph that proves something of a record: 签到表, 签发单, 盖章汇报, 照片.

    `subject` names the record (`meeting:12`), `proves` what of it, in the words of the feature
    that shows it. What was added is never deleted: a wrong one is withdrawn with a reason.
    """

    __tablename__ = "scan"

    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    proves: Mapped[str] = mapped_column(String(40))
    caption: Mapped[str] = mapped_column(String(200), default="")
    credit: Mapped[str] = mapped_column(String(60), default="")
    added_on: Mapped[date]
    added_by: Mapped[str] = mapped_column(String(60))
    withdrawn_reason: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[str] = mapped_column(String(60), default="")

    file: Mapped[StoredFile] = relationship(lazy="joined")

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether somebody took it back, with a reason."""
        return bool(self.withdrawn_reason)

    @property
    def title(self) -> str:
        """Return how lists name it: the caption, else the file's name."""
        return self.caption or self.file.name
