"""What was handed in with an item, and what of an upload is new."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.files.models import StoredFile
from tracker.followups.models import ENDED_STATES, Entry, EntryFile, FollowUp


def without_repeats(followup: FollowUp, files: Sequence[StoredFile]) -> list[StoredFile]:
    """Return those of the uploads whose bytes were not handed in yet, each content once."""
    known = set(_known(followup))
    found = []
    for file in files:
        if file.sha256 not in known:
            found.append(file)
        known.add(file.sha256)
    return found


def repeats_words(followup: FollowUp, files: Sequence[StoredFile]) -> str:
    """Return a sentence that names the uploads which were handed in before; mostly empty."""
    new = {file.id for file in without_repeats(followup, files)}
    names = "、".join(f"“{file.name}”" for file in files if file.id not in new)
    return f"{names}与已交的材料内容相同，只保留一份。" if names else ""


def _known(followup: FollowUp) -> Iterable[str]:
    query = select(StoredFile.sha256).join(EntryFile, EntryFile.file_id == StoredFile.id)
    query = query.join(Entry, Entry.id == EntryFile.entry_id)
    query = query.where(Entry.follow_up_id == followup.id, EntryFile.withdrawn_on.is_(None))
    with db.session.no_autoflush:
        return db.session.scalars(query).all()


def get_evidence(followup: FollowUp, file_id: int) -> tuple[Entry, EntryFile] | None:
    """Return what was handed in with the step in which it was; None where it was not."""
    pairs = ((entry, one) for entry in followup.entries for one in entry.evidence)
    return next((pair for pair in pairs if pair[1].file_id == file_id), None)


def is_own_evidence(entry: Entry, _one: EntryFile, viewer: Viewer) -> bool:
    """Tell whether one of the viewer's units handed it in."""
    return (entry.unit_id or entry.follow_up.lead_unit_id) in viewer.unit_ids


def may_withdraw(entry: Entry, one: EntryFile, viewer: Viewer) -> bool:
    """Tell whether the viewer's unit handed it in and may still take it back."""
    is_open = entry.follow_up.state not in ENDED_STATES
    return is_open and not one.is_withdrawn and is_own_evidence(entry, one, viewer)
