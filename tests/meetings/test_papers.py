"""The notice and the sign-in sheet as data."""

from datetime import date

import pytest
from flask import Flask

from tests.factories import Cast
from tests.meetings.conftest import make_meeting
from tracker.core.db import db, writing
from tracker.meetings import papers, services
from tracker.meetings.models import AttendanceBasis, AttendanceStatus, Meeting
from tracker.meetings.services import Invited

ON = date(2023, 3, 12)
HERE = {"on": ON, "public_url": "https://tracker.example.edu"}


def test_the_notice_says_what_the_record_says(app: Flask, cast: Cast, meeting_id: int) -> None:
    with app.app_context():
        notice = papers.notice(str(meeting_id), viewer=None, **HERE)

    assert notice is not None
    assert notice.time == "2023年3月10日（周五）下午"
    assert notice.place == "东山校区四层会议室"
    assert notice.chair == "党委书记程远山"
    assert notice.participants == ("党委委员；机电工程系、保卫部负责人。",)
    assert notice.materials == ("后勤处（食品安全）须在会上汇报，请提前准备汇报材料。",)
    assert notice.mark == ""
    assert notice.reply_slip is not None
    assert notice.reply_slip.units == ("机电工程系", "保卫部")


def test_the_sheet_lists_the_invited_before_there_is_a_roster(
    app: Flask, cast: Cast, meeting_id: int
) -> None:
    with app.app_context():
        sheet = papers.sign_in_sheet(str(meeting_id), viewer=None, **HERE)

    assert sheet is not None
    assert [row.name for row in sheet.rows] == ["程远山", "顾明川", "沈知行", "宋卫平", "陆庆安"]
    assert (sheet.expected, sheet.present, sheet.blank_rows) == ("5", "", 3)
    assert (sheet.rows[3].unit, sheet.rows[3].post) == ("保卫部", "部长")


def test_the_sheet_counts_once_everybody_is_marked(app: Flask, cast: Cast, meeting_id: int) -> None:
    actor = cast.actor
    with app.app_context(), writing():
        meeting = db.session.get_one(Meeting, meeting_id)
        services.set_invited(
            meeting=meeting,
            invited=[
                Invited("党委委员", category="党委委员"),
                Invited("列席", person_id=cast.persons["outsider"], capacity="observer"),
            ],
            reporting=[],
            actor=actor("clerk"),
        )
        services.set_basis(meeting=meeting, basis=AttendanceBasis.SHEET, actor=actor("clerk"))
        first, second = meeting.attendances[:2]
        services.mark(row=first, status=AttendanceStatus.ON_LEAVE, actor=actor("clerk"))
        services.mark(
            row=second,
            status=AttendanceStatus.PROXIED,
            proxy_name="于代劳",
            actor=actor("clerk"),
        )
        services.mark_rest_present(meeting=meeting, actor=actor("clerk"))

    with app.app_context():
        sheet = papers.sign_in_sheet(str(meeting_id), viewer=None, **HERE)

    assert sheet is not None
    counts = (sheet.expected, sheet.present, sheet.on_leave, sheet.absent)
    assert counts == ("3", "2", "1", "0")
    assert [row.remark for row in sheet.rows] == ["", "于代劳代会", "", "列席"]


@pytest.mark.parametrize("subject", ["", "x", "-1", "12-3", "9" * 40, "²", "999"])
def test_strange_ids_are_no_paper(app: Flask, cast: Cast, subject: str) -> None:
    with app.app_context():
        assert papers.notice(subject, viewer=None, **HERE) is None
        assert papers.sign_in_sheet(subject, viewer=None, **HERE) is None


def test_a_draft_is_no_paper_for_a_unit(app: Flask, cast: Cast) -> None:
    with app.app_context():
        draft = str(make_meeting(cast, is_late=False))
        head = cast.viewer("head")

        assert papers.notice(draft, viewer=head, **HERE) is None
        assert papers.sign_in_sheet(draft, viewer=head, **HERE) is None
        assert papers.notice_ids(head) == []
        assert papers.sign_in_sheet_ids(head) == []


def test_ids_are_listed_newest_first(app: Flask, cast: Cast) -> None:
    with app.app_context():
        make_meeting(cast, is_late=False)
        make_meeting(cast, is_late=False, held_on=date(2023, 6, 9))

        assert [subject for subject, _ in papers.notice_ids(None)] == ["2", "1"]
        assert [title for _, title in papers.sign_in_sheet_ids(None)] == ["一季度研判会签到表"] * 2
