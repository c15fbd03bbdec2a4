"""Noting a step: one line of the risk's time line, one event of the trail."""

from datetime import date

from tracker.audit.services import record_event
from tracker.core.db import db
from tracker.core.permissions import Actor
from tracker.risks.models import Risk, RiskStep


def _note(
    risk: Risk,
    verb: str,
    *,
    actor: Actor,
    on: date,
    changes: dict[str, object],
    note: str = "",
) -> None:
    """Add the step to the risk's time line, and its event to the trail."""
    db.session.add(RiskStep.by(actor, verb, on=on, note=note, risk=risk))
    label = f"{risk.code} {risk.title}"
    record_event(f"risk.{verb}", risk, actor=actor, label=label, changes=changes)
