"""The register of risks as a list: what narrows it, how many stand in each state, one page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from tracker.accounts import queries as accounts
from tracker.core import lists
from tracker.core.calendar import Light, Quarter, quarter_of, quarter_range
from tracker.core.db import db
from tracker.core.lists import Option, options
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.meetings.models import Meeting
from tracker.risks.models import (
    COLOURS,
    GRADES,
    OPEN_STATES,
    RISK_LEVEL_LABELS,
    RISK_STATE_LABELS,
    UNDER_WAY_STATES,
    Risk,
    RiskLevel,
    RiskSource,
    RiskState,
)
from tracker.risks.queries.register import in_scope, visible, whole

# What `?state=` may say besides a state itself; nothing said is `open`, an empty one is all.
OPEN, OVERDUE, AWAITING, TO_LOOK_BACK = "open", "overdue", "awaiting", "look_back"
STATE_TABS: dict[str, str] = {
    OPEN: "未销号",
    OVERDUE: "逾期",
    **{str(state): words for state, words in RISK_STATE_LABELS.items() if state in OPEN_STATES},
    AWAITING: "待领导确认",
    str(RiskState.CLOSED): "已销号",
    TO_LOOK_BACK: "待回头看",
    str(RiskState.CANCELLED): "已撤销",
    "": "全部",
}


class Origin(StrEnum):
    """Where a risk was put on the register from, as the list is filtered by it."""

    REPORT = "report"
    NAMED = "named"
    CHECK = "check"
    SUPERIOR = "superior"
    PATROL = "patrol"
    OFFICE = "office"


ORIGIN_LABELS = {
    Origin.REPORT: "单位汇报",
    Origin.NAMED: "会议提及",
    Origin.CHECK: "日常检查",
    Origin.SUPERIOR: "上级检查",
    Origin.PATROL: "巡视巡察",
    Origin.OFFICE: "直接登记",
}


def level_options() -> list[Option]:
    """Return the levels to choose from: grades and the colours of risk points, told apart."""
    scales = (("隐患、问题、薄弱环节", GRADES), ("风险点（四色）", COLOURS))
    return [
        option
        for group, levels in scales
        for option in options(((level, RISK_LEVEL_LABELS[level]) for level in levels), group)
    ]


@dataclass(frozen=True)
class Filter:
    """What the register shows; each condition is a part of the address, none means all.

    `quarter` is that of the meeting at which it was told, else the one in which it was found.
    """

    state: str = OPEN
    unit_id: int | None = None
    area_id: int | None = None
    level: str = ""
    kind: str = ""
    light: str = ""
    source: str = ""
    quarter: Quarter | None = None
    on: date = date.min

    def conditions(self, *, with_state: bool = True) -> list[ColumnElement[bool]]:
        """Return the conditions of a query; the tabs count without that of the state."""
        chosen = [name.name for name in fields(self) if name.name in _CONDITIONS]
        found = [_CONDITIONS[name](self) for name in chosen if getattr(self, name)]
        return [*found, _in_state(self)] if with_state and self.state else found


# Open, and bound to a date: what goes on has its next review instead.
_DATED_STATES = OPEN_STATES - {RiskState.LONG_TERM}


def _in_state(chosen: Filter) -> ColumnElement[bool]:
    if chosen.state == OPEN:
        return Risk.state.in_(OPEN_STATES)
    return _joined_states(chosen.on).get(chosen.state, Risk.state == chosen.state)


def _joined_states(on: date) -> dict[str, ColumnElement[bool]]:
    """Return the tabs that are told by more than the state."""
    is_accepted = and_(Risk.level == RiskLevel.MAJOR, Risk.accepted_on.is_not(None))
    is_planned = and_(Risk.look_back_on.is_not(None), Risk.looked_back_on.is_(None))
    return {
        OVERDUE: and_(Risk.state.in_(_DATED_STATES), Risk.due_on < on),
        AWAITING: and_(is_accepted, Risk.state.in_(UNDER_WAY_STATES)),
        TO_LOOK_BACK: and_(Risk.state == RiskState.CLOSED, is_planned),
    }


def _of_light(chosen: Filter) -> ColumnElement[bool]:
    """Return the condition under which a risk shows this light."""
    lights, given = (
        directory.due_lights(on=chosen.on),
        func.coalesce(Risk.reopened_on, Risk.found_on),
    )
    shows = lights.condition(chosen.light, given=given, due=Risk.due_on)
    is_missed = Risk.next_review_on < chosen.on
    of_review = {Light.YELLOW: is_missed, Light.GREEN: ~is_missed}.get(Light(chosen.light), false())
    return or_(
        and_(Risk.state.in_(_DATED_STATES), shows),
        and_(Risk.state == RiskState.LONG_TERM, of_review),
    )


def _of_source(chosen: Filter) -> ColumnElement[bool]:
    is_named, is_told = Risk.named_id.is_not(None), Risk.meeting_id.is_not(None)
    told_at_meeting = {
        Origin.REPORT: and_(is_told, ~is_named), Origin.NAMED: is_named,
    }  # fmt: skip
    found_by = {Origin(source) for source in RiskSource if source != RiskSource.MEETING}
    source = Origin(chosen.source)
    if source in told_at_meeting:
        return told_at_meeting[source]
    is_by = Risk.source == source if source in found_by else Risk.source.not_in(found_by)
    return and_(~is_told, ~is_named, is_by)


def _of_quarter(chosen: Filter) -> ColumnElement[bool]:
    quarter: Any = chosen.quarter
    meetings = select(Meeting.id).where(
        Meeting.year == quarter.year, Meeting.quarter == quarter.number
    )
    found = Risk.found_on.between(*quarter_range(quarter.year, quarter.number))
    return or_(Risk.meeting_id.in_(meetings), and_(Risk.meeting_id.is_(None), found))


_CONDITIONS: Mapping[str, Any] = {
    "unit_id": lambda chosen: Risk.unit_id == chosen.unit_id,
    "area_id": lambda chosen: Risk.area_id == chosen.area_id,
    "level": lambda chosen: Risk.level == chosen.level,
    "kind": lambda chosen: Risk.kind == chosen.kind,
    "light": _of_light,
    "source": _of_source,
    "quarter": _of_quarter,
}


def page_of(chosen: Filter, *, viewer: Viewer, page: int, total: int) -> Pagination:
    """Return a page of the register: what is due first, then what has no date, newest last.

    404 where there is none of that number.
    """
    ids = _in_order(select(Risk.id).where(in_scope(viewer), *chosen.conditions()))
    return lists.page_of(ids, _rows_of, page=page, total=total)


def _rows_of(ids: Select[Any]) -> Iterable[Risk]:
    return db.session.scalars(_in_order(visible(None).where(Risk.id.in_(ids))))


def all_of(chosen: Filter, *, viewer: Viewer) -> list[Risk]:
    """Return the whole register in the order of its pages."""
    query = visible(viewer).options(*whole()).where(*chosen.conditions())
    return list(db.session.scalars(_in_order(query)))


def _in_order(query: Select[Any]) -> Select[Any]:
    return query.order_by(Risk.due_on.is_(None), Risk.due_on, Risk.year, Risk.number)


def state_counts(chosen: Filter, *, viewer: Viewer) -> dict[str, int]:
    """Return how many risks each state of the filtered list would show, by one statement."""
    joined = _joined_states(chosen.on)
    sums = [func.sum(case((condition, 1), else_=0)) for condition in joined.values()]
    query = select(Risk.state, func.count(), *sums).group_by(Risk.state)
    query = query.where(in_scope(viewer), *chosen.conditions(with_state=False))
    rows = db.session.execute(query).all()
    counts = {state: count for state, count, *_ in rows}
    for place, name in enumerate(joined, start=2):
        counts[name] = sum(int(row[place] or 0) for row in rows)
    counts[OPEN] = sum(counts.get(state, 0) for state in OPEN_STATES)
    counts[""] = sum(row[1] for row in rows)
    return {name: counts.get(name, 0) for name in STATE_TABS}


def units_in_reach(viewer: Viewer) -> list[tuple[int, str]]:
    """Return the units whose risks the viewer may see, past ones too, in their order."""
    names = directory.unit_names().items()
    return [(one, name) for one, name in names if viewer.sees_all or one in viewer.unit_ids]


def areas_at_risk() -> list[tuple[int, str]]:
    """Return the areas of the dictionary in which there may be risks."""
    return [(area.id, area.name) for area in directory.risk_areas() if not area.is_work_line]


def quarters_told(*, viewer: Viewer) -> list[Quarter]:
    """Return the quarters by which the viewer's risks are narrowed, newest first."""
    query = select(Meeting.year, Meeting.quarter, Risk.found_on).select_from(Risk)
    query = query.outerjoin(Risk.meeting).where(in_scope(viewer)).distinct()
    told = {
        Quarter(year, number) if year else Quarter(*quarter_of(day))
        for year, number, day in db.session.execute(query)
    }
    return sorted(told, reverse=True)


def outside_own_family(risks: Iterable[Risk], *, viewer: Viewer) -> set[int]:
    """Return the ids of the risks outside the families of the viewer's posts and 代办委托."""
    own = accounts.own_family_ids(viewer.person_id, on=viewer.on)
    return {risk.id for risk in risks if risk.unit_id not in own}


class Lights:
    """Lights of risks on one day; of one that is open and has a date.

    What goes on (持续整改) is never late: only its review may have been missed, by the office.
    """

    def __init__(self, on: date) -> None:
        self.on, self.due = on, directory.due_lights(on=on)

    def colour(self, risk: Risk) -> str:
        """Return the light of a risk: green, yellow, red or grey."""
        if risk.state == RiskState.LONG_TERM:
            return Light.YELLOW if self._days_missed(risk) > 0 else Light.GREEN
        if not risk.is_open or risk.due_on is None:
            return "grey"
        return self.due.colour(risk.reopened_on or risk.found_on, risk.due_on)

    def words(self, risk: Risk) -> str:
        """Return the light in words and days; nothing where there is none."""
        if risk.state == RiskState.LONG_TERM:
            days = self._days_missed(risk)
            return f"复核日期已过 {days} 天" if days > 0 else risk.state_label
        return self.due.words(risk.due_on) if risk.is_open and risk.due_on else ""

    def _days_missed(self, risk: Risk) -> int:
        return (self.on - risk.next_review_on).days if risk.next_review_on else 0
