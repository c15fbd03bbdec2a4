"""The ledgers over random histories: acts on random days, with closings between them …"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.histories import Tally
from tests.invariants import check_cells, check_ledger
from tracker.audit.services import changes_of
from tracker.core.calendar import Quarter, quarter_of
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.directory.models import RiskArea
from tracker.followups import services as followups
from tracker.followups.models import FollowUp
from tracker.followups.services.entries import note_step, record
from tracker.reports import queries
from tracker.reports.queries import RISKS, TASKS, Book
from tracker.reports.services import close_quarter
from tracker.risks import services as risks
from tracker.risks.models import Risk, RiskState

FIRST_DAY = date(2023, 2, 10)
HEADS = {"机电工程系": "head", "保卫部": "head2", "后勤处": "head3"}
UNITS = tuple(HEADS)
LEVELS = ("general", "significant")
ACTS = st.lists(
    st.fixed_dictionaries(
        {
            "verb": st.sampled_from([1, 6, 2, 9, 5, 8, 0, 3, 4, 7]),
            "record": st.integers(0, 20),
            "after": st.integers(0, 50),
            "back": st.sampled_from([0, 100, 0, 20]),
            "unit": st.sampled_from(UNITS),
            "level": st.sampled_from(LEVELS),
        }
    ),
    min_size=6, max_size=30,
)  # fmt: skip


@dataclass
class History:
    """What a record's own life says of the ledger, told without its postings."""

    cast: factories.Cast
    day: date = FIRST_DAY
    ids: list[int] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


Act = Callable[[History, dict[str, Any], date], None]


def _facts(history: History, act: dict[str, Any], day: date) -> risks.RiskFacts:
    fire = db.session.query(RiskArea).filter_by(code="fire").one()
    return risks.RiskFacts(unit_id=history.cast.units[act["unit"]], area_id=fire.id, kind="hazard",
                           level=act["level"], title="灭火器过期", found_on=day)  # fmt: skip


def _reopen(risk: Risk, actor: Any, on: date) -> None:
    """反弹, or any step that brings a risk back: the ledger looks at what it changes alone."""
    if risk.state != RiskState.CLOSED:
        raise RuleBroken("没有销号。")
    risk.state, risk.closed_on = RiskState.RECTIFYING, None
    risks._note(risk, "rectify", actor=actor, on=on, changes=changes_of(risk))


def _act_on_risk(history: History, act: dict[str, Any], day: date) -> None:
    clerk, director = history.cast.actor("clerk"), history.cast.actor("director")
    if act["verb"] < 2 or not history.ids:
        facts = _facts(history, act, day)
        made = risks.register(facts=facts, meeting=None, actor=clerk, on=history.day)
        db.session.flush()
        history.ids.append(made.id)
        history.tally.note(made.id, None, (made.unit_id, made.level), day, cancelled=False)
        if act["verb"]:
            risks.rectify(risk=made, actor=clerk, on=history.day)
        return
    risk = db.session.get_one(Risk, history.ids[act["record"] % len(history.ids)])
    before = (risk.unit_id, risk.level) if risk.is_open else None
    moved = _facts(history, act, risk.found_on)
    grading = risks.Grading(risk.kind, moved.level, "管理办法第三条", "范围有变")
    common = {"risk": risk, "actor": clerk, "on": day}
    {
        3: lambda: risks.rectify(**common),
        4: lambda: risks.edit(facts=moved, **common),
        6: lambda: risks.close(**common),
        7: lambda: risks.close(**common),
        8: lambda: risks.cancel(reason="重复登记", **{**common, "actor": director}),
        9: lambda: _reopen(**common),
    }.get(act["verb"], lambda: risks.regrade(grading=grading, **common))()
    after = (risk.unit_id, risk.level) if risk.is_open else None
    history.tally.note(risk.id, before, after, day, cancelled=risk.state == RiskState.CANCELLED)


def _reassign(item: FollowUp, unit_id: int, actor: Any, on: date) -> None:
    """Hand an open item to another lead unit: the ledger looks at what it changes alone."""
    if not item.is_open:
        raise RuleBroken("没有交办。")
    item.lead_unit_id = unit_id
    note_step(item, "edit", actor=actor, on=on)
    record("edit", item, actor=actor)


def _head_of(history: History, item: FollowUp) -> str:
    return next(HEADS[n] for n, i in history.cast.units.items() if i == item.lead_unit_id)


def _act_on_task(history: History, act: dict[str, Any], day: date) -> None:
    clerk, unit_id = history.cast.actor("clerk"), history.cast.units[act["unit"]]
    if act["verb"] < 2 or not history.ids:
        demand = followups.Demand(title="检查", lead_unit_ids=(unit_id,), due_on=day,
                                  is_filing=act["verb"] == 0)  # fmt: skip
        item = followups.plan_items(demand=demand, meeting=None, point=None, actor=clerk, on=day)[0]
        history.ids.append(item.id)
        if act["verb"]:
            followups.dispatch(followups=[item], actor=clerk, on=day)
            history.tally.note(item.id, None, (unit_id,), day, cancelled=False)
            head = history.cast.actor(HEADS[act["unit"]])
            followups.submit(followup=item, actor=head, on=history.day)
        return
    item = db.session.get_one(FollowUp, history.ids[act["record"] % len(history.ids)])
    before = (item.lead_unit_id,) if item.is_open else None
    common = {"followup": item, "actor": clerk, "on": day}
    by_head = {**common, "actor": history.cast.actor(_head_of(history, item))}
    {
        3: lambda: followups.dispatch(followups=[item], actor=clerk, on=day),
        4: lambda: followups.submit(**by_head),
        5: lambda: followups.submit(**by_head),
        6: lambda: followups.close(**common),
        7: lambda: followups.return_(reason="请补报。", **common),
        8: lambda: followups.cancel(reason="重复。", **common),
    }.get(act["verb"], lambda: _reassign(item, unit_id, clerk, day))()
    after = (item.lead_unit_id,) if item.is_open else None
    history.tally.note(item.id, before, after, day, cancelled=item.state == "cancelled")


def _close_oldest(history: History) -> None:
    """Close the oldest open quarter, as far as it has ended."""
    quarter = queries.oldest_open()
    if quarter is None or history.day <= quarter.last:
        return
    with writing():
        close_quarter(quarter=quarter, actor=history.cast.actor("director"), on=history.day)
    history.tally.first_open = quarter.following


def _play(history: History, act: dict[str, Any], do: Act, *, closes: bool) -> None:
    history.day += timedelta(days=act["after"])
    try:
        with writing():
            do(history, act, max(history.day - timedelta(days=act["back"]), FIRST_DAY))
    except RuleBroken:
        pass
    if closes:
        _close_oldest(history)


def _check(history: History, book: Book) -> None:
    until = Quarter(*quarter_of(history.day)).following
    check_ledger(book, history.tally, until=until)
    check_cells(book, history.tally, until=until)


@pytest.mark.parametrize(
    ("book", "do"), [(RISKS, _act_on_risk), (TASKS, _act_on_task)], ids=["risks", "tasks"]
)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS, closes=st.lists(st.booleans(), min_size=30, max_size=30))
def test_no_history_brings_a_ledger_out_of_balance(
    app: Flask, book: Book, do: Act, acts: list[dict[str, Any]], closes: list[bool]
) -> None:
    with app.app_context():
        factories.empty_all_tables()
        history = History(factories.give_college())

        for act, is_closing in zip(acts, closes, strict=False):
            _play(history, act, do, closes=is_closing)

        _check(history, book)
