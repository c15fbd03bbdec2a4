"""Issuing: one short transaction takes the number and freezes the snapshot."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, union

from tracker.audit.services import changes_of, record_event
from tracker.core import text
from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.jobs import enqueue
from tracker.core.permissions import Actor, Permission
from tracker.directory.models import NumberSeries, SeriesYear
from tracker.files.models import StoredFile
from tracker.files.services import attach
from tracker.issuing.models import IssuedPaper, PaperCode, PaperState, UsedNumber

PRINT_ISSUED = "paper.print-issued"
TEMPLATE_VERSION = "2"


@dataclass(frozen=True)
class TakenNumber:
    """A number of a series in a year, and how it is printed (院会纪〔2023〕3号)."""

    series: str
    year: int
    number: int
    doc_no: str


@dataclass(frozen=True)
class FairCopy:
    """What is to be issued, finished: the snapshot already bears number, code and address."""

    kind: str
    subject: str
    title: str
    snapshot: Mapping[str, Any]
    code: str
    public_url: str
    permission: Permission
    unit_id: int | None = None


def take_number(series_code: str, *, year: int, typed: int | None = None) -> TakenNumber:
    """Take the series' next number, or the one typed from the office's register.

    Raises:
        RuleBroken: the series asks for a number from the register and none was typed, or
            the typed number is in use.
    """
    series = db.session.scalars(select(NumberSeries).filter_by(code=series_code)).one()
    if series.is_manual and typed is None:
        raise RuleBroken("此类文件由办公室登记簿编号，请填写登记簿上的号数。")
    number = typed if typed is not None else _next_number(series, year)
    taken = TakenNumber(series_code, year, number, series.format(year=year, number=number))
    if number in _used_numbers(series, year):
        raise RuleBroken(f"{taken.doc_no} 已经用过，请核对登记簿。")
    return taken


def number_of(paper: IssuedPaper) -> TakenNumber:
    """Return the number of an issued paper, which its correction keeps."""
    return TakenNumber(paper.series or "", paper.year or 0, paper.number or 0, paper.doc_no)


def _next_number(series: NumberSeries, year: int) -> int:
    """Return the next number of the year, those passed over that were typed by hand before."""
    query = select(SeriesYear).filter_by(series_id=series.id, year=year)
    counter = db.session.scalar(query)
    if counter is None:
        counter = SeriesYear(series_id=series.id, year=year, next_number=1)
        db.session.add(counter)
    used = _used_numbers(series, year)
    number = next(n for n in itertools.count(counter.next_number) if n not in used)
    counter.next_number = number + 1
    return number


def _used_numbers(series: NumberSeries, year: int) -> set[int]:
    issued = select(IssuedPaper.number).filter_by(series=series.code, year=year)
    outside = select(UsedNumber.number).filter_by(series=series.code, year=year, withdrawn_on=None)
    return {number for number in db.session.scalars(union(issued, outside)) if number}


def register_used(
    series: NumberSeries, *, number: int, title: str, used_on: date, actor: Actor
) -> UsedNumber:
    """Note that a number was used outside the system, so that it is not given out again.

    Raises:
        RuleBroken: the number of that year is in use already.
    """
    doc_no = series.format(year=used_on.year, number=number)
    if number in _used_numbers(series, used_on.year):
        raise RuleBroken(f"{doc_no} 已经用过，请核对登记簿。")
    used = UsedNumber(series=series.code, year=used_on.year, number=number, title=title)
    used.used_on, used.recorder_name = used_on, actor.name
    db.session.add(used)
    record_event("number.use", used, actor=actor, label=f"{doc_no} {title}")
    return used


def withdraw_used(used: UsedNumber, *, on: date, actor: Actor) -> None:
    """Take a wrong entry back; the row stays, and the number is free again."""
    used.withdrawn_on = on
    label = f"{used.series} {used.year}-{used.number} {used.title}"
    record_event("number.release", used, actor=actor, label=label, changes=changes_of(used))


def register_scan(
    copy: FairCopy,
    *,
    number: TakenNumber,
    on: date,
    issuer_name: str,
    scan: StoredFile,
    actor: Actor,
) -> IssuedPaper:
    """Register a paper that was issued on paper: its scan is the copy, and nothing is printed."""
    paper = IssuedPaper(
        kind=copy.kind, subject=copy.subject, title=copy.title, snapshot={}, template_version="",
        public_url="", code=copy.code, series=number.series, year=number.year,
        number=number.number, doc_no=number.doc_no, issuer_name=issuer_name, issued_on=on,
        issued_at=now(), audience_permission=copy.permission, unit_id=copy.unit_id,
    )  # fmt: skip
    db.session.add(paper)
    record_event("paper.register", paper, actor=actor, label=f"{copy.title} {number.doc_no}")
    set_bytes(paper, scan, actor=actor)
    return paper


def issue(
    copy: FairCopy,
    *,
    number: TakenNumber,
    on: date,
    actor: Actor,
    issuer_name: str = "",
    previous: IssuedPaper | None = None,
    correction_reason: str = "",
) -> IssuedPaper:
    """Freeze the paper and queue its printing.

    With `previous` this is a correction: it keeps the number and takes the next version,
    and the earlier one counts as superseded. `issuer_name` is the signer with the post;
    the actor's name where it is empty.
    """
    paper = IssuedPaper(
        **_told_by(copy, number),
        version=previous.version + 1 if previous else 1,
        correction_reason=correction_reason,
        issuer_name=issuer_name or actor.name,
        issued_on=on,
        issued_at=now(),
        template_version=TEMPLATE_VERSION,
    )
    if previous is not None:
        previous.state = PaperState.SUPERSEDED
    db.session.add(paper)
    label = f"{copy.title} {number.doc_no}".strip()
    record_event("paper.issue", paper, actor=actor, label=label)
    enqueue(PRINT_ISSUED, key=f"issued:{paper.id}", title=copy.title, args={"issued_id": paper.id})
    return paper


def _told_by(copy: FairCopy, number: TakenNumber) -> dict[str, Any]:
    """Return what the paper takes from its fair copy and its number, by column."""
    return {
        "kind": copy.kind,
        "subject": copy.subject,
        "title": copy.title,
        "snapshot": dict(copy.snapshot),
        "code": copy.code,
        "public_url": copy.public_url,
        "audience_permission": copy.permission,
        "unit_id": copy.unit_id,
        "series": number.series,
        "year": number.year,
        "number": number.number,
        "doc_no": number.doc_no,
    }


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
