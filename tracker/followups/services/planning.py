"""Making items: planned with their point, changed while planned, handed out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.core.calendar import add_working_days
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.directory.models import Unit
from tracker.directory.services import Numbering, take_numbers
from tracker.followups import queries
from tracker.followups.models import DueBasis, FollowUp
from tracker.followups.services.entries import note_step, record
from tracker.followups.services.handling import take_up
from tracker.followups.services.rectifying import begin_rectifying, require_open
from tracker.issuing.services import code_for
from tracker.meetings.models import Handling, Meeting, Point
from tracker.risks.models import Risk

NUMBERS = Numbering("followup", "督办任务编号", "{year}-{number}")
CONVEYANCE_TITLE = "传达学习会议精神，研究贯彻落实措施"
CONVEYANCE_DELIVERABLE = "传达时间、方式、范围类别（不写姓名和人数）"


# 各党总支、各部门要在会后及时传达…: whom the meeting asks, and until when.
TOLD = re.compile(
    r"(?:^|，|,)(?P<to>各[^，,。；;]{1,60}?)(?:要|应|须)?(?:在|于)?(?P<due>会后|会议结束后)"
)


@dataclass(frozen=True)
class Told:
    """How a text names those whom it asks, and the time that it gives them."""

    addressed_to: str = ""
    due: str = ""


@dataclass(frozen=True)
class Demand:
    """What is asked of one or many units; ids are those of units and points.

    `addressed_to` and `due_as_told` are the words of the demand itself (各党总支、各部门; 会后).
    """

    title: str
    lead_unit_ids: tuple[int, ...]
    requirement: str = ""
    deliverable: str = ""
    supporting_ids: tuple[int, ...] = ()
    due_on: date | None = None
    due_basis: str = DueBasis.SUGGESTED
    is_filing: bool = False
    is_conveyance: bool = False
    covered_point_ids: tuple[int, ...] = ()
    addressed_to: str = ""
    due_as_told: str = ""
    rhythm: str | None = None


def plan_items(
    *,
    demand: Demand,
    meeting: Meeting | None,
    point: Point | None,
    actor: Actor,
    on: date,
    risk: Risk | None = None,
    note: str = "",
) -> list[FollowUp]:
    """Plan one item for each family among the units that shall lead; marks the point 单列任务.

    The main source is the risk, else the point, else the meeting. `note` stands at the first
    step of the time line.

    Of a family the first chosen unit leads, and its others that were chosen support it: they
    have the same head, who would otherwise be asked twice.

    Raises:
        RuleBroken: no unit leads, or the due date lies before the meeting; the risk is settled,
            or its item would be 备案类 or come again.
    """
    _check_demand(demand, meeting)
    _check_risk(demand, risk)
    day = meeting.held_on if meeting else on
    families = lead_units(demand.lead_unit_ids, on=day)
    year = meeting.year if meeting else on.year
    first = take_numbers(NUMBERS, year=year, count=len(families), actor=actor)
    items = [_new_item(demand, family, point) for family in families]
    for number, item in enumerate(items, start=first):
        item.year, item.number = year, number
        item.meeting, item.point, item.risk = meeting, point, risk
    if point is not None:
        take_up(point, actor=actor)
    db.session.add_all(items)
    db.session.flush()
    for item in items:
        note_step(item, "plan", actor=actor, on=on, note=note)
        record("plan", item, actor=actor)
    return items


def plan_conveyance(
    *,
    meeting: Meeting,
    point: Point | None,
    unit_ids: Sequence[int],
    actor: Actor,
    on: date,
    told: Told | None = None,
) -> list[FollowUp]:
    """Plan the 备案类 items by which each unit family passes the meeting on.

    Unless `told` says otherwise, the words of the demand are those that the point itself has.

    They also cover every point that was marked 随传达落实.

    Raises:
        RuleBroken: no unit was chosen, or each of them has such an item already.
    """
    conveyed = queries.points_handled(meeting, Handling.CONVEYED)
    told = told or told_in(point)
    covered = [p for p in conveyed if point is None or p.id != point.id]
    demand = Demand(
        title=CONVEYANCE_TITLE,
        lead_unit_ids=_still_to_convey(meeting, unit_ids),
        requirement=(point.body or point.heading)[:5000] if point else "",
        deliverable=CONVEYANCE_DELIVERABLE,
        due_on=proposed_due(meeting, "conveyance_working_days"),
        due_basis=DueBasis.SUGGESTED,
        is_filing=True,
        is_conveyance=True,
        covered_point_ids=tuple(p.id for p in covered),
        addressed_to=told.addressed_to,
        due_as_told=told.due,
    )
    return plan_items(demand=demand, meeting=meeting, point=point, actor=actor, on=on)


def told_in(point: Point | None) -> Told:
    """Return whom the point asks to pass the meeting on, and until when; nothing if unsaid."""
    found = TOLD.search(f"{point.heading}{point.body}") if point else None
    return Told(found["to"], found["due"]) if found else Told()


def _still_to_convey(meeting: Meeting, unit_ids: Sequence[int]) -> tuple[int, ...]:
    """Leave out whole families that have their item: another may have made it meanwhile."""
    had = {item.lead_unit_id for item in queries.conveyances(meeting.id)}
    asked = directory.families({*unit_ids, *had}, on=meeting.held_on)
    served = frozenset().union(*(family for family in asked if family & had))
    left = tuple(unit_id for unit_id in unit_ids if unit_id not in served)
    if unit_ids and not left:
        raise RuleBroken("所选单位都已有本次会议的传达任务，请在“督办任务”页查看。")
    return left


def edit_item(*, followup: FollowUp, demand: Demand, actor: Actor, on: date) -> None:
    """Change an item while it is planned; it keeps its number.

    Raises:
        RuleBroken: it has been dispatched, or printed in issued minutes; or the date is wrong.
    """
    if not queries.is_editable(followup):
        raise RuleBroken("任务已交办或已写入印发的纪要，不能再改；如需改动请更正纪要或撤销后另拟。")
    _check_demand(demand, followup.meeting)
    _check_risk(demand, followup.risk)
    lead_id = demand.lead_unit_ids[0]
    followup.supporting = _units(u for u in demand.supporting_ids if u != lead_id)
    followup.covered_points = _points(demand.covered_point_ids, followup.point_id)
    followup.title, followup.requirement = demand.title, demand.requirement
    followup.deliverable, followup.is_filing = demand.deliverable, demand.is_filing
    followup.lead_unit_id = lead_id
    followup.due_on, followup.due_basis = demand.due_on, demand.due_basis
    followup.addressed_to, followup.due_as_told = demand.addressed_to, demand.due_as_told
    followup.rhythm = demand.rhythm
    note_step(followup, "edit", actor=actor, on=on)
    record("edit", followup, actor=actor)


def dispatch(*, followups: Iterable[FollowUp], actor: Actor, on: date) -> list[FollowUp]:
    """Hand the items out: fixes the original date, confirms a suggested one, makes the codes.

    The risk that an item comes from is being rectified from then on.

    Raises:
        RuleBroken: an item has no due date, or is not planned any more, or its risk is settled.
    """
    items = list(followups)
    for item in items:
        if item.due_on is None:
            raise RuleBroken(f"任务“{item.title}”还没有完成时限，请填写后再交办。")
        item.move("dispatch")
        item.original_due_on, item.assigned_on = item.due_on, on
        if item.due_basis == DueBasis.SUGGESTED:
            item.due_basis = DueBasis.CONFIRMED
        note_step(item, "dispatch", actor=actor, on=on)
        record("dispatch", item, actor=actor)
        begin_rectifying(item, actor=actor, on=on)
        code_for("item", str(item.id))
        if item.meeting_id is not None:
            code_for("checklist", f"{item.meeting_id}-{item.lead_unit_id}")
    return items


def proposed_due(meeting: Meeting | None, setting: str, *, on: date | None = None) -> date:
    """Return the date that the college's settings propose: some working days after the meeting."""
    day = meeting.held_on if meeting else on
    if day is None:
        raise ValueError("a day is needed where there is no meeting")
    count = int(directory.setting(setting, on=day))
    return add_working_days(day, count, directory.calendar_exceptions())


def lead_units(unit_ids: Iterable[int], *, on: date) -> list[tuple[int, ...]]:
    """Return the chosen units by family, the leading one first, in the order given."""
    chosen = list(dict.fromkeys(unit_ids))
    return [
        tuple(unit_id for unit_id in chosen if unit_id in family)
        for family in directory.families(chosen, on=on)
    ]


def _new_item(demand: Demand, family: Sequence[int], point: Point | None) -> FollowUp:
    lead, *others = family
    supporting = [u for u in (*others, *demand.supporting_ids) if u != lead]
    return FollowUp(
        title=demand.title,
        requirement=demand.requirement,
        deliverable=demand.deliverable,
        lead_unit_id=lead,
        supporting=_units(supporting),
        due_on=demand.due_on,
        due_basis=demand.due_basis,
        is_filing=demand.is_filing,
        is_conveyance=demand.is_conveyance,
        addressed_to=demand.addressed_to,
        due_as_told=demand.due_as_told,
        rhythm=demand.rhythm,
        covered_points=_points(demand.covered_point_ids, point.id if point else None),
    )


def _check_demand(demand: Demand, meeting: Meeting | None) -> None:
    if not demand.lead_unit_ids:
        raise RuleBroken("还没有选定牵头单位，请至少选择一个。")
    if meeting and demand.due_on and demand.due_on < meeting.held_on:
        day = f"{meeting.held_on.month} 月 {meeting.held_on.day} 日"
        raise RuleBroken(f"完成时限早于会议日期，请选择 {day}之后的日期。")


def _check_risk(demand: Demand, risk: Risk | None) -> None:
    if risk is None:
        return
    require_open(risk)
    if demand.is_filing or demand.is_conveyance:
        raise RuleBroken("风险的整改须经核验才能办结，不能设为备案类，请去掉“备案类”后再拟定。")
    if demand.rhythm:
        raise RuleBroken("风险随整改任务办结而销号，不能设为定期任务，请改选“不定期”。")


def _units(ids: Iterable[int]) -> list[Unit]:
    wanted = list(ids)
    if not wanted:
        return []
    return list(db.session.scalars(select(Unit).where(Unit.id.in_(wanted)).order_by(Unit.sort)))


def _points(ids: Iterable[int], main_id: int | None) -> list[Point]:
    wanted = [point_id for point_id in ids if point_id != main_id]
    if not wanted:
        return []
    return list(db.session.scalars(select(Point).where(Point.id.in_(wanted)).order_by(Point.id)))
