"""讲话要求分解表: which ones somebody may print; an id names its scope, never its asker."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, Subquery, or_, select, union

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.followups.models import FollowUp, FollowUpPoint, FollowUpUnit
from tracker.followups.queries.reach import reach_of
from tracker.meetings.models import TOLD_STATES, Address, Handling, Meeting, Point

# What follows the meeting in the id for those who see all but what is only planned.
ASSIGNED = "assigned"


def tables_of(
    meetings: Sequence[Meeting], *, viewer: Viewer | None
) -> dict[int, list[tuple[str, str]]]:
    """Return of each meeting the (id, unit's name) of the tables that the viewer may print.

    Who sees all has one, without a unit's name; units have their own, once the minutes are out
    and something was said that concerns them. None has both (the worker and the command line).
    """
    found: dict[int, list[tuple[str, str]]] = {meeting.id: [] for meeting in meetings}
    if viewer is None or viewer.sees_all:
        suffix = "" if reach_of(viewer).sees_planned else f"-{ASSIGNED}"
        for meeting_id in db.session.scalars(_heard(found)):
            found[meeting_id].append((f"{meeting_id}{suffix}", ""))
    if viewer is None or not viewer.sees_all:
        told = [meeting.id for meeting in meetings if meeting.state in TOLD_STATES]
        query = _units_asked(told, viewer.unit_ids if viewer else None)
        for meeting_id, unit_id, short_name, name, _sort in db.session.execute(query):
            found[meeting_id].append((f"{meeting_id}-{unit_id}", short_name or name))
    return found


def _heard(meeting_ids: Collection[int]) -> Select[int]:
    query = select(Address.meeting_id).join(Address.points)
    return query.where(Address.meeting_id.in_(meeting_ids)).distinct()


def _units_asked(
    meeting_ids: Sequence[int], unit_ids: Collection[int] | None
) -> Select[int, int, str, str, int]:
    """Return a query of the units that lead or support what was handed out, meeting by meeting."""
    asked = _tasks(meeting_ids)
    query = (
        select(asked.c.meeting_id, Unit.id, Unit.short_name, Unit.name, Unit.sort)
        .select_from(asked)
        .join(FollowUp, FollowUp.id == asked.c.task_id)
        .outerjoin(FollowUpUnit, FollowUpUnit.follow_up_id == FollowUp.id)
        .join(Unit, or_(Unit.id == FollowUp.lead_unit_id, Unit.id == FollowUpUnit.unit_id))
        .where(FollowUp.assigned_on.is_not(None))
        .distinct()
        .order_by(asked.c.meeting_id, Unit.sort, Unit.id)
    )
    return query if unit_ids is None else query.where(Unit.id.in_(unit_ids))


def _tasks(meeting_ids: Sequence[int]) -> Subquery:
    """Return the tasks of points, of further points, and by which points are passed on."""
    of_meeting = Address.meeting_id.in_(meeting_ids)
    task_id = FollowUp.id.label("task_id")
    points = select(Address.meeting_id, task_id).join(Address.points).where(of_meeting)
    of_points = points.join(FollowUp, FollowUp.point_id == Point.id)
    of_further = (
        points.join(FollowUpPoint, FollowUpPoint.point_id == Point.id)
        .join(FollowUp, FollowUp.id == FollowUpPoint.follow_up_id)
        .where(FollowUp.is_conveyance.is_(False))
    )
    conveyed = _heard(meeting_ids).where(Point.handling == Handling.CONVEYED)
    of_conveyed = select(FollowUp.meeting_id, task_id).where(
        FollowUp.meeting_id.in_(conveyed), FollowUp.is_conveyance
    )
    return union(of_points, of_further, of_conveyed).subquery()
