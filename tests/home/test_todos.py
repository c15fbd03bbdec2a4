"""What waits for a word, on the pages of those who give it."""

from datetime import date
from typing import Any

import pytest

from tests.home.conftest import As, Desk, F
from tests.reports.test_balance import Q1, close_quarter
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.followups import services
from tracker.followups.models import FollowUp
from tracker.home.queries import waiting_count
from tracker.reports.queries import todos as report_todos

TODAY, LATER, APRIL = date(2023, 3, 20), date(2023, 4, 14), date(2023, 4, 10)


def ask(desk: Desk, item: int, by: str = "head") -> None:
    do(desk, services.ask_extension, item, by, to_due_on=LATER, reason="配件到货延迟。")


def do(desk: Desk, service: Any, item: int, by: str, **facts: Any) -> None:
    with desk.app.app_context(), writing():
        actor = desk.cast.viewer(by).as_actor()
        service(followup=db.session.get_one(FollowUp, item), actor=actor, on=TODAY, **facts)


@pytest.mark.parametrize("who", ["clerk", "director"])
def test_an_objection_waits_for_the_office(desk: Desk, as_: As, who: str) -> None:
    item = desk.item(title="有争议的事")
    do(desk, services.dispute, item, "head", reason="属后勤处职责。")

    page = as_(who).page("home.index")

    assert "机电工程系提出异议，待答复：有争议的事" in page
    assert f'href="/follow-ups/{item}"' in page


@pytest.mark.parametrize("who", ["director", "leader"])
def test_an_extension_waits_for_who_decides_it(desk: Desk, as_: As, who: str) -> None:
    item = desk.item(title="要延期的事")
    ask(desk, item)

    page = as_(who).page("home.index")

    assert "审批延期：要延期的事，申请延至2023年4月14日" in page
    assert f'href="/follow-ups/{item}/extension/decision"' in page
    assert "审批延期" not in as_("clerk").page("home.index")


def test_several_extensions_stand_behind_one_link(desk: Desk, as_: As) -> None:
    for _ in range(2):
        ask(desk, desk.item())

    page = as_("director").page("home.index")

    assert "2 份延期申请待审批" in page
    assert 'href="/follow-ups/extensions"' in page


def test_it_waits_no_more_for_the_unit_and_the_head_is_told(desk: Desk, as_: As) -> None:
    ask(desk, desk.item(due_in=2, title="代报的事"), by="liaison")

    liaison, head = as_("liaison").page("home.index"), as_("head").page("home.index")

    assert "代报的事" not in liaison
    assert "已申请延期、待批 1 项。" in liaison
    assert "联络员已代为申请延期：代报的事" in head
    with desk.app.app_context():
        assert waiting_count(desk.cast.viewer("liaison")) == 0


def test_what_rests_was_not_reported(desk: Desk, as_: As) -> None:
    item = desk.item()
    do(desk, services.suspend, item, "clerk", reason="等文件。")

    page = as_("head").page("home.index")

    assert "没有待您办理的任务" in page
    assert "已全部报结" not in page


def test_a_review_waits_for_the_office_when_its_day_has_come(desk: Desk, as_: As) -> None:
    item = desk.item(title="长期的事")
    with desk.app.app_context(), writing():
        found = db.session.get_one(FollowUp, item)
        found.is_long_term, found.next_review_on = True, TODAY
        record_event("test.change", found, actor=SYSTEM)

    assert "阶段回顾：长期的事" in as_("clerk").page("home.index")


def test_a_quarter_that_has_ended_waits_for_the_director(desk: Desk) -> None:
    posted(desk)
    with desk.app.app_context():
        director, clerk = desk.cast.viewer("director"), desk.cast.viewer("clerk")

        assert report_todos(director, on=date(2023, 3, 31)) == []
        assert report_todos(clerk, on=APRIL) == []
        (todo,) = report_todos(director, on=APRIL)
        assert todo.sentence == "2023年第一季度已结束，请办理季度结账"
        assert todo.values == {"year": 2023, "number": 1}
        close_quarter(desk.cast, Q1, APRIL)
        assert report_todos(director, on=APRIL) == []


def test_it_is_due_before_the_meeting_that_follows(desk: Desk) -> None:
    posted(desk)
    desk.meeting(state="notified", quarter=2, held_on=date(2023, 6, 16))
    with desk.app.app_context():
        (todo,) = report_todos(desk.cast.viewer("director"), on=APRIL)

    assert todo.sentence == "2023年第一季度已结束，请于2023年6月16日会议召开前办理季度结账"
    assert todo.due_on == date(2023, 6, 16)


def posted(desk: Desk) -> None:
    """Let something stand on a ledger."""
    item = desk.item(F.PLANNED)
    with desk.app.app_context(), writing():
        found = db.session.get_one(FollowUp, item)
        services.dispatch(followups=[found], actor=desk.cast.viewer("clerk").as_actor(), on=TODAY)
