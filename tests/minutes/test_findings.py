"""The checklist before issuing, and who is waited for."""

from typing import Any

import pytest
from flask import Flask

from tests.minutes.record import SIGNED_ON, Record
from tracker.core.db import db
from tracker.followups.models import DueBasis, FollowUp
from tracker.meetings.models import AttendanceBasis, Meeting
from tracker.minutes import queries
from tracker.minutes.queries import Level


def _sentences(record: Record, level: Level) -> list[str]:
    minutes = queries.current(record.meeting_id)
    found = queries.findings(record.proceedings(), minutes)
    return [finding.sentence for finding in found if finding.level == level]


def _clear(name: str) -> Any:
    return lambda meeting: setattr(meeting, name, None)


def _forget_attendance(meeting: Meeting) -> None:
    meeting.attendances[0].status = None


def _forget_handling(meeting: Meeting) -> None:
    meeting.addresses[1].points[0].handling = None


def _forget_addresses(meeting: Meeting) -> None:
    for item in db.session.query(FollowUp):
        item.point_id = None
    db.session.flush()
    meeting.addresses.clear()


def _forget_date(_meeting: Meeting) -> None:
    item = db.session.query(FollowUp).first()
    assert item is not None
    item.due_on = None


def _suggest_date(_meeting: Meeting) -> None:
    item = db.session.query(FollowUp).first()
    assert item is not None
    item.due_basis = DueBasis.SUGGESTED


def _only_categories(meeting: Meeting) -> None:
    meeting.attendance_basis = AttendanceBasis.CATEGORIES


@pytest.mark.parametrize(
    ("change", "level", "sentence"),
    [
        (_clear("attendance_basis"), Level.BLOCK, "参会情况还没有登记。"),
        (_only_categories, Level.BLOCK, "参会类别还没有填写。"),
        (_forget_attendance, Level.BLOCK, "签到表还有 1 人没有登记到会情况或代会人。"),
        (_forget_handling, Level.BLOCK, "还有 1 条要求没有确定落实方式。"),
        (_forget_date, Level.BLOCK, "有 1 项任务没有时限。"),
        (_clear("chair_id"), Level.ASK, "主持人未填，纪要中不写主持。"),
        (_forget_addresses, Level.ASK, "还没有录入讲话与要求，纪要中将没有这部分。"),
        (_suggest_date, Level.ASK, "有 1 项任务的时限是系统建议，请核对。"),
    ],
)
def test_it_says_what_is_missing(
    app: Flask, record: Record, change: Any, level: Level, sentence: str
) -> None:
    with app.app_context():
        before = _sentences(record, level)
        record.change(change)

        assert before == []
        assert _sentences(record, level) == [sentence]


def test_a_person_in_the_texts_blocks(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()
        record.change(lambda _m: setattr(record.minutes(), "closing", "身份证110101199003074514"))

        assert _sentences(record, Level.BLOCK)[0].startswith("结尾：")


def test_an_empty_opening_blocks(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()
        record.change(lambda _m: setattr(record.minutes(), "opening", " "))

        assert _sentences(record, Level.BLOCK) == ["导语是空的。"]


def test_each_of_the_office_has_its_own_to_do(app: Flask, record: Record) -> None:
    def todos(who: str) -> list[str]:
        found = queries.todos(record.cast.viewer(who), SIGNED_ON)
        return [todo.sentence for todo in found]

    with app.app_context():
        assert todos("clerk") == ["起草《一季度会议》纪要"]
        record.submit()

        assert todos("clerk") == []
        assert todos("director") == ["核稿：《一季度会议》纪要"]
        assert todos("secretary") == ["签发《一季度会议》纪要"]
        assert todos("president") == ["签发《一季度会议》纪要"]
        assert todos("vice") == todos("head") == []
