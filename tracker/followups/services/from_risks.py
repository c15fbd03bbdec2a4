"""Items that rectify risks, planned for many of them at once from what the register says."""

from collections.abc import Iterable
from datetime import date

from tracker.core import several
from tracker.core.calendar import chinese_date
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.followups import queries
from tracker.followups.models import DueBasis
from tracker.followups.services.planning import Demand, plan_items, proposed_due
from tracker.meetings.models import Meeting, MeetingState
from tracker.risks.models import Risk

# Meetings whose tasks are all done, or that were not held, get no more of them.
OVER = frozenset({MeetingState.CONCLUDED, MeetingState.CANCELLED})


def meeting_for(risk: Risk) -> Meeting | None:
    """Return the meeting that the task of a risk belongs to: its own, while it is not over."""
    meeting = risk.meeting
    return None if meeting is None or meeting.state in OVER else meeting


def demand_of(risk: Risk, *, on: date) -> Demand:
    """Return what the register asks of the risk's unit: what, which measure, and by when."""
    proposed = proposed_due(meeting_for(risk), queries.setting_of(risk), on=on)
    return Demand(
        title=risk.title[:200],
        requirement=risk.measure[:5000],
        lead_unit_ids=(risk.unit_id,),
        due_on=risk.due_on or proposed,
        due_basis=DueBasis.CONFIRMED if risk.due_on else DueBasis.SUGGESTED,
    )


def plan_for_risks(*, risks: Iterable[Risk], actor: Actor, on: date) -> tuple[int, list[str]]:
    """Plan one item for each risk; returns how many, and which risks were left and why.

    Left is what has items already, is settled, or is due on a day that has passed.
    """
    return several.each(risks, lambda risk: _plan_for(risk, actor, on))


def _plan_for(risk: Risk, actor: Actor, on: date) -> None:
    if queries.has_items_left(risk.id):
        raise RuleBroken("已有未办结的整改任务，请在该任务中跟进；需要另立的，请打开风险单独拟定。")
    demand = demand_of(risk, on=on)
    if demand.due_on is not None and demand.due_on < on:
        raise RuleBroken(f"时限{chinese_date(demand.due_on)}已过，请打开后单独拟定并另定时限。")
    plan_items(demand=demand, meeting=meeting_for(risk), point=None, risk=risk, actor=actor, on=on)
