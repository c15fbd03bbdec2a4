"""What the items of a risk do to it: handed out, it is being rectified; done, it is struck off."""

from datetime import date

from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.followups import queries
from tracker.followups.models import FollowUp
from tracker.risks import services as risks
from tracker.risks.models import RISK_WORKFLOW, Risk


def require_open(risk: Risk | None) -> None:
    """Refuse an item of a risk that is settled.

    Raises:
        RuleBroken: the risk is closed or cancelled.
    """
    if risk is not None and not risk.is_open:
        raise RuleBroken(
            f"{risk.code}现在是“{risk.state_label}”，不能再立任务或交办。请刷新页面后核对。"
        )


def begin_rectifying(followup: FollowUp, *, actor: Actor, on: date) -> None:
    """Note on the risk that an item of it is handed out; only the first one counts.

    Raises:
        RuleBroken: the risk is closed or cancelled.
    """
    risk = followup.risk
    require_open(risk)
    if risk is not None and RISK_WORKFLOW.allows("rectify", risk.state):
        risks.rectify(risk=risk, actor=actor, on=on)


def strike_off(followup: FollowUp, *, actor: Actor, on: date) -> None:
    """Close the risk of an item that was verified, once none of its items is left.

    Raises:
        RuleBroken: the verifier belongs to the family of the risk's unit.
    """
    risk = followup.risk
    if risk is None or not risk.is_open or queries.has_items_left(risk.id):
        return
    risks.close(risk=risk, actor=actor, on=on)
