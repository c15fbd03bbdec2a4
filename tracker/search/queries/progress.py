"""How far the index follows the trail."""

from dataclasses import dataclass

from sqlalchemy import func, select

from tracker.audit.models import Event
from tracker.core.db import db
from tracker.search.models import IndexProgress
from tracker.search.queries.owners import TOUCHED

# Raised when entries are made otherwise than before: all are then made anew.
LAYOUT = 1
# So many events are caught up with while somebody waits for the page.
AT_ONCE = 100


@dataclass(frozen=True)
class Standing:
    """Whether the index was made in today's manner, and how many events it does not know yet.

    Events that touch no entry do not count, and more than `AT_ONCE` are not counted.
    """

    is_made: bool
    behind: int


def standing() -> Standing:
    """Return how the index stands."""
    read = select(IndexProgress.event_id).where(IndexProgress.layout == LAYOUT).scalar_subquery()
    is_waiting = Event.id > func.coalesce(read, 0)
    waiting = select(Event.id).where(is_waiting, Event.object_type.in_(TOUCHED))
    count = select(func.count()).select_from(waiting.limit(AT_ONCE + 1).subquery())
    event_id, behind = db.session.execute(select(read, count.scalar_subquery())).one()
    return Standing(event_id is not None, behind)
