"""定期任务: the next dated item, made when the last one closes."""

from datetime import date

from tracker.audit.services import SYSTEM
from tracker.core.db import db
from tracker.directory.services import take_numbers
from tracker.followups import queries
from tracker.followups.models import DueBasis, FollowUp
from tracker.followups.services.entries import note_step, record
from tracker.followups.services.planning import NUMBERS, dispatch


def make_next(followup: FollowUp, *, on: date) -> FollowUp | None:
    """Make and hand out the next item of a recurring one that closed on this day; else None.

    The system asks the same again, under a new number, by the next date of the rhythm that lies
    after both this due date and this day: nobody is given a date that has passed. Where the lead
    unit is no more, the item stays planned, and the office says who goes on with it.
    """
    if followup.rhythm is None:
        return None
    made = _again(followup, on)
    db.session.add(made)
    db.session.flush()
    note_step(made, "plan", actor=SYSTEM, on=on, note=f"由 {followup.code} 办结后自动生成。")
    record("plan", made, actor=SYSTEM)
    if followup.lead_unit.is_active(on):
        dispatch(followups=[made], actor=SYSTEM, on=on)
    return made


def _again(last: FollowUp, on: date) -> FollowUp:
    after = max(on, last.due_on or on)
    return FollowUp(
        year=on.year,
        number=take_numbers(NUMBERS, year=on.year, count=1, actor=SYSTEM),
        previous_id=last.id,
        meeting=last.meeting,
        point=last.point,
        rhythm=last.rhythm,
        title=last.title,
        requirement=last.requirement,
        deliverable=last.deliverable,
        addressed_to=last.addressed_to,
        due_as_told=last.due_as_told,
        lead_unit=last.lead_unit,
        supporting=[unit for unit in last.supporting if unit.is_active(on)],
        covered_points=list(last.covered_points),
        due_on=queries.next_due(last.rhythm or "", after=after),
        due_basis=DueBasis.SUGGESTED,
        is_filing=last.is_filing,
    )
