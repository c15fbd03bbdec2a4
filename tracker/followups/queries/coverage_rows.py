"""What is read to tell how far points are: a fixed number of statements for any number of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.audit import queries as audit
from tracker.core.calendar import chinese_date
from tracker.core.clock import ZONE
from tracker.core.db import db
from tracker.followups.models import Entry, FollowUp, FollowUpPoint, FollowUpState, StageGoal
from tracker.followups.queries.before import HELD_STATES
from tracker.followups.queries.reach import Reach
from tracker.meetings import queries as meetings
from tracker.meetings.models import Address, Handling, Meeting, Point

# What is told of a task that goes on: the office's review, what the unit reported.
NEWS_VERBS = frozenset({"review", "progress", "reach_goal"})
NEWS_LABELS = {"review": "阶段回顾", "progress": "办理进展", "reach_goal": "完成阶段目标"}


@dataclass(frozen=True)
class Decided:
    """On which day somebody said what becomes of a point; who typed it is not for paper."""

    words: str
    by: str


@dataclass
class Rows:
    """Addresses by meeting; tasks by point; those that pass a meeting on; who decided; news.

    Whoever sees all gets the same counts: what is only planned is counted for who does not see it
    as well, and then neither named nor told of (`named`).
    """

    addresses: dict[int, list[Address]] = field(default_factory=dict)
    items: dict[int, list[FollowUp]] = field(default_factory=dict)
    conveyances: dict[int, list[FollowUp]] = field(default_factory=dict)
    held_on: list[date] = field(default_factory=list)
    decided: dict[int, Decided] = field(default_factory=dict)
    news: dict[int, list[str]] = field(default_factory=dict)
    shows_planned: bool = True

    def named(self, items: Iterable[FollowUp]) -> list[FollowUp]:
        """Return those of the tasks that may be named: not cancelled, and for this reader."""
        return [
            item
            for item in items
            if item.state != FollowUpState.CANCELLED
            and (self.shows_planned or item.assigned_on is not None)
        ]

    def conveyed(self, point: Point, meeting: Meeting) -> list[FollowUp]:
        """Return the tasks by which a point is passed on, none for one that is not."""
        is_passed_on = point.handling == Handling.CONVEYED
        return self.conveyances.get(meeting.id, []) if is_passed_on else []

    def concerns(self, point: Point, meeting: Meeting) -> bool:
        """Tell whether any task of the point, or of its passing on, is among those read."""
        return bool(self.items.get(point.id) or self.conveyed(point, meeting))

    def meetings_after(self, meeting: Meeting, *, on: date) -> int:
        """Return at how many later meetings up to a day what stands for ever was listed again."""
        return sum(meeting.held_on < day <= on for day in self.held_on)


def load_rows(found: Sequence[Meeting], *, reach: Reach) -> Rows:
    """Return what there is of these meetings, with the tasks within reach or counted."""
    ids = [meeting.id for meeting in found]
    rows = Rows(addresses=_addresses(ids), shows_planned=reach.sees_planned)
    points = _points(ids)
    counts_planned = reach.sees_planned or reach.lead_ids is None
    items = _items(ids, points, replace(reach, sees_planned=counts_planned))
    covered = _covered(points)
    for item in items:
        if item.is_conveyance and item.meeting_id is not None:
            rows.conveyances.setdefault(item.meeting_id, []).append(item)
        for point_id in {item.point_id, *(covered.get(item.id, ()) if _is_own(item) else ())}:
            if point_id is not None:
                rows.items.setdefault(point_id, []).append(item)
    rows.held_on = _held_on()
    rows.decided = _decided(rows.addresses)
    rows.news = _news({point_id: rows.named(tasks) for point_id, tasks in rows.items.items()})
    return rows


def _is_own(item: FollowUp) -> bool:
    """Tell whether further points are its work as well; a conveyance only passes them on."""
    return not item.is_conveyance


def _addresses(meeting_ids: Sequence[int]) -> dict[int, list[Address]]:
    query = select(Address).where(Address.meeting_id.in_(meeting_ids))
    query = query.options(selectinload(Address.points)).order_by(Address.sort, Address.id)
    addresses = list(db.session.scalars(query))
    meetings.knit_points(addresses)
    found: dict[int, list[Address]] = {}
    for address in addresses:
        found.setdefault(address.meeting_id, []).append(address)
    return found


def _points(meeting_ids: Sequence[int]) -> Select[int]:
    return select(Point.id).join(Point.address).where(Address.meeting_id.in_(meeting_ids))


def _items(meeting_ids: Sequence[int], points: Select[int], reach: Reach) -> list[FollowUp]:
    further = select(FollowUpPoint.follow_up_id).where(FollowUpPoint.point_id.in_(points))
    passed_on = and_(FollowUp.meeting_id.in_(meeting_ids), FollowUp.is_conveyance)
    is_meant = or_(FollowUp.point_id.in_(points), FollowUp.id.in_(further), passed_on)
    query = select(FollowUp).where(is_meant, reach.condition)
    query = query.options(joinedload(FollowUp.lead_unit), selectinload(FollowUp.supporting))
    return list(db.session.scalars(query.order_by(FollowUp.year, FollowUp.number)))


def _covered(points: Select[int]) -> dict[int, list[int]]:
    query = select(FollowUpPoint.follow_up_id, FollowUpPoint.point_id)
    query = query.where(FollowUpPoint.point_id.in_(points))
    found: dict[int, list[int]] = {}
    for followup_id, point_id in db.session.execute(query):
        found.setdefault(followup_id, []).append(point_id)
    return found


def _held_on() -> list[date]:
    return list(db.session.scalars(select(Meeting.held_on).where(Meeting.state.in_(HELD_STATES))))


def _decided(addresses: dict[int, list[Address]]) -> dict[int, Decided]:
    """Return on which day and by whom it was said what becomes of a point without tasks."""
    points = [
        point
        for of_meeting in addresses.values()
        for address in of_meeting
        for point in address.points
        if point.handling in {Handling.CONVEYED, Handling.STANDING}
    ]
    events = audit.last_events(
        "point.handle", object_type="point", object_ids=[point.id for point in points]
    )
    return {
        point_id: Decided(f"{chinese_date(event.at.astimezone(ZONE).date())}确定", event.actor_name)
        for point_id, event in events.items()
    }


def _news(items: dict[int, list[FollowUp]]) -> dict[int, list[str]]:
    """Return of each point what was told last of its tasks that go on, with their stage goals."""
    going_on = {
        item.id: item for of_point in items.values() for item in of_point if item.is_long_term
    }
    if not going_on:
        return {}
    goals, last = _goals(going_on), _last_entries(going_on)
    return {
        point_id: [
            _told(item, goals.get(item.id, []), last.get(item.id))
            for item in of_point
            if item.id in going_on
        ]
        for point_id, of_point in items.items()
    }


def _goals(ids: Iterable[int]) -> dict[int, list[StageGoal]]:
    found: dict[int, list[StageGoal]] = {}
    for goal in db.session.scalars(select(StageGoal).where(StageGoal.follow_up_id.in_(ids))):
        found.setdefault(goal.follow_up_id, []).append(goal)
    return found


def _last_entries(ids: Iterable[int]) -> dict[int, Entry]:
    query = select(Entry).where(Entry.follow_up_id.in_(ids), Entry.verb.in_(NEWS_VERBS))
    return {one.follow_up_id: one for one in db.session.scalars(query.order_by(Entry.id))}


def _told(item: FollowUp, goals: Sequence[StageGoal], last: Entry | None) -> str:
    reached = sum(goal.reached_on is not None for goal in goals)
    again = f"，下次回顾{chinese_date(item.next_review_on)}" if item.next_review_on else ""
    parts = [f"{item.lead_unit.display_name}持续推进{again}"]
    parts += [f"阶段目标已完成 {reached}/{len(goals)}"] if goals else []
    if last is not None:
        words = f"：{last.note}" if last.note else ""
        parts.append(f"{chinese_date(last.acted_on)}{NEWS_LABELS[last.verb]}{words}")
    return "；".join(parts)
