"""Texts that go into the minutes and may not be kept at all (domain.md §6.5), with their place.

What is found is never repeated: the line may be read by others and logged.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tracker.core import privacy
from tracker.directory import queries as directory
from tracker.followups.models import FollowUpState
from tracker.meetings import queries as meetings
from tracker.meetings.models import AttendanceBasis, Meeting
from tracker.minutes.models import Minutes
from tracker.minutes.queries.finding import Finding, block
from tracker.minutes.queries.proceedings import Proceedings


@dataclass(frozen=True)
class Text:
    """A text with its place in words, and the page where it is mended."""

    place: str
    words: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


def private_texts(proceedings: Proceedings, minutes: Minutes) -> Iterator[Finding]:
    """Yield a red line for each text that the privacy checks would refuse."""
    for text in _texts(proceedings, minutes):
        if sentence := _sentence(text.words):
            yield block(f"{text.place}：{sentence}", text.endpoint, **text.values)


def _sentence(text: str) -> str:
    """Return what the privacy check says; the directory is asked only where a name matters."""
    if not text or privacy.check(text) is None:
        return ""
    finding = privacy.check(text, known_names=directory.person_names())
    return finding.sentence if finding else ""


def _texts(proceedings: Proceedings, minutes: Minutes) -> Iterator[Text]:
    yield Text("导语", minutes.opening, "minutes.show")
    yield Text("听取汇报", minutes.hearing, "minutes.show")
    yield Text("结尾", minutes.closing, "minutes.show")
    yield Text("分送", minutes.distribution, "minutes.show")
    yield from _of_meeting(proceedings.meeting)
    yield from _spoken(proceedings.meeting)
    for area_list in proceedings.area_lists:
        words = "、".join(entry.words for entry in area_list.entries)
        context = meetings.area_context(area_list)
        yield Text(f"提及领域（{context}）", words, "risks.of_meeting")
    yield from _settled(proceedings)


def _of_meeting(meeting: Meeting) -> Iterator[Text]:
    named = (meeting.title, meeting.place, meeting.held_by_as_written, meeting.chair_as_written)
    yield Text("会议名称、地点或主持", "\n".join(named), "meetings.edit")
    if meeting.attendance_basis == AttendanceBasis.CATEGORIES:
        invited = "\n".join(row.words for row in meeting.invitations)
        yield Text("参会范围", invited, "meetings.invited")
    reporting = "\n".join(f"{row.words}\n{row.scope}" for row in meeting.reporting)
    yield Text("汇报单位", reporting, "meetings.invited")


def _spoken(meeting: Meeting) -> Iterator[Text]:
    here = {"meeting_id": meeting.id}
    for address in meeting.addresses:
        parts = (f"{point.heading}。{point.body}" for point in address.points)
        words = "\n".join((address.verb, address.lead, *parts, address.tail))
        # 会议指出 names itself; a leader is named with the deed.
        who = address.verb if address.person_id is None else f"{address.who}{address.verb}"
        yield Text(who, words, "meetings.edit_address", {**here, "address_id": address.id})


def _settled(proceedings: Proceedings) -> Iterator[Text]:
    for place, signing in enumerate(proceedings.signings, 1):
        told = "\n".join((signing.title, signing.verb, *signing.told_by, *signing.told_with))
        yield Text(f"责任书（第 {place} 份）的名称或双方", told, "agreements.of_meeting")
    for item in proceedings.printed_items:
        words = "\n".join((item.title, item.addressed_to, item.due_as_told))
        is_planned = item.state == FollowUpState.PLANNED
        endpoint = "followups.edit" if is_planned else "followups.show"
        yield Text(f"任务 {item.code}", words, endpoint, {"followup_id": item.id})
