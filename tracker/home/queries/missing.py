"""What a meeting still lacks, as sentences that lead to where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.agreements import queries as agreements
from tracker.followups.models import TICKABLE_STATES, FollowUp
from tracker.meetings.models import Meeting, MeetingState
from tracker.minutes import queries as minutes
from tracker.minutes.models import Minutes, MinutesState
from tracker.unit_reports import queries as unit_reports
from tracker.unit_reports.models import ReportState

REPORTS, AGREEMENTS = "unit_reports.of_meeting", "agreements.of_meeting"
COPY_LABELS = {REPORTS: "复制催报文字", AGREEMENTS: "复制催签文字"}


@dataclass(frozen=True)
class Missing:
    """What is still to be done, as a sentence that leads there; `reminder` is text to copy."""

    sentence: str
    endpoint: str
    reminder: str = ""

    @property
    def copy_label(self) -> str:
        """Return the words of the button that copies the reminder."""
        return COPY_LABELS.get(self.endpoint, "复制提醒文字")


def missing(proceedings: minutes.Proceedings, newest: Minutes | None, *, on: date) -> list[Missing]:
    """Return what the meeting lacks, in the order in which it is done."""
    meeting = proceedings.meeting
    if meeting.state in {MeetingState.DRAFT, MeetingState.NOTIFIED}:
        return [_before(meeting, on), *_about_reports(proceedings), *_to_accept(proceedings)]
    found: list[Missing] = []
    if meeting.is_open_to_changes:
        reminders = _reminders(proceedings)
        found += [
            Missing(one.sentence, one.endpoint, reminders.get(one.endpoint, ""))
            for one in minutes.findings(proceedings, None)
        ]
        found += _to_accept(proceedings)
        found.append(_about_minutes(meeting, newest))
    else:
        found += _about_agreements(proceedings)
    return found + _about_items(proceedings)


def _reminders(proceedings: minutes.Proceedings) -> dict[str, str]:
    """Return {page: text to copy} for what units still owe the office."""
    meeting, units = proceedings.meeting, proceedings.unreported
    return {
        REPORTS: unit_reports.reminder(meeting, units) if units else "",
        AGREEMENTS: agreements.reminder_of_meeting(meeting.name, proceedings.signings),
    }


def _before(meeting: Meeting, on: date) -> Missing:
    if meeting.state == MeetingState.DRAFT:
        return Missing("会议通知还没有印发。", "meetings.notify")
    if meeting.held_on <= on:
        return Missing("会议日期已到，召开后请登记为已召开。", "meetings.hold")
    when = f"{meeting.time_words}{f'在{meeting.place}' if meeting.place else ''}召开"
    return Missing(
        f"会议定于{when}。",
        "meetings.attendance",
        f"“{meeting.name}”定于{when}，请准时参会；须汇报的单位请提前准备材料。",
    )


def _about_reports(proceedings: minutes.Proceedings) -> list[Missing]:
    names = [row.name for row in proceedings.unreported]
    if proceedings.meeting.state != MeetingState.NOTIFIED or not names:
        return []
    sentence = f"还有 {len(names)} 个单位未报送：{'、'.join(names)}。"
    return [Missing(sentence, REPORTS, _reminders(proceedings)[REPORTS])]


def _to_accept(proceedings: minutes.Proceedings) -> list[Missing]:
    waiting = [one for one in proceedings.reports if one.state == ReportState.SUBMITTED]
    if not waiting:
        return []
    names = "、".join(one.unit.display_name for one in waiting)
    return [Missing(f"有 {len(waiting)} 份汇报待收下：{names}。", REPORTS)]


def _about_agreements(proceedings: minutes.Proceedings) -> list[Missing]:
    waiting = agreements.undated(proceedings.signings)
    if not waiting:
        return []
    names = "、".join(dict.fromkeys(one.unit_name for one in waiting))
    sentence = f"还有 {len(waiting)} 份责任书未签订：{names}。"
    return [Missing(sentence, AGREEMENTS, _reminders(proceedings)[AGREEMENTS])]


def _about_minutes(meeting: Meeting, newest: Minutes | None) -> Missing:
    if newest is None or newest.state == MinutesState.ISSUED:
        return Missing("纪要还没有起草。", "minutes.show")
    if newest.state == MinutesState.DRAFT:
        return Missing("纪要起草中，待送签。", "minutes.show")
    if newest.state == MinutesState.RETURNED:
        return Missing(f"纪要被退回：{newest.return_reason}", "minutes.show")
    reminder = f"《{meeting.name}纪要》已送签，请审阅签发；如在纸面签发，请将签发单送办公室。"
    return Missing("纪要已送签，待签发。", "minutes.show", reminder)


def _about_items(proceedings: minutes.Proceedings) -> list[Missing]:
    found = []
    if planned := len(proceedings.planned):
        found.append(Missing(f"还有 {planned} 项任务未交办。", "followups.of_meeting"))
    waiting = [item for item in proceedings.items if item.state in TICKABLE_STATES]
    if waiting:
        found.append(_about_units(proceedings.meeting, waiting))
    if proceedings.meeting.state == MeetingState.MINUTED and proceedings.is_done:
        found.append(Missing("任务已全部办结，可以办结会议。", "minutes.overview"))
    return found


def _about_units(meeting: Meeting, waiting: Iterable[FollowUp]) -> Missing:
    counts: dict[str, int] = {}
    by_unit = sorted(waiting, key=lambda item: (item.lead_unit.sort, item.lead_unit_id))
    for item in by_unit:
        name = item.lead_unit.display_name
        counts[name] = counts.get(name, 0) + 1
    sentence = f"还有 {len(counts)} 个单位 {len(by_unit)} 项任务未报结：{'、'.join(counts)}。"
    each = "、".join(f"{name} {count} 项" for name, count in counts.items())
    reminder = f"“{meeting.name}”的督办任务尚未报结：{each}。请按时限办理，办结后请报结。"
    return Missing(sentence, "followups.of_meeting", reminder)
