"""A meeting with all that its minutes tell, loaded in a handful of statements."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.agreements import queries as agreements
from tracker.agreements.models import Signing
from tracker.core.clock import today
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.followups.models import ENDED_STATES, FollowUp, FollowUpState
from tracker.meetings import queries as meetings
from tracker.meetings.models import (
    Address,
    AreaList,
    Attendance,
    AttendanceBasis,
    Meeting,
    Point,
    ReportingUnit,
)
from tracker.unit_reports import queries as unit_reports
from tracker.unit_reports.models import Manner, ReportState, UnitReport

HANDED_IN = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED})


@dataclass
class Proceedings:
    """A meeting with all that its minutes tell, loaded at once; `chair` is 职务+姓名 or empty."""

    meeting: Meeting
    items: list[FollowUp]
    chair: str
    area_lists: list[AreaList] = field(default_factory=list)
    signings: list[Signing] = field(default_factory=list)
    reports: list[UnitReport] = field(default_factory=list)

    @cached_property
    def open_points(self) -> list[Point]:
        """Return the points of which nobody has said what becomes of them."""
        return [p for address in self.meeting.addresses for p in address.points if p.is_open]

    @property
    def missing_attendance(self) -> str:
        """Return what is still unknown about who came, as a sentence; empty when all is known."""
        meeting = self.meeting
        if meeting.attendance_basis is None:
            return "参会情况还没有登记。"
        if meeting.attendance_basis == AttendanceBasis.CATEGORIES:
            return "" if meeting.invitations else "参会类别还没有填写。"
        if not meeting.attendances:
            return "签到表上还没有人。"
        unknown = len(meeting.unmarked)
        return f"签到表还有 {unknown} 人没有登记到会情况或代会人。" if unknown else ""

    @property
    def unreported(self) -> list[ReportingUnit]:
        """Return the units that must report and have neither handed in nor been accepted."""
        came = {one.unit_id for one in self.reports if one.state in HANDED_IN}
        return [row for row in self.meeting.reporting if row.unit_id and row.unit_id not in came]

    @property
    def heard(self) -> list[ReportingUnit]:
        """Return who reported: as told where it was entered late, else by the reports there are.

        Words that name no unit can have no report: they stand as told.
        """
        if self.meeting.is_entered_late:
            return list(self.meeting.reporting)
        silent = self.unreported
        return [row for row in self.meeting.reporting if row not in silent]

    @property
    def oral(self) -> frozenset[str]:
        """Return the names of the units that reported by word of mouth only."""
        return frozenset(
            one.unit.display_name for one in self.reports
            if one.manner == Manner.ORAL and one.state in HANDED_IN
        )  # fmt: skip

    @property
    def printed_items(self) -> list[FollowUp]:
        """Return the items that minutes list: planned and later, not the cancelled ones."""
        return [item for item in self.items if item.state != FollowUpState.CANCELLED]

    @property
    def planned(self) -> list[FollowUp]:
        """Return the items that are still to be dispatched."""
        return [item for item in self.items if item.state == FollowUpState.PLANNED]

    @property
    def is_done(self) -> bool:
        """Tell whether every item is closed or cancelled."""
        return all(item.state in ENDED_STATES for item in self.items)


def get_proceedings(meeting_id: int, *, viewer: Viewer | None) -> Proceedings | None:
    """Return the meeting with its record if it is for the viewer, else None."""
    in_scope = Meeting.id.in_(meetings.visible(viewer).with_only_columns(Meeting.id))
    query = select(Meeting).where(Meeting.id == meeting_id, in_scope)
    meeting = db.session.scalars(query.options(*_record_options())).unique().one_or_none()
    if meeting is None:
        return None
    meetings.knit_points(meeting.addresses)
    return Proceedings(
        meeting,
        items_of(meeting.id),
        _chair_words(meeting),
        area_lists=meetings.area_lists(meeting),
        signings=agreements.signings_of(meeting.id),
        reports=_reports_of(meeting.id),
    )


def _reports_of(meeting_id: int) -> list[UnitReport]:
    """Return the reports in whatever state; what they say stands on their own pages."""
    query = unit_reports.visible(None).where(UnitReport.meeting_id == meeting_id)
    return list(db.session.scalars(query))


def _record_options() -> list[Any]:
    """Load what every page of a meeting shows; who was invited or came follows with the basis."""
    return [
        joinedload(Meeting.campus),
        joinedload(Meeting.kind_rows),
        joinedload(Meeting.chair),
        joinedload(Meeting.organiser),
        joinedload(Meeting.reporting).joinedload(ReportingUnit.unit),
        joinedload(Meeting.reschedulings),
        selectinload(Meeting.addresses).joinedload(Address.points),
    ]


def _chair_words(meeting: Meeting) -> str:
    """Return the chair as the record names them, and only else as the directory does."""
    is_sheet = meeting.attendance_basis == AttendanceBasis.SHEET
    known: list[Attendance | Address] = [*(meeting.attendances if is_sheet else ())]
    known += meeting.addresses
    for row in known:
        if row.person_id is not None and row.person_id == meeting.chair_id and row.post_title:
            return f"{row.post_title}{row.person_name}"
    return meetings.chair_words(meeting)


def items_of(meeting_id: int) -> list[FollowUp]:
    """Return the meeting's own items by number, with their units, not what came of them since."""
    query = select(FollowUp).options(
        joinedload(FollowUp.lead_unit), joinedload(FollowUp.supporting)
    )
    query = query.where(FollowUp.meeting_id == meeting_id, FollowUp.previous_id.is_(None))
    return list(db.session.scalars(query.order_by(FollowUp.year, FollowUp.number)).unique())


def settings(*, on: date) -> dict[str, str]:
    """Return the settings of that day; what was not entered yet is taken from today's."""
    now = directory.settings(on=today())
    then = now if on == today() else directory.settings(on=on)
    return {key: then[key] or value for key, value in now.items()}
