"""How a meeting was passed on: 传达落实情况反馈表."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.followups import queries
from tracker.followups.models import UNLISTED_STATES, FollowUp, FollowUpState
from tracker.followups.papers.checklist import minutes_number
from tracker.meetings.models import Meeting
from tracker.press.listing import Column, Grid, Listing, numbered
from tracker.press.typography import title_lines

TITLE = "传达落实情况反馈表"
TITLE_WIDTH = 20
UNNUMBERED = "（纪要未印发）"
_COLUMNS = (
    Column("序号", 11, True), Column("单位", 32), Column("传达时间", 27, True),
    Column("方式", 18, True), Column("范围", 24), Column("落实措施·备注", 44),
)  # fmt: skip
REPORTED = frozenset({FollowUpState.SUBMITTED, FollowUpState.CLOSED})


@dataclass(frozen=True)
class ConveyanceRow:
    """What one unit has told: when, how, to which sort of audience; `measures` in its own words."""

    unit: str
    conveyed_on: str
    by: str
    to: str
    measures: str


@dataclass(frozen=True)
class Conveyance:
    """传达落实情况反馈表 (domain §3 row 19) of one meeting; every field is as printed.

    `asked` is how many units were asked, `due` until when. `missing` are those that have not told
    yet.
    """

    title: str
    meeting: str
    meeting_date: str
    minutes_number: str
    due: str
    asked: int
    rows: tuple[ConveyanceRow, ...]
    missing: tuple[str, ...]
    printed_on: str

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)

    @property
    def foot(self) -> str:
        """Return how many units have told, and which have not."""
        told = f"应反馈 {self.asked} 个单位，已反馈 {len(self.rows)} 个。"
        if not self.missing:
            return f"{told}各单位均已反馈。"
        return f"{told}尚未反馈 {len(self.missing)} 个：{'；'.join(self.missing)}。"

    def as_excel(self) -> bytes:
        """Return it as .xlsx, in the columns of the paper."""
        rows = [(row.unit, row.conveyed_on, row.by, row.to, row.measures) for row in self.rows]
        facts = (
            ("会议", self.meeting), ("会议日期", self.meeting_date),
            ("纪要号", self.minutes_number or UNNUMBERED), ("反馈时限", self.due),
            ("打印日期", self.printed_on),
        )  # fmt: skip
        grid = Grid(_COLUMNS, numbered(rows), "还没有单位反馈。")
        return Listing(self.title, facts, (grid,), self.foot).as_excel()


def conveyance(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> Conveyance | None:
    """Return how a meeting was passed on; `subject` is its id.

    None where no unit was asked yet, or the viewer does not see all units.
    """
    is_id = subject.isdecimal() and int(subject) <= queries.MAX_ID
    if not is_id or (viewer is not None and not viewer.sees_all):
        return None
    items, meeting = _handed_out(int(subject)), db.session.get(Meeting, int(subject))
    if not items or meeting is None:
        return None
    told = [item for item in items if item.state in REPORTED]
    return Conveyance(
        title=TITLE,
        meeting=meeting.title,
        meeting_date=chinese_date(meeting.held_on),
        minutes_number=minutes_number(meeting.id),
        due=_due(items),
        asked=len(items),
        rows=tuple(_row(item) for item in told),
        missing=tuple(_units(item) for item in items if item.state not in REPORTED),
        printed_on=chinese_date(on),
    )


def conveyance_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the meetings that units were asked to pass on, newest first."""
    if viewer is not None and not viewer.sees_all:
        return []
    asked = select(FollowUp.meeting_id).where(
        FollowUp.is_conveyance, FollowUp.state.not_in(UNLISTED_STATES)
    )
    query = select(Meeting).where(Meeting.id.in_(asked))
    meetings = db.session.scalars(query.order_by(Meeting.held_on.desc(), Meeting.id.desc()))
    return [(str(meeting.id), f"{meeting.name}：{TITLE}") for meeting in meetings]


def _handed_out(meeting_id: int) -> list[FollowUp]:
    query = select(FollowUp).join(FollowUp.lead_unit).options(
        joinedload(FollowUp.lead_unit),
        selectinload(FollowUp.supporting),
        selectinload(FollowUp.entries),
    )  # fmt: skip
    query = query.where(FollowUp.meeting_id == meeting_id, FollowUp.is_conveyance)
    query = query.where(FollowUp.state.not_in(UNLISTED_STATES))
    return list(db.session.scalars(query.order_by(Unit.sort, Unit.id, FollowUp.number)))


def _row(item: FollowUp) -> ConveyanceRow:
    told = [entry.note for entry in item.entries if entry.verb == "submit"]
    return ConveyanceRow(
        unit=_units(item),
        conveyed_on=chinese_date(item.conveyed_on) if item.conveyed_on else "未写明",
        by=item.conveyed_by or "未写明",
        to=item.conveyed_to or "未写明",
        measures=told[-1] if told else "",
    )


def _units(item: FollowUp) -> str:
    """Return the unit with those of its family, for which it tells as well."""
    return "、".join(unit.display_name for unit in (item.lead_unit, *item.supporting))


def _due(items: Iterable[FollowUp]) -> str:
    """Return until when the units were asked to tell; the latest day where it differs."""
    days = [item.due_on for item in items if item.due_on]
    return chinese_date(max(days)) if days else ""
