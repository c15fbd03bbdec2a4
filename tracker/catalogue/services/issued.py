"""Issued papers: printed once from their snapshot, and read again every night."""

import json

from sqlalchemy import select

from tracker.audit.services import SYSTEM
from tracker.catalogue.queries import binder_margin, restore
from tracker.catalogue.services.rendering import CONTENT_TYPES, Progress, no_progress, render
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.jobs import Job, run_again
from tracker.files import services as files
from tracker.files.models import StoredFile
from tracker.issuing.models import IssuedPaper
from tracker.issuing.services import set_bytes
from tracker.press.engine import Attached

CHECK_ISSUED = "papers.check"
# So many of those that differ are named.
NAMED = 5
TOLD_EVERY = 50


def issued_job(issued_id: int, *, retry: bool) -> Job:
    """Return the print job of an issued paper; with `retry` one that failed is tried anew."""
    query = select(Job).filter_by(key=f"issued:{issued_id}")
    job = db.session.scalars(query).one()
    if retry and job.is_given_up:
        with writing():
            run_again(db.session.scalars(query).one())
    return db.session.scalars(query).one()


def print_issued(issued_id: int) -> str:
    """Render an issued paper from its snapshot and bind the bytes; returns their SHA-256.

    The same snapshot gives the same bytes, so that a repeat after a killed worker is harmless.
    """
    paper = db.session.get_one(IssuedPaper, issued_id)
    if paper.sha256 is not None:
        return paper.sha256
    binder = binder_margin(on=paper.issued_on)
    content = render(*restore(paper), attached=_source(paper), binder=binder)
    received = files.receive_bytes(
        content, name=f"{paper.title}.pdf", content_type=CONTENT_TYPES["pdf"]
    )
    with writing():
        paper = db.session.get_one(IssuedPaper, issued_id)
        if paper.sha256 is None:
            set_bytes(paper, files.keep(received, actor=SYSTEM), actor=SYSTEM)
        digest = paper.sha256
    return digest or ""


def check_issued(*, progress: Progress = no_progress) -> int:
    """Read every issued paper again and compare it with its hash; returns how many there are.

    Raises:
        RuleBroken: the bytes of some are not those that were issued, or are not there.
    """
    query = select(IssuedPaper.id, IssuedPaper.title, IssuedPaper.sha256, StoredFile.location)
    query = query.join(IssuedPaper.file).where(IssuedPaper.sha256.is_not(None))
    papers = db.session.execute(query.order_by(IssuedPaper.id)).all()
    wrong = []
    for number, (paper_id, title, sha256, location) in enumerate(papers, start=1):
        path = files.path_of(location)
        if not path.is_file() or files.sha256_of(path) != sha256:
            wrong.append(f"{title}（编号 {paper_id}）")
        if number % TOLD_EVERY == 0:
            progress(number, len(papers))
    if wrong:
        raise RuleBroken(
            f"有 {len(wrong)} 份已印发的文书与印发时不一致或已丢失：{'、'.join(wrong[:NAMED])}。"
            "请从备份恢复文件目录。"
        )
    return len(papers)


def _source(paper: IssuedPaper) -> Attached:
    """Return what an issued paper is printed from, to be carried by its file."""
    text = json.dumps(paper.snapshot, ensure_ascii=False, indent=1, sort_keys=True)
    return Attached("snapshot.json", text, paper.issued_at)
