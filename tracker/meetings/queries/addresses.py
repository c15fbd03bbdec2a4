"""What was said at a meeting."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from tracker.core.db import db
from tracker.core.outline import Outline
from tracker.core.outline import Point as Part
from tracker.meetings.models import Address, Meeting, Point


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
