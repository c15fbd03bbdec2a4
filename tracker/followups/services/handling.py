"""Saying what becomes of a point: items, the conveyance, or a standing demand."""

from tracker.audit.services import changes_of, record_event
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.followups import queries
from tracker.meetings.models import Handling, Meeting, Point


def set_handling(*, point: Point, handling: Handling | None, actor: Actor) -> None:
    """Set or undo the handling of one point; it then goes along with the conveyance, or not.

    Raises:
        RuleBroken: items were made from the point, the record is closed, or 单列任务 was asked
            for without planning any item.
    """
    if handling == Handling.ITEMS:
        raise RuleBroken("单列任务须填写任务内容，请点“单列任务”拟定。")
    _require_open(point.address.meeting)
    if queries.live_items_of(point.id):
        raise RuleBroken("此要点已有单列任务。如要改变落实方式，请先撤销其任务。")
    _cover(point, is_covered=handling == Handling.CONVEYED)
    _handle(point, handling, actor=actor)


def settle_open_points(*, meeting: Meeting, handling: Handling, actor: Actor) -> list[Point]:
    """Give every point that is still open the same handling; returns these points.

    Raises:
        RuleBroken: nothing is open, or the handling needs items.
    """
    points = queries.open_points(meeting)
    if not points:
        raise RuleBroken("没有尚未明确落实方式的要点。")
    for point in points:
        set_handling(point=point, handling=handling, actor=actor)
    return points


def take_up(point: Point, *, actor: Actor) -> None:
    """Mark a point 单列任务, because items are made from it."""
    if point.handling == Handling.ITEMS:
        return
    _cover(point, is_covered=False)
    _handle(point, Handling.ITEMS, actor=actor)


def release_point(point: Point, *, actor: Actor) -> None:
    """Open a point again whose last item was cancelled, unless the minutes are issued."""
    is_free = point.handling == Handling.ITEMS and not queries.live_items_of(point.id)
    if is_free and point.address.meeting.is_open_to_changes:
        _handle(point, None, actor=actor)


def _handle(point: Point, handling: Handling | None, *, actor: Actor) -> None:
    label = f"{point.source} {point.heading}"
    point.handling = handling
    record_event("point.handle", point, actor=actor, label=label, changes=changes_of(point))


def _cover(point: Point, *, is_covered: bool) -> None:
    """Add the point to the meeting's conveyance items, or take it away again."""
    for item in queries.conveyances(point.address.meeting_id):
        covers = point in item.covered_points
        if is_covered and not covers and point.id != item.point_id:
            item.covered_points.append(point)
        elif covers and not is_covered:
            item.covered_points.remove(point)


def _require_open(meeting: Meeting) -> None:
    if not meeting.is_open_to_changes:
        raise RuleBroken("纪要已印发，要点的落实方式不能再改；如需改动请先更正纪要。")
