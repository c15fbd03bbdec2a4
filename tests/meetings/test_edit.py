"""Changing a meeting."""

from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.meetings.conftest import form_data, make_meeting, only_meeting
from tracker.audit.models import Event
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.meetings.models import Meeting


def _set(app: Flask, meeting_id: int, **values: object) -> None:
    with app.app_context(), writing():
        meeting = db.session.get_one(Meeting, meeting_id)
        for name, value in values.items():
            setattr(meeting, name, value)
        record_event("test.make", meeting, actor=SYSTEM)


def test_it_saves_and_records_what_changed(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    page = clerk.page("meetings.edit", meeting_id=meeting_id)
    assert "一季度研判会" in page

    response = clerk.post(
        f"/meetings/{meeting_id}/edit", form_data(cast, room="第一会议室", row_version="2")
    )

    assert response.status_code == 302
    assert only_meeting(app).room == "第一会议室"
    with app.app_context():
        event = db.session.scalars(db.select(Event).filter_by(action="meeting.edit")).one()
        assert event.changes["room"] == ["四层会议室", "第一会议室"]


def test_a_stale_edit_shows_both_texts(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    stale = form_data(cast, room="我的会议室", row_version="1")
    _set(app, meeting_id, room="别人的会议室")

    response = clerk.post(f"/meetings/{meeting_id}/edit", stale)

    html = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "我的会议室" in html
    assert "别人的会议室" in html
    assert only_meeting(app).room == "别人的会议室"


def test_time_and_place_are_fixed_once_announced(app: Flask, clerk: PageClient, cast: Cast) -> None:
    with app.app_context():
        meeting_id = make_meeting(cast, is_late=False)
    _set(app, meeting_id, state="notified")

    html = clerk.page("meetings.edit", meeting_id=meeting_id)
    assert 'name="held_on"' not in html

    clerk.post(
        f"/meetings/{meeting_id}/edit",
        form_data(cast, held_on="2023-03-17", short_title="改名", row_version="3"),
    )
    meeting = only_meeting(app)
    assert (str(meeting.held_on), meeting.short_title) == ("2023-03-10", "改名")


def test_it_is_refused_once_minutes_are_issued(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    _set(app, meeting_id, state="minuted")

    response = clerk.post(f"/meetings/{meeting_id}/edit", form_data(cast, room="第一会议室"))

    assert response.status_code == 409
    assert "以更正方式修改" in response.get_data(as_text=True)
    assert only_meeting(app).room == "四层会议室"


def test_it_is_open_again_while_being_corrected(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    _set(app, meeting_id, state="minuted", is_being_corrected=True)

    data = form_data(cast, row_version="3")

    assert clerk.post(f"/meetings/{meeting_id}/edit", data).status_code == 302


def test_a_confirmed_quarter_is_not_asked_again(
    app: Flask, clerk: PageClient, meeting_id: int
) -> None:
    _set(app, meeting_id, quarter=2)

    html = clerk.page("meetings.edit", meeting_id=meeting_id)

    assert "日期或名称与季度不一致" in html


def test_unknown_addresses_are_404(clerk: PageClient, head: PageClient, meeting_id: int) -> None:
    assert clerk.get("/meetings/-1/edit").status_code == 404
    assert clerk.get("/meetings/9999/edit").status_code == 404
    assert head.get(f"/meetings/{meeting_id}/edit").status_code == 403
