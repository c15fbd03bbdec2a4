"""The leader's page: one minute a week."""

import re

import pytest
import time_machine
from flask import Flask

from tests.client import statements_of
from tests.home.conftest import As, Desk, F
from tracker.catalogue import jobs as catalogue
from tracker.core.clock import today
from tracker.core.db import db
from tracker.core.jobs import Job
from tracker.reports.queries import quarters


def _numbers(page: str) -> dict[str, str]:
    found = re.findall(r'class="numbers-label"[^>]*>(\S+?)</\w+><strong>(\S+)</strong>', page)
    return dict(found)


def test_it_shows_five_numbers_with_words(desk: Desk, as_: As) -> None:
    desk.item(due_in=-3)
    desk.item(due_in=3)
    desk.item(F.SUBMITTED)
    desk.item(F.CLOSED)
    desk.item(F.PLANNED)

    page = as_("leader").page("home.index")

    assert _numbers(page) == {
        "在办任务": "3", "逾期任务": "1", "本季办结": "1", "在册风险": "0", "责任书签订": "—",
    }  # fmt: skip


def test_it_goes_back_to_earlier_quarters(desk: Desk, as_: As) -> None:
    desk.meeting()
    desk.item(F.CLOSED)

    with time_machine.travel("2023-05-10 10:00 +08:00", tick=False):
        leader = as_("leader")
        present, past = leader.page("home.index"), leader.page("home.index", quarter="2023-1")

    assert (_numbers(present)["本季办结"], _numbers(past)["本季办结"]) == ("0", "1")
    assert "quarter-summary/2023-1.pdf" in past
    # The lists are of today, so the numbers of a past quarter do not lead there.
    assert ("state=open" in present, "state=open" in past) == (True, False)
    assert "/reports/balance/2023-1/records?book=follow-ups&amp;column=closed" in past


@pytest.mark.parametrize("quarter", ["2019-1", "2023-9", "x", "", "９９９９-1"])
def test_an_unknown_quarter_shows_the_present_one(as_: As, quarter: str) -> None:
    leader = as_("leader")

    assert leader.page("home.index", quarter=quarter) == leader.page("home.index")


def test_it_leads_to_what_waits_for_the_signature(desk: Desk, as_: As) -> None:
    meeting = desk.meeting()
    with desk.app.app_context():
        meeting.submit()
    secretary = as_("secretary")

    page = secretary.page("home.index")

    assert "《一季度会议纪要》" in page
    assert secretary.url("minutes.issue", meeting_id=meeting.meeting_id) in page


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
    assert "各单位没有在册风险" in page


def test_it_shows_when_the_papers_were_printed_before_it_asked(app: Flask, as_: As) -> None:
    before = as_("leader").page("home.index")

    with app.app_context():
        catalogue.print_for_leaders()

    after = as_("leader").page("home.index")
    assert (before.count("打开时制作"), after.count("打开时制作")) == (3, 0)
    assert after.count("备好") == 3


def test_what_was_printed_before_is_there_at_once(app: Flask, as_: As) -> None:
    with app.app_context():
        catalogue.print_for_leaders()
        jobs = {job.key for job in db.session.query(Job)}
        page = quarters(on=today()).present
    leader = as_("leader")

    for kind, subject in (("quarter-summary", page.code), ("coverage", page.year)):
        answer = leader.get(f"/papers/{kind}/{subject}.pdf")
        assert answer.data.startswith(b"%PDF")
    with app.app_context():
        assert {job.key for job in db.session.query(Job)} == jobs


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

    statements = statements_of(app, leader.page, "home.index")

    assert len(statements) <= 22, statements
