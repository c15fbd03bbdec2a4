"""会议议程: what comes when, and who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tracker.core.outline import split_speech
from tracker.core.permissions import Viewer
from tracker.meetings import queries
from tracker.meetings.models import Meeting, MeetingKind
from tracker.meetings.papers.loading import meeting_of, meetings_of
from tracker.press.listing import Column, Grid, Listing, numbered

TITLE = "会议议程"
_COLUMNS = (
    Column("序号", 12, True), Column("议程", 74), Column("汇报人（单位）", 50),
    Column("时长", 20, True),
)  # fmt: skip
# What every such meeting has, where the agenda as written does not name it.
REPORTS, SIGNING, SPEECHES = "听取工作汇报", "签订目标责任书", "领导讲话"


def agenda(subject: str, *, on: date, public_url: str, viewer: Viewer | None) -> Listing | None:
    """Return the agenda of a meeting; `subject` is its id.

    Steps as the office wrote them, a line or a numbered point each; below the one about reports
    each unit that reports. 时长 stays blank, as on the paper.
    """
    meeting = meeting_of(subject, viewer)
    if meeting is None:
        return None
    chair = queries.chair_words(meeting)
    facts = (
        ("会议", meeting.title),
        ("时间", meeting.time_words),
        ("地点", meeting.place),
        ("主持", chair),
    )
    return Listing(
        TITLE,
        tuple((label, words) for label, words in facts if words),
        (Grid(_COLUMNS, numbered(list(_rows(meeting))), "还没有议程。"),),
    )


def agenda_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the meetings that have an agenda, newest first."""
    return [(str(one.id), f"{one.name}：{TITLE}") for one in meetings_of(viewer)]


def _rows(meeting: Meeting) -> Iterator[tuple[str, str, str]]:
    for words in _steps(meeting):
        yield words, "", ""
        if "汇报" in words:
            for row in meeting.reporting:
                yield f"　{row.scope or '工作汇报'}", row.name, ""


def _steps(meeting: Meeting) -> list[str]:
    """Return the steps as written, with what is known to come and is not named."""
    outline = split_speech(meeting.agenda)
    points = [point.heading for point in outline.points]
    steps = points or [line.strip() for line in meeting.agenda.splitlines() if line.strip()]
    written = "".join(steps)
    if meeting.reporting and "汇报" not in written:
        steps.append(REPORTS)
    if MeetingKind.AGREEMENT_SIGNING in meeting.kinds and "责任书" not in written:
        steps.append(SIGNING)
    return steps if "讲话" in written else [*steps, SPEECHES]
