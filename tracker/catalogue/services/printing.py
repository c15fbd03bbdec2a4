"""Prints of the day: asked for, made once for the same data, given up, and handed out."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from tracker.audit.exports import PRINT_LIST
from tracker.audit.services import SYSTEM, record_event
from tracker.catalogue.queries import (
    KINDS,
    Kind,
    PaperKind,
    binder_margin,
    build_parts,
    fingerprint,
)
from tracker.catalogue.services.rendering import (
    CONTENT_TYPES,
    Progress,
    file_title,
    no_progress,
    render_all,
    render_listing,
)
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.jobs import Job, JobState, cancel, enqueue, run_again
from tracker.core.permissions import Actor, Viewer
from tracker.files import services as files
from tracker.files.models import StoredFile
from tracker.press.listing import Listing
from tracker.reports.queries import quarter_papers, quarters

PRINT_OF_THE_DAY = "paper.print"
# What stands where other files name their record.
PRINT = "print"
# A print that a killed worker had kept is not older; older ones are soon swept.
TAKEN_WITHIN = timedelta(days=1)


def request_print(
    kind: Kind, subject: str, ending: str, *, on: date, viewer: Viewer | None, retry: bool
) -> Job | None:
    """Queue the print of the day, once for the same data; None where there is no such paper.

    With `retry` a failed print is tried anew. Without a viewer nobody has asked yet.
    """
    parts = build_parts(kind, subject, on=on, viewer=viewer)
    if parts is None:
        return None
    key = _key(kind, subject, ending, parts, on=on)
    args = {"kind": kind.kind, "subject": subject, "ending": ending}
    user_id = viewer.user_id if viewer else None
    with writing():
        job = enqueue(PRINT_OF_THE_DAY, key=key, title=kind.name, user_id=user_id, args=args)
        if retry:
            _ask_again(job, user_id)
        if _has_lost_its_file(job):
            run_again(job)
        job_id = job.id
    return db.session.get(Job, job_id)


def _key(
    kind: Kind, subject: str, ending: str, parts: Sequence[tuple[str, Any]], *, on: date
) -> str:
    """Return what is the same for the same data, whoever asks for it."""
    digest = fingerprint(kind, ending, parts, binder=binder_margin(on=on))
    return f"print:{kind.kind}:{subject}:{digest[:40]}"


def _ask_again(job: Job, user_id: int | None) -> None:
    """Try a print anew that was given up, and keep one that was about to be."""
    if job.is_given_up:
        run_again(job)
        job.user_id = user_id
    elif job.user_id is None:
        job.user_id = user_id
    job.is_cancel_asked = False


def print_for_leaders(*, on: date) -> None:
    """Print what leaders look at once a week, before they ask: this quarter's and the last one's.

    A paper whose data has not changed since it was printed is not printed again.
    """
    for quarter in quarters(on=on).all[:2]:
        for paper in quarter_papers(quarter):
            kind = KINDS[paper.kind]
            request_print(kind, paper.subject, "pdf", on=on, viewer=None, retry=False)


def own_print(job_id: int, *, viewer: Viewer) -> Job | None:
    """Return a print of the day, or of a list, if the viewer is who asked for it."""
    query = select(Job).filter_by(id=job_id, user_id=viewer.user_id)
    return db.session.scalar(query.where(Job.kind.in_({PRINT_OF_THE_DAY, PRINT_LIST})))


def printed_file(job: Job) -> StoredFile | None:
    """Return the file that a print job has made, if it is still there."""
    if job.state != JobState.DONE or job.result is None:
        return None
    file = db.session.get(StoredFile, job.result["file_id"])
    # A database may give the number of a swept file to another one.
    if file is None or file.attached_to != PRINT or file.sha256 != job.result.get("sha256"):
        return None
    return file


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
    kind: Kind,
    subject: str,
    ending: str,
    *,
    on: date,
    asked: str | None = None,
    progress: Progress = no_progress,
) -> StoredFile:
    """Render and store a print; the file belongs to the job that asked for it.

    `asked` is the key that came of what the asker was shown, None where nobody has asked. It is
    built without a viewer here, so anything else may hold what is not the asker's.

    Raises:
        RuleBroken: the paper is not there any more, or is not what was asked for.
    """
    parts = build_parts(kind, subject, on=on, viewer=None)
    if parts is None or asked not in {None, _key(kind, subject, ending, parts, on=on)}:
        raise RuleBroken("此文书的内容已经变化，请返回页面重新打开。")
    content = render_all(kind, ending, parts, progress, binder=binder_margin(on=on))
    return _store(content, f"{file_title(kind, parts)}.{ending}", CONTENT_TYPES[ending])


def print_list(listing: Listing, name: str, *, on: date) -> StoredFile:
    """Render and store a list as it was handed out; the file belongs to the job."""
    content = render_listing(listing, binder=binder_margin(on=on))
    return _store(content, f"{name}.pdf", CONTENT_TYPES["pdf"])


def forget_lists(*, before: datetime) -> None:
    """Drop the jobs of lists printed before a moment, and with them the rows that they took along.

    A list handed out is made anew by whoever needs it again.
    """
    done = Job.state.in_({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
    old = (Job.kind == PRINT_LIST, Job.queued_at < before, done)
    with writing():
        db.session.execute(delete(Job).where(*old))


def hand_out(
    kind: PaperKind, subject: str, made_before: datetime, file_id: int | None, *, actor: Actor
) -> None:
    """Note that a paper which goes out once has gone out; its stored file, if any, goes too."""
    if kind.hand_out is None:
        return
    with writing():
        kind.hand_out(subject, made_before=made_before, actor=actor)
        files.sweep_older(StoredFile.id == file_id, than=timedelta())


def _has_lost_its_file(job: Job) -> bool:
    return job.state == JobState.DONE and printed_file(job) is None


def _store(content: bytes, name: str, content_type: str) -> StoredFile:
    """Keep a print; where a worker was killed after it had kept it, that one is taken."""
    digest = hashlib.sha256(content).hexdigest()
    same = select(StoredFile).filter_by(sha256=digest, name=name, attached_to=PRINT)
    same = same.where(StoredFile.uploaded_at > now() - TAKEN_WITHIN)
    if (kept := db.session.scalars(same).first()) is not None:
        return kept
    received = files.receive_bytes(content, name=name, content_type=content_type)
    with writing():
        file = files.keep(received, actor=SYSTEM)
        # Nobody reads it at /files/: the paper's own address checks who may.
        file.attached_to = PRINT
        file_id = file.id
    return db.session.get_one(StoredFile, file_id)
