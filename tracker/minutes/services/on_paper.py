"""Minutes that were signed and issued on paper before they were entered here."""

from dataclasses import dataclass
from datetime import date

from tracker.accounts.services import record_paper_act, subject_of
from tracker.audit.services import record_event
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Permission, Viewer
from tracker.directory.models import Person
from tracker.files.models import StoredFile
from tracker.issuing import services as issuing
from tracker.issuing.models import IssuedPaper
from tracker.meetings.models import MeetingState
from tracker.minutes import queries
from tracker.minutes.models import Minutes
from tracker.minutes.queries import Proceedings
from tracker.minutes.services.drafting import begin
from tracker.minutes.services.issuing import KIND, close_meeting
from tracker.minutes.services.rules import label, require_signatory, words

PDF = "application/pdf"


@dataclass(frozen=True)
class IssuedOnPaper:
    """What stands on the issued paper: its number of the year, who signed it and when."""

    number: int
    signer: Person
    issued_on: date
    scan: StoredFile


def register_issued(
    proceedings: Proceedings, *, entry: IssuedOnPaper, recorder: Viewer, on: date
) -> IssuedPaper:
    """登记纸质印发的纪要: the scan is the issued copy, with its own number, and never changes.

    What the record still lacks does not matter: the paper was issued as it is.

    Raises:
        RuleBroken: the meeting was not held or has minutes, the signer could not sign on that
            day, the number is in use, the day is to come, or the scan is no PDF.
    """
    meeting = proceedings.meeting
    if meeting.state != MeetingState.HELD or queries.current(meeting.id) is not None:
        raise RuleBroken("只有已召开、还没有起草纪要的会议，才能登记纸质印发的纪要。")
    if entry.issued_on > on:
        raise RuleBroken("印发日期晚于今天，请核对纸面上的日期。")
    if entry.scan.content_type != PDF:
        raise RuleBroken("请上传 PDF 扫描件，多页请合成一个文件。")
    minutes = begin(Minutes(meeting=meeting, version=1), "minutes.start", recorder.as_actor())
    number = issuing.take_number(
        queries.SERIES, year=entry.issued_on.year, typed=entry.number
    )  # fmt: skip
    actor = record_paper_act(
        action="minutes.issue", subject=subject_of(minutes), person=entry.signer,
        acted_on=entry.issued_on, location=f"{number.doc_no}扫描件", scan=None, recorder=recorder,
    )  # fmt: skip
    require_signatory(minutes, actor, entry.issued_on)
    minutes.move("register")
    minutes.issuer_name, minutes.issued_on = words(actor), entry.issued_on
    copy = issuing.FairCopy(
        KIND, str(meeting.id), f"{meeting.name}纪要"[:200], {}, issuing.new_code(), "",
        Permission.MINUTES_READ,
    )  # fmt: skip
    minutes.issued_paper = issuing.register_scan(
        copy, number=number, on=entry.issued_on, issuer_name=minutes.issuer_name,
        scan=entry.scan, actor=actor,
    )  # fmt: skip
    close_meeting(meeting)
    record_event("minutes.register", minutes, actor=actor, label=label(minutes))
    return minutes.issued_paper
