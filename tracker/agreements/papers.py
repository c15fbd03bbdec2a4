"""Papers of agreements: the agreement with its signing page, 签订情况表, and coverage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.agreements import queries
from tracker.agreements.models import (
    OCCASION_LABELS,
    Agreement,
    AgreementState,
    Occasion,
    Side,
    Signer,
    Signing,
)
from tracker.core.calendar import FIRST_YEAR, LAST_YEAR, chinese_date
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.directory.models import AgreementKind, Unit
from tracker.press import sheets
from tracker.press.typography import title_lines

TITLE_WIDTH = 20
YEAR_COLUMNS = {
    "序号": 6, "单位": 20, "责任书种类": 20, "责任书": 36, "学校签订人": 24, "签订人": 10,
    "职务": 16, "签订方式": 12, "签订日期": 12, "状态": 10, "备注": 20,
}  # fmt: skip
LONGEST_ID = 9
YEAR_DIGITS = 4
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


@dataclass(frozen=True)
class SigningRow:
    """One unit of the signing table; empty fields are filled by pen."""

    unit: str
    name: str
    post: str
    manner: str = ""
    day: str = ""
    remark: str = ""


@dataclass(frozen=True)
class SigningTable:
    """责任书签订情况表: 序号 单位 签订人 职务 签订方式 签订日期 签字 备注."""

    title: str
    agreement: str
    kind: str
    occasion: str
    college: str
    told: str
    rows: tuple[SigningRow, ...]
    printed_on: str

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)


@dataclass(frozen=True)
class CoverageRow:
    """One kind: how many must sign, how many have, and who has not, in the order of units."""

    kind: str
    required: int
    signed: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class CoveragePaper:
    """责任书签订覆盖情况 of a year: lists, never a ranking."""

    title: str
    year: int
    rows: tuple[CoverageRow, ...]
    printed_on: str

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)


def agreement(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> AgreementPaper | None:
    """Return one unit's agreement, as its text was registered, with room to sign."""
    found = queries.get_agreement(int(subject), viewer=viewer) if _is_id(subject) else None
    return of_agreement(found, on=on) if found else None


def agreement_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the agreements that the viewer may print, newest year first."""
    return [
        (str(one.id), f"{one.signing.title}（{one.unit_name}）")
        for one in queries.printable(viewer)
    ]


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


def signing_table(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> SigningTable | None:
    """Return who signs a text, and when, as it stands; `subject` is the signing's id."""
    if not _is_id(subject) or not (viewer is None or viewer.sees_all):
        return None
    signing = queries.get_signing(int(subject))
    return _table(signing, on=on) if signing else None


def signing_table_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the texts put out for signature, newest first."""
    if viewer is not None and not viewer.sees_all:
        return []
    return [(str(s.id), f"签订情况表：{s.title}") for s in queries.all_signings()]


def coverage(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> CoveragePaper | None:
    """Return the coverage of a year as of the day of the print; None for who sees one unit."""
    may_read = viewer is None or viewer.sees_all
    is_year = subject.isascii() and subject.isdigit() and len(subject) == YEAR_DIGITS
    if not may_read or not is_year or not FIRST_YEAR <= int(subject) <= LAST_YEAR:
        return None
    return CoveragePaper(
        title=f"{subject}年度责任书签订覆盖情况",
        year=int(subject),
        rows=tuple(
            CoverageRow(
                row.kind.name,
                row.required,
                row.signed,
                tuple(unit.display_name for unit in row.missing),
            )
            for row in queries.coverage(int(subject), on=on)
        ),
        printed_on=chinese_date(on),
    )


def year_table(year: int, *, viewer: Viewer, on: date) -> sheets.Table:
    """Return who has signed what in a year, unit by unit; who must and has not stands there too."""
    matrix = queries.matrix(year, viewer=viewer, on=on)
    rows = (
        _year_row(unit, kind, matrix.cells.get((unit.id, kind.id)))
        for unit in matrix.units
        for kind in matrix.kinds
        if {(unit.id, kind.id)} & {*matrix.cells, *matrix.required}
    )
    return sheets.Table(f"{year}年度责任书签订情况", YEAR_COLUMNS, sheets.numbered(rows))


def _year_row(unit: Unit, kind: AgreementKind, found: Agreement | None) -> tuple[sheets.Cell, ...]:
    if found is None:
        return (unit.display_name, kind.name, *[""] * 5, None, "未登记", "")
    row = _row(found)
    return (
        row.unit, kind.name, f"《{found.signing.title}》", side_words(found.signing)[0], row.name,
        row.post, row.manner, found.signed_on, found.state_label, row.remark,
    )  # fmt: skip


def coverage_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the years that have agreements, newest first."""
    if viewer is not None and not viewer.sees_all:
        return []
    return [(str(year), f"{year}年度责任书签订覆盖情况") for year in queries.years(viewer=viewer)]


def side_words(signing: Signing) -> tuple[str, str]:
    """Return both sides as the text tells them: post and name where persons are known.

    Side A falls back on the words as told (学院), side B on the units.
    """
    persons = [f"{leader.post_title}{leader.person_name}" for leader in signing.leaders]
    college = "、".join(persons or signing.told_by)
    units = [one.unit_name for one in queries.in_order(signing.agreements) if one.version == 1]
    return college, "、".join(signing.told_with or units)


def _table(signing: Signing, *, on: date) -> SigningTable:
    meeting = signing.meeting
    college, told = side_words(signing)
    live = [one for one in signing.agreements if one.state != AgreementState.VOID]
    return SigningTable(
        title="责任书签订情况表",
        agreement=f"《{signing.title}》",
        kind=signing.kind.name,
        occasion=f"{meeting.title}（{meeting.time_words}）" if meeting else "会外签订",
        college=college,
        told=told,
        rows=tuple(_row(one) for one in queries.in_order(live)),
        printed_on=chinese_date(on),
    )


def _row(agreement: Agreement) -> SigningRow:
    signer = agreement.unit_signer
    manner = OCCASION_LABELS[Occasion(agreement.occasion)] if agreement.occasion else ""
    remarks = [
        "委托签订" if signer and signer.is_proxy else "",
        agreement.state_label if agreement.state == AgreementState.SUPERSEDED else "",
        f"重新签订：{agreement.resign_reason}" if agreement.resign_reason else "",
    ]
    return SigningRow(
        unit=agreement.unit_name,
        name=signer.person_name if signer else "",
        post=_bare_post(signer, agreement.unit_name),
        manner=manner,
        day=chinese_date(agreement.signed_on) if agreement.signed_on else "",
        remark="；".join(filter(None, remarks)),
    )


def _bare_post(signer: Signer | None, unit_name: str) -> str:
    if signer is None:
        return ""
    return signer.post_title.removeprefix(unit_name) or signer.post_title


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


def _is_id(subject: str) -> bool:
    return subject.isascii() and subject.isdigit() and len(subject) <= LONGEST_ID
