"""The dictionaries that a college begins with."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tracker.audit.services import record_event
from tracker.core.db import db
from tracker.core.permissions import Actor
from tracker.directory.models import AgreementKind, AreaSynonym, NumberSeries, RiskArea
from tracker.directory.services.calendar import known_years, load_calendar

START_SET = Path(__file__).resolve().parent.parent / "start_set.toml"


def plant_start_set(*, actor: Actor, on: date) -> int:
    """Add areas, kinds of agreements, number series and the calendar, where they are missing.

    Returns how many records it added: none, when called again. What the college has changed
    stays. The calendar takes the years up to the one after `on`.
    """
    sets = tomllib.loads(START_SET.read_text(encoding="utf-8"))
    added = _plant_areas(sets["areas"]) + _plant_kinds(sets["agreement_kinds"])
    added += _plant_series(sets["series"])
    if added:
        record_event("directory.plant", added[-1], actor=actor, label=f"{len(added)} 条")
    years = [year for year in known_years() if year <= on.year + 1]
    return len(added) + sum(load_calendar(year, actor=actor) for year in years)


def _plant_areas(rows: list[dict[str, Any]]) -> list[Any]:
    known = set(db.session.scalars(select(RiskArea.code)))
    known |= set(db.session.scalars(select(RiskArea.name)))
    added = [
        RiskArea(
            code=row["code"],
            name=row["name"],
            is_sensitive=row.get("sensitive", False),
            is_work_line=row.get("work_line", False),
            sort=sort,
            synonyms=[AreaSynonym(name=name) for name in row["synonyms"]],
        )
        for sort, row in enumerate(rows, start=1)
        if not {row["code"], row["name"]} & known
    ]
    db.session.add_all(added)
    return added


def _plant_kinds(rows: list[dict[str, Any]]) -> list[Any]:
    known = set(db.session.scalars(select(AgreementKind.name)))
    added = [
        AgreementKind(name=row["name"], sort=sort)
        for sort, row in enumerate(rows, start=1)
        if row["name"] not in known
    ]
    db.session.add_all(added)
    return added


def _plant_series(rows: list[dict[str, Any]]) -> list[Any]:
    known = set(db.session.scalars(select(NumberSeries.code)))
    added = [NumberSeries(**row) for row in rows if row["code"] not in known]
    db.session.add_all(added)
    return added
