"""纸质办理·代录: who acts, in person or on a paper that the office types in."""

from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import PaperAct
from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.models import Record
from tracker.core.permissions import (
    Actor,
    Permission,
    Viewer,
)
from tracker.directory import queries as directory
from tracker.directory.models import Person
from tracker.files import queries as files
from tracker.files.models import StoredFile
from tracker.files.services import attach


@dataclass(frozen=True)
class PaperEntry:
    """What the office typed from a signed paper; `accounts.forms.PaperActForm` makes it."""

    person_id: int
    acted_on: date
    location: str = ""
    scan_id: int | None = None


def subject_of(record: Record) -> str:
    """Return the words by which paper acts and files name a flushed record: `minutes:12`."""
    return f"{record.__tablename__}:{record.id}"


def acting(
    *,
    viewer: Viewer,
    paper: PaperEntry | None,
    action: str,
    about: Record,
    on: date,
    permission: Permission | None = None,
    unit_id: int | None = None,
) -> tuple[Actor, date]:
    """Return who does this act and on which day: the viewer today, or the signer of a paper.

    Call it first inside `writing()` and pass both on to the feature's service::

        with writing(form):
            minutes = queries.get_minutes(minutes_id, viewer=viewer())
            actor, on = acting(
                viewer=viewer(), paper=form.paper.entry(), action="minutes.issue",
                about=minutes, on=today(), permission=Permission.MINUTES_ISSUE,
            )
            services.issue(minutes, actor=actor, on=on)

    `about` is flushed already. `permission` is what the viewer needs to do it in person; None
    means that the view's own gate has asked. A view that is open to those who record as well
    asks `@requires(Permission.MINUTES_ISSUE, Permission.PAPER_RECORD)`. Whether the *signer*
    may do it is the service's rule, which compares `actor.person_id`. The scan is read by the
    office alone, with `unit_id` also by that unit. The event of the act is the service's:
    none is recorded here.

    Raises:
        RuleBroken: the viewer may neither act nor record, the signer held no post that day,
            the paper is neither named nor scanned, or the scan is not the viewer's own.
    """
    if paper is None:
        if permission is not None and not viewer.can(permission):
            raise RuleBroken("此事须由有权限的人本人办理；纸面已办的，请填写“代录纸面办理”。")
        return viewer.as_actor(), on
    actor = _signer(paper, viewer=viewer, action=action, about=about, on=on, unit_id=unit_id)
    return actor, paper.acted_on


def _signer(
    paper: PaperEntry, *, viewer: Viewer, action: str, about: Record, on: date, unit_id: int | None
) -> Actor:
    """Return who signed the paper that the viewer types in, and keep the paper."""
    if not viewer.can(Permission.PAPER_RECORD):
        raise RuleBroken("纸面办理由办公室代录，请将纸件交办公室。")
    person = db.session.get(Person, paper.person_id)
    if person is None or paper.acted_on > on:
        raise RuleBroken("请核对纸面上的办理人和日期，办理日期不晚于今天。")
    return record_paper_act(
        action=action,
        subject=subject_of(about),
        person=person,
        acted_on=paper.acted_on,
        location=paper.location,
        scan=_attached_scan(paper, viewer=viewer, subject=subject_of(about), unit_id=unit_id),
        recorder=viewer,
    )


def _attached_scan(
    paper: PaperEntry, *, viewer: Viewer, subject: str, unit_id: int | None
) -> StoredFile | None:
    if paper.scan_id is None:
        return None
    scan = next(iter(files.own_uploads([paper.scan_id], viewer=viewer)), None)
    if scan is None:
        raise RuleBroken("扫描件已不在，请重新上传后再提交。")
    readers = Permission.PAPER_RECORD if unit_id is None else Permission.PAPER_READ
    attach(scan, to=subject, permission=readers, unit_id=unit_id)
    return scan


def record_paper_act(
    *,
    action: str,
    subject: str,
    person: Person,
    acted_on: date,
    location: str,
    scan: StoredFile | None,
    recorder: Viewer,
) -> Actor:
    """纸质办理·代录: keep who acted on paper and where it lies; returns the actor of the act.

    Raises:
        RuleBroken: the person held no post on that day, or neither place nor scan is given.
    """
    post = directory.highest_post(person.id, on=acted_on)
    if post is None:
        raise RuleBroken(f"{person.name}在 {acted_on:%Y-%m-%d} 没有任职，请核对办理人和日期。")
    if not location.strip() and scan is None:
        raise RuleBroken("请写明纸件存放处，或上传扫描件。")
    act = PaperAct(
        action=action,
        subject=subject,
        person_id=person.id,
        person_name=person.name,
        post_title=directory.post_words(post),
        acted_on=acted_on,
        location=location,
        scan_id=scan.id if scan else None,
        recorder_id=recorder.user_id,
        recorder_name=recorder.name,
        recorded_at=now(),
    )
    db.session.add(act)
    db.session.flush()
    return _actor_of(act)


def _actor_of(act: PaperAct) -> Actor:
    return Actor(
        person_id=act.person_id,
        name=act.person_name,
        post=act.post_title,
        recorder_id=act.recorder_id,
        recorder_name=act.recorder_name,
        paper_act_id=act.id,
    )
