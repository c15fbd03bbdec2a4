"""A balance of the ledgers …"""

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import count_queries
from tests.factories import Cast
from tracker.core.calendar import Quarter
from tracker.core.db import db, writing
from tracker.directory.models import RiskArea
from tracker.reports import queries, services
from tracker.reports.queries import RISKS, TASKS, LedgerCell
from tracker.risks import services as risks
from tracker.risks.models import Risk, RiskPosting
from tracker.risks.services import RiskFacts

Q1, Q2, Q3 = Quarter(2023, 1), Quarter(2023, 2), Quarter(2023, 3)
MARCH, APRIL, MAY, JULY = (date(2023, month, 10) for month in (3, 4, 5, 7))


def facts(cast: Cast, unit: str = "保卫部", level: str = "general", **values: Any) -> RiskFacts:
    fire = db.session.scalars(select(RiskArea).filter_by(code="fire")).one()
    known = {"kind": "hazard", "title": "灭火器过期", "found_on": MARCH} | values
    return RiskFacts(unit_id=cast.units[unit], area_id=fire.id, level=level, **known)


def registered(cast: Cast, unit: str = "保卫部", on: date = MARCH, **values: Any) -> int:
    with writing():
        told = facts(cast, unit, **values)
        risk = risks.register(facts=told, meeting=None, actor=cast.actor("clerk"), on=on)
        risks.rectify(risk=risk, actor=cast.actor("clerk"), on=on)
        return risk.id


def do(cast: Cast, verb: Any, risk_id: int, on: date, **values: Any) -> None:
    with writing():
        risk = db.session.get_one(Risk, risk_id)
        verb(risk=risk, actor=cast.actor("director"), on=on, **values)


def close_quarter(cast: Cast, quarter: Quarter, on: date) -> None:
    with writing():
        services.close_quarter(quarter=quarter, actor=cast.actor("director"), on=on)


def numbers(quarter: Quarter) -> dict[tuple[str, str], dict[str, int]]:
    """Return the numbers of a quarter that are not 0, by unit and level."""
    return {
        (row.unit.name, row.level): {k: n for k, n in row.line.numbers().items() if n}
        for row in queries.balance(RISKS, quarter).rows
    }


def test_it_carries_what_stands_over_to_the_next_quarter(app: Flask, cast: Cast) -> None:
    with app.app_context():
        risk_id = registered(cast)
        do(cast, risks.close, risk_id, MAY)

        assert numbers(Q1) == {("保卫部", "general"): {"new": 1, "closing": 1}}
        assert numbers(Q2) == {("保卫部", "general"): {"opening": 1, "closed": 1}}
        assert numbers(Q3) == {}


def test_it_moves_what_is_regraded_or_given_to_another_unit(app: Flask, cast: Cast) -> None:
    with app.app_context():
        regraded = registered(cast)
        grading = risks.Grading("hazard", "significant", "管理办法第三条", "范围扩大")
        do(cast, risks.regrade, regraded, APRIL, grading=grading)
        with writing():
            risk = risks.register(
                facts=facts(cast), meeting=None, actor=cast.actor("clerk"), on=MARCH
            )
            risks.edit(risk=risk, facts=facts(cast, "后勤处"), actor=cast.actor("clerk"), on=MARCH)

        first, second = queries.balance(RISKS, Q1).total, queries.balance(RISKS, Q2).total

        assert (first.new, first.moved_in, first.moved_out, first.closing) == (2, 1, 1, 2)
        assert (second.opening, second.moved_in, second.moved_out) == (2, 1, 1)
        assert numbers(Q2)["保卫部", "significant"] == {"moved_in": 1, "closing": 1}
        assert numbers(Q2)["后勤处", "general"] == {"opening": 1, "closing": 1}


def test_an_event_of_a_closed_quarter_counts_in_the_oldest_open_one(app: Flask, cast: Cast) -> None:
    with app.app_context():
        registered(cast)
        close_quarter(cast, Q1, APRIL)
        late = registered(cast, "后勤处", on=MAY)

        posting = db.session.scalars(select(RiskPosting).filter_by(risk_id=late)).one()

        assert (posting.happened_on, posting.counted_in, posting.is_late) == (MARCH, Q2, True)
        assert numbers(Q1) == {("保卫部", "general"): {"new": 1, "closing": 1}}
        assert queries.balance(RISKS, Q1).faults == queries.balance(RISKS, Q2).faults == ()


def test_it_never_counts_a_record_before_it_came(app: Flask, cast: Cast) -> None:
    """A paper may date the end before the quarter in which the record was counted as new."""
    with app.app_context():
        risk_id = registered(cast, found_on=JULY, on=JULY)
        do(cast, risks.cancel, risk_id, MAY, reason="重复登记")

        assert numbers(Q2) == {}
        assert numbers(Q3) == {("保卫部", "general"): {"new": 1, "cancelled": 1}}


def test_it_says_where_the_register_and_the_ledger_differ(app: Flask, cast: Cast) -> None:
    with app.app_context():
        risk_id = registered(cast)
        with db.engine.begin() as connection:
            connection.execute(RiskPosting.__table__.delete().filter_by(risk_id=risk_id))

        assert queries.balance(RISKS, Q1).faults == ("台账上未了结的风险隐患与登记的现状不一致",)


def test_it_says_where_a_closed_quarter_was_changed(app: Flask, cast: Cast) -> None:
    with app.app_context():
        risk_id = registered(cast)
        close_quarter(cast, Q1, APRIL)
        change = RiskPosting.__table__.update().values(year=2022).filter_by(risk_id=risk_id)
        with db.engine.begin() as connection:
            connection.execute(change.values(level="significant"))

        assert "期末与结账时留存的数不一致" in queries.balance(RISKS, Q1).faults
        assert "期初与2023年一季度结账时的期末不一致" in queries.balance(RISKS, Q2).faults


def test_each_number_opens_its_records(app: Flask, cast: Cast) -> None:
    with app.app_context():
        ids = [registered(cast), registered(cast, "后勤处", level="significant")]
        do(cast, risks.close, ids[1], MAY)

        def found(quarter: Quarter, column: str, **narrowed: Any) -> list[int]:
            cell = LedgerCell(RISKS, quarter, column, **narrowed)
            return [posting.risk_id for posting in queries.records_of(cell, page=1).items]

        assert found(Q1, "new") == found(Q2, "opening") == ids
        assert found(Q2, "closing") == ids[:1]
        assert found(Q2, "closed", level="significant") == ids[1:]
        assert found(Q2, "closed", level="general") == []


def test_it_takes_a_fixed_number_of_statements(app: Flask, cast: Cast) -> None:
    with app.app_context():
        registered(cast)
        with count_queries(app) as few:
            queries.balance(RISKS, Q2)
        for unit in ("后勤处", "办公室", "机电工程系"):
            registered(cast, unit, level="significant")
        close_quarter(cast, Q1, APRIL)
        with count_queries(app) as many:
            queries.balance(RISKS, Q2)

        assert len(many) == len(few) == 5


def _command(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["reports", "balance", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_one_json_value(app: Flask, cast: Cast) -> None:
    with app.app_context():
        registered(cast)

    status, out, _ = _command(app, "2023", "1", "--json")

    assert status == 0
    assert json.loads(out) == [
        {"unit": "保卫部", "level": "general", "opening": 0, "new": 1, "reopened": 0, "moved_in": 0,
         "closed": 0, "cancelled": 0, "moved_out": 0, "closing": 1}
    ]  # fmt: skip
    assert json.loads(_command(app, "2023", "1", "--json", "--follow-ups")[1]) == []


def test_the_command_prints_a_table(app: Flask, cast: Cast) -> None:
    with app.app_context():
        registered(cast)

    status, out, _ = _command(app, "2023", "1")

    assert status == 0
    assert [line.split() for line in out.splitlines()[2:]] == [
        ["等级", "单位", *RISKS.columns.values()],
        ["一般", "保卫部", "0", "1", "0", "0", "0", "0", "0", "1"],
        ["一般", "小计", "0", "1", "0", "0", "0", "0", "0", "1"],
        ["合计", "0", "1", "0", "0", "0", "0", "0", "1"],
    ]
    assert "期末在办" in _command(app, "2023", "1", "--follow-ups")[1]


def test_the_command_fails_where_it_does_not_balance(app: Flask, cast: Cast) -> None:
    with app.app_context():
        registered(cast)
        with db.engine.begin() as connection:
            connection.execute(RiskPosting.__table__.delete())

    status, out, err = _command(app, "2023", "1", "--json")

    assert (status, json.loads(out)) == (1, [])
    assert "台账不平" in err


@pytest.mark.parametrize("arguments", [("2023", "5"), ("203", "1"), ("2023",)])
def test_the_command_refuses_what_is_no_quarter(app: Flask, arguments: tuple[str, ...]) -> None:
    assert _command(app, *arguments)[0] == 2


def test_tasks_are_counted_apart_and_without_levels(app: Flask, cast: Cast) -> None:
    assert "reopened" not in TASKS.columns
    with app.app_context():
        registered(cast)

        assert queries.balance(TASKS, Q1).groups == ()
