"""Issuing minutes, correcting them, and concluding the meeting."""

from dataclasses import asdict
from datetime import date

from tracker.audit.services import changes_of, record_event
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor, Permission
from tracker.followups.models import ENDED_STATES
from tracker.issuing import queries as issued
from tracker.issuing import services as issuing
from tracker.issuing.models import IssuedPaper
from tracker.meetings.models import Meeting, MeetingState
from tracker.minutes import papers, queries
from tracker.minutes.models import Minutes, MinutesState
from tracker.minutes.queries import Proceedings
from tracker.minutes.services.drafting import begin
from tracker.minutes.services.rules import label, require_ready, require_signatory, words
from tracker.press.parts import VerifyMark

KIND = "minutes"
ISSUER_LENGTH = 300


def issue(
    *,
    minutes: Minutes,
    proceedings: Proceedings,
    actor: Actor,
    on: date,
    typed_number: int | None = None,
    seen: str = "",
) -> IssuedPaper:
    """签发: take the number, freeze what the minutes say, and replace the version before.

    `on` is the day of the signature, `typed_number` the one from the office's register where
    the series is kept by hand, `seen` the fingerprint of what was shown to the signer. A
    correction keeps the number of the version before.

    Raises:
        RuleBroken: something blocks it, the signer may not issue or has drafted it, what was
            shown has changed since, or the number is missing or in use.
    """
    require_ready(proceedings, minutes)
    _require_issuer(minutes, actor, on)
    shown = papers.of_version(proceedings, minutes, settings=queries.settings(on=on))
    if seen and seen != papers.fingerprint(shown):
        raise RuleBroken("您打开本页以后，会议内容有改动。请返回上一页刷新，核对后再签发。")
    minutes.move("issue")
    minutes.issuer_name, minutes.issued_on = words(actor), on
    changes = changes_of(minutes)
    previous = issued.latest(KIND, str(minutes.meeting_id))
    paper = _freeze(minutes, proceedings, actor, typed_number, previous)
    _supersede(minutes)
    close_meeting(minutes.meeting)
    minutes.issued_paper = paper
    record_event("minutes.issue", minutes, actor=actor, label=label(minutes), changes=changes)
    return paper


def _freeze(
    minutes: Minutes,
    proceedings: Proceedings,
    actor: Actor,
    typed_number: int | None,
    previous: IssuedPaper | None,
) -> IssuedPaper:
    day = minutes.issued_on or date.min
    if previous is not None:
        number = issuing.number_of(previous)
    else:
        number = issuing.take_number(queries.SERIES, year=day.year, typed=typed_number)
    code, address = issuing.new_code(), issued.public_url(on=day)
    verify = VerifyMark(f"{address}/verify/{code}", f"{code[:4]}-{code[4:]}")
    marks = papers.Marks(number.doc_no, day, verify, previous)
    settings = queries.settings(on=day)
    paper = papers.from_record(proceedings, minutes, settings=settings, marks=marks)
    copy = issuing.FairCopy(
        KIND, str(minutes.meeting_id), paper.title[:200], asdict(paper), code, address,
        Permission.MINUTES_READ,
    )  # fmt: skip
    return issuing.issue(
        copy,
        number=number,
        on=day,
        actor=actor,
        issuer_name=words(actor)[:ISSUER_LENGTH],
        previous=previous,
        correction_reason=minutes.correction_reason,
    )


def _supersede(minutes: Minutes) -> None:
    for earlier in queries.versions(minutes.meeting_id):
        if earlier.version < minutes.version and earlier.state == MinutesState.ISSUED:
            earlier.move("supersede")


def close_meeting(meeting: Meeting) -> None:
    """Let the meeting have its minutes; a correction that was under way has ended."""
    if meeting.state == MeetingState.HELD:
        meeting.move("minute")
    meeting.is_being_corrected = False


def start_correction(*, minutes: Minutes, reason: str, actor: Actor) -> Minutes:
    """更正: open the record again and begin the next version with the texts of this one.

    Raises:
        RuleBroken: this is not the valid issued version, or no reason is given.
    """
    newest = queries.current(minutes.meeting_id)
    if newest is None or newest.id != minutes.id or minutes.state != MinutesState.ISSUED:
        raise RuleBroken("只能更正已印发的最新一版纪要；更正已经开始的，请直接修改。")
    if not reason.strip():
        raise RuleBroken("更正须写明原因，请填写后再提交。")
    minutes.meeting.is_being_corrected = True
    draft = Minutes(
        meeting=minutes.meeting, version=minutes.version + 1, opening=minutes.opening,
        hearing=minutes.hearing, closing=minutes.closing, is_full_text=minutes.is_full_text,
        distribution=minutes.distribution, copies=minutes.copies, correction_reason=reason,
    )  # fmt: skip
    return begin(draft, "minutes.correct", actor)


def conclude(proceedings: Proceedings, *, actor: Actor) -> None:
    """办结: every item of the meeting is closed, so the meeting is.

    Raises:
        RuleBroken: items are still open, the minutes are being corrected, or not issued.
    """
    meeting = proceedings.meeting
    left = sum(item.state not in ENDED_STATES for item in proceedings.items)
    if left:
        raise RuleBroken(f"还有 {left} 项任务没有办结，全部办结后才能办结会议。")
    if meeting.is_being_corrected:
        raise RuleBroken("纪要正在更正，更正版印发后才能办结会议。")
    meeting.move("conclude")
    changes = changes_of(meeting)
    record_event("meeting.conclude", meeting, actor=actor, label=meeting.name, changes=changes)


def _require_issuer(minutes: Minutes, actor: Actor, on: date) -> None:
    """Let only the chair, the secretary or a recorded delegate sign, and never a drafter.

    Actors are compared, not recorders: a clerk may draft and record a signature on paper.
    """
    if actor.person_id in queries.drafter_ids(minutes):
        raise RuleBroken("拟稿人不能签发自己起草的纪要，请送主持人或党委书记签发。")
    require_signatory(minutes, actor, on)
