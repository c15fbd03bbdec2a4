"""What waits for the office, and for those who are invited."""

from datetime import date

from flask import Flask

from tests.factories import Cast
from tests.meetings.conftest import HELD_ON, make_meeting
from tracker.core.db import db, writing
from tracker.meetings import queries, services
from tracker.meetings.models import AttendanceBasis, Meeting
from tracker.meetings.services import NoticeWords

BEFORE = date(2023, 3, 1)
AFTER = date(2023, 3, 13)


def _sentences(cast: Cast, who: str, on: date) -> list[str]:
    return [todo.sentence for todo in queries.todos(cast.viewer(who, on), on)]


def test_a_draft_waits_for_its_notice(app: Flask, cast: Cast) -> None:
    with app.app_context():
        make_meeting(cast, is_late=False)

        (todo,) = queries.todos(cast.viewer("clerk", BEFORE), BEFORE)

    assert "通知还没有印发" in todo.sentence
    assert todo.due_on == date(2023, 3, 7)


def test_a_past_meeting_waits_to_be_registered(app: Flask, cast: Cast) -> None:
    with app.app_context():
        make_meeting(cast, is_late=False)

        assert "日期已过" in _sentences(cast, "clerk", AFTER)[0]


def test_a_held_meeting_waits_for_attendance_then_addresses(
    app: Flask, cast: Cast, meeting_id: int
) -> None:
    with app.app_context():
        assert "参会情况还没有登记" in _sentences(cast, "clerk", AFTER)[0]
        for basis, sentence in (("sheet", "还有 5 人没有登记"), ("categories", "讲话还没有录入")):
            with writing():
                services.set_basis(
                    meeting=db.session.get_one(Meeting, meeting_id),
                    basis=AttendanceBasis(basis),
                    actor=cast.actor("clerk"),
                )
            assert sentence in _sentences(cast, "clerk", AFTER)[0]


def test_the_invited_are_told_once_the_notice_is_out(app: Flask, cast: Cast) -> None:
    with app.app_context():
        meeting_id = make_meeting(cast, is_late=False)
        assert _sentences(cast, "head", BEFORE) == []
        with writing():
            services.notify(
                meeting=db.session.get_one(Meeting, meeting_id),
                words=NoticeWords("各部门"),
                actor=cast.actor("clerk"),
                on=BEFORE,
            )

        assert "请安排参会" in _sentences(cast, "head", BEFORE)[0]
        assert "请准备汇报材料" in _sentences(cast, "head3", BEFORE)[0]
        assert _sentences(cast, "discipline", BEFORE) == []
        assert _sentences(cast, "head", HELD_ON.replace(day=11)) == []
        assert _sentences(cast, "sysadmin", BEFORE) == []
