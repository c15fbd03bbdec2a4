"""Scans beside what they prove: added at any time, never deleted, withdrawn with a reason."""

from datetime import date

from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor, Permission
from tracker.files.models import Scan, StoredFile
from tracker.files.services.stored import attach


def add_scan(  # noqa: PLR0913 -- a scan is said in one breath, by name.
    *,
    file: StoredFile,
    subject: str,
    proves: str,
    caption: str = "",
    credit: str = "",
    permission: Permission,
    unit_id: int | None = None,
    actor: Actor,
    on: date,
) -> Scan:
    """Keep an upload as a scan of `subject` (`meeting:12`), read by holders of `permission`.

    With `unit_id` only that unit reads it, and those who see all. `proves` is a key of the
    feature that shows the scan; who typed it for somebody else is named as who added it.

    Raises:
        RuleBroken: the file is attached already.
    """
    if file.attached_to is not None:
        raise RuleBroken(f"文件“{file.name}”已附在别处，请重新上传。")
    attach(file, to=subject, permission=permission, unit_id=unit_id)
    scan = Scan(
        file=file,
        subject=subject,
        proves=proves,
        caption=caption,
        credit=credit,
        added_on=on,
        added_by=actor.recorder_name or actor.name,
    )
    db.session.add(scan)
    changes = {"file": [None, file.name], "subject": [None, subject], "proves": [None, proves]}
    record_event("scan.add", scan, actor=actor, label=scan.title, changes=changes)
    return scan


def withdraw_scan(*, scan: Scan, reason: str, actor: Actor, on: date) -> None:
    """Take a wrong scan back: it stays, struck through, with the reason, its file with it.

    Raises:
        RuleBroken: no reason is given, or the scan is withdrawn already.
    """
    if not reason.strip():
        raise RuleBroken("请写明撤回原因，如“误传，不是本次会议的签到表”。")
    if scan.is_withdrawn:
        raise RuleBroken("此扫描件已经撤回，不必再撤。")
    scan.withdrawn_reason, scan.withdrawn_on = reason, on
    scan.withdrawn_by = actor.recorder_name or actor.name
    changes = changes_of(scan)
    record_event("scan.withdraw", scan, actor=actor, label=scan.title, changes=changes)
