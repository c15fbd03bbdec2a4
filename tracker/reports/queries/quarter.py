"""Quarters, and how far one has come on a day."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select

from tracker.core.calendar import Quarter, quarter_of
from tracker.core.db import db
from tracker.meetings.models import Meeting, MeetingState

_CODE = re.compile(r"(20\d\d)-([1-4])")


@dataclass(frozen=True)
class Period:
    """A quarter from its first day until a day: what stands is counted as of that day."""

    quarter: Quarter
    until: date

    @property
    def first(self) -> date:
        """Return the first day."""
        return self.quarter.first

    @property
    def before(self) -> "Period":
        """Return the whole of the quarter before, with which this one is compared."""
        return Period(self.quarter.previous, self.quarter.previous.last)


@dataclass(frozen=True)
class Quarters:
    """The quarters that can be looked at on a day: newest first, the present one on top."""

    all: tuple[Quarter, ...]
    on: date

    @property
    def present(self) -> Quarter:
        """Return the quarter that is under way."""
        return self.all[0]

    @cached_property
    def _known(self) -> frozenset[Quarter]:
        return frozenset(self.all)

    def find(self, code: str) -> Quarter | None:
        """Return the quarter of this code, for example 2023-1, if it can be looked at."""
        found = _CODE.fullmatch(code)
        quarter = Quarter(int(found[1]), int(found[2])) if found else None
        return quarter if quarter in self._known else None

    def period(self, quarter: Quarter) -> Period:
        """Return how far the quarter has come: until its end, the present one until today."""
        return Period(quarter, self.on if quarter == self.present else quarter.last)


def quarters(*, on: date) -> Quarters:
    """Return the quarters from that of the first meeting on, the present one on top.

    The present quarter is the calendar's. Where the college has met neither in it nor in the one
    before, nothing new has begun: the quarter of the newest meeting is still under way.
    """
    query = select(Meeting.year, Meeting.quarter).where(Meeting.state != MeetingState.CANCELLED)
    met = sorted({Quarter(*row) for row in db.session.execute(query.distinct())})
    calendar = Quarter(*quarter_of(on))
    past = [quarter for quarter in met if quarter <= calendar]
    newest = past[-1] if past else calendar
    present = calendar if newest >= calendar.previous else newest
    found = [present]
    while past and found[-1] > past[0]:
        found.append(found[-1].previous)
    return Quarters(tuple(found), on)
