"""From a paper's data to stored bytes: rendering, bundling, and the print of the day."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from flask import render_template
from sqlalchemy import select

from tracker.audit.services import SYSTEM, record_event
from tracker.catalogue.queries import (
    KINDS,
    Bundle,
    Kind,
    PaperKind,
    build_parts,
    fingerprint,
    restore,
    single,
)
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.jobs import Job, JobState, cancel, enqueue, run_again
from tracker.core.permissions import Actor, Viewer
from tracker.files import services as files
from tracker.files.models import StoredFile
from tracker.issuing.models import IssuedPaper
from tracker.issuing.services import set_bytes
from tracker.press.engine import Attached, MissingGlyphs, bind_pdf, render_pdf
from tracker.press.word import write_word
from tracker.reports.queries import quarter_papers, quarters

PRINT_OF_THE_DAY = "paper.print"
CHECK_ISSUED = "papers.check"
# What stands where other files name their record.
PRINT = "print"
# So many of those that differ are named.
NAMED = 5
TOLD_EVERY = 50
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}

Progress = Callable[[int, int], None]


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


def render(kind: PaperKind, data: Any, *, attached: Attached | None = None) -> bytes:
    """Return one paper as PDF.

    Raises:
        RuleBroken: a character has no glyph in any installed face.
    """
    with _glyphs_told():
        return render_pdf(_html(kind, data), attached=attached)


def render_all(
    kind: Kind, ending: str, parts: Sequence[tuple[str, Any]], progress: Progress
) -> bytes:
    """Return the file of a paper or a bundle; `progress` hears each finished part.

    Raises:
        RuleBroken: a character has no glyph in any installed face.
    """
    if ending == "xlsx":
        return _as_excel(parts)
    if ending == "docx":
        return _as_word(single(kind), parts)
    if ending == "zip":
        return _zipped(
            [(title, render(single(kind), data)) for title, data in _told(parts, progress)]
        )
    if isinstance(kind, Bundle):
        pages = ((title, _html(kind.parts_kind, data)) for title, data in _told(parts, progress))
        with _glyphs_told():
            return bind_pdf(kind.name, pages)
    return render(kind, parts[0][1])


def _html(kind: PaperKind, data: Any) -> str:
    return render_template(kind.template, paper=data)


def _told(parts: Sequence[tuple[str, Any]], progress: Progress) -> Iterator[tuple[str, Any]]:
    """Yield the parts; `progress` hears of each when the next one is asked for."""
    for number, part in enumerate(parts, start=1):
        yield part
        progress(number, len(parts))


@contextmanager
def _glyphs_told() -> Iterator[None]:
    """Say which characters no installed face can print, and what to do."""
    try:
        yield
    except MissingGlyphs as error:
        raise RuleBroken(f"{error}。请改用常用字，或由系统管理员安装补充字体。") from error


def _as_excel(parts: Sequence[tuple[str, Any]]) -> bytes:
    """Return a paper of tables as .xlsx, from the same data."""
    ((_, listing),) = parts
    content: bytes = listing.as_excel()
    return content


def _as_word(kind: PaperKind, parts: Sequence[tuple[str, Any]]) -> bytes:
    """Return a paper as .docx, from the same data."""
    ((_, data),) = parts
    if kind.word is None:
        raise LookupError(kind.kind)
    return write_word(kind.word(data))


def request_print(
    kind: Kind, subject: str, ending: str, *, on: date, viewer: Viewer | None, retry: bool
) -> Job | None:
    """Queue the print of the day, once for the same data; None where there is no such paper.

    With `retry` a failed print is tried anew. Without a viewer nobody has asked yet.
    """
    parts = build_parts(kind, subject, on=on, viewer=viewer)
    if parts is None:
        return None
    key = f"print:{kind.kind}:{subject}:{fingerprint(kind, ending, parts)[:40]}"
    args = {"kind": kind.kind, "subject": subject, "ending": ending}
    user_id = viewer.user_id if viewer else None
    with writing():
        job = enqueue(PRINT_OF_THE_DAY, key=key, title=kind.name, user_id=user_id, args=args)
        if (retry and job.is_given_up) or _has_lost_its_file(job):
            run_again(job)
        job_id = job.id
    return db.session.get(Job, job_id)


def print_for_leaders(*, on: date) -> None:
    """Print what leaders look at once a week, before they ask: this quarter's and the last one's.

    A paper whose data has not changed since it was printed is not printed again.
    """
    for quarter in quarters(on=on).all[:2]:
        for paper in quarter_papers(quarter):
            kind = KINDS[paper.kind]
            request_print(kind, paper.subject, "pdf", on=on, viewer=None, retry=False)


def issued_job(issued_id: int, *, retry: bool) -> Job:
    """Return the print job of an issued paper; with `retry` one that failed is tried anew."""
    query = select(Job).filter_by(key=f"issued:{issued_id}")
    job = db.session.scalars(query).one()
    if retry and job.is_given_up:
        with writing():
            run_again(db.session.scalars(query).one())
    return db.session.scalars(query).one()


def own_print(job_id: int, *, viewer: Viewer) -> Job | None:
    """Return a print of the day if the viewer is who asked for it."""
    query = select(Job).filter_by(id=job_id, kind=PRINT_OF_THE_DAY, user_id=viewer.user_id)
    return db.session.scalar(query)


def printed_file(job: Job) -> StoredFile | None:
    """Return the file that a print job has made, if it is still there."""
    if job.state != JobState.DONE or job.result is None:
        return None
    return db.session.get(StoredFile, job.result["file_id"])


def _has_lost_its_file(job: Job) -> bool:
    return job.state == JobState.DONE and printed_file(job) is None


def cancel_print(*, job: Job, actor: Actor) -> None:
    """Give a print up that nobody waits for any more; one under way ends after its next part.

    Raises:
        RuleBroken: it is made already.
    """
    if job.is_finished:
        raise RuleBroken("已经生成或已经停止，不需要取消。")
    cancel(job)
    record_event("job.cancel", job, actor=actor, label=job.title)


def print_of_the_day(
    kind: Kind, subject: str, ending: str, *, on: date, progress: Progress = no_progress
) -> StoredFile:
    """Render and store a print; the file belongs to the job that asked for it.

    Raises:
        RuleBroken: the paper is not there any more.
    """
    parts = build_parts(kind, subject, on=on, viewer=None)
    if parts is None:
        raise RuleBroken("此文书的内容已经变化，请返回页面重新打开。")
    content = render_all(kind, ending, parts, progress)
    return _store(content, f"{file_title(kind, parts)}.{ending}", CONTENT_TYPES[ending])


def hand_out(
    kind: PaperKind, subject: str, made_before: datetime, file_id: int | None, *, actor: Actor
) -> None:
    """Note that a paper which goes out once has gone out; its stored file, if any, goes too."""
    if kind.hand_out is None:
        return
    with writing():
        kind.hand_out(subject, made_before=made_before, actor=actor)
        files.sweep_older(StoredFile.id == file_id, than=timedelta())


def print_issued(issued_id: int) -> str:
    """Render an issued paper from its snapshot and bind the bytes; returns their SHA-256.

    The same snapshot gives the same bytes, so that a repeat after a killed worker is harmless.
    """
    paper = db.session.get_one(IssuedPaper, issued_id)
    if paper.sha256 is not None:
        return paper.sha256
    content = render(*restore(paper), attached=_source(paper))
    received = files.receive_bytes(
        content, name=f"{paper.title}.pdf", content_type=CONTENT_TYPES["pdf"]
    )
    with writing():
        paper = db.session.get_one(IssuedPaper, issued_id)
        if paper.sha256 is None:
            set_bytes(paper, files.keep(received, actor=SYSTEM), actor=SYSTEM)
        digest = paper.sha256
    return digest or ""


def _source(paper: IssuedPaper) -> Attached:
    """Return what an issued paper is printed from, to be carried by its file."""
    text = json.dumps(paper.snapshot, ensure_ascii=False, indent=1, sort_keys=True)
    return Attached("snapshot.json", text, paper.issued_at)


def file_title(kind: Kind, parts: Sequence[tuple[str, Any]]) -> str:
    """Return the name under which the file is saved, without its ending."""
    return parts[0][1].title if len(parts) == 1 else kind.name


def _store(content: bytes, name: str, content_type: str) -> StoredFile:
    """Keep a print; where a worker was killed after it had kept it, that one is taken."""
    digest = hashlib.sha256(content).hexdigest()
    same = select(StoredFile).filter_by(sha256=digest, name=name, attached_to=PRINT)
    if (kept := db.session.scalars(same).first()) is not None:
        return kept
    received = files.receive_bytes(content, name=name, content_type=content_type)
    with writing():
        file = files.keep(received, actor=SYSTEM)
        # Nobody reads it at /files/: the paper's own address checks who may.
        file.attached_to = PRINT
        file_id = file.id
    return db.session.get_one(StoredFile, file_id)


def _zipped(printed: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a ZIP with Chinese names; the date is fixed so that the same papers give one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (title, content) in enumerate(printed, start=1):
            entry = zipfile.ZipInfo(f"{number:02d} {title}.pdf", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()


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
