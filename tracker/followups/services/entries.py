"""Noting a step: one line of the item's time line, one event of the trail."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import inspect, select

from tracker.accounts.queries import told_in_unit
from tracker.audit.services import changes_of, record_event
from tracker.core import ledger
from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor, Permission
from tracker.files.models import StoredFile
from tracker.files.services import attach
from tracker.followups.models import Entry, EntryFile, FollowUp, FollowUpPosting, FollowUpState
from tracker.followups.queries import without_repeats
from tracker.risks.queries import first_open_quarter


def note_step(  # noqa: PLR0913 -- a step is said in one breath, by name.
    followup: FollowUp,
    verb: str,
    *,
    actor: Actor,
    on: date,
    note: str = "",
    files: Sequence[StoredFile] = (),
    is_by_liaison: bool = False,
    unit_id: int | None = None,
) -> Entry:
    """Add the step to the item's time line; the files are then read by whoever reads the item.

    Of files with the same bytes as one that was handed in before, none is kept again. `unit_id`
    names the unit for which the step was done, by the post that is held there.

    Raises:
        RuleBroken: the day lies before the dispatch, or files come with an item of a sensitive
            area, which has words only.
    """
    _require_handed_out_by(followup, on)
    # Set from this side: appending to `entries` would load them, and the flush that comes with
    # it would hide from the trail what has just been changed.
    kept = _new_among(files, followup)
    entry = Entry.by(
        actor, verb, on=on, note=note, follow_up=followup, is_by_liaison=is_by_liaison,
        unit_id=unit_id, evidence=[EntryFile(file=file) for file in kept],
    )  # fmt: skip
    with db.session.no_autoflush:
        entry.actor_name = told_in_unit(actor, unit_id, on=on)
    db.session.add(entry)
    of, unit = f"follow_up:{followup.id}", followup.lead_unit_id
    for file in kept:
        attach(file, to=of, permission=Permission.FOLLOWUP_READ, unit_id=unit)
    return entry


def _new_among(files: Sequence[StoredFile], followup: FollowUp) -> list[StoredFile]:
    """Return the files whose bytes are not there yet; an item of a sensitive area takes none."""
    if not files:
        return []
    if followup.is_sensitive:
        raise RuleBroken("敏感领域的任务只写办理情况，不收照片和附件，请去掉附件后再提交。")
    return list(without_repeats(followup, files))


def _require_handed_out_by(followup: FollowUp, on: date) -> None:
    """Refuse an act on an item that was not handed out by that day: the paper's day is wrong."""
    if followup.assigned_on is not None and on < followup.assigned_on:
        day = chinese_date(followup.assigned_on)
        raise RuleBroken(f"办理日期早于交办日期（{day}），请核对。")


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
    day, last = _newest(followup)
    moved = ledger.movements(
        last.standing if last else None,
        (followup.lead_unit_id,) if followup.is_open else None,
        was_entered=last is not None,
        is_cancelled=followup.state == FollowUpState.CANCELLED,
    )
    if not moved:
        return
    counted = ledger.counted_in(day, first_open=first_open_quarter(), last=last)
    for kind, (unit_id,) in moved:
        db.session.add(
            FollowUpPosting(
                follow_up_id=followup.id, kind=kind, unit_id=unit_id, happened_on=day,
                year=counted.year, quarter=counted.number,
            )
        )  # fmt: skip
    db.session.expire(followup, ["postings"])


def _newest(followup: FollowUp) -> tuple[date, FollowUpPosting | None]:
    """Return the day of the newest step and the newest posting, in one statement at most.

    Hundreds of items are confirmed in one transaction: what was loaded with them is not asked
    for again, nor need anything be written before, so that many items are written at once.
    """
    if not {"entries", "postings"} & inspect(followup).unloaded:
        last = followup.postings[-1] if followup.postings else None
        return followup.entries[-1].acted_on, last
    of_item = FollowUpPosting.follow_up_id == Entry.follow_up_id
    query = select(Entry.acted_on, FollowUpPosting).outerjoin(FollowUpPosting, of_item)
    query = query.where(Entry.follow_up_id == followup.id)
    query = query.order_by(Entry.id.desc(), FollowUpPosting.id.desc()).limit(1)
    day, last = db.session.execute(query).one()
    return day, last
