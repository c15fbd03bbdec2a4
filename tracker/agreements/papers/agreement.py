"""目标责任书: the text as registered, and the block for signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.agreements import queries
from tracker.agreements.models import Agreement, Side, Signer
from tracker.core.calendar import chinese_date
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.press.typography import title_lines
from tracker.press.word import HEADINGS, Part, SideBySide, Style, Title, WordPaper, paragraph
from tracker.press.word import Paragraph as Words

TITLE_WIDTH = 20
LONGEST_ID = 9
BLANK_DAY = "　　年　　月　　日"
_HEADING = re.compile(r"^[一二三四五六七八九十]+、")
_SUBHEADING = re.compile(r"^（[一二三四五六七八九十]+）")


@dataclass(frozen=True)
class Paragraph:
    """One line of an agreement; level 1 is 一、, level 2 （一）, 0 plain text."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class SignatureLine:
    """Where somebody signs: the post, the name in print, and the day, or blanks to be filled."""

    post: str
    name: str
    day: str


@dataclass(frozen=True)
class AgreementPaper:
    """目标责任书 (domain.md §3 row 15): the text as registered, and the block for signatures.

    Without a text it is the signing page alone. `college` and `unit` are the sides.
    """

    title: str
    college: str
    unit: str
    paragraphs: tuple[Paragraph, ...]
    college_signers: tuple[SignatureLine, ...]
    unit_signers: tuple[SignatureLine, ...]
    note: str = ""

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)


def agreement(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> AgreementPaper | None:
    """Return one unit's agreement, as its text was registered, with room to sign."""
    found = queries.get_agreement(int(subject), viewer=viewer) if is_id(subject) else None
    return of_agreement(found, on=on) if found else None


def agreement_in_word(paper: AgreementPaper) -> WordPaper:
    """Return an agreement for Word; its last words go with the block for signatures."""
    *text, last = paper.paragraphs or (Paragraph(""),)
    end = f"{paper.college}与{paper.unit}签订本责任书。{paper.note}" if paper.note else ""
    sides = SideBySide(
        (
            _side(paper.college, paper.college_signers),
            _side(paper.unit, paper.unit_signers),
        )
    )
    parts: tuple[Part, ...] = (
        Title(paper.title_lines),
        paragraph(Style.BODY, f"责任单位：{paper.unit}"),
        *(_line_in_word(line) for line in text),
        *(_line_in_word(line, keeps_next=True) for line in (last, Paragraph(end)) if line.text),
        sides,
    )
    return WordPaper(f"{paper.title}（{paper.unit}）", parts)


def _line_in_word(line: Paragraph, *, keeps_next: bool = False) -> Words:
    style = HEADINGS[line.level - 1] if line.level else Style.BODY
    return paragraph(style, line.text, keeps_next=keeps_next or line.level == 1)


def _side(name: str, lines: Sequence[SignatureLine]) -> tuple[Words, ...]:
    signed = (
        part
        for line in lines
        for part in (
            paragraph(
                Style.SIDE_POST, f"{line.post}{f'（{line.name}）' if line.name else ''}签字："
            ),
            paragraph(Style.SIDE_LINE),
            paragraph(Style.SIDE_POST, line.day),
        )
    )
    return (paragraph(Style.SIDE_NAME, name), *signed)


def agreement_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the agreements that the viewer may print, newest year first."""
    return [
        (str(one.id), f"{one.signing.title}（{one.unit_name}）")
        for one in queries.printable(viewer)
    ]


def agreements_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the texts of which all units' agreements may be printed as one."""
    if viewer is not None and not viewer.sees_all:
        return []
    signings = {one.signing_id: one.signing.title for one in queries.printable(viewer)}
    return [(str(number), f"{title}（各单位）") for number, title in signings.items()]


def agreements_of(subject: str, viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, unit) of each agreement of one text, for the bundle of all units."""
    if not is_id(subject) or not (viewer is None or viewer.sees_all):
        return []
    found = [one for one in queries.printable(viewer) if one.signing_id == int(subject)]
    return [(str(one.id), one.unit_name) for one in found]


def of_agreement(agreement: Agreement, *, on: date) -> AgreementPaper:
    """Return an agreement as it is printed; names and posts are those of the day of signing."""
    college = directory.setting("college_name", on=on)
    return AgreementPaper(
        title=agreement.signing.title,
        college=college,
        unit=agreement.unit_name,
        paragraphs=tuple(_paragraphs(agreement.signing.text)),
        college_signers=_lines(agreement, Side.COLLEGE),
        unit_signers=_lines(agreement, Side.UNIT),
        note="本责任书一式两份，双方各执一份。" if not agreement.signing.text else "",
    )


def _lines(agreement: Agreement, side: Side) -> tuple[SignatureLine, ...]:
    signers: Sequence[Signer] = [one for one in agreement.signers if one.side == side]
    if not signers:
        return (SignatureLine("负责人", "", BLANK_DAY),)
    return tuple(
        SignatureLine(
            one.post_title or "负责人",
            f"{one.person_name}{'（委托）' if one.is_proxy else ''}",
            chinese_date(one.signed_on) if one.signed_on else BLANK_DAY,
        )
        for one in signers
    )


def _paragraphs(text: str) -> list[Paragraph]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [Paragraph(line, _level(line)) for line in lines]


def _level(line: str) -> int:
    if _HEADING.match(line):
        return 1
    return 2 if _SUBHEADING.match(line) else 0


def is_id(subject: str) -> bool:
    """Tell whether a paper's subject is a record's number."""
    return subject.isascii() and subject.isdigit() and len(subject) <= LONGEST_ID
