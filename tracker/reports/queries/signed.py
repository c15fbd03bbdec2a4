"""How many of the units that must sign this year's agreements had signed on a day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select

from tracker.agreements.models import Agreement, AgreementState, RequiredUnit
from tracker.core.db import db
from tracker.directory.models import AgreementKind, Unit
from tracker.reports.queries.quarter import Period

# One that was signed anew was signed before.
SIGNED_STATES = (AgreementState.SIGNED, AgreementState.SUPERSEDED)


@dataclass(frozen=True)
class Signed:
    """Coverage of one kind of agreement: signed of required, and who is missing, in order."""

    kind: str
    required: int
    signed: int
    missing: tuple[Unit, ...]


def signed(period: Period) -> tuple[list[Signed], list[Signed]]:
    """Return the coverage of the year's agreements now and a quarter before, by kind.

    In the first quarter nothing is compared: the agreements of the year before are others.
    """
    days = [period.until]
    if period.before.quarter.year == period.quarter.year:
        days.append(period.before.until)
    rows = _rows(period.quarter.year)
    now, *before = [_on(day, rows) for day in days]
    return now, before[0] if before else []


@dataclass(frozen=True)
class _Required:
    """A unit that must sign a kind, from when to when, and the day on which it first did."""

    kind: AgreementKind
    unit: Unit
    from_on: date
    to_on: date | None
    signed_on: date | None

    def is_required(self, on: date) -> bool:
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)

    def is_signed(self, on: date) -> bool:
        return self.signed_on is not None and self.signed_on <= on


def _rows(year: int) -> list[_Required]:
    first = (
        select(Agreement.kind_id, Agreement.unit_id, func.min(Agreement.signed_on).label("day"))
        .where(Agreement.year == year, Agreement.state.in_(SIGNED_STATES))
        .group_by(Agreement.kind_id, Agreement.unit_id)
        .subquery()
    )
    same = and_(first.c.kind_id == RequiredUnit.kind_id, first.c.unit_id == RequiredUnit.unit_id)
    query = (
        select(AgreementKind, Unit, RequiredUnit.from_on, RequiredUnit.to_on, first.c.day)
        .select_from(RequiredUnit)
        .join(RequiredUnit.kind)
        .join(RequiredUnit.unit)
        .outerjoin(first, same)
        .where(RequiredUnit.year == year)
        .order_by(AgreementKind.sort, AgreementKind.id, Unit.sort, Unit.id)
    )
    return [_Required(*row) for row in db.session.execute(query)]


def _on(day: date, rows: list[_Required]) -> list[Signed]:
    by_kind: dict[str, list[_Required]] = {}
    for row in rows:
        if row.is_required(day):
            by_kind.setdefault(row.kind.name, []).append(row)
    return [
        Signed(
            kind=kind,
            required=len(required),
            signed=sum(row.is_signed(day) for row in required),
            missing=tuple(row.unit for row in required if not row.is_signed(day)),
        )
        for kind, required in by_kind.items()
    ]
