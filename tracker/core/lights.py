"""Lights of what is due, on one day: computed from dates, never typed, always with their words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from tracker.core import calendar
from tracker.core.calendar import Exceptions, Light, Thresholds
from tracker.core.db import days_between

LIGHT_LABELS = {Light.RED: "逾期", Light.YELLOW: "临近时限", Light.GREEN: "时限未到"}


@dataclass(frozen=True)
class DueLights:
    """Lights of dates on one day, by the days that differ from the week's rule and by settings."""

    on: date
    exceptions: Exceptions
    thresholds: Thresholds

    def colour(self, given: date, due: date) -> Light:
        """Return the light of what was given out on one day and is due on another."""
        return calendar.light(given, due, self.on, self.exceptions, self.thresholds)

    def words(self, due: date) -> str:
        """Return the light in words and days: 逾期 3 天, 还有 2 个工作日."""
        return calendar.due_words(due, self.on, self.exceptions)

    def condition(self, light: str, *, given: Any, due: Any) -> ColumnElement[bool]:
        """Return the condition of two columns under which `colour` gives this light."""
        is_red = due < self.on
        # Of the days given, counted as the calendar has them, so many are left at most.
        share = self.thresholds.yellow_share * days_between(due, given)
        first_green = calendar.add_working_days(
            self.on, self.thresholds.yellow_days + 1, self.exceptions
        )
        is_near = or_(due < first_green, days_between(due, self.on) <= share)
        of_colour: dict[Light, ColumnElement[bool]] = {
            Light.RED: is_red,
            Light.YELLOW: and_(~is_red, is_near),
            Light.GREEN: and_(~is_red, ~is_near),
        }
        return of_colour[Light(light)]
