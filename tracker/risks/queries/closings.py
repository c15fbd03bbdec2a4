"""The quarters that have been closed (季度结账), and what stood open at their ends."""

from datetime import date

from sqlalchemy import Select, func, select

from tracker.core import ledger
from tracker.core.calendar import Quarter
from tracker.core.db import db, read_once, read_steadily
from tracker.meetings.models import Meeting
from tracker.risks.models import OPEN_STATES, QuarterClosing, Risk, RiskPosting


def closings() -> list[QuarterClosing]:
    """Return the quarters that have been closed, the newest first."""
    order = (QuarterClosing.year.desc(), QuarterClosing.quarter.desc())
    return list(db.session.scalars(select(QuarterClosing).order_by(*order)))


def last_closing(*, by: date | None = None) -> QuarterClosing | None:
    """Return the newest closing; of those that were made by a day, where one is given."""
    query = select(QuarterClosing).limit(1)
    query = query.order_by(QuarterClosing.year.desc(), QuarterClosing.quarter.desc())
    if by is not None:
        query = query.where(QuarterClosing.closed_on <= by)
    return db.session.scalar(query)


def first_open_quarter() -> Quarter | None:
    """Return the quarter after the last one closed; None while none has been closed."""
    last = read_steadily("last closing", last_closing)
    return last.closes.following if last else None


def closed_before(meeting: Meeting) -> Quarter | None:
    """Return the quarter before the meeting's, if it had been closed by the meeting's day.

    Risks, items and the page that joins them ask it of the same meeting.
    """
    day, quarter = meeting.held_on, Quarter(meeting.year, meeting.quarter).previous
    closed = read_once(("closed by", day), lambda: _last_closed(by=day))
    return quarter if closed and quarter <= closed else None


def _last_closed(*, by: date) -> Quarter | None:
    last = last_closing(by=by)
    return last.closes if last else None


def open_by_key() -> dict[ledger.Key, int]:
    """Return how many risks are open now by unit and level: what the ledger must come to."""
    parts = (Risk.unit_id, Risk.level)
    query = select(*parts, func.count()).where(Risk.state.in_(OPEN_STATES)).group_by(*parts)
    return {(unit_id, level): count for unit_id, level, count in db.session.execute(query)}


def stood_at(quarter: Quarter) -> Select[int]:
    """Return the query of the risks that stood open at a quarter's end, as the ledger has it."""
    stood = ledger.standing(RiskPosting, quarter)
    return select(RiskPosting.risk_id).where(RiskPosting.id.in_(stood))
