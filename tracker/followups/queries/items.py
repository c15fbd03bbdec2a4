"""Finding items: one, a page of them, those of a meeting or a unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.core.calendar import quarter_of
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.followups.models import (
    ENDED_STATES,
    TICKABLE_STATES,
    UNLISTED_STATES,
    Entry,
    EntryFile,
    FollowUp,
    FollowUpState,
)
from tracker.followups.queries.reach import reach_of
from tracker.meetings.models import Address, Point
from tracker.risks.models import Risk

PER_PAGE = 50
# What a whole-number column of every database can hold.
MAX_ID = 2**31 - 1
F = FollowUpState
# Of what goes on without an end only a review is missed, which the office holds: never 逾期.
HAS_AN_END = FollowUp.is_long_term.is_(False)


def with_sources() -> Select[FollowUp]:
    """Return a query of items with what a row of a list names: unit, meeting, point, risk."""
    address = joinedload(FollowUp.point).joinedload(Point.address)
    return select(FollowUp).options(
        joinedload(FollowUp.lead_unit),
        joinedload(FollowUp.meeting),
        joinedload(FollowUp.risk).joinedload(Risk.area),
        address.selectinload(Address.points),
    )


def with_details() -> Select[FollowUp]:
    """Return a query of items that loads the supporting units as well."""
    return with_sources().options(joinedload(FollowUp.supporting))


def visible(viewer: Viewer | None) -> Select[FollowUp]:
    """Return a query of the items that this person may see; None sees all (the worker)."""
    return with_details().where(reach_of(viewer).condition)


def get_followup(followup_id: int, *, viewer: Viewer | None) -> FollowUp | None:
    """Return the item with its time line if it is for the viewer, else None."""
    query = visible(viewer).options(
        selectinload(FollowUp.entries).selectinload(Entry.evidence).joinedload(EntryFile.file),
        selectinload(FollowUp.covered_points),
    )
    found = db.session.scalars(query.where(FollowUp.id == followup_id))
    return found.unique().one_or_none()


def get_row(followup_id: int, *, viewer: Viewer) -> FollowUp | None:
    """Return the item as a list names it, without its time line, if it is for the viewer."""
    query = with_sources().where(FollowUp.id == followup_id, reach_of(viewer).condition)
    return db.session.scalar(query)


def get_many(ids: Iterable[int], *, viewer: Viewer) -> list[FollowUp]:
    """Return those of the items that are for the viewer, in the order of their numbers."""
    wanted = [number for number in ids if 0 < number <= MAX_ID]
    history = (selectinload(FollowUp.entries), selectinload(FollowUp.postings))
    query = with_sources().options(*history)
    query = query.where(FollowUp.id.in_(wanted), reach_of(viewer).condition)
    return list(db.session.scalars(query.order_by(FollowUp.year, FollowUp.number)))


def quarters_assigned() -> list[tuple[int, int]]:
    """Return the (year, quarter) in which items were handed out, newest first."""
    days = select(FollowUp.assigned_on).where(FollowUp.assigned_on.is_not(None)).distinct()
    return sorted({quarter_of(day) for day in db.session.scalars(days) if day}, reverse=True)


def items_of_meeting(meeting_id: int, *, viewer: Viewer | None = None) -> list[FollowUp]:
    """Return the meeting's own items without cancelled ones: the tasks, then the conveyance.

    What a recurring item has made since is none of them.
    """
    return _of_meeting(meeting_id, viewer, FollowUp.previous_id.is_(None))


def later_items_of(meeting_id: int, *, viewer: Viewer | None = None) -> list[FollowUp]:
    """Return what the meeting's recurring items have made since and is not done yet."""
    is_left = FollowUp.state.not_in(ENDED_STATES)
    return _of_meeting(meeting_id, viewer, and_(FollowUp.previous_id.is_not(None), is_left))


def _of_meeting(
    meeting_id: int, viewer: Viewer | None, chosen: ColumnElement[bool]
) -> list[FollowUp]:
    query = with_details().where(FollowUp.meeting_id == meeting_id, reach_of(viewer).condition)
    query = query.where(FollowUp.state != F.CANCELLED, chosen)
    order = (FollowUp.is_conveyance, FollowUp.number)
    return list(db.session.scalars(query.order_by(*order)).unique())


@dataclass(frozen=True)
class ItemGroup:
    """One demand, whether to one unit or to many."""

    items: tuple[FollowUp, ...]

    @property
    def first(self) -> FollowUp:
        """Return the item that speaks for the demand."""
        return self.items[0]


def grouped(items: Iterable[FollowUp]) -> list[ItemGroup]:
    """Return the items by demand, in the order of their first numbers."""
    groups: dict[tuple[object, ...], list[FollowUp]] = {}
    for item in items:
        words = (item.title, item.requirement, item.addressed_to, item.due_as_told)
        key = (item.point_id, item.risk_id, *words, item.due_on, item.is_filing, item.rhythm)
        groups.setdefault(key, []).append(item)
    return [ItemGroup(tuple(group)) for group in groups.values()]


def is_overdue(on: date) -> ColumnElement[bool]:
    """Return as a condition that an item is late on a day: past its date and not reported."""
    return and_(FollowUp.state.in_(TICKABLE_STATES), FollowUp.due_on < on, HAS_AN_END)


def overdue(*, on: date, unit_id: int | None = None) -> list[FollowUp]:
    """Return what is past its date and not submitted, of one unit or of all, oldest first."""
    query = with_sources().where(is_overdue(on))
    if unit_id is not None:
        query = query.where(FollowUp.lead_unit_id == unit_id)
    return list(db.session.scalars(query.order_by(FollowUp.due_on, FollowUp.number)))


def unit_checklists(meeting_id: int) -> list[tuple[Unit, int]]:
    """Return the units that lead items handed out at this meeting, with how many."""
    number = (
        select(FollowUp.lead_unit_id, func.count().label("items"))
        .where(FollowUp.meeting_id == meeting_id, FollowUp.state.not_in(UNLISTED_STATES))
        .where(or_(FollowUp.previous_id.is_(None), FollowUp.state.not_in(ENDED_STATES)))
        .group_by(FollowUp.lead_unit_id)
        .subquery()
    )
    query = select(Unit, number.c["items"]).join(number, number.c.lead_unit_id == Unit.id)
    return list(db.session.execute(query.order_by(Unit.sort, Unit.id)))


def items_of_unit(meeting_id: int, unit_id: int) -> list[FollowUp]:
    """Return the unit's items of one meeting that are handed out, in the order of the paper.

    What its recurring items ask for now comes last, so that it can be ticked on paper as well.
    """
    items = [*items_of_meeting(meeting_id), *later_items_of(meeting_id)]
    return [i for i in items if i.lead_unit_id == unit_id and i.state != F.PLANNED]


def is_editable(followup: FollowUp) -> bool:
    """Tell whether the item may still be changed: planned, and not in issued minutes."""
    meeting = followup.meeting
    is_printed = followup.previous_id is None and meeting and not meeting.is_open_to_changes
    return followup.state == F.PLANNED and not is_printed


@dataclass(frozen=True)
class UnitList:
    """A unit's checklist of one meeting: how many items, and how many are still to be ticked."""

    unit: Unit
    total: int
    to_tick: int


def checklists_among(items: Iterable[FollowUp], *, viewer: Viewer) -> list[UnitList]:
    """Return the lists that these items make up, as far as the viewer may print them."""
    by_unit: dict[Unit, list[FollowUp]] = {}
    for item in items:
        if item.state != F.PLANNED and (viewer.sees_all or item.lead_unit_id in viewer.unit_ids):
            by_unit.setdefault(item.lead_unit, []).append(item)
    return [
        UnitList(unit, len(own), sum(item.state in TICKABLE_STATES for item in own))
        for unit, own in sorted(by_unit.items(), key=lambda pair: (pair[0].sort, pair[0].id))
    ]
