"""Points of a meeting and what has become of them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.directory.models import BODIES, Unit, UnitKind
from tracker.followups.models import FollowUp, FollowUpState
from tracker.followups.queries.reach import reach_of
from tracker.meetings import queries as meetings
from tracker.meetings.models import Address, Handling, Meeting, Point, Speaker

F = FollowUpState
# What a recurring item has made since is none of the meeting's own items.
_OWN = (FollowUp.state != F.CANCELLED, FollowUp.previous_id.is_(None))
_WITHOUT_STAFF = BODIES | {UnitKind.PARTY_COMMITTEE, UnitKind.DISCIPLINE_COMMITTEE}


def points_of(meeting: Meeting) -> list[Point]:
    """Return all points of the meeting in speaking order."""
    return [point for address in meetings.addresses_of(meeting) for point in address.points]


def open_points(meeting: Meeting) -> list[Point]:
    """Return the points of which nobody has said yet what becomes of them."""
    return [point for point in points_of(meeting) if point.is_open]


def points_handled(meeting: Meeting, handling: Handling) -> list[Point]:
    """Return the points that were given this handling, in speaking order."""
    return [point for point in points_of(meeting) if point.handling == handling]


def get_point(point_id: int, *, viewer: Viewer) -> Point | None:
    """Return a point of a meeting for those who plan tasks, else None."""
    if not viewer.is_office:
        return None
    query = select(Point).options(joinedload(Point.address).joinedload(Address.meeting))
    return db.session.scalar(query.where(Point.id == point_id))


def conveying_point(points: Sequence[Point]) -> Point | None:
    """Return the point by which the meeting asks to be passed on (会后及时传达会议精神)."""
    spoken = [p for p in points if "传达" in p.heading or "传达" in p.body]
    own = [p for p in spoken if p.address.speaker == Speaker.MEETING]
    return next(iter(own or spoken), None)


def live_items_of(point_id: int) -> list[FollowUp]:
    """Return the items whose main source is this point, cancelled ones and later ones left out."""
    query = select(FollowUp).where(FollowUp.point_id == point_id, *_OWN)
    return list(db.session.scalars(query.order_by(FollowUp.number)))


def by_point(items: Iterable[FollowUp]) -> dict[int | None, list[FollowUp]]:
    """Return the items of each point by the point's id; None holds those without any point."""
    found: dict[int | None, list[FollowUp]] = {}
    for item in items:
        found.setdefault(item.point_id, []).append(item)
    return found


def live_items(meeting_id: int) -> list[FollowUp]:
    """Return a meeting's own items with their lead units, cancelled ones left out."""
    query = select(FollowUp).where(FollowUp.meeting_id == meeting_id, *_OWN)
    query = query.options(joinedload(FollowUp.lead_unit)).order_by(FollowUp.number)
    return list(db.session.scalars(query))


def conveyances(meeting_id: int) -> list[FollowUp]:
    """Return the items by which the meeting is passed on, with the points they cover."""
    query = select(FollowUp).where(
        FollowUp.meeting_id == meeting_id, FollowUp.is_conveyance, FollowUp.state != F.CANCELLED
    )
    query = query.options(selectinload(FollowUp.covered_points))
    return list(db.session.scalars(query.order_by(FollowUp.number)))


def counts(meeting: Meeting, *, viewer: Viewer | None = None) -> dict[str, int]:
    """Return the numbers at the meeting's tabs: open points, items in scope."""
    query = select(func.count()).select_from(FollowUp)
    query = query.where(FollowUp.meeting_id == meeting.id, *_OWN)
    items = db.session.scalar(query.where(reach_of(viewer).condition)) or 0
    may_plan = viewer is None or viewer.is_office
    return {"points": len(open_points(meeting)) if may_plan else 0, "followups": items}


def families_to_convey(meeting: Meeting) -> list[list[Unit]]:
    """Return the unit families that have no conveyance item of this meeting yet.

    Committees and bodies pass nothing on to a staff of their own, and are left out.
    """
    day = meeting.held_on
    units = {u.id: u for u in directory.units(on=day) if u.kind not in _WITHOUT_STAFF}
    had = {item.lead_unit_id for item in conveyances(meeting.id)}
    families = directory.families(units, on=day)
    return [
        [units[unit_id] for unit_id in units if unit_id in family]
        for family in families
        if not family & had
    ]
