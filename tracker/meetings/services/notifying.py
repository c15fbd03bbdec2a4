"""The notice of a meeting: issued, and corrected when the meeting moves."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from tracker.audit.services import record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor, Permission
from tracker.issuing import queries as issued
from tracker.issuing import services as issuing
from tracker.issuing.models import IssuedPaper
from tracker.issuing.services import FairCopy, TakenNumber
from tracker.meetings.models import Meeting
from tracker.meetings.papers import Notice, notice_of
from tracker.press.plain import from_plain


@dataclass(frozen=True)
class NoticeWords:
    """What the office adds to the record for a notice."""

    addressed_to: str
    materials: str = ""
    contact: str = ""
    number: int | None = None


def notify(*, meeting: Meeting, words: NoticeWords, actor: Actor, on: date) -> IssuedPaper:
    """Issue the notice; units see the meeting from now on.

    Raises:
        RuleBroken: the date is past, or place or participants are missing.
    """
    if meeting.held_on < on:
        raise RuleBroken("会议日期已过，不必再发通知；请改用“登记为已召开”。")
    if not meeting.place:
        raise RuleBroken("会议地点未填，请先编辑会议，填写校区和会议室。")
    if not meeting.invitations:
        raise RuleBroken("参会范围未填，请先填写参会人员。")
    meeting.move("notify")
    number = issuing.take_number("notice", year=on.year, typed=words.number)
    notice = notice_of(
        meeting,
        on=on,
        addressed_to=words.addressed_to,
        materials=words.materials,
        contact=words.contact,
        number=number.doc_no,
    )
    paper = _issue_notice(meeting, notice, actor=actor, on=on, number=number)
    record_event("meeting.notify", meeting, actor=actor, label=meeting.name)
    return paper


def _issue_notice(
    meeting: Meeting,
    notice: Notice,
    *,
    actor: Actor,
    on: date,
    number: TakenNumber,
    previous: IssuedPaper | None = None,
) -> IssuedPaper:
    copy = FairCopy(
        kind="notice",
        subject=str(meeting.id),
        title=notice.title,
        snapshot=asdict(notice),
        code=issuing.new_code(),
        public_url=issued.public_url(on=on),
        permission=Permission.MEETING_READ,
    )
    reason = "会议改期" if previous else ""
    return issuing.issue(
        copy, number=number, on=on, actor=actor, previous=previous, correction_reason=reason
    )


def correct_notice(meeting: Meeting, before: str, *, actor: Actor, on: date) -> IssuedPaper | None:
    """Issue the notice anew where one is out: it names the time that was told before."""
    previous = issued.latest("notice", str(meeting.id))
    if previous is None:
        return None
    db.session.refresh(meeting, ["campus"])
    old: Notice = from_plain(Notice, previous.snapshot)
    fresh = notice_of(meeting, on=on, addressed_to=old.addressed_to, number=old.number)
    notice = replace(
        fresh,
        title=f"关于{meeting.title}改期的通知",
        opening=(
            f"原定于{before}召开的{meeting.title}，因故改期。现将调整后的有关事项通知如下，"
            "此前印发的通知以本通知为准。"
        ),
        materials=old.materials,
        contact=old.contact,
    )
    number = issuing.number_of(previous)
    return _issue_notice(meeting, notice, actor=actor, on=on, number=number, previous=previous)
