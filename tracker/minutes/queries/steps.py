"""The way of a meeting and the one act that comes next, for this viewer."""

from dataclasses import dataclass
from datetime import date

from tracker.core.permissions import Permission, Role, Viewer
from tracker.followups.models import ENDED_STATES
from tracker.meetings.models import MeetingState
from tracker.minutes.models import Minutes, MinutesState
from tracker.minutes.queries.proceedings import Proceedings
from tracker.minutes.queries.versions import is_for
from tracker.unit_reports.models import ReportState


@dataclass(frozen=True)
class Step:
    """One step of the stepper: state is done, current, todo or offline."""

    label: str
    state: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Act:
    """The next act: the words on the filled button and the endpoint that it leads to."""

    label: str
    endpoint: str


def steps(proceedings: Proceedings, minutes: Minutes | None) -> list[Step]:
    """Return the meeting's way: 通知 → 材料 → 开会 → 纪要 → 交办 → 办结销号."""
    meeting = proceedings.meeting
    is_minuted = meeting.was_held and meeting.state != MeetingState.HELD
    planned, missing = len(proceedings.planned), len(proceedings.unreported)
    items = proceedings.printed_items
    ended = sum(item.state in ENDED_STATES for item in items)
    is_called = meeting.state != MeetingState.DRAFT
    rows = [
        ("通知", is_called, ""),
        ("材料", meeting.was_held or (is_called and not missing),
         f"{missing} 个单位未报" if missing else ""),
        ("开会", meeting.was_held, ""),
        ("纪要", is_minuted and not meeting.is_being_corrected,
         minutes.state_label if minutes else ""),
        ("交办", (is_minuted or bool(items)) and not planned,
         f"{planned} 项未交办" if planned else ""),
        ("办结销号", meeting.state == MeetingState.CONCLUDED,
         f"{ended}/{len(items)} 项" if items else ""),
    ]  # fmt: skip
    first_open = next((n for n, (_, is_done, _) in enumerate(rows) if not is_done), len(rows))
    found = [
        Step(label, "done" if is_done else "current" if n == first_open else "todo", note)
        for n, (label, is_done, note) in enumerate(rows)
    ]
    return _offline(found, proceedings) if meeting.is_entered_late else found


def _offline(found: list[Step], proceedings: Proceedings) -> list[Step]:
    """Say of a meeting that was entered late what was done before: no notice, perhaps no reports.

    Reports that were entered as well count as any other.
    """
    is_without = not proceedings.reports
    return [
        Step(step.label, "offline")
        if step.state == "done" and (step.label == "通知" or (step.label == "材料" and is_without))
        else step
        for step in found
    ]


def next_act(
    proceedings: Proceedings, minutes: Minutes | None, *, viewer: Viewer, on: date
) -> Act | None:
    """Return what this viewer should do next with the meeting; None where others are awaited."""
    meeting = proceedings.meeting
    if not meeting.was_held:
        return _before_meeting(proceedings, viewer, on)
    if meeting.state == MeetingState.HELD or meeting.is_being_corrected:
        return _about_record(proceedings, viewer) or _about_minutes(minutes, viewer, on)
    return _after_issue(proceedings, viewer)


def _before_meeting(proceedings: Proceedings, viewer: Viewer, on: date) -> Act | None:
    """Return the notice, then the reports, and only from the day on that it was held."""
    meeting = proceedings.meeting
    if not viewer.can(Permission.MEETING_EDIT) or meeting.state == MeetingState.CANCELLED:
        return None
    if meeting.state == MeetingState.DRAFT and on <= meeting.held_on:
        return Act("印发会议通知", "meetings.notify")
    if meeting.held_on <= on:
        return Act("登记为已召开", "meetings.hold")
    if any(report.state == ReportState.SUBMITTED for report in proceedings.reports):
        return Act("收下汇报", "unit_reports.of_meeting")
    return Act("查看未报单位", "unit_reports.of_meeting") if proceedings.unreported else None


def _about_record(proceedings: Proceedings, viewer: Viewer) -> Act | None:
    if not viewer.can(Permission.MEETING_EDIT):
        return None
    if proceedings.missing_attendance:
        return Act("登记参会", "meetings.attendance")
    if not proceedings.meeting.addresses:
        return Act("录入讲话", "meetings.new_address")
    if proceedings.open_points:
        return Act("明确落实方式", "followups.points")
    return None


def _about_minutes(minutes: Minutes | None, viewer: Viewer, on: date) -> Act | None:
    if minutes is not None and minutes.state == MinutesState.SUBMITTED:
        return _about_signature(minutes, viewer, on)
    if not viewer.can(Permission.MINUTES_DRAFT):
        return None
    if minutes is None:
        return Act("起草纪要", "minutes.show")
    is_returned = minutes.state == MinutesState.RETURNED
    return Act("修改被退回的纪要" if is_returned else "继续起草纪要", "minutes.show")


def _about_signature(minutes: Minutes, viewer: Viewer, on: date) -> Act | None:
    if is_for(minutes, viewer=viewer, on=on):
        return Act("签发会议纪要", "minutes.issue")
    if Role.OFFICE_DIRECTOR in viewer.roles and minutes.reviewed_on is None:
        return Act("核稿", "minutes.show")
    if viewer.can(Permission.PAPER_RECORD):
        return Act("代录纸面签发", "minutes.issue")
    return None


def _after_issue(proceedings: Proceedings, viewer: Viewer) -> Act | None:
    if proceedings.planned and viewer.can(Permission.FOLLOWUP_DISPATCH):
        return Act("交办任务", "followups.of_meeting")
    return None


def may_conclude(proceedings: Proceedings, *, viewer: Viewer) -> bool:
    """Tell whether the director may close the meeting now: all that it asked for is done."""
    meeting = proceedings.meeting
    is_ready = meeting.state == MeetingState.MINUTED and not meeting.is_being_corrected
    return is_ready and proceedings.is_done and Role.OFFICE_DIRECTOR in viewer.roles
