"""How far the index follows the trail."""

from sqlalchemy import func, select

from tracker.audit.models import Event
from tracker.core.db import db
from tracker.search.models import IndexProgress

# Raised when entries are made otherwise than before: all are then made anew.
LAYOUT = 1
# So many events are caught up with while somebody waits for the page.
AT_ONCE = 100


def is_made() -> bool:
    """Tell whether the index was made in today's manner."""
    return (
        db.session.scalar(select(IndexProgress.id).where(IndexProgress.layout == LAYOUT))
        is not None
    )


def events_behind() -> int:
    """Return how many events are not indexed yet; more than `AT_ONCE` are not counted."""
    progress = db.session.scalar(select(IndexProgress).where(IndexProgress.layout == LAYOUT))
    read = progress.event_id if progress else 0
    waiting = select(Event.id).where(Event.id > read).limit(AT_ONCE + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(waiting)) or 0
