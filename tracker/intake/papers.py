"""The other way: a news draft (通讯稿) of a meeting, for the publicity office to edit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.core.outline_marks import han
from tracker.meetings.models import Capacity, Meeting
from tracker.meetings.queries import invited_words
from tracker.minutes.papers import of_meeting
from tracker.minutes.papers.data import Address
from tracker.minutes.queries import Proceedings
from tracker.press.word import Title, WordPaper, body, write_word

CREDIT = "（供稿：　　　　供图：　　　　审核：　　　　）"


@dataclass(frozen=True)
class NewsDraft:
    """A news item: its title, its paragraphs in the order in which such items tell, its credit."""

    title: str
    paragraphs: tuple[str, ...]
    credit: str

    def as_word(self) -> bytes:
        """Return it as .docx."""
        text = (*self.paragraphs, self.credit)
        said = (part for words in text for part in body(words))
        return write_word(WordPaper(self.title, (Title((self.title,)), *said)))


def news_draft(proceedings: Proceedings, *, on: date) -> NewsDraft:
    """Return what the record tells of the meeting, in the manner of the college's news.

    It tells only what is recorded: who held and chaired it, who came, who reported on what,
    what leaders said point by point, what was signed, and what the meeting asks for.
    """
    meeting = proceedings.meeting
    holder = meeting.held_by_as_written or "学院"
    return NewsDraft(f"{holder}召开{meeting.title}", tuple(_paragraphs(proceedings, on)), CREDIT)


def _paragraphs(proceedings: Proceedings, on: date) -> Iterator[str]:
    told = of_meeting(proceedings, None, on=on)
    yield told.opening + _came(proceedings.meeting)
    if told.reports:
        yield "".join(f"{told.reports}\n{told.named}".split("\n"))
    yield from (_said(address) for address in told.addresses)
    yield from told.agreements
    yield from (*told.findings, *told.demands)


def _came(meeting: Meeting) -> str:
    came = invited_words(meeting, Capacity.ATTENDEE)
    listened = invited_words(meeting, Capacity.OBSERVER)
    return (f"{came}参加会议。" if came else "") + (f"{listened}列席会议。" if listened else "")


def _said(address: Address) -> str:
    """Return an address in one paragraph: its opening, and its points as 一是…；二是…。"""
    if not address.points:
        return address.lead
    points = [
        f"{han(number)}是{point.heading.rstrip('。；')}"
        for number, point in enumerate(address.points, 1)
    ]
    return f"{address.lead.rstrip('。，：')}：{'；'.join(points)}。"
