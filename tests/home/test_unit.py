"""The page of heads and liaisons."""

from datetime import date

import pytest
from flask import Flask

from tests.client import statements_of
from tests.factories import saved
from tests.home.conftest import As, Desk, F
from tracker.core.db import db
from tracker.unit_reports.models import UnitReport


def test_it_shows_what_came_back_first_with_its_reason(desk: Desk, as_: As) -> None:
    desk.item(due_in=-3, title="逾期的事")
    desk.item(F.RETURNED, title="退回的事")
    desk.item(due_in=2, title="本周的事")

    page = as_("head").page("home.index")

    order = [page.index(words) for words in ("退回的事", "照片看不清", "逾期的事", "本周的事")]
    assert order == sorted(order)


def test_it_is_one_tap_from_the_task(desk: Desk, as_: As) -> None:
    item = desk.item()
    head = as_("head")

    assert f'href="{head.url("followups.show", followup_id=item)}"' in head.page("home.index")
    assert head.url("followups.submit", followup_id=item) in head.page(
        "followups.show", followup_id=item
    )


def test_it_shows_what_comes_later_only_when_nothing_presses(desk: Desk, as_: As) -> None:
    desk.item(due_in=40, title="以后的事")
    assert "以后的事" in as_("head").page("home.index")

    desk.item(due_in=1, title="眼前的事")
    page = as_("head").page("home.index")

    assert "以后的事" not in page
    assert "以后到期 1 项" in page


def test_it_says_that_all_is_reported(desk: Desk, as_: As) -> None:
    desk.item(F.SUBMITTED)

    page = as_("head").page("home.index")

    assert "已全部报结" in page
    assert "待办公室确认 1 项" in page


def test_it_has_an_empty_state(as_: As) -> None:
    assert "现在没有需要您办理的任务" in as_("head").page("home.index")


def test_it_shows_nothing_of_others(desk: Desk, as_: As) -> None:
    desk.item(unit="保卫部", title="别人的事")
    desk.item(F.PLANNED, title="还没有交办的事")

    page = as_("head").page("home.index")

    assert "别人的事" not in page
    assert "还没有交办的事" not in page


def test_a_liaison_sees_the_same(desk: Desk, as_: As) -> None:
    desk.item(title="本系的事")

    assert "本系的事" in as_("liaison").page("home.index")


def test_it_announces_the_meeting_and_the_report(desk: Desk, as_: As) -> None:
    record = desk.meeting(state="notified", held_on=date(2023, 3, 24))
    desk.meeting(state="draft", short_title="还在草拟的会", held_on=date(2023, 3, 24))
    with desk.app.app_context():
        query = db.select(UnitReport).filter_by(meeting_id=record.meeting_id)
        for report in db.session.scalars(query).all():
            saved(report, state="returned")

    head, other = as_("head").page("home.index"), as_("discipline").page("home.index")

    assert "2023年3月24日" in head
    assert "2023年3月22日前报送" in head
    assert "前报送" not in other
    assert "还在草拟的会" not in head


def test_it_asks_for_a_report_that_came_back_after_the_meeting(desk: Desk, as_: As) -> None:
    record = desk.meeting(state="held", held_on=date(2023, 3, 17))
    with desk.app.app_context():
        query = db.select(UnitReport).filter_by(meeting_id=record.meeting_id)
        for report in db.session.scalars(query).all():
            saved(report, state="returned")

    page = as_("head").page("home.index")

    assert "2023年3月15日前报送" in page
    assert "已过期" in page


def test_a_meeting_entered_late_asks_nobody(desk: Desk, as_: As) -> None:
    record = desk.meeting(state="held", held_on=date(2023, 3, 17), is_entered_late=True)
    with desk.app.app_context():
        query = db.select(UnitReport).filter_by(meeting_id=record.meeting_id)
        for report in db.session.scalars(query).all():
            saved(report, state="returned")

    assert "前报送" not in as_("head").page("home.index")


@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_statements_does_not_grow(
    app: Flask, desk: Desk, as_: As, count: int
) -> None:
    meeting = desk.meeting(state="notified", held_on=date(2023, 3, 24))
    for number in range(count):
        state = (F.ASSIGNED, F.RETURNED, F.SUBMITTED)[number % 3]
        desk.item(state, due_in=number - 5, meeting_id=meeting.meeting_id)
    head = as_("head")

    statements = statements_of(app, head.page, "home.index")

    assert len(statements) <= 7, statements
