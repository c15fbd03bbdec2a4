"""When a recurring item (定期任务) is due."""

from calendar import monthrange
from datetime import date, timedelta

from tracker.core import calendar
from tracker.core.calendar import Exceptions, Term
from tracker.directory import queries as directory
from tracker.followups.models import Rhythm

R = Rhythm
DAY = timedelta(days=1)
SEMESTERS = frozenset({R.SEMESTER_START, R.SEMESTER_END})
# 每学期初: by this many working days after the semester's first day.
START_WORKING_DAYS = 10
# 每学期末: the calendar counts the holidays with the semester before them, whose teaching ends
# about three weeks before 1 February and seven weeks before 1 September.
HOLIDAYS = {Term.AUTUMN: timedelta(weeks=3), Term.SPRING: timedelta(weeks=7)}


def next_due(rhythm: str, *, after: date) -> date:
    """Return the first due date of this rhythm that is later than `after`.

    每学期初 is the tenth working day after the semester's first day (core.calendar: 1 February,
    1 September); 每学期末 the last working day before its holidays, which begin three weeks
    before the autumn semester's end and seven weeks before the spring semester's; 每季度 and
    每月 are the period's last working day. Working days are those of the work calendar.
    """
    exceptions, day = directory.calendar_exceptions(), after
    while True:
        last, due = _period(Rhythm(rhythm), day, exceptions)
        if due > after:
            return due
        day = last + DAY


def _period(rhythm: Rhythm, day: date, exceptions: Exceptions) -> tuple[date, date]:
    """Return the last day of the period that `day` falls in, and what is due in it."""
    if rhythm not in SEMESTERS:
        last = _last_day(rhythm, day)
        return last, _working_day_until(last, exceptions)
    semester = calendar.semester_of(day)
    first, last = calendar.semester_range(semester)
    if rhythm == R.SEMESTER_START:
        return last, calendar.add_working_days(first, START_WORKING_DAYS, exceptions)
    return last, _working_day_until(last - HOLIDAYS[semester.term], exceptions)


def _last_day(rhythm: Rhythm, day: date) -> date:
    if rhythm == R.MONTH:
        return day.replace(day=monthrange(day.year, day.month)[1])
    return calendar.quarter_range(*calendar.quarter_of(day))[1]


def _working_day_until(day: date, exceptions: Exceptions) -> date:
    return calendar.add_working_days(day + DAY, -1, exceptions)
