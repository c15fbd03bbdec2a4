"""The items of a risk."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.core.todos import Todo
from tracker.followups.models import ENDED_STATES, Entry, EntryFile, FollowUp, FollowUpState
from tracker.followups.queries.items import with_details
from tracker.followups.queries.reach import reach_of
from tracker.risks.models import Risk, RiskLevel, RiskState, RiskStep

MAX_TODOS = 100

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
    query = (
        with_details()
        .options(selectinload(FollowUp.postings))
        .where(FollowUp.risk_id.in_(risk_ids), FollowUp.state != FollowUpState.CANCELLED)
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


def verified_items(risk: Risk) -> list[FollowUp]:
    """Return the items by which the risk was mended in its present round, by number."""
    query = select(FollowUp).where(FollowUp.risk_id == risk.id, _is_verified())
    return list(db.session.scalars(query.order_by(FollowUp.year, FollowUp.number)))


def has_files(risk: Risk) -> bool:
    """Tell whether a photo or document was handed in with what mended the risk in this round."""
    found = exists().where(
        FollowUp.risk_id == risk.id,
        _is_verified(),
        Entry.follow_up_id == FollowUp.id,
        EntryFile.entry_id == Entry.id,
    )
    return bool(db.session.scalar(select(found)))


def _is_verified() -> ColumnElement[bool]:
    """Return as a condition of items that they were confirmed in the present round of their risk.

    A risk is struck off when none of its items is left: what was confirmed before it came back
    mended an earlier round. Moments tell, since both may be of one day.
    """
    last = select(func.max(RiskStep.at))
    last = last.where(RiskStep.risk_id == FollowUp.risk_id, RiskStep.verb == "reopen")
    came_back, close = last.correlate(FollowUp).scalar_subquery(), aliased(Entry)
    confirmed = select(close.id).where(close.follow_up_id == FollowUp.id, close.verb == "close")
    since = confirmed.where(close.at >= came_back).correlate(FollowUp).exists()
    is_of_round = or_(came_back.is_(None), since)
    return and_(FollowUp.state == FollowUpState.CLOSED, is_of_round)


def risk_todos() -> list[Todo]:
    """Return what the office has to do about risks that no item moves on, so that none hangs.

    What waits for a leader is told apart; in sensitive areas the number alone is named.
    """
    left = exists().where(FollowUp.risk_id == Risk.id, FollowUp.state.not_in(ENDED_STATES))
    verified = exists(FollowUp.id).where(FollowUp.risk_id == Risk.id, _is_verified())
    query = select(Risk, verified).options(joinedload(Risk.area))
    query = query.where(Risk.state == RiskState.RECTIFYING, ~left)
    rows = db.session.execute(query.order_by(Risk.year, Risk.number).limit(MAX_TODOS))
    return [
        _todo_of(risk, is_verified) for risk, is_verified in rows if not risk.is_awaiting_leader
    ]


def _todo_of(risk: Risk, is_verified: bool) -> Todo:
    title = "" if risk.area.is_sensitive else f" {risk.title}"
    if is_verified:
        sentence, endpoint = f"核验销号：{risk.code}{title}", "followups.settle_risk"
    else:
        sentence, endpoint = f"没有在办任务，请立任务：{risk.code}{title}", "followups.plan_risk"
    return Todo(sentence, endpoint, {"risk_id": risk.id})
