"""Noting a step: one line of the item's time line, one event of the trail."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from tracker.audit.services import changes_of, record_event
from tracker.core import ledger
from tracker.core.db import db
from tracker.core.permissions import Actor, Permission
from tracker.files.models import StoredFile
from tracker.files.services import attach
from tracker.followups.models import Entry, FollowUp, FollowUpPosting, FollowUpState
from tracker.risks.queries import first_open_quarter


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
    """Record the event of a step with what it changed on the item, and post what it moves."""
    changes = changes_of(followup)
    label = f"{followup.code} {followup.title}"
    record_event(f"followup.{action}", followup, actor=actor, label=label, changes=changes)
    _post(followup)


def _post(followup: FollowUp) -> None:
    """Post on the ledger what has moved since the item's last posting, whatever step it was.

    It stands there from its dispatch to its end; the day is that of the step just noted.
    """
    last = db.session.scalar(ledger.last_posting(FollowUpPosting, followup.id))
    moved = ledger.movements(
        last.standing if last else None,
        (followup.lead_unit_id,) if followup.is_open else None,
        was_entered=last is not None,
        is_cancelled=followup.state == FollowUpState.CANCELLED,
    )
    if not moved:
        return
    day, first_open = _day_of_step(followup), first_open_quarter()
    counted = ledger.counted_in(day, first_open=first_open, last=last)
    for kind, (unit_id,) in moved:
        db.session.add(
            FollowUpPosting(
                follow_up_id=followup.id, kind=kind, unit_id=unit_id, happened_on=day,
                year=counted.year, quarter=counted.number,
            )
        )  # fmt: skip


def _day_of_step(followup: FollowUp) -> date:
    query = select(Entry.acted_on).where(Entry.follow_up_id == followup.id)
    return db.session.scalars(query.order_by(Entry.id.desc()).limit(1)).one()
