"""讲话要求分解表: each point of what was said at a meeting, and what became of it."""

from collections.abc import Sequence
from datetime import date

from tracker.core.calendar import chinese_date, short_date
from tracker.core.permissions import Viewer
from tracker.followups import queries
from tracker.followups.models import FollowUp
from tracker.followups.papers.overview import state_of
from tracker.meetings.models import HANDLING_LABELS, TOLD_STATES, Handling, Meeting, Point
from tracker.meetings.papers import meeting_of, meetings_of
from tracker.press.listing import Column, Grid, Listing

TITLE = "讲话要求分解表"
_COLUMNS = (
    Column("序号", 10, True), Column("讲话人", 30), Column("要求", 62),
    Column("落实方式", 22, True), Column("任务", 56), Column("牵头·配合", 30),
    Column("时限", 21), Column("状态", 16, True),
)  # fmt: skip


def instruction_table(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> Listing | None:
    """Return what became of each point of a meeting; `subject` is its id.

    None where nothing was said, and for units before the minutes are out.
    """
    meeting = meeting_of(subject, viewer)
    if meeting is None or not _may_read_words(meeting, viewer):
        return None
    points = queries.points_of(meeting)
    if not points:
        return None
    items = queries.by_point(queries.items_of_meeting(meeting.id))
    rows = [
        row
        for number, point in enumerate(points, start=1)
        for row in _rows(str(number), point, items.get(point.id, []), on)
    ]
    return Listing(
        TITLE,
        (("会议", meeting.title), ("日期", chinese_date(meeting.held_on))),
        (Grid(_COLUMNS, tuple(rows), "没有录入讲话。"),),
        foot=f"打印日期：{chinese_date(on)}",
    )


def instruction_table_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the meetings at which something was said, newest first."""
    return [
        (str(one.id), f"{one.name}：{TITLE}")
        for one in meetings_of(viewer)
        if _may_read_words(one, viewer) and one.was_held
    ]


def _may_read_words(meeting: Meeting, viewer: Viewer | None) -> bool:
    return viewer is None or viewer.sees_all or meeting.state in TOLD_STATES


def _rows(number: str, point: Point, items: Sequence[FollowUp], on: date) -> list[tuple[str, ...]]:
    """Return a row for each item of a point, or the one that says how else it is carried out."""
    said = (number, point.address.who, f"{point.path} {point.heading}")
    if not items:
        handling = HANDLING_LABELS[Handling(point.handling)] if point.handling else ""
        if not handling and point.is_settled:
            handling = "随上一级"
        return [(*said, handling, "", "", "", "")]
    return [
        (
            *(said if place == 0 else ("", "", "")),
            HANDLING_LABELS[Handling.ITEMS] if place == 0 else "",
            f"{item.code} {item.title}",
            "、".join(unit.display_name for unit in (item.lead_unit, *item.supporting)),
            short_date(item.due_on),
            state_of(item, on),
        )
        for place, item in enumerate(items)
    ]
