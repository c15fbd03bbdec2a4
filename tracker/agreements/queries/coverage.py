"""Coverage: signed ÷ required by kind and year, and the matrix of a year's agreements."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.agreements.models import Agreement, AgreementState, RequiredUnit, Signing
from tracker.agreements.queries.finding import LIVE, in_order, undated, visible
from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.directory.models import AgreementKind, PostHolding, Unit


@dataclass(frozen=True)
class Coverage:
    """How many of the units that must sign a kind have signed, and which have not, in order."""

    kind: AgreementKind
    required: int
    signed: int
    missing: list[Unit]

    @property
    def words(self) -> str:
        """Return the rate as papers print it, for example 28/30."""
        return f"{self.signed}/{self.required}"


@dataclass(frozen=True)
class Matrix:
    """The agreements of a year: kinds as columns, units as rows, and the newest of each cell."""

    kinds: list[AgreementKind]
    units: list[Unit]
    cells: dict[tuple[int, int], Agreement]
    required: frozenset[tuple[int, int]]


def required_rows(kind_id: int, year: int) -> list[RequiredUnit]:
    """Return the rows of who must sign a kind in a year, whenever they count."""
    query = select(RequiredUnit).filter_by(kind_id=kind_id, year=year)
    return list(db.session.scalars(query.options(joinedload(RequiredUnit.unit))))


def required_units(year: int, on: date) -> dict[int, dict[int, Unit]]:
    """Return {kind: {unit id: unit}} of who must sign as of a day.

    Of a year that is over its last day counts, of one that lies ahead its first.
    """
    return _holding(_required_in(year), year, on)


def proposed_units(kind_id: int, year: int, *, on: date) -> dict[int, Unit]:
    """Return whom to propose as required: last year's units, and those it was put out to."""
    last = required_units(year - 1, on).get(kind_id, {})
    return {**last, **_put_out(year).get(kind_id, {})}


def coverage(year: int, *, on: date) -> list[Coverage]:
    """Return signed ÷ required of each kind that somebody must sign in a year, as of a day.

    What was signed after that day does not count as signed. A kind without a list of who must
    sign counts the units that its agreements were put out to.
    """
    return coverage_on(year, on)[0]


def coverage_on(year: int, *days: date) -> list[list[Coverage]]:
    """Return the coverage of a year as of each of several days, in four statements."""
    rows, put_out, signed = _required_in(year), _put_out(year), _signed_on(year)
    kinds = directory.agreement_kinds()
    found = []
    for day in days:
        required = _holding(rows, year, day)
        have = {key for key, signed_on in signed.items() if signed_on <= day}
        units = {kind: required.get(kind.id) or put_out.get(kind.id) for kind in kinds}
        found.append([_covered(kind, of, have) for kind, of in units.items() if of])
    return found


def _covered(
    kind: AgreementKind, units: Mapping[int, Unit], have: Set[tuple[int, int]]
) -> Coverage:
    missing = [unit for unit_id, unit in units.items() if (kind.id, unit_id) not in have]
    missing.sort(key=lambda unit: (unit.sort, unit.id))
    return Coverage(kind, len(units), len(units) - len(missing), missing)


def _required_in(year: int) -> Sequence[RequiredUnit]:
    query = select(RequiredUnit).filter_by(year=year).options(joinedload(RequiredUnit.unit))
    return db.session.scalars(query).all()


def _holding(rows: Sequence[RequiredUnit], year: int, on: date) -> dict[int, dict[int, Unit]]:
    """Return {kind: {unit id: unit}} of the rows that hold on a day, kept within their year."""
    day = min(max(on, date(year, 1, 1)), date(year, 12, 31))
    found: dict[int, dict[int, Unit]] = {}
    for row in rows:
        if row.from_on <= day and (row.to_on is None or day <= row.to_on):
            found.setdefault(row.kind_id, {})[row.unit_id] = row.unit
    return found


def _signed_on(year: int) -> dict[tuple[int, int], date]:
    """Return {(kind, unit): day of the first signature}; one replaced since counts as well."""
    query = select(Agreement.kind_id, Agreement.unit_id, func.min(Agreement.signed_on)).where(
        Agreement.year == year,
        Agreement.state.in_({AgreementState.SIGNED, AgreementState.SUPERSEDED}),
    )
    rows = db.session.execute(query.group_by(Agreement.kind_id, Agreement.unit_id))
    return {(kind_id, unit_id): day for kind_id, unit_id, day in rows if day is not None}


def _put_out(year: int) -> dict[int, dict[int, Unit]]:
    query = select(Agreement).options(joinedload(Agreement.unit))
    query = query.where(Agreement.year == year, Agreement.state != AgreementState.VOID)
    found: dict[int, dict[int, Unit]] = {}
    for agreement in db.session.scalars(query):
        found.setdefault(agreement.kind_id, {})[agreement.unit_id] = agreement.unit
    return found


def matrix(year: int, *, viewer: Viewer | None, on: date) -> Matrix:
    """Return the year's agreements by unit and kind, with who must sign but has none yet."""
    query = visible(viewer).where(Agreement.year == year, Agreement.state != AgreementState.VOID)
    rows = list(db.session.scalars(query.order_by(Agreement.version)))
    cells = {(one.unit_id, one.kind_id): one for one in rows}
    sees_all = viewer is None or viewer.sees_all
    own = frozenset() if viewer is None else viewer.unit_ids
    must = {
        (unit_id, kind_id): unit
        for kind_id, units in required_units(year, on).items()
        for unit_id, unit in units.items()
        if sees_all or unit_id in own
    }
    units = {one.unit_id: one.unit for one in rows} | {key[0]: unit for key, unit in must.items()}
    used = {kind_id for _, kind_id in [*cells, *must]}
    return Matrix(
        [kind for kind in directory.agreement_kinds() if kind.id in used],
        sorted(units.values(), key=lambda unit: (unit.sort, unit.id)),
        cells,
        frozenset(must),
    )


def changed_hands(year: int, *, on: date) -> list[tuple[Agreement, PostHolding]]:
    """Return signed agreements whose unit has another head now, with that head, by unit.

    One that is being signed anew already is left out.
    """
    query = visible(None).options(selectinload(Agreement.signers)).where(
        Agreement.year == year, Agreement.state.in_(LIVE)
    )  # fmt: skip
    live = list(db.session.scalars(query))
    waiting = {(a.kind_id, a.unit_id) for a in live if a.state == AgreementState.TO_SIGN}
    heads = directory.principals(on=on)
    found = []
    for agreement in in_order([a for a in live if a.state == AgreementState.SIGNED]):
        head = heads.get(agreement.unit_id)
        is_waiting = (agreement.kind_id, agreement.unit_id) in waiting
        if head is None or is_waiting or agreement.is_headed_by(head.person_id):
            continue
        found.append((agreement, head))
    return found


def reminder(rows: Sequence[Coverage], *, year: int, on: date) -> str:
    """Return the text by which the office asks for the missing signatures, without content."""
    missing = {row.kind.name: row.missing for row in rows if row.missing}
    return _asking(f"截至{chinese_date(on)}，{year}年度下列责任书尚未签订：", missing)


def reminder_of_meeting(name: str, signings: Sequence[Signing]) -> str:
    """Return the text that asks for the signatures put out for at a meeting; empty for none."""
    missing = {f"《{one.title}》": [a.unit for a in undated([one])] for one in signings}
    waiting = {title: units for title, units in missing.items() if units}
    return _asking(f"“{name}”的下列责任书尚未签订：", waiting) if waiting else ""


def _asking(head: str, missing: Mapping[str, Sequence[Unit]]) -> str:
    lines = [
        f"{what}：{'、'.join(unit.display_name for unit in units)}"
        for what, units in missing.items()
    ]
    last = "请相关单位负责人尽快到办公室签订；已签订的请把原件送办公室登记。"
    return "\n".join([f"责任书签订提醒：{head}", *lines, last])
