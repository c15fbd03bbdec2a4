"""催办规则: the steps of the ladder hold from a day on, and follow each other."""

from datetime import date

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tracker.directory import queries

RULES = {
    "urge_before_days": "3", "urge_behind_percent": "60", "urge_overdue_1_days": "2",
    "urge_overdue_2_days": "0", "urge_overdue_3_days": "8", "urge_sends_yellow": "y",
    "valid_from": "2023-07-01",
}  # fmt: skip


@pytest.fixture
def clerk(cast: Cast, client: PageClient) -> PageClient:
    return client.signed_in_as(cast.users["clerk"])


def test_it_changes_the_rules_from_a_day_on(app: Flask, clerk: PageClient) -> None:
    assert "今日应发" in clerk.page("directory.ladder")

    clerk.post("/directory/settings/ladder", RULES)

    with app.app_context():
        before, after = (queries.settings(on=date(2023, month, 15)) for month in (6, 7))
    assert (before["urge_before_days"], after["urge_before_days"]) == ("2", "3")
    assert (after["urge_sends_yellow"], after["urge_sends_reminders"]) == ("1", "0")
    assert "到期前提示" in clerk.page("directory.settings")


@pytest.mark.parametrize(
    "changed",
    [
        {"urge_overdue_3_days": "2"}, {"urge_overdue_1_days": "9"}, {"urge_before_days": ""},
        {"urge_before_days": "-1"}, {"urge_behind_percent": "100"}, {"valid_from": ""},
    ],
)  # fmt: skip
def test_it_refuses_rules_that_make_no_sense(
    app: Flask, clerk: PageClient, changed: dict[str, str]
) -> None:
    response = clerk.post("/directory/settings/ladder", {**RULES, **changed})

    assert "请先修改以下内容" in response.text
    with app.app_context():
        assert queries.setting("urge_before_days", on=date(2023, 7, 2)) == "2"
