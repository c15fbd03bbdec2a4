"""Planting the invented college: units, people in posts, dictionaries, accounts."""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tracker.accounts.services import acknowledge_notice, create_user, grant_role
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.core.permissions import Role
from tracker.directory.models import (
    Campus,
    NumberSeries,
    Person,
    Post,
    PostHolding,
    PostRole,
    Setting,
    Unit,
    UnitAlias,
)
from tracker.directory.services import plant_start_set

Told = Mapping[str, Any]

# Leaders come first, then the heads in the order of their units, and so on.
RANKS = {
    PostRole.PRINCIPAL: 100,
    PostRole.DEPUTY: 500,
    PostRole.LIAISON: 800,
    PostRole.MEMBER: 900,
}
LEADERS_CATEGORY = "党委委员"
INSPECTION = timedelta(days=365)


def told(name: str) -> dict[str, Any]:
    """Return one of the data files that lie beside this module."""
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


def accounts() -> list[tuple[str, str]]:
    """Return the demo's accounts: 工号, and the name and office of who signs in by it."""
    rows = told("college.toml")["accounts"].items()
    return [(staff_no, f"{row['person']}，{row['words']}") for staff_no, row in rows]


def plant_college(*, password_hash: str, on: date) -> None:
    """Make the college with its accounts; call it inside `writing()`."""
    data = told("college.toml")
    since: date = data["founded_on"]
    plant_start_set(actor=SYSTEM, on=on)
    db.session.add_all(Campus(name=name, sort=place) for place, name in enumerate(data["campuses"]))
    units = _plant_units(data["units"], since)
    people = _plant_people(data, units, since)
    _plant_settings(data, units, since)
    record_event("demo.college", next(iter(units.values())), actor=SYSTEM, label="演示学院")
    for staff_no, account in data["accounts"].items():
        person = people[account["person"]]
        person.staff_no = staff_no
        role = Role(account["role"]) if "role" in account else None
        open_account(person, staff_no, role, password_hash=password_hash, since=since, on=on)


def _plant_units(rows: list[Told], since: date) -> dict[str, Unit]:
    units = {
        row["name"]: Unit(
            name=row["name"],
            short_name=row.get("short", ""),
            kind=row["kind"],
            sort=place * 10,
            active_from=since,
            aliases=[UnitAlias(name=alias) for alias in row.get("aliases", [])],
        )
        for place, row in enumerate(rows, 1)
    }
    db.session.add_all(units.values())
    for row in rows:
        unit = units[row["name"]]
        unit.covers = units.get(row.get("covers", ""))
        unit.host = units.get(row.get("host", ""))
    db.session.flush()
    return units


def _plant_people(data: Told, units: Mapping[str, Unit], since: date) -> dict[str, Person]:
    people: dict[str, Person] = {}
    committee = next(iter(units.values()))
    for rank, row in enumerate(data["leaders"], 1):
        post = Post(unit=committee, title=row["title"], role=row["role"], rank=rank)
        post.category = LEADERS_CATEGORY
        _appoint(people, row["name"], post, since)
    for place, row in enumerate(data["units"], 1):
        for name, title, role in row.get("staff", []):
            rank = RANKS[PostRole(role)] + place
            post = Post(unit=units[row["name"]], title=title, role=role, rank=rank)
            post.category = row.get("category", "") if role == PostRole.PRINCIPAL else ""
            _appoint(people, name, post, since)
    db.session.flush()
    return people


def _appoint(people: dict[str, Person], name: str, post: Post, since: date) -> None:
    person = people.get(name)
    if person is None:
        number = len(people) + 1
        person = people[name] = Person(name=name, sort=number, staff_no=f"20{number:04}")
    db.session.add(PostHolding(person=person, post=post, from_on=since))


def _plant_settings(data: Told, units: Mapping[str, Unit], since: date) -> None:
    settings = {
        **data["settings"],
        "office_unit_id": str(units["党政办公室"].id),
        "discipline_unit_id": str(units["纪委办公室"].id),
    }
    for key, value in settings.items():
        row = db.session.scalar(select(Setting).filter_by(key=key, valid_from=since))
        if row is None:
            row = Setting(key=key, valid_from=since)
            db.session.add(row)
        row.value = value
    for code, series in data["series"].items():
        found = db.session.scalar(select(NumberSeries).filter_by(code=code))
        if found is None:
            found = NumberSeries(code=code)
            db.session.add(found)
        found.name, found.pattern = series["name"], series["pattern"]


def open_account(
    person: Person, staff_no: str, role: Role | None, *, password_hash: str, since: date, on: date
) -> None:
    """Open an account that needs no further step: password changed, notice read."""
    user = create_user(
        person=person,
        staff_no=staff_no,
        password_hash=password_hash,
        actor=SYSTEM,
        must_change=False,
    )
    acknowledge_notice(user=user, on=on, actor=SYSTEM)
    if role is not None:
        # Inspectors read for a time only, so theirs is the one grant with an end.
        to_on = on + INSPECTION if role == Role.INSPECTOR else None
        grant_role(user=user, role=role, from_on=since, to_on=to_on, actor=SYSTEM)
