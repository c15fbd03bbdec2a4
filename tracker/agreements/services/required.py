"""Which units must sign a kind of agreement in a year: the denominator of coverage."""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.agreements import queries
from tracker.agreements.models import RequiredUnit
from tracker.audit.services import record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory.models import AgreementKind


def set_required(
    *, kind: AgreementKind, year: int, unit_ids: Sequence[int], reason: str, actor: Actor, on: date
) -> None:
    """Say which units must sign; the first time for the whole year, later from that day on.

    A unit that is left out later counts until the day before; one that comes later counts from
    the day. Both keep the reason.

    Raises:
        RuleBroken: the list changes and no reason is given.
    """
    rows = {row.unit_id: row for row in queries.required_rows(kind.id, year)}
    wanted = dict.fromkeys(unit_ids)
    if not rows:
        first = date(year, 1, 1)
        db.session.add_all(
            RequiredUnit(kind=kind, year=year, unit_id=unit_id, from_on=first) for unit_id in wanted
        )
        _record(kind, year, f"{len(wanted)} 个单位", actor)
        return
    before = {unit_id for unit_id, row in rows.items() if _holds(row, on)}
    if before == set(wanted):
        return
    if not reason.strip():
        raise RuleBroken("应签单位有变动，请写明原因，如机构设立、撤销。")
    for unit_id in before - set(wanted):
        change_required(row=rows[unit_id], is_required=False, reason=reason, on=on)
    for unit_id in set(wanted) - before:
        row = rows.get(unit_id) or RequiredUnit(kind=kind, year=year, unit_id=unit_id, from_on=on)
        change_required(row=row, is_required=True, reason=reason, on=on)
        db.session.add(row)
    _record(kind, year, reason, actor)


def change_required(*, row: RequiredUnit, is_required: bool, reason: str, on: date) -> None:
    """End a unit's duty with the day before, or let it begin again."""
    row.reason = reason
    if is_required:
        row.to_on = None
        row.from_on = row.from_on or on
    else:
        row.to_on = max(row.from_on, on - timedelta(days=1))


def _holds(row: RequiredUnit, on: date) -> bool:
    return row.from_on <= on and (row.to_on is None or row.to_on >= on)


def _record(kind: AgreementKind, year: int, words: str, actor: Actor) -> None:
    label = f"{year}年{kind.name}应签单位：{words}"
    record_event("agreement.require", kind, actor=actor, label=label)
