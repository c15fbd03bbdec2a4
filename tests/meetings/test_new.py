"""Opening a meeting, new or after it was held."""

import re
from datetime import date

import pytest
from flask import Flask

from tests.client import PageClient, check_page
from tests.factories import Cast, saved
from tests.meetings.conftest import form_data, only_meeting
from tracker.audit.services import SYSTEM, record_event
from tracker.core.calendar import Quarter, quarter_of
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.directory.models import Unit
from tracker.meetings.models import Meeting

URL = "/meetings/new"
LATE = "/meetings/new?late=1"


def _count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(db.select(db.func.count(Meeting.id))) or 0


def test_it_opens_a_draft(app: Flask, clerk: PageClient, cast: Cast) -> None:
    response = clerk.post(URL, form_data(cast))

    meeting = only_meeting(app)
    assert response.status_code == 302
    assert response.location == f"/meetings/{meeting.id}/invited"
    assert (meeting.state, meeting.year, meeting.quarter) == ("draft", 2023, 1)
    assert not meeting.is_entered_late


def test_it_enters_one_already_held(app: Flask, clerk: PageClient, cast: Cast) -> None:
    clerk.post(LATE, form_data(cast))

    meeting = only_meeting(app)
    assert (meeting.state, meeting.is_entered_late) == ("held", True)
    assert meeting.entered_on == today()


def test_it_keeps_who_held_it_and_a_part_of_the_day_as_written(
    app: Flask, clerk: PageClient, cast: Cast
) -> None:
    data = form_data(cast, held_by_as_written="我院", time_basis="noon")

    clerk.post(LATE, data)

    meeting = only_meeting(app)
    assert (meeting.held_by_as_written, meeting.hours_words) == ("我院", "中午")


def test_it_refuses_to_enter_a_future_one_as_held(
    app: Flask, clerk: PageClient, cast: Cast
) -> None:
    data = form_data(cast, held_on="2099-03-10", year="2099", title="研判会")

    page = clerk.post(LATE, data).get_data(as_text=True)

    assert "日期还没有到" in page
    assert "2099-03-10" in page
    assert not _count(app)


def test_it_asks_where_the_date_lies_outside_the_quarter(
    app: Flask, clerk: PageClient, cast: Cast
) -> None:
    data = form_data(cast, held_on="2023-04-04")

    html = clerk.post(URL, data).get_data(as_text=True)
    check_page(html)
    assert "2023年4月4日 不在所选的2023年第一季度内" in html
    assert 'name="is_quarter_confirmed"' in html
    assert not _count(app)

    assert clerk.post(URL, {**data, "is_quarter_confirmed": "y"}).status_code == 302
    assert only_meeting(app).quarter == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "请填写会议全称。"),
        ({"title": "长" * 10_000}, "会议全称不超过 200 字"),
        ({"agenda": "议" * 10_001}, "不超过 10000 字"),
        ({"kinds": []}, "请至少选择一种会议类型。"),
        ({"held_on": ""}, "请选择会议日期。"),
        ({"held_on": "0001-01-01"}, "年份不对"),
        ({"time_basis": "clock"}, "请填写开始时间"),
        ({"time_basis": "clock", "starts_at": "14:30", "ends_at": "14:00"}, "结束时间须晚于"),
        ({"year": "99999999999999999999"}, "年度须在"),
        ({"agenda": "张某某，身份证号码11010519491231002X"}, "身份证"),
    ],
)
def test_it_gives_bad_input_back_with_a_sentence(
    app: Flask, clerk: PageClient, cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    response = clerk.post(URL, form_data(cast, **changes))

    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert sentence in html
    check_page(html)
    assert not _count(app)


@pytest.mark.parametrize(
    "changes",
    [
        {"quarter": "-1"},
        {"campus_id": "-5"},
        {"campus_id": "abc"},
        {"chair_id": "9" * 30},
        {"starts_at": "25:99"},
        {"held_on": "\x00"},
        {"year": "二〇二三"},
        {"row_version": "abc"},
    ],
)
def test_it_never_answers_500(clerk: PageClient, cast: Cast, changes: dict[str, str]) -> None:
    assert clerk.post(URL, form_data(cast, **changes)).status_code < 500


def test_it_takes_a_chair_that_is_told_as_a_unit(app: Flask, clerk: PageClient, cast: Cast) -> None:
    clerk.post(URL, form_data(cast, chair_as_written="保卫处"))

    meeting = only_meeting(app)
    assert (meeting.chair_id, meeting.chair_as_written) == (None, "保卫处")
    assert "主持：保卫处" in clerk.page("minutes.overview", meeting_id=meeting.id)


def test_it_takes_one_chair_only(app: Flask, clerk: PageClient, cast: Cast) -> None:
    chair = str(cast.persons["secretary"])

    response = clerk.post(URL, form_data(cast, chair_id=chair, chair_as_written="保卫处"))

    assert "这里请留空" in response.get_data(as_text=True)
    assert not _count(app)


def test_it_keeps_emoji_and_drops_control_characters(
    app: Flask, clerk: PageClient, cast: Cast
) -> None:
    clerk.post(URL, form_data(cast, short_title="研判\x00\x07会🙂", room="四层\u200b会议室"))

    meeting = only_meeting(app)
    assert (meeting.short_title, meeting.room) == ("研判会🙂", "四层会议室")


def test_a_second_submission_does_nothing_twice(app: Flask, clerk: PageClient, cast: Cast) -> None:
    data = form_data(cast, form_id="one-and-the-same")

    first = clerk.post(URL, data)
    second = clerk.post(URL, data)

    assert _count(app) == 1
    assert first.location == second.location


def test_it_takes_a_clock(app: Flask, clerk: PageClient, cast: Cast) -> None:
    clerk.post(URL, form_data(cast, time_basis="clock", starts_at="14:30", ends_at="16:00"))

    assert only_meeting(app).time_words == "2023年3月10日（周五） 14:30—16:00"


def test_it_proposes_the_quarter_of_the_date(clerk: PageClient) -> None:
    html = clerk.get("/meetings/new/quarter?held_on=2022-11-08").get_data(as_text=True)

    assert 'value="2022"' in html
    assert re.search(r'<input[^>]*checked[^>]*value="4"', html)
    assert "按日期建议" in html


def test_the_pages_open(clerk: PageClient) -> None:
    assert "新建会议" in clerk.page("meetings.new")
    assert "补录会议" in clerk.page("meetings.new", late=1)


def test_a_head_may_not_open_one(head: PageClient, cast: Cast) -> None:
    assert head.post(URL, form_data(cast)).status_code == 403


def test_it_takes_over_from_the_last_quarter(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    page = clerk.page("meetings.new")
    assert f"/meetings/new?from={meeting_id}" in page
    html = clerk.page("meetings.new", **{"from": meeting_id})
    for words in ("2023年第二季度", 'value="2023"', "已顺延"):
        assert words in html

    data = form_data(cast, held_on="2023-06-16", quarter="2", title="2023年第二季度研判会")
    response = clerk.post(f"{URL}?from={meeting_id}", data)

    with app.app_context():
        source, copy = db.session.scalars(db.select(Meeting).order_by(Meeting.id)).unique()
        assert response.location == f"/meetings/{copy.id}/invited"
        assert [row.words for row in copy.invitations] == [row.words for row in source.invitations]
        assert [(row.unit_id, row.scope) for row in copy.reporting] == [
            (row.unit_id, row.scope) for row in source.reporting
        ]
        assert copy.state == "draft"
        assert len(source.invitations) == 3


def test_dissolved_units_and_former_heads_are_named_and_left_out(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    with app.app_context(), writing():
        unit = db.session.get_one(Unit, cast.units["后勤处"])
        unit.active_to = date(2023, 5, 1)
        record_event("test.dissolve", unit, actor=SYSTEM)
    data = form_data(cast, held_on="2023-06-16", quarter="2", title="研判会")

    page = clerk.post(f"{URL}?from={meeting_id}", data, follow_redirects=True).get_data(True)

    assert "没有沿用：后勤处。" in page
    with app.app_context():
        copy = db.session.scalars(db.select(Meeting).order_by(Meeting.id.desc())).unique().first()
        assert copy is not None
        assert [row.unit.name for row in copy.reporting] == []


def test_words_that_were_not_touched_tell_of_the_chosen_quarter(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    """The second quarter is proposed, a day in the third is chosen."""
    html = clerk.page("meetings.new", **{"from": meeting_id})
    [title] = re.findall(r'name="title"[^>]*value="([^"]*)"', html)
    assert title.startswith("2023年第二季度")
    data = form_data(
        cast, held_on="2023-09-15", quarter="3", title=title, short_title="二季度的会"
    )  # fmt: skip

    assert clerk.post(f"{URL}?from={meeting_id}", data).status_code == 302

    with app.app_context():
        copy = db.session.scalars(db.select(Meeting).order_by(Meeting.id.desc())).unique().first()
        assert copy is not None
        assert copy.title.startswith("2023年第三季度")
        assert copy.short_title == "二季度的会"


def test_it_asks_where_the_title_names_another_quarter(
    app: Flask, clerk: PageClient, cast: Cast
) -> None:
    data = form_data(cast, held_on="2023-06-16", quarter="2")

    page = clerk.post(URL, data).get_data(as_text=True)

    assert "会议全称写的不是所选的2023年第二季度" in page
    assert not _count(app)
    assert clerk.post(URL, {**data, "is_quarter_confirmed": "y"}).status_code == 302


def test_what_is_entered_late_is_not_proposed_for_a_quarter_to_come(
    app: Flask, clerk: PageClient, meeting_id: int
) -> None:
    with app.app_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        saved(meeting, year=today().year, quarter=quarter_of(today())[1])

    html = clerk.page("meetings.new", late=1, **{"from": meeting_id})

    year, quarter = quarter_of(today())
    assert f'value="{year}"' in html
    assert re.search(rf'<input[^>]*checked[^>]*value="{quarter}"', html)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("2023年第四季度研判会", "2024年第一季度研判会"),
        ("四季度研判会", "一季度研判会"),
        ("年终总结", "年终总结"),
    ],
)
def test_the_words_of_a_quarter_move_on(words: str, told: str) -> None:
    last = Quarter(2023, 4)

    assert last.following.retell(words, of=last) == told


def test_nothing_is_taken_over_from_a_meeting_that_is_not_there(clerk: PageClient) -> None:
    assert clerk.get(f"{URL}?from=999999").status_code == 404
