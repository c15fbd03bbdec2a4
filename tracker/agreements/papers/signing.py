"""Who signs a text, and when: 责任书签订情况表, and the table of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.agreements import queries
from tracker.agreements.models import (
    OCCASION_LABELS,
    Agreement,
    AgreementState,
    Occasion,
    Signer,
    Signing,
)
from tracker.agreements.papers.agreement import is_id
from tracker.core.calendar import chinese_date
from tracker.core.permissions import Viewer
from tracker.directory.models import AgreementKind, Unit
from tracker.press import sheets
from tracker.press.listing import Column, Grid, Listing, numbered
from tracker.press.typography import title_lines

TITLE_WIDTH = 20
_COLUMNS = (
    Column("序号", 11, True), Column("单位", 28), Column("签订人", 15, True), Column("职务", 18),
    Column("签订方式", 18, True), Column("签订日期", 30, True), Column("签字", 25),
    Column("备注", 11),
)  # fmt: skip
YEAR_COLUMNS = {
    "序号": 6, "单位": 20, "责任书种类": 20, "责任书": 36, "学校签订人": 24, "签订人": 10,
    "职务": 16, "签订方式": 12, "签订日期": 12, "状态": 10, "备注": 20,
}  # fmt: skip


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

    def as_excel(self) -> bytes:
        """Return it as .xlsx, in the columns of the paper."""
        rows = [(r.unit, r.name, r.post, r.manner, r.day, "", r.remark) for r in self.rows]
        facts = (
            ("责任书", self.agreement), ("种类", self.kind), ("场合", self.occasion),
            ("学院一方", self.college), ("单位一方", self.told),
        )  # fmt: skip
        grid = Grid(_COLUMNS, numbered(rows), "还没有签订单位。")
        foot = f"打印日期：{self.printed_on}"
        return Listing(self.title, facts, (grid,), foot).as_excel()


def signing_table(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> SigningTable | None:
    """Return who signs a text, and when, as it stands; `subject` is the signing's id."""
    if not is_id(subject) or not (viewer is None or viewer.sees_all):
        return None
    signing = queries.get_signing(int(subject))
    return _table(signing, on=on) if signing else None


def signing_table_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the texts put out for signature, newest first."""
    if viewer is not None and not viewer.sees_all:
        return []
    return [(str(s.id), f"签订情况表：{s.title}") for s in queries.all_signings()]


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
