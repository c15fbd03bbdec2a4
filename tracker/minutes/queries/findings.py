"""The checklist before issuing: what blocks, and what should be looked at."""

from collections.abc import Iterator

from tracker.agreements.models import AgreementState, Signing
from tracker.core.text import names_in
from tracker.followups.models import DueBasis
from tracker.meetings.models import MeetingState
from tracker.minutes.models import Minutes
from tracker.minutes.queries.finding import Finding, Level, ask, block
from tracker.minutes.queries.privacy import private_texts
from tracker.minutes.queries.proceedings import Proceedings

# More names than this are counted and not listed.
MOST_NAMES = 8


def findings(proceedings: Proceedings, minutes: Minutes | None) -> list[Finding]:
    """Return what keeps the minutes from being issued, and what should be looked at, in order.

    The texts are read once there is a draft.
    """
    found = [
        *_meeting_findings(proceedings),
        *_report_findings(proceedings),
        *_area_findings(proceedings),
        *_point_findings(proceedings),
        *_agreement_findings(proceedings),
        *_item_findings(proceedings),
        *(_text_findings(proceedings, minutes) if minutes is not None else ()),
    ]
    here = {"meeting_id": proceedings.meeting.id}
    placed = [finding.at(here) for finding in found]
    return sorted(placed, key=lambda finding: finding.level != Level.BLOCK)


def blocks(proceedings: Proceedings, minutes: Minutes) -> list[Finding]:
    """Return only what keeps the minutes from being sent and issued."""
    return [f for f in findings(proceedings, minutes) if f.level == Level.BLOCK]


def _meeting_findings(proceedings: Proceedings) -> Iterator[Finding]:
    meeting = proceedings.meeting
    if meeting.state in {MeetingState.DRAFT, MeetingState.NOTIFIED, MeetingState.CANCELLED}:
        sentence = f"会议现在是“{meeting.state_label}”，召开后才能印发纪要。"
        yield block(sentence, "minutes.overview")
    if proceedings.missing_attendance:
        yield block(proceedings.missing_attendance, "meetings.attendance")
    if meeting.chair_id is None and not meeting.chair_as_written:
        yield ask("主持人未填，纪要中不写主持。", "meetings.edit")


def _report_findings(proceedings: Proceedings) -> Iterator[Finding]:
    names = [row.name for row in proceedings.unreported]
    if names:
        yield ask(f"还有 {len(names)} 个单位没有汇报：{_named(names)}。", "unit_reports.of_meeting")


def _area_findings(proceedings: Proceedings) -> Iterator[Finding]:
    entries = [entry for one in proceedings.area_lists for entry in one.entries]
    unknown = list(dict.fromkeys(entry.words for entry in entries if not entry.areas))
    if unknown:
        sentence = f"提及领域中有 {len(unknown)} 个没有对应到风险领域：{_named(unknown)}。"
        yield ask(sentence, "risks.of_meeting")


def _point_findings(proceedings: Proceedings) -> Iterator[Finding]:
    if not proceedings.meeting.addresses:
        yield ask("还没有录入讲话与要求，纪要中将没有这部分。", "followups.points")
    elif count := len(proceedings.open_points):
        yield block(f"还有 {count} 条要求没有确定落实方式。", "followups.points")


def _agreement_findings(proceedings: Proceedings) -> Iterator[Finding]:
    for signing in proceedings.signings:
        if sentence := _undated(signing):
            yield ask(sentence, "agreements.of_meeting")


def _undated(signing: Signing) -> str:
    if not signing.agreements:
        return f"《{signing.title}》还没有登记由哪些单位签订、何日签订。"
    waiting = [one for one in signing.agreements if one.state == AgreementState.TO_SIGN]
    names = _named([one.unit_name for one in waiting])
    return f"《{signing.title}》还有 {len(waiting)} 个单位没有签订日期：{names}。" if names else ""


def _item_findings(proceedings: Proceedings) -> Iterator[Finding]:
    undated = [item for item in proceedings.printed_items if item.due_on is None]
    suggested = [
        item
        for item in proceedings.planned
        if item.due_on is not None and item.due_basis == DueBasis.SUGGESTED
    ]
    if undated:
        yield block(f"有 {len(undated)} 项任务没有时限。", "followups.of_meeting")
    if suggested:
        sentence = f"有 {len(suggested)} 项任务的时限是系统建议，请核对。"
        yield ask(sentence, "followups.of_meeting")


def _text_findings(proceedings: Proceedings, minutes: Minutes) -> Iterator[Finding]:
    if not minutes.opening.strip():
        yield block("导语是空的。", "minutes.show")
    if told := _told_without_report(proceedings, minutes):
        sentence = f"纪要写了 {_named(told)} 的汇报，但没有登记，请登记或改写。"
        yield ask(sentence, "unit_reports.of_meeting")
    yield from private_texts(proceedings, minutes)


def _told_without_report(proceedings: Proceedings, minutes: Minutes) -> list[str]:
    """Return the units that the draft says reported, of which no report is known."""
    if proceedings.meeting.is_entered_late:
        return []
    names = names_in(minutes.hearing, (row.name for row in proceedings.meeting.reporting))
    return [row.name for row in proceedings.unreported if row.name in names]


def _named(names: list[str]) -> str:
    more = "等" if len(names) > MOST_NAMES else ""
    return f"{'、'.join(names[:MOST_NAMES])}{more}"
