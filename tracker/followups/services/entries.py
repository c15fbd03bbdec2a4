"""Noting a step: one line of the item's time line, one event of the trail."""

from collections.abc import Sequence
from datetime import date

from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
from tracker.core.permissions import Actor, Permission
from tracker.files.models import StoredFile
from tracker.files.services import attach
from tracker.followups.models import Entry, FollowUp


def note_step(
    followup: FollowUp,
    verb: str,
    *,
    actor: Actor,
    on: date,
    note: str = "",
    files: Sequence[StoredFile] = (),
    is_by_liaison: bool = False,
) -> Entry:
    """Add the step to the item's time line; the files are then read by whoever reads the item."""
    # Set from this side: appending to `entries` would load them, and the flush that comes with
    # it would hide from the trail what has just been changed.
    entry = Entry.by(
        actor, verb, on=on, note=note, follow_up=followup, is_by_liaison=is_by_liaison,
        files=list(files),
    )  # fmt: skip
    db.session.add(entry)
    for file in files:
        attach(
            file,
            to=f"follow_up:{followup.id}",
            permission=Permission.FOLLOWUP_READ,
            unit_id=followup.lead_unit_id,
        )
    return entry


def record(action: str, followup: FollowUp, *, actor: Actor) -> None:
    """Record the event of a step with what it changed on the item."""
    changes = changes_of(followup)
    label = f"{followup.code} {followup.title}"
    record_event(f"followup.{action}", followup, actor=actor, label=label, changes=changes)
