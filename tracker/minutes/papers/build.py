"""From the record, or from what was frozen at issue, to the papers of the minutes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.accounts import queries as accounts
from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.issuing.models import IssuedPaper
from tracker.meetings import queries as meetings
from tracker.meetings.models import Meeting
from tracker.minutes import queries
from tracker.minutes.models import Minutes
from tracker.minutes.papers.comrades import as_comrades, says_comrade, with_comrades
from tracker.minutes.papers.data import ApprovalSheet, MinutesPaper
from tracker.minutes.papers.parts import resolutions, rosters
from tracker.minutes.papers.signed import agreement_sentences
from tracker.minutes.papers.spoken import leaders_addresses, meetings_own, units_areas
from tracker.minutes.papers.words import (
    content_words,
    hearing_words,
    opening_words,
    planned_hearing_words,
)
from tracker.minutes.queries import Proceedings
from tracker.press.parts import Imprint, Receivers, VerifyMark
from tracker.press.plain import from_plain

BLANK_DAY = "　　　　年　　月　　日"
LONGEST_ID = 9
NOT_SAID = frozenset({"mark", "issuer", "imprint"})


@dataclass(frozen=True)
class Marks:
    """What only an issued paper bears: its number, its day, its code, and what it replaces."""

    number: str = ""
    issued_on: date | None = None
    verify: VerifyMark | None = None
    replaced: IssuedPaper | None = None


def from_record(
    proceedings: Proceedings, minutes: Minutes, *, settings: Mapping[str, str], marks: Marks
) -> MinutesPaper:
    """Return the minutes as the record and the draft's texts stand now; a 送审稿 without marks."""
    meeting, areas = proceedings.meeting, proceedings.area_lists
    issuer = issuing_body(meeting, settings)
    issued_on = chinese_date(marks.issued_on) if marks.issued_on else ""
    written = f"{minutes.hearing}{minutes.closing}"
    paper = MinutesPaper(
        mark=settings["red_head"] or f"{settings['college_name']}会议纪要",
        number=marks.number,
        issuer=issuer,
        issued_on=issued_on,
        title=paper_title(meeting),
        opening=minutes.opening,
        imprint=_imprint(minutes, issuer, issued_on, settings),
        content=content_words(meeting),
        reports=minutes.hearing,
        named=units_areas(areas, told_in=written),
        addresses=leaders_addresses(meeting, areas, is_full_text=minutes.is_full_text),
        findings=meetings_own(meeting, areas, is_demand=False),
        demands=meetings_own(meeting, areas, is_demand=True),
        agreements=agreement_sentences(proceedings.signings, told_in=written),
        resolutions=resolutions(proceedings.printed_items),
        closing=minutes.closing,
        rosters=rosters(meeting),
        verify=marks.verify,
        version_note=f"更正（第{minutes.version}版）" if minutes.version > 1 else "",
        correction=_correction(marks.replaced),
    )
    return with_comrades(paper, proceedings) if says_comrade(settings) else paper


def issuing_body(meeting: Meeting, settings: Mapping[str, str]) -> str:
    """Return who issues: the setting, else the organiser, else the college."""
    organiser = meeting.organiser.name if meeting.organiser else ""
    return settings["issuing_body"] or organiser or settings["college_name"]


def paper_title(meeting: Meeting) -> str:
    """Return the title of the minutes: the meeting's, with 纪要."""
    title = meeting.title.strip()
    return title if title.endswith("纪要") else f"{title}纪要"


def _imprint(minutes: Minutes, issuer: str, issued_on: str, settings: Mapping[str, str]) -> Imprint:
    receivers = minutes.distribution.strip()
    label = settings["distribution_label"] or "分送"
    return Imprint(
        (Receivers(label, receivers),) if receivers else (),
        issuer,
        issued_on or BLANK_DAY,
        f"共印{minutes.copies}份" if minutes.copies else "",
    )


def _correction(replaced: IssuedPaper | None) -> str:
    if replaced is None:
        return ""
    return f"本纪要更正{chinese_date(replaced.issued_on)}印发的同号纪要，原件停止使用。"


def of_version(
    proceedings: Proceedings, minutes: Minutes, *, settings: Mapping[str, str]
) -> MinutesPaper:
    """Return a version as it was issued, or else the 送审稿 that the record gives now."""
    if minutes.issued_paper is not None:
        return from_plain(MinutesPaper, minutes.issued_paper.snapshot)
    marks = Marks(replaced=_replaced(minutes))
    return from_record(proceedings, minutes, settings=settings, marks=marks)


def _replaced(minutes: Minutes) -> IssuedPaper | None:
    if minutes.version == 1:
        return None
    earlier = queries.versions(minutes.meeting_id)
    return next((v.issued_paper for v in earlier if v.version == minutes.version - 1), None)


def with_texts(
    proceedings: Proceedings, minutes: Minutes, texts: Mapping[str, Any], *, on: date
) -> MinutesPaper:
    """Return the 送审稿 as it would be with other texts; nothing is stored."""
    # A row of its own that never enters the session, so that typing changes no record.
    tried = Minutes(meeting_id=minutes.meeting_id, version=minutes.version, **texts)
    marks = Marks(replaced=_replaced(minutes))
    return from_record(proceedings, tried, settings=queries.settings(on=on), marks=marks)


def of_meeting(proceedings: Proceedings, minutes: Minutes | None, *, on: date) -> MinutesPaper:
    """Return what the record gives, whether or not minutes are drafted; by headings only."""
    settings = queries.settings(on=on)
    drafted = minutes or Minutes(**suggested(proceedings, settings), closing="")
    told = Minutes(
        version=1, opening=drafted.opening, hearing=drafted.hearing, closing=drafted.closing,
        is_full_text=False, distribution="",
    )  # fmt: skip
    return from_record(proceedings, told, settings=settings, marks=Marks())


def suggested(proceedings: Proceedings, settings: Mapping[str, str]) -> dict[str, str]:
    """Return 导语 and 听取汇报 as the record gives them."""
    meeting, college = proceedings.meeting, settings["college_name"]
    planned = not meeting.was_held
    chair = proceedings.chair
    if chair and says_comrade(settings):
        chair = as_comrades(chair, [chair])
    opening = opening_words(meeting, chair=chair, college=college, is_planned=planned)
    hearing = hearing_words(proceedings.heard, oral=proceedings.oral)
    return {
        "opening": opening,
        "hearing": planned_hearing_words(meeting.reporting) if planned else hearing,
    }


def fingerprint(paper: MinutesPaper) -> str:
    """Return a SHA-256 of what the draft says, so that nobody signs what has changed since.

    Head and 版记 follow from the settings of the day of signature and are left out.
    """
    said = {key: value for key, value in asdict(paper).items() if key not in NOT_SAID}
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def minutes(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> MinutesPaper | None:
    """Return 会议纪要 of a meeting ("12") or of one of its versions ("12-2").

    Issued minutes come from their snapshot; before issue it is a 送审稿, for the office and the
    leaders only.
    """
    found = _version(subject, viewer)
    if found is None or found.is_scanned or not _may_read(found, viewer):
        return None
    proceedings = queries.get_proceedings(found.meeting_id, viewer=viewer)
    if proceedings is None:
        return None
    return of_version(proceedings, found, settings=queries.settings(on=on))


def minutes_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (meeting id, title) of the minutes that can be printed, newest first."""
    return [(subject, f"{title}纪要") for subject, title, _ in _drafted(viewer)]


def approval_sheet(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> ApprovalSheet | None:
    """Return 发文稿纸 of a meeting's newest minutes ("12") or of a version ("12-2")."""
    found = _version(subject, viewer)
    if found is None or found.is_scanned or not (viewer is None or viewer.sees_all):
        return None
    settings = queries.settings(on=on)
    paper = found.issued_paper
    return ApprovalSheet(
        heading=f"{settings['college_name']}发文稿纸",
        title=paper_title(found.meeting),
        number=paper.doc_no if paper else "",
        drafted_by=found.drafter_name,
        drafted_on=_day(found.submitted_on),
        reviewed_by=found.reviewer_name if found.reviewed_on else "",
        reviewed_on=_day(found.reviewed_on),
        issued_by=found.issuer_name,
        issued_on=_day(found.issued_on),
        drafting_unit=issuing_body(found.meeting, settings),
        receivers=found.distribution,
        copies=f"{found.copies}份" if found.copies else "",
        remark=_remark(found),
    )


def approval_sheet_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (meeting id, title) of the sheets that can be printed, newest first."""
    if viewer is not None and not viewer.sees_all:
        return []
    return [
        (subject, f"发文稿纸：{title}纪要")
        for subject, title, found in _drafted(viewer)
        if not found.is_scanned
    ]


def _version(subject: str, viewer: Viewer | None) -> Minutes | None:
    """Return the version that an id names: the newest issued one, else the newest draft."""
    meeting_id, _, version = subject.partition("-")
    if not _is_id(meeting_id) or (version and not _is_id(version)):
        return None
    if meetings.get_meeting(int(meeting_id), viewer=viewer) is None:
        return None
    found = queries.versions(int(meeting_id))
    if version:
        return next((one for one in found if one.version == int(version)), None)
    return next((one for one in found if one.is_issued), found[0] if found else None)


def _is_id(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= LONGEST_ID


def _may_read(found: Minutes, viewer: Viewer | None) -> bool:
    return viewer is None or viewer.sees_all or found.is_issued


def _drafted(viewer: Viewer | None) -> list[tuple[str, str, Minutes]]:
    query = select(Minutes, Meeting).join(Minutes.meeting).where(
        Meeting.id.in_(meetings.visible(viewer).with_only_columns(Meeting.id)),
    )  # fmt: skip
    rows = db.session.execute(query.order_by(Meeting.held_on.desc(), Minutes.version))
    newest = {
        str(meeting.id): (str(meeting.id), meeting.title, found)
        for found, meeting in rows
        if _may_read(found, viewer)
    }
    return list(newest.values())


def _remark(found: Minutes) -> str:
    """Say where the signed paper lies, where the office recorded the signature from it."""
    acts = accounts.paper_acts_of(f"minutes:{found.id}")
    return "".join(
        f"{act.post_title}{act.person_name}{chinese_date(act.acted_on)}纸面签发，"
        f"由{act.recorder_name}代录{f'，纸件存放：{act.location}' if act.location else ''}。"
        for act in acts
        if act.action == "minutes.issue"
    )


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""
