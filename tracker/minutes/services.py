"""What is done with minutes: drafted, sent for signature, returned, issued, corrected."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from tracker.accounts import queries as accounts
from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
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
from tracker.press.parts import VerifyMark

KIND = "minutes"
ISSUER_LENGTH = 300


@dataclass(frozen=True)
class Texts:
    """What the drafter writes; all else in the minutes is read from the record."""

    opening: str
    hearing: str
    closing: str
    is_full_text: bool
    distribution: str
    copies: int | None


def suggested_texts(proceedings: Proceedings, settings: Mapping[str, str]) -> dict[str, str]:
    """Return 导语, 听取汇报 and 分送 as the record and the settings give them."""
    texts = papers.suggested(proceedings, settings)
    return {**texts, "distribution": settings["distribution"][:500]}


def start(proceedings: Proceedings, *, actor: Actor, on: date) -> Minutes:
    """Begin the draft with the texts that the record gives.

    Raises:
        RuleBroken: the meeting was not held yet, or its minutes were begun already.
    """
    meeting = proceedings.meeting
    if queries.current(meeting.id) is not None:
        raise RuleBroken("本次会议的纪要已经开始起草，请打开“纪要”页继续。")
    if meeting.state != MeetingState.HELD:
        raise RuleBroken(f"会议现在是“{meeting.state_label}”，登记为已召开后才能起草纪要。")
    texts = suggested_texts(proceedings, queries.settings(on=on))
    minutes = Minutes(meeting=meeting, version=1, **texts)
    return _begin(minutes, "minutes.start", actor)


def _begin(minutes: Minutes, action: str, actor: Actor) -> Minutes:
    if actor.person_id is None:
        raise RuleBroken("纪要须由办公室工作人员起草。")
    minutes.drafter_id, minutes.drafter_name = actor.person_id, actor.name
    db.session.add(minutes)
    try:
        db.session.flush()
    except IntegrityError:
        raise RuleBroken("别人刚刚开始起草这份纪要，请刷新页面后继续。") from None
    record_event(action, minutes, actor=actor, label=_label(minutes))
    return minutes


def edit(*, minutes: Minutes, texts: Texts, actor: Actor) -> None:
    """Write the drafter's texts anew.

    Raises:
        RuleBroken: the draft is out for signature, or issued.
    """
    if not minutes.is_editable:
        raise RuleBroken(f"纪要现在是“{minutes.state_label}”，不能再改；需要改动请先退回。")
    for name, value in asdict(texts).items():
        setattr(minutes, name, value)
    _record("minutes.edit", minutes, actor)


def submit(*, minutes: Minutes, proceedings: Proceedings, actor: Actor, on: date) -> None:
    """送签: hand the draft to the director and the leader.

    Raises:
        RuleBroken: something in the record blocks it, or it is out already.
    """
    _require_ready(proceedings, minutes)
    minutes.move("submit")
    minutes.submitted_on, minutes.return_reason = on, ""
    minutes.reviewer_name, minutes.reviewed_on = "", None
    _record("minutes.submit", minutes, actor)


def review(*, minutes: Minutes, actor: Actor, on: date) -> None:
    """核稿: the director has read the draft and lets it go on to the leader.

    Raises:
        RuleBroken: nothing is out for signature, or the reader has drafted it.
    """
    if minutes.state != MinutesState.SUBMITTED:
        raise RuleBroken(f"纪要现在是“{minutes.state_label}”，送签后才能核稿。")
    if actor.person_id in queries.drafter_ids(minutes):
        raise RuleBroken("拟稿人不能核自己的稿，请转请另一人核稿。")
    minutes.reviewer_name, minutes.reviewed_on = _words(actor), on
    _record("minutes.review", minutes, actor)


def send_back(*, minutes: Minutes, reason: str, actor: Actor, on: date) -> None:
    """退回: give the draft back with a reason, which the drafter sees first.

    Raises:
        RuleBroken: it is not out for signature, no reason is given, or the paper is written by
            somebody whom the minutes were not sent to.
    """
    if actor.paper_act_id is not None:
        _require_signatory(minutes, actor, on)
    minutes.move("return", reason=reason)
    minutes.return_reason = reason
    minutes.reviewer_name, minutes.reviewed_on = _words(actor), None
    _record("minutes.return", minutes, actor)


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
    _require_ready(proceedings, minutes)
    _require_issuer(minutes, actor, on)
    shown = papers.of_version(proceedings, minutes, settings=queries.settings(on=on))
    if seen and seen != papers.fingerprint(shown):
        raise RuleBroken("您打开本页以后，会议内容有改动。请返回上一页刷新，核对后再签发。")
    minutes.move("issue")
    minutes.issuer_name, minutes.issued_on = _words(actor), on
    changes = changes_of(minutes)
    previous = issued.latest(KIND, str(minutes.meeting_id))
    paper = _freeze(minutes, proceedings, actor, typed_number, previous)
    _supersede(minutes)
    _close_meeting(minutes.meeting)
    minutes.issued_paper = paper
    record_event("minutes.issue", minutes, actor=actor, label=_label(minutes), changes=changes)
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
        issuer_name=_words(actor)[:ISSUER_LENGTH],
        previous=previous,
        correction_reason=minutes.correction_reason,
    )


def _supersede(minutes: Minutes) -> None:
    for earlier in queries.versions(minutes.meeting_id):
        if earlier.version < minutes.version and earlier.state == MinutesState.ISSUED:
            earlier.move("supersede")


def _close_meeting(meeting: Meeting) -> None:
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
    return _begin(draft, "minutes.correct", actor)


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


def _require_ready(proceedings: Proceedings, minutes: Minutes) -> None:
    blocks = queries.blocks(proceedings, minutes)
    if blocks:
        raise RuleBroken(f"{blocks[0].sentence}请先处理，再办理纪要。")


def _require_issuer(minutes: Minutes, actor: Actor, on: date) -> None:
    """Let only the chair, the secretary or a recorded delegate sign, and never a drafter.

    Actors are compared, not recorders: a clerk may draft and record a signature on paper.
    """
    if actor.person_id in queries.drafter_ids(minutes):
        raise RuleBroken("拟稿人不能签发自己起草的纪要，请送主持人或党委书记签发。")
    _require_signatory(minutes, actor, on)


def _require_signatory(minutes: Minutes, actor: Actor, on: date) -> None:
    chair_id = minutes.meeting.chair_id
    if actor.person_id is None or not accounts.may_issue(actor.person_id, chair_id, on=on):
        raise RuleBroken(
            "会议纪要由主持人、党委书记或其书面委托的人签发或退回；"
            f"{actor.name}在 {on:%Y-%m-%d} 不在此列。"
        )
    if on < minutes.meeting.held_on:
        raise RuleBroken("办理日期早于会议日期，请核对纸面上的日期。")


def _words(actor: Actor) -> str:
    return f"{actor.post}{actor.name}"


def _label(minutes: Minutes) -> str:
    version = f"（第{minutes.version}版）" if minutes.version > 1 else ""
    return f"{minutes.meeting.name}纪要{version}"


def _record(action: str, minutes: Minutes, actor: Actor) -> None:
    changes = changes_of(minutes)
    record_event(action, minutes, actor=actor, label=_label(minutes), changes=changes)
