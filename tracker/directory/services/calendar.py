"""The work calendar: the days that differ from the week's rule."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from tracker.audit.services import record_event
from tracker.core.calendar import FIRST_WEEKEND_DAY
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory.models import CalendarDay

ANNOUNCED = Path(__file__).resolve().parent.parent / "calendar.toml"


def known_years() -> list[int]:
    """Return the years whose public holidays come with the product."""
    return [int(year) for year in _announced()]


def load_calendar(year: int, *, actor: Actor) -> int:
    """Add the announced days of a year that are not in the calendar yet; returns how many.

    Days that the office has entered stay as they are.
    """
    known = set(db.session.scalars(select(CalendarDay.day)))
    added: CalendarDay | None = None
    count = 0
    for words, values in _announced().get(str(year), {}).items():
        day = date.fromisoformat(f"{year}-{words}")
        if day not in known:
            added = CalendarDay(
                day=day, is_workday=bool(values["is_workday"]), note=str(values["note"])
            )
            db.session.add(added)
            count += 1
    if added is not None:
        label = f"{year} 年法定节假日 {count} 天"
        record_event("calendar.load", added, actor=actor, label=label)
    return count


def add_calendar_day(*, day: date, is_workday: bool, note: str, actor: Actor) -> CalendarDay:
    """Enter a day off in the week, or a working weekend.

    Raises:
        RuleBroken: the day is entered already, or the week's rule says the same.
    """
    if db.session.scalar(select(CalendarDay).filter_by(day=day)) is not None:
        raise RuleBroken(f"{day:%Y-%m-%d} 已登记，请先移除原登记。")
    if is_workday == (day.weekday() < FIRST_WEEKEND_DAY):
        ordinary = "工作日" if is_workday else "休息日"
        raise RuleBroken(f"{day:%Y-%m-%d} 本来就是{ordinary}，无须登记。")
    entry = CalendarDay(day=day, is_workday=is_workday, note=note)
    db.session.add(entry)
    words = "上班" if is_workday else "放假"
    record_event("calendar.add", entry, actor=actor, label=f"{day} {words} {note}".strip())
    return entry


def add_calendar_span(*, day: date, until: date, is_workday: bool, note: str, actor: Actor) -> int:
    """Enter each day from `day` to `until` that then differs from the week; returns how many.

    Days that are entered already stay as they are: public holidays within a vacation.

    Raises:
        RuleBroken: no day of the span has to be entered.
    """
    span = [day + timedelta(days=n) for n in range((until - day).days + 1)]
    query = select(CalendarDay.day).where(CalendarDay.day.between(day, until))
    known = set(db.session.scalars(query))
    new = [d for d in span if d not in known and is_workday != (d.weekday() < FIRST_WEEKEND_DAY)]
    if not new:
        raise RuleBroken("这几天都已登记，或本来就是如此，无须登记。")
    for one in new:
        add_calendar_day(day=one, is_workday=is_workday, note=note, actor=actor)
    return len(new)


def remove_calendar_day(entry: CalendarDay, *, actor: Actor) -> None:
    """Take a day out again: it follows the week."""
    record_event("calendar.remove", entry, actor=actor, label=f"{entry.day} {entry.note}".strip())
    db.session.delete(entry)


def _announced() -> dict[str, dict[str, dict[str, bool | str]]]:
    return tomllib.loads(ANNOUNCED.read_text(encoding="utf-8"))
