"""Stored files."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.models import Record


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
