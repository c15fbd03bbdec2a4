"""The life of a meeting: opening, inviting, moving, holding, giving up."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, time

from sqlalchemy.orm.attributes import flag_modified

from tracker.audit.services import changes_of, record_event
from tracker.core.calendar import chinese_date
from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.issuing.models import IssuedPaper
from tracker.meetings.models import (
    AttendanceBasis,
    Capacity,
    Invitation,
    Meeting,
    MeetingKind,
    MeetingState,
    ReportingUnit,
    Rescheduling,
)
from tracker.meetings.services.attendance import write_roster
from tracker.meetings.services.notifying import correct_notice


@dataclass(frozen=True)
class Schedule:
    """When and where: either a part of the day or a time by the clock."""

    held_on: date
    day_part: str | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    campus_id: int | None = None
    room: str = ""


@dataclass(frozen=True)
class Details:
    """What a meeting is, apart from when and where."""

    kinds: Sequence[MeetingKind]
    title: str
    year: int
    quarter: int
    short_title: str = ""
    chair_id: int | None = None
    chair_as_written: str = ""
    recorder_id: int | None = None
    organiser_id: int | None = None
    held_by_as_written: str = ""
    agenda: str = ""
    requirements: str = ""


@dataclass(frozen=True)
class Invited:
    """One heading of the invitation: a category, a unit, a person, or words only."""

    words: str
    category: str = ""
    unit_id: int | None = None
    person_id: int | None = None
    capacity: str = Capacity.ATTENDEE


@dataclass(frozen=True)
class Reporting:
    """A unit that must report, with the scope as written in brackets, or words only."""

    unit_id: int | None
    scope: str = ""
    words: str = ""


def open_meeting(
    *, details: Details, schedule: Schedule, is_late: bool, actor: Actor, on: date
) -> Meeting:
    """Open a meeting; with `is_late` (补录) it was held before it was entered.

    Raises:
        RuleBroken: a meeting that is to be entered late lies in the future.
    """
    meeting = Meeting(entered_on=on, state=MeetingState.DRAFT)
    _write(meeting, details)
    _write(meeting, schedule)
    db.session.add(meeting)
    if is_late:
        _hold(meeting, on=on)
        meeting.is_entered_late = True
    record_event("meeting.open", meeting, actor=actor, label=meeting.name)
    return meeting


def edit_meeting(
    *, meeting: Meeting, details: Details, schedule: Schedule | None, actor: Actor
) -> None:
    """Change a meeting; once its notice is out, when and where change by `reschedule` only.

    Raises:
        RuleBroken: the meeting is not open to changes, or time and place are announced.
    """
    meeting.require_open_to_changes()
    if schedule is not None and meeting.state == MeetingState.NOTIFIED:
        raise RuleBroken("会议通知已经印发，时间和地点请用“改期”修改，原定时间会保留。")
    _write(meeting, details)
    if schedule is not None:
        _write(meeting, schedule)
    changes = changes_of(meeting)
    _touch(meeting)
    record_event("meeting.edit", meeting, actor=actor, label=meeting.name, changes=changes)


def _write(meeting: Meeting, facts: Details | Schedule) -> None:
    for name in facts.__dataclass_fields__:
        setattr(meeting, name, getattr(facts, name))


def _touch(meeting: Meeting) -> None:
    """Count lists that hang on the meeting as a change of it, so that a stale edit is noticed."""
    if meeting.id is not None:
        flag_modified(meeting, "entered_on")


def set_invited(
    *,
    meeting: Meeting,
    invited: Sequence[Invited],
    reporting: Sequence[Reporting],
    actor: Actor,
) -> None:
    """Replace who must attend and who must report; a roster follows, statuses stay.

    Raises:
        RuleBroken: the meeting is not open to changes, or a unit reports twice.
    """
    meeting.require_open_to_changes()
    units = [row.unit_id for row in reporting if row.unit_id is not None]
    if len(set(units)) < len(units):
        raise RuleBroken("汇报单位中有单位重复，请把它的汇报范围合并为一行。")
    meeting.invitations = [
        Invitation(**asdict(row), sort=place) for place, row in enumerate(invited)
    ]
    kept = {row.unit_id: row for row in meeting.reporting if row.unit_id is not None}
    fresh = [
        (kept.get(row.unit_id or 0) or ReportingUnit(unit_id=row.unit_id), row) for row in reporting
    ]
    for place, (record, row) in enumerate(fresh):
        record.words, record.scope, record.sort = row.words, row.scope, place
    meeting.reporting = [record for record, _ in fresh]
    _touch(meeting)
    db.session.flush()
    if meeting.attendance_basis == AttendanceBasis.SHEET:
        write_roster(meeting)
    changes = {
        "invitations": [None, "、".join(row.words for row in invited)],
        "reporting": [None, [row.unit_id or row.words for row in reporting]],
    }
    record_event("meeting.invite", meeting, actor=actor, label=meeting.name, changes=changes)


def reschedule(
    *, meeting: Meeting, schedule: Schedule, actor: Actor, on: date
) -> IssuedPaper | None:
    """Move an announced meeting: the old time stays on record, the notice is issued anew.

    Raises:
        RuleBroken: the meeting is not announced, nothing changes, or the new date is past.
    """
    before = f"{meeting.time_words} {meeting.place}"
    old_date = meeting.held_on
    meeting.move("reschedule")
    if schedule.held_on < on:
        raise RuleBroken("新的会议日期已经过去，请选择今天或以后的日期。")
    _write(meeting, schedule)
    changes = changes_of(meeting)
    if not changes:
        raise RuleBroken("时间和地点都没有变化，请修改后再提交。")
    meeting.reschedulings.append(
        Rescheduling(old_date=old_date, old_words=before[:200], changed_at=now())
    )
    _touch(meeting)
    record_event("meeting.reschedule", meeting, actor=actor, label=meeting.name, changes=changes)
    return correct_notice(meeting, before, actor=actor, on=on)


def hold(*, meeting: Meeting, actor: Actor, on: date) -> None:
    """Register the meeting as held; one whose day passed before any notice counts as 补录.

    Raises:
        RuleBroken: the day has not come, or somebody on the sign-in sheet has no status.
    """
    was_announced = meeting.state == MeetingState.NOTIFIED
    _hold(meeting, on=on)
    if not was_announced and meeting.held_on < on:
        meeting.is_entered_late, meeting.entered_on = True, on
    changes = changes_of(meeting)
    record_event("meeting.hold", meeting, actor=actor, label=meeting.name, changes=changes)


def _hold(meeting: Meeting, *, on: date) -> None:
    if meeting.held_on > on:
        day = chinese_date(meeting.held_on)
        raise RuleBroken(f"会议日期是{day}，还没有到。会议召开后再登记，或先改期。")
    if meeting.unmarked:
        names = "、".join(row.person_name for row in meeting.unmarked[:5])
        raise RuleBroken(
            f"签到表上还有 {len(meeting.unmarked)} 人没有登记到会情况或代会人：{names}。"
            "请在“参会”页登记后再办理。"
        )
    meeting.move("hold")


def cancel(*, meeting: Meeting, reason: str, actor: Actor) -> None:
    """Give a meeting up before it is held, with the reason.

    Raises:
        RuleBroken: it was held already, or the reason is missing.
    """
    meeting.move("cancel", reason=reason)
    meeting.cancelled_reason = reason
    changes = changes_of(meeting)
    record_event("meeting.cancel", meeting, actor=actor, label=meeting.name, changes=changes)
