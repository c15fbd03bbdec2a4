"""/verify/: which copy is valid, without signing in."""

from flask import Flask

from tests.catalogue.conftest import issued
from tests.client import PageClient
from tests.minutes.record import SIGNED_ON, Record
from tracker.core.db import writing
from tracker.minutes import services


def correct(app: Flask, record: Record) -> None:
    with app.app_context():
        with writing():
            services.start_correction(
                minutes=record.minutes(), reason="会议地点有误", actor=record.actor("clerk")
            )
        with writing():
            services.submit(
                minutes=record.minutes(), proceedings=record.proceedings(),
                actor=record.actor("clerk"), on=SIGNED_ON,
            )  # fmt: skip
        record.issue()


def test_it_says_valid(app: Flask, record: Record, client: PageClient) -> None:
    page = client.page("catalogue.verify", code=issued(app)["code"])

    assert "有效" in page
    assert "〔2023〕1号" in page


def test_it_reads_a_code_as_typed(app: Flask, record: Record, client: PageClient) -> None:
    code = issued(app)["code"]
    typed = f" {code[:4].lower()}-{code[4:].lower()} "

    assert client.get(f"/verify/{typed}").status_code == 200


def test_it_says_superseded(app: Flask, record: Record, client: PageClient) -> None:
    old = issued(app)
    correct(app, record)

    page = client.page("catalogue.verify", code=old["code"])

    assert "已被第 2 版替代" in page
    assert issued(app)["id"] != old["id"]
    assert "有效" in client.page("catalogue.verify", code=issued(app)["code"])


def test_it_knows_no_such_number(client: PageClient) -> None:
    assert "查无此号" in client.page("catalogue.verify", code="ZZZZ9999", status=404)


def test_it_shows_nothing_of_the_business(app: Flask, record: Record, client: PageClient) -> None:
    page = client.page("catalogue.verify", code=issued(app)["code"])

    assert "研判" not in page.split("<main")[1]
