"""Whom a point asks by name and until when: proposed to the office, and left blank if in doubt."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.core.text import names_in
from tracker.directory.models import Unit
from tracker.meetings.models import Point

# 3月31日前, and neither 3月31日前往 nor 3月31日前后.
_UNTIL = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:之|以)?前(?![往后期夕])"
)
# A day without a year is the next one after the meeting, if it is not far off.
_NEAR = timedelta(days=180)


@dataclass(frozen=True)
class Asked:
    """The one unit that is named, and the day before which it is to be done, as told."""

    unit_id: int | None = None
    due_on: date | None = None
    due_as_told: str = ""


def asked_in(point: Point, units: Iterable[Unit], *, after: date) -> Asked:
    """Read the words of a point; of two units or two days named it is not said which counts."""
    words = f"{point.heading}\n{point.body}"
    named = _named(words, units)
    told = list(_UNTIL.finditer(words))
    due_on = _day(told[0], after) if len(told) == 1 else None
    return Asked(named.pop() if len(named) == 1 else None, due_on, told[0][0] if due_on else "")


def _named(words: str, units: Iterable[Unit]) -> set[int]:
    """Return the units named; a name that two of them bear names none."""
    bearers = [(name, unit.id) for unit in units for name in unit.names]
    count = Counter(name for name, _ in bearers)
    by_name = {name: unit_id for name, unit_id in bearers if count[name] == 1}
    return {by_name[name] for name in names_in(words, by_name)}


def _day(found: re.Match[str], after: date) -> date | None:
    """Return the day told, if there is one and it lies after the meeting."""
    years = [int(found["year"])] if found["year"] else [after.year, after.year + 1]
    for year in years:
        try:
            day = date(year, int(found["month"]), int(found["day"]))
        except ValueError:
            return None
        if day >= after:
            return day if found["year"] or day - after <= _NEAR else None
    return None
