"""The leader's page: one minute a week."""

import re

import pytest
from flask import Flask

from tests.client import count_queries
from tests.home.conftest import As, Desk, F


def _numbers(page: str) -> dict[str, int]:
    found = re.findall(r'class="numbers-label"[^>]*>(\S+?)</\w+><strong>(\d+)</strong>', page)
    return {label: int(number) for label, number in found}


def test_it_shows_five_numbers_with_words(desk: Desk, as_: As) -> None:
    desk.item(due_in=-3)
    desk.item(due_in=3)
    desk.item(F.SUBMITTED)
    desk.item(F.CLOSED)
    desk.item(F.PLANNED)

    page = as_("leader").page("home.index")

    assert _numbers(page) == {
        "在办任务": 3, "逾期": 1, "待确认": 1, "本季办结": 1, "待签发": 0,
    }  # fmt: skip


def test_it_leads_to_what_waits_for_the_signature(desk: Desk, as_: As) -> None:
    meeting = desk.meeting()
    with desk.app.app_context():
        meeting.submit()
    secretary = as_("secretary")

    page = secretary.page("home.index")

    assert "《一季度会议纪要》" in page
    assert secretary.url("minutes.issue", meeting_id=meeting.meeting_id) in page
    assert _numbers(page)["待签发"] == 1


def test_it_asks_only_who_may_sign(desk: Desk, as_: As) -> None:
    meeting = desk.meeting()
    with desk.app.app_context():
        meeting.submit()

    assert "没有等待您签发的纪要" in as_("vice").page("home.index")


def test_it_names_late_units_in_their_own_order(desk: Desk, as_: As) -> None:
    desk.item(unit="后勤处", due_in=-30)
    desk.item(unit="保卫部", due_in=-1)

    page = as_("leader").page("home.index")

    assert page.index("保卫部") < page.index("后勤处")


def test_it_offers_the_newest_papers(desk: Desk, as_: As) -> None:
    meeting = desk.meeting()
    with desk.app.app_context():
        meeting.submit()
        paper_id = meeting.issue()
    leader = as_("leader")

    assert leader.url("catalogue.issued", issued_id=paper_id) in leader.page("home.index")


def test_it_has_empty_states(as_: As) -> None:
    page = as_("leader").page("home.index")

    assert "没有等待您签发的纪要" in page
    assert "没有逾期的任务" in page
    assert "还没有印发的文书" in page


@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_statements_does_not_grow(
    app: Flask, desk: Desk, as_: As, count: int
) -> None:
    for number in range(count):
        desk.item(unit=list(desk.cast.units)[number % 9], due_in=-number)
    meeting = desk.meeting()
    with app.app_context():
        meeting.submit()
    leader = as_("leader")

    with count_queries(app) as statements:
        leader.page("home.index")

    assert len(statements) <= 12, statements
