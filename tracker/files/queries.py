"""Loading a file for somebody, and the scans of a record."""

import io
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from flask import current_app
from PIL import Image
from sqlalchemy import select

from tracker.core.db import db
from tracker.core.permissions import Permission, Viewer
from tracker.files.models import Scan, StoredFile

# Two stand beside each other in the 版心, at about 200 dots an inch.
ON_PAPER = (640, 480)


def get_file(file_id: int, *, viewer: Viewer) -> StoredFile | None:
    """Return the file if its audience includes the viewer, else None."""
    file = db.session.get(StoredFile, file_id)
    return file if file is not None and may_read(file, viewer=viewer) else None


def may_read(file: StoredFile, *, viewer: Viewer) -> bool:
    """Tell whether the viewer is of the file's audience; an unattached one is its uploader's."""
    if file.attached_to is None or file.audience_permission is None:
        return file.uploaded_by == viewer.user_id
    if not viewer.can(file.audience_permission):
        return False
    return (
        viewer.sees_all
        or file.audience_unit_id is None
        or (file.audience_unit_id in viewer.unit_ids)
    )


def own_uploads(file_ids: list[int], *, viewer: Viewer) -> list[StoredFile]:
    """Return those of the files that the viewer uploaded and nothing has attached yet."""
    query = select(StoredFile).where(
        StoredFile.id.in_(file_ids),
        StoredFile.uploaded_by == viewer.user_id,
        StoredFile.attached_to.is_(None),
    )
    return list(db.session.scalars(query.order_by(StoredFile.id)))


def scans_of(*subjects: str) -> dict[str, list[Scan]]:
    """Return {subject: its scans in the order they came}, withdrawn ones included.

    Each has an audience of its own: pages show them by the component `scans`, which asks.
    """
    found: dict[str, list[Scan]] = {subject: [] for subject in subjects}
    query = select(Scan).where(Scan.subject.in_(found)).order_by(Scan.added_on, Scan.id)
    for scan in db.session.scalars(query):
        found[scan.subject].append(scan)
    return found


def scanned_subjects(subjects: Sequence[str]) -> frozenset[str]:
    """Return those of the subjects that have a scan which nobody withdrew."""
    query = select(Scan.subject).where(Scan.subject.in_(subjects), Scan.withdrawn_reason == "")
    return frozenset(db.session.scalars(query))


def get_own_scan(scan_id: int, *, viewer: Viewer) -> Scan | None:
    """Return a scan that the viewer may withdraw, else None."""
    scan = db.session.get(Scan, scan_id)
    return scan if scan is not None and may_withdraw(scan, viewer=viewer) else None


def may_withdraw(scan: Scan, *, viewer: Viewer) -> bool:
    """Tell whether the viewer may take a scan back: the office any, others what they added."""
    is_own = scan.file.uploaded_by == viewer.user_id
    return may_read(scan.file, viewer=viewer) and (is_own or viewer.can(Permission.SCAN_ADD))


def small_picture(file_id: int) -> str:
    """Return a kept picture, made small enough for a form, as an address that holds the JPEG."""
    file = db.session.get_one(StoredFile, file_id)
    target = io.BytesIO()
    with Image.open(Path(current_app.config["FILES_PATH"]) / file.location) as image:
        image.draft("RGB", ON_PAPER)
        small = image.convert("RGB")
        small.thumbnail(ON_PAPER)
        small.save(target, format="JPEG", quality=80)
    return f"data:image/jpeg;base64,{b64encode(target.getvalue()).decode()}"
