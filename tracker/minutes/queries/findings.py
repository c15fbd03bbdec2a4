"""The checklist before issuing: what blocks, and what should be looked at."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tracker.core import privacy
from tracker.directory import queries as directory
from tracker.followups.models import DueBasis
from tracker.meetings.models import MeetingState
from tracker.minutes.models import Minutes
from tracker.minutes.queries.proceedings import Proceedings

Row = tuple["Level", str, str]


class Level(StrEnum):
    """What a finding does: a block keeps minutes from being sent and issued, an ask does not."""

    BLOCK = "block"
    ASK = "ask"


@dataclass(frozen=True)
class Finding:
    """One sentence of the checklist before issuing, with the page where it is mended."""

    level: Level
    sentence: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


def findings(proceedings: Proceedings, minutes: Minutes | None) -> list[Finding]:
    """Return what keeps the minutes from being issued, and what should be looked at, in order."""
    here = {"meeting_id": proceedings.meeting.id}
    rows = [
        *_meeting_findings(proceedings),
        *_point_findings(proceedings),
        *_item_findings(proceedings),
        *(_text_findings(minutes) if minutes is not None else ()),
    ]
    found = [Finding(level, sentence, endpoint, here) for level, sentence, endpoint in rows]
    return sorted(found, key=lambda finding: finding.level != Level.BLOCK)


def blocks(proceedings: Proceedings, minutes: Minutes) -> list[Finding]:
    """Return only what keeps the minutes from being sent and issued."""
    return [f for f in findings(proceedings, minutes) if f.level == Level.BLOCK]


def _meeting_findings(proceedings: Proceedings) -> list[Row]:
    meeting = proceedings.meeting
    rows = []
    if meeting.state in {MeetingState.DRAFT, MeetingState.NOTIFIED, MeetingState.CANCELLED}:
        sentence = f"会议现在是“{meeting.state_label}”，召开后才能印发纪要。"
        rows.append((Level.BLOCK, sentence, "minutes.overview"))
    if proceedings.missing_attendance:
        rows.append((Level.BLOCK, proceedings.missing_attendance, "meetings.attendance"))
    if not proceedings.chair:
        rows.append((Level.ASK, "主持人未填，纪要中不写主持。", "meetings.edit"))
    return rows


def _point_findings(proceedings: Proceedings) -> list[Row]:
    if not proceedings.meeting.addresses:
        return [(Level.ASK, "还没有录入讲话与要求，纪要中将没有这部分。", "followups.points")]
    if count := len(proceedings.open_points):
        return [(Level.BLOCK, f"还有 {count} 条要求没有确定落实方式。", "followups.points")]
    return []


def _item_findings(proceedings: Proceedings) -> list[Row]:
    undated = [item for item in proceedings.printed_items if item.due_on is None]
    suggested = [
        item
        for item in proceedings.planned
        if item.due_on is not None and item.due_basis == DueBasis.SUGGESTED
    ]
    rows = []
    if undated:
        rows.append((Level.BLOCK, f"有 {len(undated)} 项任务没有时限。", "followups.of_meeting"))
    if suggested:
        sentence = f"有 {len(suggested)} 项任务的时限是系统建议，请核对。"
        rows.append((Level.ASK, sentence, "followups.of_meeting"))
    return rows


def _text_findings(minutes: Minutes) -> list[Row]:
    rows = []
    if not minutes.opening.strip():
        rows.append((Level.BLOCK, "导语是空的。", "minutes.show"))
    for label, text in (
        ("导语", minutes.opening),
        ("听取汇报", minutes.hearing),
        ("结尾", minutes.closing),
        ("分送", minutes.distribution),
    ):
        if sentence := _privacy_sentence(text):
            rows.append((Level.BLOCK, f"{label}：{sentence}", "minutes.show"))
    return rows


def _privacy_sentence(text: str) -> str:
    """Return what the privacy check says; the directory is asked only where a name matters."""
    if not text or privacy.check(text) is None:
        return ""
    finding = privacy.check(text, known_names=directory.person_names())
    return finding.sentence if finding else ""
