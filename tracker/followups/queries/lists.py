"""The list of tasks: what narrows it, how many stand in each state, one page of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, union_all
from sqlalchemy.orm import selectinload

from tracker.audit.queries import until_next_event
from tracker.core import lists
from tracker.core.calendar import Light, Quarter, quarter_range
from tracker.core.db import db
from tracker.directory import queries as directory
from tracker.followups.models import (
    OPEN_STATES,
    RESTING_STATES,
    TICKABLE_STATES,
    FollowUp,
    FollowUpPoint,
    FollowUpState,
)
from tracker.followups.queries.items import HAS_AN_END, is_overdue, with_sources
from tracker.followups.queries.lines import Line, lines_of, read_lines
from tracker.followups.queries.reach import Reach
from tracker.meetings.models import Address, Meeting, Point
from tracker.risks.models import Risk

F = FollowUpState
# 配合: what the own units support and others lead; it is none of their open or late tasks.
SUPPORTED = "supported"

# What `?state=` may say, and the states that it stands for.
STATE_FILTERS: dict[str, frozenset[FollowUpState]] = {
    "": frozenset(F),
    "open": OPEN_STATES,
    SUPPORTED: OPEN_STATES,
    "overdue": TICKABLE_STATES,
    "submitted": frozenset({F.SUBMITTED}),
    "returned": frozenset({F.RETURNED}),
    "disputed": frozenset({F.DISPUTED}),
    "suspended": frozenset({F.SUSPENDED}),
    "planned": frozenset({F.PLANNED}),
    "closed": frozenset({F.CLOSED}),
    "cancelled": frozenset({F.CANCELLED}),
}
# What has to be done, what waits for others, what is not handed out yet, and what is done.
_IN_ORDER = (
    TICKABLE_STATES,
    frozenset({F.SUBMITTED, *RESTING_STATES}),
    frozenset({F.PLANNED}),
    frozenset({F.CLOSED, F.CANCELLED}),
)
_BY_DATE = (FollowUp.due_on, FollowUp.year, FollowUp.number)


class Source(StrEnum):
    """Where a task comes from, as the list is filtered by it."""

    POINT = "point"
    MEETING = "meeting"
    RISK = "risk"
    OFFICE = "office"


SOURCE_LABELS = {
    Source.POINT: "讲话与要求",
    Source.MEETING: "会议议定",
    Source.RISK: "风险隐患",
    Source.OFFICE: "办公室交办",
}


@dataclass(frozen=True)
class Filter:
    """What the list shows; each condition is a part of the address, none means all.

    `level` and `area_id` are those of the risk that the task rectifies, `leader_id` is the person
    whose words it carries out, `quarter` that of its meeting, else the one of its dispatch.
    """

    state: str = ""
    unit_id: int | None = None
    area_id: int | None = None
    level: str = ""
    light: str = ""
    source: str = ""
    leader_id: int | None = None
    quarter: Quarter | None = None
    on: date = date.min

    def conditions(self, *, with_state: bool = True) -> list[ColumnElement[bool]]:
        """Return the conditions of a query; the tabs count without that of the state."""
        chosen = [name.name for name in fields(self) if name.name in _CONDITIONS]
        found = [_CONDITIONS[name](self) for name in chosen if getattr(self, name)]
        if with_state and self.state:
            found += _in_state(self)
        return found


def _in_state(chosen: Filter) -> list[ColumnElement[bool]]:
    if chosen.state == "overdue":
        return [is_overdue(chosen.on)]
    return [FollowUp.state.in_(STATE_FILTERS[chosen.state])]


def _of_risks(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return FollowUp.risk_id.in_(select(Risk.id).where(condition))


def _of_light(chosen: Filter) -> ColumnElement[bool]:
    """Return the condition under which an item shows this light."""
    lights = directory.due_lights(on=chosen.on)
    shows = lights.condition(chosen.light, given=FollowUp.assigned_on, due=FollowUp.due_on)
    if chosen.light == Light.RED:
        shows = and_(shows, HAS_AN_END)
    return and_(FollowUp.state.in_(TICKABLE_STATES), shows)


def _of_source(chosen: Filter) -> ColumnElement[bool]:
    is_of_risk, is_of_point = FollowUp.risk_id.is_not(None), FollowUp.point_id.is_not(None)
    is_of_meeting = FollowUp.meeting_id.is_not(None)
    of_source = {
        Source.RISK: is_of_risk,
        Source.POINT: and_(is_of_point, ~is_of_risk),
        Source.MEETING: and_(is_of_meeting, ~is_of_point, ~is_of_risk),
        Source.OFFICE: and_(~is_of_meeting, ~is_of_point, ~is_of_risk),
    }
    return of_source[Source(chosen.source)]


def _of_leader(chosen: Filter) -> ColumnElement[bool]:
    points = select(Point.id).join(Point.address).where(Address.person_id == chosen.leader_id)
    further = select(FollowUpPoint.follow_up_id).where(FollowUpPoint.point_id.in_(points))
    return or_(FollowUp.point_id.in_(points), FollowUp.id.in_(further))


def _of_quarter(chosen: Filter) -> ColumnElement[bool]:
    quarter: Any = chosen.quarter
    year, number = quarter.year, quarter.number
    meetings = select(Meeting.id).where(Meeting.year == year, Meeting.quarter == number)
    first, last = quarter_range(year, number)
    dispatched = and_(FollowUp.meeting_id.is_(None), FollowUp.assigned_on.between(first, last))
    return or_(FollowUp.meeting_id.in_(meetings), dispatched)


_CONDITIONS: Mapping[str, Any] = {
    "unit_id": lambda chosen: FollowUp.lead_unit_id == chosen.unit_id,
    "area_id": lambda chosen: _of_risks(Risk.area_id == chosen.area_id),
    "level": lambda chosen: _of_risks(Risk.level == chosen.level),
    "light": _of_light,
    "source": _of_source,
    "leader_id": _of_leader,
    "quarter": _of_quarter,
}


def page_of(chosen: Filter, *, reach: Reach, page: int) -> Pagination:
    """Return a page of the list as its tab shows it; 404 where there is none of that number."""
    reach = reach_shown(chosen, reach=reach)
    counts = state_counts(chosen, reach=reach)
    total = counts[chosen.state]
    ids = _first_ids(chosen, reach, counts, last=min(page * lists.PER_PAGE, total))
    return lists.page_of(ids, _rows_of, page=page, total=total)


def _first_ids(chosen: Filter, reach: Reach, counts: Mapping[str, int], last: int) -> Select[Any]:
    """Return the query of the ids in the order of the list, as far as the `last` one.

    What is open is read state by state in the order of an index, and no further than is shown:
    to put thousands in order for a page of fifty takes longer than all else.
    """
    row = select(FollowUp.id, FollowUp.state, FollowUp.closed_on, *_BY_DATE)
    row = row.where(reach.within(chosen.unit_id), *chosen.conditions())
    parts = [
        row.where(FollowUp.state == state).order_by(*_order_within(state)).limit(last).subquery()
        for state in _states_before(chosen, counts, last)
    ]
    if not parts:
        return select(FollowUp.id).where(false())
    found = union_all(*(select(part) for part in parts)).subquery()
    return select(found.c.id).order_by(*_order_of(found.c))


def _states_before(chosen: Filter, counts: Mapping[str, int], last: int) -> list[FollowUpState]:
    """Return the states in which the items up to the `last` one of the list stand."""
    found, so_far = list[FollowUpState](), 0
    for states in _IN_ORDER:
        shown = [state for state in F if state in states & STATE_FILTERS[chosen.state]]
        found += [state for state in shown if counts[state]]
        so_far += sum(counts[state] for state in shown)
        if so_far >= last:
            break
    return found


def _rows_of(ids: Select[Any]) -> list[Line]:
    return read_lines(lines_of(ids).order_by(*_order_of(FollowUp)))


def all_of(chosen: Filter, *, reach: Reach) -> list[FollowUp]:
    """Return the whole list with supporting units and time lines, in the order of its pages."""
    details = (selectinload(FollowUp.supporting), selectinload(FollowUp.entries))
    conditions = (reach.within(chosen.unit_id), *chosen.conditions())
    query = with_sources().options(*details).where(*conditions)
    return list(db.session.scalars(query.order_by(*_order_of(FollowUp))))


def _order_of(columns: Any) -> tuple[ColumnElement[Any], ...]:
    """Return the order: what has to be done first, by date; then what waits; then what is done.

    What is done is listed newest first; the days since an early date grow negative.
    """
    ranks = [(columns.state.in_(states), rank) for rank, states in enumerate(_IN_ORDER)]
    by_date = (columns.due_on, columns.year, columns.number)
    return case(*ranks), columns.closed_on.desc(), *by_date


def _order_within(state: FollowUpState) -> tuple[Any, ...]:
    """Return the order of what stands in one state; of what is open as its index has it."""
    return (FollowUp.closed_on.desc(), *_BY_DATE) if state in _IN_ORDER[-1] else _BY_DATE


def state_counts(chosen: Filter, *, reach: Reach) -> Mapping[str, int]:
    """Return how many items each state and tab of the filtered list would show, by one statement.

    The states themselves are counted as well, under their own names.
    """
    key = ("state counts", chosen, reach)
    return until_next_event(key, lambda: MappingProxyType(_state_counts(chosen, reach)))


def _state_counts(chosen: Filter, reach: Reach) -> dict[str, int]:
    overdue = is_overdue(chosen.on)
    query = select(FollowUp.state, func.count(), func.sum(case((overdue, 1), else_=0)))
    query = query.where(reach.within(chosen.unit_id), *chosen.conditions(with_state=False))
    rows = db.session.execute(query.group_by(FollowUp.state)).all()
    by_state = dict.fromkeys(F, 0) | {F(state): count for state, count, _ in rows}
    counts = {
        name: sum(by_state[state] for state in states) for name, states in STATE_FILTERS.items()
    }
    counts["overdue"] = sum(int(late or 0) for _, _, late in rows)
    return {**by_state, **counts}


def reach_shown(chosen: Filter, *, reach: Reach) -> Reach:
    """Return how much of a reach the tab shows.

    A unit finds under 全部 what it leads and supports, under 配合 what it supports, and under each
    other tab what it leads: only who leads a task has to do it, and is late with it.
    """
    if chosen.state == SUPPORTED:
        return reach.supported
    return reach.led if chosen.state else reach


def tab_counts(chosen: Filter, *, reach: Reach) -> Mapping[str, int]:
    """Return how many items each tab shows to somebody of this reach."""
    led = state_counts(chosen, reach=reach.led)
    if not reach.supported_ids:
        return {**led, SUPPORTED: 0}
    return {**led, SUPPORTED: state_counts(chosen, reach=reach.supported)[SUPPORTED]}


def leaders_heard() -> list[tuple[int, str]]:
    """Return who has spoken at meetings as {person: post and name}, the latest post of each."""
    query = select(Address.person_id, Address.post_title, Address.person_name)
    query = query.where(Address.person_id.is_not(None)).order_by(Address.id)
    rows: Iterable[Any] = db.session.execute(query)
    return list({person_id: f"{post}{name}" for person_id, post, name in rows}.items())


def quarters_met() -> list[Quarter]:
    """Return the quarters of which there are meetings, newest first."""
    rows = db.session.execute(select(Meeting.year, Meeting.quarter).distinct())
    return sorted((Quarter(year, number) for year, number in rows), reverse=True)
