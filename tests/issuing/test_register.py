"""登记簿: numbers used outside the system are shown and not given out again."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient, statements_of
from tests.factories import Cast
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.directory.models import NumberSeries
from tracker.issuing.models import UsedNumber
from tracker.issuing.services import take_number


@pytest.fixture
def clerk(cast: Cast, client: PageClient) -> PageClient:
    return client.signed_in_as(cast.users["clerk"])


@pytest.fixture
def address(app: Flask, cast: Cast) -> str:
    with app.app_context():
        series = db.session.scalars(select(NumberSeries).filter_by(code="minutes")).one()
        return f"/registers/{series.id}/2023"


def use(clerk: PageClient, address: str, number: int) -> str:
    data = {"number": str(number), "title": "关于印发校历的纪要", "used_on": "2023-05-06"}
    return clerk.post(address, data, follow_redirects=True).text


def taken(app: Flask, typed: int | None = None) -> int:
    with app.app_context(), writing():
        number = take_number("minutes", year=2023, typed=typed).number
        series = db.session.scalars(select(NumberSeries).filter_by(code="minutes")).one()
        record_event("test.take", series, actor=SYSTEM)
        return number


def test_a_number_used_outside_is_passed_over(app: Flask, clerk: PageClient, address: str) -> None:
    page = use(clerk, address, 1)

    assert "系统外使用，方小禾登记" in page
    assert taken(app) == 2
    with pytest.raises(RuleBroken, match="已经用过"):
        taken(app, typed=1)


def test_it_is_not_registered_twice(clerk: PageClient, address: str) -> None:
    use(clerk, address, 3)

    assert "已经用过，请核对登记簿" in use(clerk, address, 3)


def test_a_wrong_entry_is_withdrawn_and_the_number_is_free(
    app: Flask, clerk: PageClient, address: str
) -> None:
    use(clerk, address, 1)
    with app.app_context():
        used_id = db.session.scalars(select(UsedNumber.id)).one()

    page = clerk.post(f"/registers/used/{used_id}/withdraw", follow_redirects=True).text

    assert "已撤销" in page
    assert taken(app) == 1


def test_bad_input_comes_back_filled(clerk: PageClient, address: str) -> None:
    page = clerk.post(address, {"number": "一", "title": "校历", "used_on": ""}).text

    assert "请填写印发日期" in page
    assert 'value="校历"' in page


def test_a_head_reads_nothing_of_it(cast: Cast, client: PageClient, address: str) -> None:
    head = client.signed_in_as(cast.users["head"])

    assert head.get(address).status_code == 403
    assert client.signed_in_as(cast.users["leader"]).post(address, {}).status_code == 403


def test_the_register_takes_no_more_statements_for_more_numbers(
    app: Flask, clerk: PageClient, address: str
) -> None:
    few = statements_of(app, clerk.get, address)
    for number in range(1, 6):
        use(clerk, address, number)
    many = statements_of(app, clerk.get, address)

    assert len(many) == len(few) <= 5
