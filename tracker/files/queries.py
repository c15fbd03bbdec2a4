"""Loading a file for somebody."""

from sqlalchemy import select

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.files.models import StoredFile


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
