"""Days of the invented college."""

from datetime import date

from tracker.core.calendar import add_working_days
from tracker.directory import queries as directory


def working_days(start: date, count: int) -> date:
    """Return the day so many working days after `start`, or before it."""
    return add_working_days(start, count, directory.calendar_exceptions())
