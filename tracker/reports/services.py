"""季度结账: one act of the director after which nothing is counted in the quarter any more."""

from datetime import date

from tracker.accounts import queries as accounts
from tracker.audit.services import change, record_event
from tracker.core.calendar import Quarter, chinese_date
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor, Role
from tracker.reports import queries
from tracker.risks import queries as risks
from tracker.risks.models import QuarterClosing


def close_quarter(*, quarter: Quarter, actor: Actor, on: date) -> QuarterClosing:
    """Close the oldest open quarter of both ledgers; later events count in the next one.

    There is no reopening. The closing keeps what stood open, so that the next opening can be
    held against it.

    Raises:
        RuleBroken: it is not the oldest open quarter, it has not ended, the actor was not the
            director on that day, or a ledger does not balance.
    """
    _require_next(quarter, on)
    directors = accounts.holders_of(Role.OFFICE_DIRECTOR, on=on)
    if actor.person_id not in {user.person_id for user in directors}:
        raise RuleBroken(f"季度结账由办公室主任办理，{actor.name}在这一天不是办公室主任。")
    for book in queries.BOOKS.values():
        if faults := queries.balance(book, quarter).faults:
            raise RuleBroken(f"{book.name}台账不平：{'；'.join(faults)}。请核对后再结账。")
    stood = {code: queries.stood(book, quarter) for code, book in queries.BOOKS.items()}
    closing = QuarterClosing.of(
        quarter, closed_on=on, actor_id=actor.person_id, actor_name=f"{actor.post}{actor.name}",
        recorder_name=actor.recorder_name, paper_act_id=actor.paper_act_id, stood=stood,
    )  # fmt: skip
    db.session.add(closing)
    changes = change("closed_on", None, on)
    record_event("quarter.close", closing, actor=actor, label=quarter.words, changes=changes)
    return closing


def _require_next(quarter: Quarter, on: date) -> None:
    oldest = queries.oldest_open()
    if oldest is None:
        raise RuleBroken("台账上还没有记录，不需要结账。")
    if quarter < oldest:
        raise RuleBroken(f"{quarter.words}已经结账或台账尚未开始，不能再结。")
    if quarter > oldest:
        raise RuleBroken(f"结账须按季度依次办理，请先结{oldest.words}的账。")
    if on <= quarter.last:
        raise RuleBroken(f"{quarter.words}还没有结束，{chinese_date(quarter.last)}以后才能结账。")
    last = risks.last_closing()
    if last is not None and on < last.closed_on:
        day = chinese_date(last.closed_on)
        raise RuleBroken(f"结账日期早于上一季度的结账日期，请填写{day}以后的日期。")
