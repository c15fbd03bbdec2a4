"""讲话要求分解表: each point of what was said at a meeting, and how far it is carried out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.calendar import chinese_date, short_date
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.followups import queries
from tracker.followups.models import FollowUp
from tracker.followups.papers.overview import state_of
from tracker.meetings.models import TOLD_STATES
from tracker.meetings.papers import meeting_of, meetings_of
from tracker.press import sheets
from tracker.press.listing import Column, Grid, Listing

TITLE = "讲话要求分解表"
_COLUMNS = (
    Column("序号", 10, True), Column("讲话人", 20), Column("要求", 40),
    Column("落实方式", 18, True), Column("落实情况", 38), Column("往季末", 28),
    Column("任务", 35), Column("牵头·配合", 21), Column("时限", 21), Column("状态", 16, True),
)  # fmt: skip
# The same as a sheet: the meeting stands in each row, so that it can be sorted and narrowed.
_SHEET_COLUMNS = {
    "季度": 14, "会议": 28, "日期": 12, "序号": 6, "讲话人": 14, "要求": 40, "落实方式": 14,
    "落实情况": 40, "往季末": 30, "任务": 36, "牵头·配合": 20, "时限": 12, "状态": 12,
}  # fmt: skip
_Row = tuple[str, ...]
# What it is, its units, until when, how it stands.
_Task = tuple[str, str, date | None, str]
_NO_TASK: _Task = ("", "", None, "")
_SUBJECT = re.compile(rf"([0-9]{{1,9}})(?:-([0-9]{{1,9}}|{queries.ASSIGNED}))?")


def instruction_table(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> Listing | None:
    """Return how far each point of a meeting is carried out: "12", or of one unit, "12-3".

    What the page 讲话要求落实情况 tells of the meeting, by the same query. The id alone says how
    much stands in it, since the worker prints without a viewer: a unit's are the points that
    concern it with its own tasks, once the minutes are out, and "12-assigned" only counts what is
    planned and does not name it. None where nothing was said, or nothing to this unit, and for who
    may not read that much.
    """
    asked = _read(subject)
    if asked is None or not _may_read(asked.scope, viewer):
        return None
    meeting = meeting_of(asked.meeting_id, viewer)
    if meeting is None or (asked.unit_id and meeting.state not in TOLD_STATES):
        return None
    (coverage,) = queries.coverage_within([meeting], on=on, reach=asked.reach)
    if not coverage.points:
        return None
    return Listing(
        TITLE,
        (
            *_unit_fact(asked.unit_id),
            ("会议", meeting.title),
            ("日期", chinese_date(meeting.held_on)),
        ),
        (Grid(_COLUMNS, tuple(_all_rows(coverage, on)), "没有录入讲话。"),),
        foot=f"{coverage.summary}\n打印日期：{chinese_date(on)}",
    )


def instruction_table_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the tables that the viewer may print, newest meeting first.

    A unit finds its own, of the meetings at which something was said that concerns it.
    """
    held = [meeting for meeting in meetings_of(viewer) if meeting.was_held]
    tables = queries.tables_of(held, viewer=viewer)
    return [
        (subject, f"{meeting.name}：{TITLE}{f'（{unit}）' if unit else ''}")
        for meeting in held
        for subject, unit in tables[meeting.id]
    ]


def instruction_sheet(
    found: Sequence[queries.Coverage], *, on: date, narrowed: str
) -> sheets.Table:
    """Return these points of several meetings as a sheet; `narrowed` is what narrows them."""
    rows: list[tuple[sheets.Cell, ...]] = [
        (one.meeting.quarter_words, one.meeting.name, one.meeting.held_on, *said, *task)
        for one in found
        for said, tasks in _told(one, on)
        for task in tasks
    ]
    return sheets.Table(TITLE, _SHEET_COLUMNS, rows, told=f"{narrowed}；截至{chinese_date(on)}")


def instruction_listing(found: Sequence[queries.Coverage], *, on: date, narrowed: str) -> Listing:
    """Return the same as a paper: a table for each meeting."""
    grids = tuple(
        Grid(_COLUMNS, tuple(_all_rows(one, on)), "", caption=f"{one.meeting.name}：{TITLE}")
        for one in found
    )
    return Listing(
        TITLE,
        (("条件", narrowed), ("截至", chinese_date(on))),
        grids or (Grid(_COLUMNS, (), "没有符合条件的要求。"),),
        foot=f"共 {sum(len(one.counted) for one in found)} 条要求。",
    )


@dataclass(frozen=True)
class _Asked:
    """What an id asks for: which meeting, and how much of it."""

    meeting_id: str
    scope: str

    @property
    def unit_id(self) -> int | None:
        return int(self.scope) if self.scope.isdigit() else None

    @property
    def reach(self) -> queries.Reach:
        if self.unit_id is None:
            return queries.Reach(None, sees_planned=not self.scope)
        own = frozenset({self.unit_id})
        return queries.Reach(own, own)


def _read(subject: str) -> _Asked | None:
    found = _SUBJECT.fullmatch(subject)
    return _Asked(found[1], found[2] or "") if found else None


def _may_read(scope: str, viewer: Viewer | None) -> bool:
    if viewer is None or queries.reach_of(viewer).sees_planned:
        return True
    if viewer.sees_all:
        return bool(scope)
    return scope.isdigit() and int(scope) in viewer.unit_ids


def _unit_fact(unit_id: int | None) -> tuple[tuple[str, str], ...]:
    return (("单位", db.session.get_one(Unit, unit_id).name),) if unit_id else ()


def _all_rows(coverage: queries.Coverage, on: date) -> Iterable[_Row]:
    """Yield a row for each task of each point; what was said stands in the first of them."""
    for said, tasks in _told(coverage, on):
        for place, (words, units, due_on, state) in enumerate(tasks):
            told = said if place == 0 else ("",) * len(said)
            yield (*told, words, units, short_date(due_on), state)


def _told(coverage: queries.Coverage, on: date) -> Iterable[tuple[_Row, list[_Task]]]:
    """Yield each point and its tasks, or a blank one.

    A point that others carry out has no number, as it is not counted.
    """
    number = 0
    for one in coverage.points:
        number += one.reached is not None
        words = str(number) if one.reached is not None else ""
        yield (words, *_said(one)), [*_tasks(one.tasks, on)] or [_NO_TASK]


def _said(one: queries.PointCoverage) -> _Row:
    point, since = one.point, [one.decided.words] if one.decided else []
    told = "；".join([one.words, *one.details, *since])
    demand = f"{point.place} {point.heading}".strip()
    return point.address.teller, demand, one.handling_label, told, "；".join(one.past)


def _tasks(items: Sequence[FollowUp], on: date) -> Iterable[_Task]:
    """Yield code and title, units, date and state of each task; a conveyance stands as one."""
    passed_on = [item for item in items if item.is_conveyance]
    for item in items:
        if item not in passed_on:
            units = "、".join(unit.display_name for unit in (item.lead_unit, *item.supporting))
            words = f"{item.code} {item.title}"
            yield words, units, item.due_on, state_of(item, on)
    if passed_on:
        told = sum(item.state in queries.REPORTED_STATES for item in passed_on)
        last = max((item.due_on for item in passed_on if item.due_on), default=None)
        units = f"{len(passed_on)} 个单位"
        yield passed_on[0].title, units, last, f"已反馈 {told}/{len(passed_on)}"
