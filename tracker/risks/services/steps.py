"""Noting a step: one line of the time line, one event of the trail, what moves on the ledger."""

from datetime import date

from tracker.accounts.queries import told_in_unit
from tracker.audit.services import record_event
from tracker.core import ledger
from tracker.core.db import db
from tracker.core.permissions import Actor
from tracker.risks import queries
from tracker.risks.models import Risk, RiskPosting, RiskState, RiskStep


def _note(
    risk: Risk,
    verb: str,
    *,
    actor: Actor,
    on: date,
    changes: dict[str, object],
    note: str = "",
    unit_id: int | None = None,
) -> None:
    """Add the step to the risk's time line, its event to the trail, and post what it moves.

    `unit_id` names the unit for which it was done: the post there is told, and for whom.
    """
    step = RiskStep.by(actor, verb, on=on, note=note, risk=risk)
    with db.session.no_autoflush:
        step.actor_name = told_in_unit(actor, unit_id, on=on)
    db.session.add(step)
    label = f"{risk.code} {risk.title}"
    record_event(f"risk.{verb}", risk, actor=actor, label=label, changes=changes)
    _post(risk, on=on)


def _post(risk: Risk, *, on: date) -> None:
    """Post on the ledger what has moved since the risk's last posting, whatever step it was.

    It counts as new on the day found; everything else on the day of the act.
    """
    last = db.session.scalar(ledger.last_posting(RiskPosting, risk.id))
    moved = ledger.movements(
        last.standing if last else None,
        (risk.unit_id, risk.level) if risk.is_open else None,
        was_entered=last is not None,
        is_cancelled=risk.state == RiskState.CANCELLED,
    )
    first_open = queries.first_open_quarter() if moved else None
    for kind, (unit_id, level) in moved:
        day = risk.found_on if kind == ledger.Movement.NEW else on
        counted = ledger.counted_in(day, first_open=first_open, last=last)
        db.session.add(
            RiskPosting(
                risk_id=risk.id, kind=kind, unit_id=unit_id, level=level, happened_on=day,
                year=counted.year, quarter=counted.number,
            )
        )  # fmt: skip
