"""What stands on 会议纪要 and 发文稿纸, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.press.parts import Imprint, Roster, VerifyMark
from tracker.press.typography import heading_number, mark_class, title_lines

TITLE_WIDTH = 20
# Official numerals of headings end at 九十九; a longer list goes on in plain numbers.
LAST_HEADING_NUMBER = 99
RUN_IN_ENDINGS = "。；！？：，"


@dataclass(frozen=True)
class Point:
    """A point of an address, or a point below it (一、 → （一） → 1. → （1）).

    A heading that ends with a punctuation mark is followed by its body in the same paragraph;
    one without stands on a line of its own. Either part may be empty. Line breaks in `body`
    begin new paragraphs.
    """

    heading: str = ""
    body: str = ""
    points: tuple[Point, ...] = ()

    @property
    def is_run_in(self) -> bool:
        """Return whether heading and body share a paragraph."""
        return not self.heading or self.heading[-1] in RUN_IN_ENDINGS

    def number(self, level: int, position: int) -> str:
        """Return the printed number of the point at a level from 1 and a position from 1."""
        if position > LAST_HEADING_NUMBER:
            return f"{position}."
        return heading_number(level, position)


@dataclass(frozen=True)
class Address:
    """What one speaker said, in speaking order.

    `lead` is the whole opening sentence with post, name and verb (院长×××强调，…。 or
    党委书记×××就……提出三点意见。), `tail` what follows the last point; line breaks in both begin
    new paragraphs.
    """

    lead: str
    points: tuple[Point, ...] = ()
    tail: str = ""


@dataclass(frozen=True)
class Resolution:
    """议定事项: a sentence, its lead unit, supporting units, and the due date as printed."""

    matter: str
    lead_unit: str
    due: str = ""
    support_units: tuple[str, ...] = ()

    @property
    def duty(self) -> str:
        """Return the clause in brackets that says who does it and by when."""
        parts = [f"牵头单位：{self.lead_unit}"]
        if self.support_units:
            parts.append(f"配合单位：{'、'.join(self.support_units)}")
        if self.due:
            parts.append(f"完成时限：{self.due}")
        return f"（{'；'.join(parts)}）"


@dataclass(frozen=True)
class MinutesPaper:
    """会议纪要 (domain §3 row 5, GB/T 9704-2012 §10.3). All dates are as printed.

    `mark` is the red 纪要标志 (××学院会议纪要). Before issue `number` is empty, 送审稿 stands in
    its place, and `verify` is None. `opening` is 导语, `content` the kinds that the meeting joins
    (会议内容：…), `reports` is the 听取汇报 paragraph, `named` tells the areas that units named in
    it; line breaks begin further paragraphs. `findings` (会议指出，…) and `demands` (会议要求，…)
    are whole paragraphs. `agreements` are whole sentences on what was signed, `closing` ends the
    body.
    `rosters` come in the order 出席, 请假, 列席; the builder leaves out an empty one. On a
    correction `version_note` (更正（第2版）) stands at the top left, and `correction`, the first
    paragraph, says what it replaces.
    """

    mark: str
    number: str
    issuer: str
    issued_on: str
    title: str
    opening: str
    imprint: Imprint
    content: str = ""
    reports: str = ""
    named: str = ""
    addresses: tuple[Address, ...] = ()
    findings: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    agreements: tuple[str, ...] = ()
    closing: str = ""
    rosters: tuple[Roster, ...] = ()
    verify: VerifyMark | None = None
    version_note: str = ""
    correction: str = ""

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)

    @property
    def mark_class(self) -> str:
        """Return the size class of the red mark, so that any college's name fills one line."""
        return mark_class(self.mark)

    @property
    def is_draft(self) -> bool:
        """Return whether this is a 送审稿, which carries neither number nor code."""
        return not self.number


@dataclass(frozen=True)
class ApprovalSheet:
    """发文稿纸: who drafted, checked and signed a document; empty values are signed by pen.

    `number` is 文号, `copies` 份数, `receivers` 分送, `remark` 附注. The three opinions are what
    was written beside the signature (同意印发。). Dates are as printed.
    """

    heading: str
    title: str
    number: str = ""
    drafted_by: str = ""
    drafted_on: str = ""
    reviewed_by: str = ""
    reviewed_on: str = ""
    review_opinion: str = ""
    issued_by: str = ""
    issued_on: str = ""
    issue_opinion: str = ""
    drafting_unit: str = ""
    receivers: str = ""
    copies: str = ""
    remark: str = ""
