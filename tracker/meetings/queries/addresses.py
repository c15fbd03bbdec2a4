"""What was said at a meeting."""

from collections.abc import Iterable, Set

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from tracker.audit.queries import each_while_unchanged
from tracker.core.db import db
from tracker.core.outline import Outline
from tracker.core.outline import Point as Part
from tracker.core.permissions import Viewer
from tracker.meetings.models import TOLD_STATES, Address, Meeting, Point
from tracker.meetings.queries.meeting import visible


def told_meetings(viewer: Viewer | None) -> Select[int]:
    """Return a query of the ids of the meetings whose words this person may read.

    Units do once the minutes are out.
    """
    query = visible(viewer).with_only_columns(Meeting.id)
    if viewer is None or viewer.sees_all:
        return query
    return query.where(Meeting.state.in_(TOLD_STATES))


def visible_addresses(viewer: Viewer | None) -> Select[Address]:
    """Return a query of the addresses that this person may read, with their meetings."""
    query = select(Address).options(joinedload(Address.meeting))
    return query.where(Address.meeting_id.in_(told_meetings(viewer)))


def visible_points(viewer: Viewer | None) -> Select[Point]:
    """Return a query of the points that this person may read, with address and meeting."""
    address = joinedload(Point.address)
    query = select(Point).join(Point.address)
    query = query.options(address.joinedload(Address.meeting), address.selectinload(Address.points))
    return query.where(Address.meeting_id.in_(told_meetings(viewer)))


def addresses_of(meeting: Meeting) -> list[Address]:
    """Return the addresses in speaking order with all their points, in few statements."""
    query = select(Address).filter_by(meeting_id=meeting.id).options(selectinload(Address.points))
    found = list(db.session.scalars(query.order_by(Address.sort, Address.id)))
    knit_points(found)
    return found


def knit_points(addresses: Iterable[Address]) -> None:
    """Give each point its parent and children from what is loaded, instead of a query each."""
    for address in addresses:
        by_id = {point.id: point for point in address.points}
        for point in address.points:
            parent = by_id[point.parent_id] if point.parent_id else None
            set_committed_value(point, "parent", parent)
            children = [child for child in address.points if child.parent_id == point.id]
            set_committed_value(point, "children", children)


def point_sources(ids: Set[int]) -> dict[int, str]:
    """Return whose words each of these points is and where they stand: 党委书记讲话 二（三）."""
    return each_while_unchanged("point source", ids, _point_sources)


def _point_sources(ids: Set[int]) -> dict[int, str]:
    of_points = select(Point.address_id).where(Point.id.in_(ids))
    query = select(Address).where(Address.id.in_(of_points)).options(selectinload(Address.points))
    addresses = list(db.session.scalars(query))
    knit_points(addresses)
    return {point.id: point.source for address in addresses for point in address.points}


def get_address(address_id: int, *, meeting: Meeting) -> Address | None:
    """Return an address of this meeting, else None."""
    return db.session.scalar(select(Address).filter_by(id=address_id, meeting_id=meeting.id))


def outline_of(address: Address) -> Outline:
    """Return an address as the outline that it was entered as."""
    if not address.is_numbered:
        words = "".join(f"{point.heading}{point.body}" for point in address.points)
        return Outline(lead=words, tail=address.tail)
    top = [point for point in address.points if point.parent_id is None]
    return Outline(address.lead, tuple(map(_part, top)), address.tail)


def _part(point: Point) -> Part:
    return Part(point.marker, point.heading, point.body, tuple(map(_part, point.children)))
