"""What somebody has typed into a form and not yet sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.models import Base


class Draft(Base):
    """What a person has typed into a form and not yet sent."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("user_id", "form", "record"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(index=True)
    form: Mapped[str] = mapped_column(String(60))
    record: Mapped[str] = mapped_column(String(60))
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


def find_draft(user_id: int, form: str, record: str) -> Draft | None:
    """Return what the person left unsent in this form."""
    return db.session.scalar(select(Draft).filter_by(user_id=user_id, form=form, record=record))


def keep_draft(user_id: int, form: str, record: str, fields: dict[str, Any]) -> Draft:
    """Keep what the person has typed so far."""
    draft = find_draft(user_id, form, record)
    if draft is None:
        draft = Draft(user_id=user_id, form=form, record=record)
        db.session.add(draft)
    draft.fields, draft.saved_at = fields, now()
    return draft


def drop_draft(user_id: int, form: str, record: str) -> None:
    """Forget what was typed: it is sent, or given up."""
    db.session.execute(delete(Draft).filter_by(user_id=user_id, form=form, record=record))
