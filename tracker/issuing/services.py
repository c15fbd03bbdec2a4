"""Issuing: one short transaction takes the number and freezes the snapshot."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.audit.services import record_event
from tracker.core import text
from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.jobs import enqueue
from tracker.core.permissions import Actor, Permission
from tracker.directory.models import NumberSeries, SeriesYear
from tracker.files.models import StoredFile
from tracker.files.services import attach
from tracker.issuing.models import IssuedPaper, PaperCode, PaperState

PRINT_ISSUED = "paper.print-issued"
TEMPLATE_VERSION = "1"


def take_number(series_code: str, *, year: int, typed: int | None = None) -> tuple[str, int]:
    """Return (printed number, number): the series' next, or the one typed from a register.

    Raises:
        RuleBroken: the series asks for a number from the register and none was typed, or
            the typed number is in use.
    """
    series = db.session.scalars(select(NumberSeries).filter_by(code=series_code)).one()
    if series.is_manual and typed is None:
        raise RuleBroken("此类文件由办公室登记簿编号，请填写登记簿上的号数。")
    number = typed if typed is not None else _next_number(series, year)
    used = select(IssuedPaper.id).filter_by(series=series_code, year=year, number=number)
    if db.session.scalar(used.limit(1)) is not None:
        raise RuleBroken(f"{series.format(year=year, number=number)} 已经用过，请核对登记簿。")
    return series.format(year=year, number=number), number


def _next_number(series: NumberSeries, year: int) -> int:
    query = select(SeriesYear).filter_by(series_id=series.id, year=year).with_for_update()
    counter = db.session.scalar(query)
    if counter is None:
        counter = SeriesYear(series_id=series.id, year=year, next_number=1)
        db.session.add(counter)
    number = counter.next_number
    counter.next_number = number + 1
    return number


def issue(
    *,
    kind: str,
    subject: str,
    title: str,
    snapshot: Mapping[str, Any],
    code: str,
    public_url: str,
    issued_on: date,
    issuer_name: str,
    actor: Actor,
    permission: Permission,
    series: str | None = None,
    year: int | None = None,
    number: int | None = None,
    doc_no: str = "",
    unit_id: int | None = None,
    previous: IssuedPaper | None = None,
    correction_reason: str = "",
) -> IssuedPaper:
    """Freeze the paper and queue its printing.

    With `previous` this is a correction: it keeps the number and takes the next version,
    and the earlier one counts as superseded.
    """
    paper = IssuedPaper(
        kind=kind, subject=subject, title=title, snapshot=dict(snapshot), code=code,
        public_url=public_url, issued_on=issued_on, issued_at=now(), issuer_name=issuer_name,
        series=series, year=year, number=number, doc_no=doc_no, unit_id=unit_id,
        audience_permission=permission, template_version=TEMPLATE_VERSION,
        correction_reason=correction_reason, version=previous.version + 1 if previous else 1,
    )  # fmt: skip
    if previous is not None:
        previous.state = PaperState.SUPERSEDED
    db.session.add(paper)
    record_event("paper.issue", paper, actor=actor, label=f"{title} {doc_no}".strip())
    enqueue(PRINT_ISSUED, key=f"issued:{paper.id}", title=title, args={"issued_id": paper.id})
    return paper


def set_bytes(paper: IssuedPaper, file: StoredFile, *, actor: Actor) -> None:
    """Bind the printed bytes to the paper, once."""
    if paper.sha256 is not None:
        return
    paper.sha256, paper.file = file.sha256, file
    attach(file, to=f"issued:{paper.id}", permission=Permission(paper.audience_permission),
           unit_id=paper.unit_id)  # fmt: skip
    record_event("paper.print", paper, actor=actor, label=paper.title)


def new_code() -> str:
    """Return a code for a paper that is about to be issued; it is printed on it."""
    return text.short_code()


def code_for(kind: str, subject: str) -> str:
    """Return the short code of a list or item, made on first use; call it inside `writing()`."""
    found = db.session.scalar(select(PaperCode).filter_by(kind=kind, subject=subject))
    if found is None:
        found = PaperCode(code=text.short_code(), kind=kind, subject=subject)
        db.session.add(found)
        db.session.flush()
    return found.code
