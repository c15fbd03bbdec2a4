"""Minutes that waited for a signature at the end of a day."""

from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager

from tracker.core.db import db
from tracker.meetings.models import Meeting
from tracker.minutes.models import Minutes, MinutesState


def unsigned(*, on: date) -> list[Minutes]:
    """Return the minutes that were sent and not yet issued, the oldest first.

    What came back to the drafter does not wait; of the past only its last sending is known.
    """
    issued_later = and_(Minutes.issued_on > on, Minutes.state.in_(
        [MinutesState.ISSUED, MinutesState.SUPERSEDED]
    ))  # fmt: skip
    waited = or_(Minutes.state == MinutesState.SUBMITTED, issued_later)
    query = select(Minutes).join(Minutes.meeting).options(contains_eager(Minutes.meeting))
    query = query.where(Minutes.submitted_on <= on, waited)
    return list(db.session.scalars(query.order_by(Minutes.submitted_on, Meeting.id)))
