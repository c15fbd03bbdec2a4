"""Finding issued papers by number, code and hash."""

from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.directory.models import NumberSeries
from tracker.issuing.models import IssuedPaper, PaperCode, UsedNumber


def visible(viewer: Viewer | None) -> Select[IssuedPaper]:
    """Return a query of the issued papers that are for the viewer; None sees all (the worker)."""
    query = select(IssuedPaper)
    if viewer is None:
        return query
    query = query.where(IssuedPaper.audience_permission.in_(viewer.permissions))
    if viewer.sees_all:
        return query
    own = IssuedPaper.unit_id.in_(viewer.unit_ids)
    return query.where(or_(IssuedPaper.unit_id.is_(None), own))


def get_issued(paper_id: int, *, viewer: Viewer) -> IssuedPaper | None:
    """Return the issued paper if it is for the viewer, else None."""
    return db.session.scalar(visible(viewer).where(IssuedPaper.id == paper_id))


def versions(kind: str, subject: str) -> list[IssuedPaper]:
    """Return all versions of one paper, newest first."""
    query = select(IssuedPaper).filter_by(kind=kind, subject=subject)
    query = query.options(joinedload(IssuedPaper.file))
    return list(db.session.scalars(query.order_by(IssuedPaper.version.desc())))


def latest(kind: str, subject: str) -> IssuedPaper | None:
    """Return the newest version, or None where nothing was issued."""
    found = versions(kind, subject)
    return found[0] if found else None


def doc_nos(kind: str) -> dict[str, str]:
    """Return {subject: number} of all issued papers of one kind that bear one."""
    rows = db.session.execute(select(IssuedPaper.subject, IssuedPaper.doc_no).filter_by(kind=kind))
    return {row.subject: row.doc_no for row in rows if row.doc_no}


def recent(viewer: Viewer, *, limit: int = 10) -> list[IssuedPaper]:
    """Return the papers issued last to the whole college that the viewer may read, newest first.

    What went to one unit (a slip) stands with its task.
    """
    query = visible(viewer).where(IssuedPaper.unit_id.is_(None))
    return list(db.session.scalars(query.order_by(IssuedPaper.id.desc()).limit(limit)))


def by_code(code: str) -> IssuedPaper | None:
    """Return the issued paper on which this check code is printed."""
    return db.session.scalar(select(IssuedPaper).filter_by(code=code.upper()))


def by_hash(sha256: str) -> IssuedPaper | None:
    """Return the issued paper whose stored bytes have this SHA-256."""
    return db.session.scalar(select(IssuedPaper).filter_by(sha256=sha256))


@dataclass(frozen=True)
class Entry:
    """One line of the register of a series: a number and what it was used for."""

    number: int
    doc_no: str
    title: str
    on: date
    by: str
    issued: IssuedPaper | None = None
    used: UsedNumber | None = None

    @property
    def source(self) -> str:
        """Return where the number was used, in words."""
        if self.issued is None:
            return "系统外使用"
        return "纸质印发" if self.issued.is_scanned else "系统印发"


def register(series: NumberSeries, year: int) -> list[Entry]:
    """Return the numbers of a series used in a year, the newest first, each paper once."""
    query = select(IssuedPaper).filter_by(series=series.code, year=year)
    newest = {
        paper.number or 0: Entry(
            paper.number or 0, paper.doc_no, paper.title, paper.issued_on, paper.issuer_name, paper
        )
        for paper in db.session.scalars(query.order_by(IssuedPaper.version))
    }
    outside = select(UsedNumber).filter_by(series=series.code, year=year, withdrawn_on=None)
    for used in db.session.scalars(outside):
        doc_no = series.format(year=year, number=used.number)
        newest[used.number] = Entry(
            used.number, doc_no, used.title, used.used_on, used.recorder_name, used=used
        )
    return [newest[number] for number in sorted(newest, reverse=True)]


def target_of(code: str) -> PaperCode | None:
    """Return the list or item that a printed short code leads to."""
    return db.session.get(PaperCode, code.upper())


def codes_of(kind: str) -> dict[str, str]:
    """Return {subject: code} of all lists or items of one kind."""
    rows = db.session.execute(select(PaperCode.subject, PaperCode.code).filter_by(kind=kind))
    return {row.subject: row.code for row in rows}


def public_url(*, on: date) -> str:
    """Return the address that QR codes and mails use, without a slash at its end.

    The environment's PUBLIC_URL wins, else the setting, else the address of this process.
    """
    own = f"http://{current_app.config['HOST']}:{current_app.config['PORT']}"
    chosen: str = current_app.config["PUBLIC_URL"] or directory.setting("public_url", on=on) or own
    return chosen.rstrip("/")
