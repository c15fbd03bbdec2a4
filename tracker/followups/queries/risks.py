"""The items of a risk."""

from collections.abc import Collection

from sqlalchemy import exists, select

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.followups.models import ENDED_STATES, FollowUp, FollowUpState
from tracker.followups.queries.items import with_details
from tracker.followups.queries.reach import reach_of
from tracker.risks.models import Risk, RiskLevel

DAYS_BY_LEVEL = {
    RiskLevel.GENERAL: "general_risk_working_days",
    RiskLevel.LOW: "general_risk_working_days",
    RiskLevel.NORMAL: "general_risk_working_days",
    RiskLevel.SIGNIFICANT: "significant_risk_working_days",
    RiskLevel.ELEVATED: "significant_risk_working_days",
    RiskLevel.MAJOR: "major_risk_working_days",
    RiskLevel.SEVERE: "major_risk_working_days",
}


def items_of_risk(risk_id: int, *, viewer: Viewer | None) -> list[FollowUp]:
    """Return all items made from a risk that are for the viewer, by number; cancelled ones too."""
    query = with_details().where(FollowUp.risk_id == risk_id, reach_of(viewer).condition)
    items = db.session.scalars(query.order_by(FollowUp.year, FollowUp.number))
    return list(items.unique())


def items_by_risk(risk_ids: Collection[int]) -> dict[int, list[FollowUp]]:
    """Return the items of each risk with their units, cancelled ones left out."""
    query = with_details().where(
        FollowUp.risk_id.in_(risk_ids), FollowUp.state != FollowUpState.CANCELLED
    )
    found: dict[int, list[FollowUp]] = {}
    for item in db.session.scalars(query.order_by(FollowUp.year, FollowUp.number)).unique():
        found.setdefault(item.risk_id or 0, []).append(item)
    return found


def has_items_left(risk_id: int) -> bool:
    """Tell whether an item of the risk is still planned or open."""
    left = exists().where(FollowUp.risk_id == risk_id, FollowUp.state.not_in(ENDED_STATES))
    return bool(db.session.scalar(select(left)))


def setting_of(risk: Risk) -> str:
    """Return the setting that says within how many working days a risk of its level is mended."""
    return DAYS_BY_LEVEL[RiskLevel(risk.level)]
