"""讲话要求分解表: each point of what was said at a meeting, and how far it is carried out."""

from collections.abc import Iterable, Sequence
from datetime import date

from tracker.core.calendar import chinese_date, short_date
from tracker.core.permissions import Viewer
from tracker.followups import queries
from tracker.followups.models import FollowUp
from tracker.followups.papers.overview import state_of
from tracker.meetings.models import TOLD_STATES, Meeting
from tracker.meetings.papers import meeting_of, meetings_of
from tracker.press.listing import Column, Grid, Listing

TITLE = "讲话要求分解表"
_COLUMNS = (
    Column("序号", 10, True), Column("讲话人", 20), Column("要求", 40),
    Column("落实方式", 18, True), Column("落实情况", 38), Column("往季末", 28),
    Column("任务", 35), Column("牵头·配合", 21), Column("时限", 21), Column("状态", 16, True),
)  # fmt: skip
_NO_TASK = ("", "", "", "")


def instruction_table(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> Listing | None:
    """Return how far each point of a meeting is carried out; `subject` is its id.

    What the page 讲话要求落实情况 tells of the meeting, by the same query: a unit finds the points
    that concern it, with its own tasks. None where nothing was said, or nothing to this unit, and
    for units before the minutes are out.
    """
    meeting = meeting_of(subject, viewer)
    if meeting is None or not _may_read_words(meeting, viewer):
        return None
    (coverage,) = queries.coverage_of([meeting], on=on, viewer=viewer)
    if not coverage.points:
        return None
    rows = [
        row
        for number, point in enumerate(coverage.points, start=1)
        for row in _rows(str(number), point, on)
    ]
    return Listing(
        TITLE,
        (("会议", meeting.title), ("日期", chinese_date(meeting.held_on))),
        (Grid(_COLUMNS, tuple(rows), "没有录入讲话。"),),
        foot=f"{coverage.summary}\n打印日期：{chinese_date(on)}",
    )


def instruction_table_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the meetings at which something was said, newest first.

    A unit finds those at which something was said that concerns it.
    """
    told = [one for one in meetings_of(viewer) if _may_read_words(one, viewer) and one.was_held]
    if viewer is not None and not viewer.sees_all:
        found = queries.coverage_of(told, on=viewer.on, viewer=viewer)
        told = [coverage.meeting for coverage in found if coverage.points]
    return [(str(one.id), f"{one.name}：{TITLE}") for one in told]


def _may_read_words(meeting: Meeting, viewer: Viewer | None) -> bool:
    return viewer is None or viewer.sees_all or meeting.state in TOLD_STATES


def _rows(number: str, one: queries.PointCoverage, on: date) -> list[tuple[str, ...]]:
    """Return a row for each task of a point, or the one that says how else it is carried out."""
    point = one.point
    told = "；".join([one.words, *one.details])
    said = (number, point.address.who, f"{point.path} {point.heading}", one.handling_label, told,
            "；".join(one.past))  # fmt: skip
    tasks = [*_tasks(one.tasks, on)] or [_NO_TASK]
    return [
        (*(said if place == 0 else ("",) * len(said)), *task) for place, task in enumerate(tasks)
    ]


def _tasks(items: Sequence[FollowUp], on: date) -> Iterable[tuple[str, str, str, str]]:
    """Yield code and title, units, date and state of each task; a conveyance stands as one."""
    passed_on = [item for item in items if item.is_conveyance]
    for item in items:
        if item not in passed_on:
            units = "、".join(unit.display_name for unit in (item.lead_unit, *item.supporting))
            words = f"{item.code} {item.title}"
            yield words, units, short_date(item.due_on), state_of(item, on)
    if passed_on:
        told = sum(item.state in queries.REPORTED_STATES for item in passed_on)
        last = max((item.due_on for item in passed_on if item.due_on), default=None)
        units = f"{len(passed_on)} 个单位"
        yield passed_on[0].title, units, short_date(last), f"已反馈 {told}/{len(passed_on)}"
