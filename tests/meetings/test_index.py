"""The list of meetings."""

from datetime import date

from flask import Flask

from tests.client import PageClient, statements_of
from tests.factories import Cast
from tests.meetings.conftest import make_meeting
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.meetings.models import Meeting


def test_it_says_what_to_do_when_it_is_empty(clerk: PageClient, head: PageClient) -> None:
    assert "补录会议" in clerk.page("meetings.index")
    html = head.page("meetings.index")
    assert "会议通知印发后" in html
    assert "新建会议" not in html


def test_it_lists_the_newest_first(app: Flask, clerk: PageClient, cast: Cast) -> None:
    with app.app_context():
        for day in (date(2022, 12, 9), date(2023, 6, 9), date(2023, 3, 10)):
            make_meeting(cast, held_on=day)

    html = clerk.page("meetings.index")

    places = [html.index(words) for words in ("2023年6月9日", "2023年3月10日", "2022年12月9日")]
    assert places == sorted(places)


def test_it_filters_by_year_and_state(app: Flask, clerk: PageClient, cast: Cast) -> None:
    with app.app_context():
        make_meeting(cast, held_on=date(2022, 12, 9))
        make_meeting(cast, is_late=False)

    assert "2022年12月9日" not in clerk.page("meetings.index", year=2023)
    assert "2023年3月10日" not in clerk.page("meetings.index", state="held")
    assert "没有符合条件的会议" in clerk.page("meetings.index", year=2022, state="draft")


def test_strange_filters_are_ignored(clerk: PageClient, meeting_id: int) -> None:
    for query in (
        "year=99999999999999999999",
        "state=nope",
        "page=-3",
        "page=99999999999999999999",
    ):
        assert clerk.get(f"/meetings/?{query}").status_code == 200


def test_a_unit_does_not_see_drafts(
    app: Flask, clerk: PageClient, head: PageClient, cast: Cast
) -> None:
    with app.app_context():
        draft = make_meeting(cast, is_late=False)

    assert "一季度研判会" not in head.page("meetings.index")
    assert head.get(f"/meetings/{draft}/attendance").status_code == 404
    assert clerk.get(f"/meetings/{draft}/attendance").status_code == 200


def test_its_statements_do_not_grow(app: Flask, clerk: PageClient, cast: Cast) -> None:
    with app.app_context():
        make_meeting(cast)
    few = statements_of(app, clerk.page, "meetings.index")
    with app.app_context():
        for _ in range(15):
            make_meeting(cast)

    many = statements_of(app, clerk.page, "meetings.index")

    assert len(many) == len(few) <= 7


def test_a_long_list_has_pages(app: Flask, clerk: PageClient, cast: Cast) -> None:
    with app.app_context(), writing():
        for number in range(25):
            meeting = Meeting(
                title=f"第{number}次会议", year=2023, quarter=1, held_on=date(2023, 3, 1),
                entered_on=date(2023, 3, 1), day_part="morning",
            )  # fmt: skip
            db.session.add(meeting)
        record_event("test.make", meeting, actor=SYSTEM)

    assert "共 25 条" in clerk.page("meetings.index")
    assert clerk.page("meetings.index", page=2).count("次会议</a>") == 5
