"""Whom a point asks by name and until when: proposed to the office, and left blank if in doubt."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.directory.models import Unit
from tracker.meetings.models import Point

_UNTIL = re.compile(r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:之|以)?前")


@dataclass(frozen=True)
class Asked:
    """The one unit that is named, and the day before which it is to be done, as told."""

    unit_id: int | None = None
    due_on: date | None = None
    due_as_told: str = ""


def asked_in(point: Point, units: Iterable[Unit], *, after: date) -> Asked:
    """Read the words of a point. Two units named are none, for which of them leads is not said."""
    words = f"{point.heading}{point.body}"
    named = _named(words, units)
    found = _UNTIL.search(words)
    due_on = _day(found, after) if found else None
    told = found[0] if found and due_on else ""
    return Asked(named.pop() if len(named) == 1 else None, due_on, told)


def names_of(unit: Unit) -> list[str]:
    """Return every name that a unit bears."""
    own = (unit.name, unit.short_name, *(alias.name for alias in unit.aliases))
    return [name for name in own if name]


def _named(words: str, units: Iterable[Unit]) -> set[int]:
    """Return the units named; 机电工程系 is not named where 机电工程系党总支 is."""
    by_name = {name: unit.id for unit in units for name in names_of(unit) if len(name) > 1}
    named = set()
    for name in sorted(by_name, key=len, reverse=True):
        if name in words:
            named.add(by_name[name])
            words = words.replace(name, "　")
    return named


def _day(found: re.Match[str], after: date) -> date | None:
    """Return the day told, without a year the next after the meeting; None if there is none."""
    years = [int(found["year"])] if found["year"] else [after.year, after.year + 1]
    for year in years:
        try:
            day = date(year, int(found["month"]), int(found["day"]))
        except ValueError:
            return None
        if day >= after:
            return day
    return None
