"""季度结账, and the pages of the balance …"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient, statements_of
from tests.factories import Cast
from tests.reports.test_balance import APRIL, MARCH, MAY, Q1, Q2, close_quarter, do, registered
from tracker.audit.models import Event
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.reports import services
from tracker.risks import services as risks
from tracker.risks.models import QuarterClosing

Q1_PAGE = {"year": 2023, "number": 1}


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with time_machine.travel("2023-07-20 10:00 +08:00", tick=False):
        yield


def test_it_is_one_act_of_the_director_on_the_trail(app: Flask, cast: Cast) -> None:
    with app.app_context():
        registered(cast)

        close_quarter(cast, Q1, APRIL)

        closing = db.session.scalars(select(QuarterClosing)).one()
        assert (closing.closes, closing.closed_on) == (Q1, APRIL)
        assert closing.actor_name == "办公室主任韩立群"
        assert closing.stood == {"risks": [[cast.units["保卫部"], "general", 1]], "follow-ups": []}
        event = db.session.scalars(select(Event).filter_by(action="quarter.close")).one()
        assert (event.object_label, event.actor_name) == ("2023年第一季度", "韩立群")


@pytest.mark.parametrize(
    ("quarter", "on", "words"),
    [
        (Q2, date(2023, 7, 10), "请先结2023年第一季度的账"),
        (Q1, date(2023, 3, 31), "还没有结束"),
        (Q1.previous, APRIL, "已经结账或台账尚未开始"),
    ],
)
def test_it_is_refused_out_of_order_or_too_early(
    app: Flask, cast: Cast, quarter: Any, on: date, words: str
) -> None:
    with app.app_context():
        registered(cast)

        with pytest.raises(RuleBroken, match=words):
            close_quarter(cast, quarter, on)


def test_there_is_no_closing_twice_nor_before_the_one_before(app: Flask, cast: Cast) -> None:
    with app.app_context():
        registered(cast)
        close_quarter(cast, Q1, date(2023, 7, 10))

        with pytest.raises(RuleBroken, match="已经结账"):
            close_quarter(cast, Q1, date(2023, 7, 10))
        with pytest.raises(RuleBroken, match="早于上一季度的结账日期"):
            close_quarter(cast, Q2, date(2023, 7, 5))


@pytest.mark.parametrize("who", ["clerk", "leader", "head"])
def test_nobody_else_closes(app: Flask, cast: Cast, who: str) -> None:
    with app.app_context():
        registered(cast)

        with pytest.raises(RuleBroken, match="由办公室主任办理"), writing():
            services.close_quarter(quarter=Q1, actor=cast.actor(who), on=APRIL)


def test_an_empty_ledger_is_not_closed(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match="还没有记录"):
        close_quarter(cast, Q1, APRIL)


def test_the_director_closes_after_seeing_the_balance(
    app: Flask, cast: Cast, client: PageClient
) -> None:
    with app.app_context():
        registered(cast)
    director = client.signed_in_as(cast.users["director"])

    assert "期末在册" in director.page("reports.close", **Q1_PAGE)
    director.post(director.url("reports.close", **Q1_PAGE), {})

    page = director.page("reports.balance", **Q1_PAGE)
    assert "2023年7月20日由办公室主任韩立群结账" in page
    assert "已结账" in page
    assert "不能撤回" not in director.page("reports.close", **Q1_PAGE)


def test_the_clerk_records_what_the_director_signed(
    app: Flask, cast: Cast, client: PageClient
) -> None:
    with app.app_context():
        registered(cast)
    clerk = client.signed_in_as(cast.users["clerk"])
    address = clerk.url("reports.close", **Q1_PAGE)
    paper = {"paper-acted_on": "2023-04-10", "paper-location": "文件柜二"}

    alone = clerk.post(address, {}).status_code
    wrong = clerk.post(address, {**paper, "paper-person_id": cast.persons["vice"]}).status_code
    clerk.post(address, {**paper, "paper-person_id": cast.persons["director"]})

    assert (alone, wrong) == (409, 409)
    told = "".join(clerk.page("reports.balance", **Q1_PAGE).split())
    assert "2023年4月10日由办公室主任韩立群结账（方小禾代录纸面办理，纸件存放处：文件柜二）" in told


def test_what_is_late_keeps_its_day_and_is_marked(
    app: Flask, cast: Cast, client: PageClient
) -> None:
    with app.app_context():
        registered(cast)
        close_quarter(cast, Q1, APRIL)
        registered(cast, "后勤处", on=MAY)
    leader = client.signed_in_as(cast.users["leader"])

    page = leader.page("reports.records", year=2023, number=2, book="risks", column="new")

    for words in ("后补", "2023年3月10日", "计入2023年二季度", "后勤处", "风险2023-2"):
        assert words in page
    assert "保卫部" not in page


def test_every_number_leads_to_its_records(app: Flask, cast: Cast, client: PageClient) -> None:
    with app.app_context():
        do(cast, risks.close, registered(cast), MAY)
    leader = client.signed_in_as(cast.users["leader"])
    page = leader.page("reports.balance", year=2023, number=2)
    unit = cast.units["保卫部"]

    where = f"/reports/balance/2023-2/records?book=risks&amp;column=closed&amp;unit={unit}"
    assert f'href="{where}&amp;level=general">1</a>' in page
    assert "灭火器过期" in leader.get(where.replace("&amp;", "&")).get_data(as_text=True)


@pytest.mark.parametrize(
    "asked",
    [
        {"year": 2023, "number": 5}, {"year": 2023, "number": 4}, {"year": 1800, "number": 1},
        {"year": 999_999, "number": 1},
    ],
)  # fmt: skip
def test_what_is_no_quarter_yet_is_unknown(
    cast: Cast, client: PageClient, asked: dict[str, int]
) -> None:
    leader = client.signed_in_as(cast.users["leader"])

    assert leader.get(leader.url("reports.balance", **asked)).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"book": ""},
        {"book": "risks", "column": "due_on"},
        {"book": "follow-ups", "column": "reopened"},
        {"book": "risks", "column": "new", "level": "x"},
        {"book": "risks", "column": "new", "unit": 999},
        {"book": "follow-ups", "column": "new", "level": "major"},
    ],
)  # fmt: skip
def test_what_is_no_number_of_the_balance_is_unknown(
    cast: Cast, client: PageClient, asked: dict[str, Any]
) -> None:
    leader = client.signed_in_as(cast.users["leader"])

    assert leader.get(leader.url("reports.records", **Q1_PAGE, **asked)).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("leader", 200), ("inspector", 200), ("clerk", 200), ("head", 403), ("auditadmin", 403)],
)
def test_who_reads_reports_reads_the_balance(
    cast: Cast, client: PageClient, who: str, status: int
) -> None:
    reader = client.signed_in_as(cast.users[who])

    assert reader.get(reader.url("reports.balance", **Q1_PAGE)).status_code == status


def test_the_balance_is_handed_out_as_a_table(app: Flask, cast: Cast, client: PageClient) -> None:
    with app.app_context():
        registered(cast)
    leader = client.signed_in_as(cast.users["leader"])
    address = leader.url("reports.export", **Q1_PAGE, book="risks")

    answer = leader.post(address, {"purpose": "report"})

    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")
    assert leader.post(leader.url("reports.export", **Q1_PAGE), {}).status_code == 404
    with app.app_context():
        event = db.session.scalars(select(Event).filter_by(action="data.export")).one()
        assert event.object_id == "2023年第一季度风险隐患台账平衡表"


def test_the_page_takes_a_fixed_number_of_statements(
    app: Flask, cast: Cast, client: PageClient
) -> None:
    leader = client.signed_in_as(cast.users["leader"])
    with app.app_context():
        registered(cast)
    leader.page("reports.balance", **Q1_PAGE)
    few = statements_of(app, leader.page, "reports.balance", **Q1_PAGE)
    with app.app_context():
        for unit in ("后勤处", "办公室", "机电工程系"):
            registered(cast, unit, level="significant", found_on=MARCH)
    many = statements_of(app, leader.page, "reports.balance", **Q1_PAGE)

    assert len(many) == len(few)
