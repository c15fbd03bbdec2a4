"""工作提示函: a short and polite letter that reminds a unit of one item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.core.calendar import chinese_date, due_words
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.followups.models import REMINDER, SlipStep, UrgeSlip
from tracker.followups.papers.sending import Sending, sending_of, slip_of
from tracker.press.plain import from_plain
from tracker.press.typography import heading_number, title_lines

TITLE = "工作提示函"
TITLE_WIDTH = 20


@dataclass(frozen=True)
class Reminder:
    """工作提示函 (domain §3 row 13) about one item; every field is as printed.

    `standing` is how the item stands on the day, `asked` what is asked for and until when. An
    empty `number` prints the draft that the office looks at.
    """

    title: str
    number: str
    addressed_to: str
    opening: str
    matter: str
    source: str
    due: str
    standing: str
    asked: str
    contact: str
    signed_by: str
    signed_on: str
    heading: str = TITLE

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the heading broken in the way of official titles."""
        return title_lines(self.heading, TITLE_WIDTH)

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """Return number with heading, and text, of each line of facts that is filled."""
        rows = (
            ("督办事项", self.matter), ("来源", self.source), ("完成时限", self.due),
            ("当前状态", self.standing), ("请予办理", self.asked), ("联系人", self.contact),
        )  # fmt: skip
        filled = [(label, words) for label, words in rows if words]
        return tuple(
            (f"{heading_number(1, place)}{label}：", words)
            for place, (label, words) in enumerate(filled, 1)
        )


def reminder(subject: str, *, on: date, public_url: str, viewer: Viewer | None) -> Reminder | None:
    """Return the letter: as it was issued, else as it would be sent on that day.

    None where there is no such slip for the viewer.
    """
    slip = slip_of(subject, REMINDER, viewer)
    if slip is None:
        return None
    if slip.issued_paper is not None:
        return from_plain(Reminder, slip.issued_paper.snapshot)
    return reminder_of(slip, sending_of(slip, on=on))


def reminder_of(slip: UrgeSlip, sending: Sending) -> Reminder:
    """Return the letter of a slip as it is sent on the day of `sending`."""
    due = chinese_date(slip.due_on)
    is_late = slip.step == SlipStep.BEHIND
    opening = "时间已经过半，尚未收到进展情况" if is_late else "即将到期"
    asked = f"请于{due}前办结并报结；确有困难的，请在此之前提出延期申请。"
    if is_late:
        asked = f"请抓紧办理，尽快反馈进展，并于{due}前报结；确有困难的，请及早说明。"
    words = due_words(slip.due_on, sending.on, directory.calendar_exceptions())
    return Reminder(
        title=f"{TITLE}（{sending.unit} {slip.follow_up.code}）",
        number=sending.number,
        addressed_to=sending.unit,
        opening=f"贵单位承办的下列督办事项{opening}，特此提示。已经办结的，请报结，不必另行回复。",
        matter=sending.matter,
        source=sending.source,
        due=sending.due,
        standing=f"{slip.follow_up.state_label}，{words}",
        asked=asked,
        contact=sending.contact,
        signed_by=sending.signed_by,
        signed_on=chinese_date(sending.on),
    )
