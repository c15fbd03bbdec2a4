"""The checklist before issuing, and who is waited for."""

from typing import Any

import pytest
from flask import Flask

from tests.minutes.record import SIGNED_ON, Record
from tracker.agreements.models import Agreement, Signing
from tracker.core.db import db
from tracker.directory.models import AgreementKind, RiskArea, Unit
from tracker.followups.models import DueBasis, FollowUp
from tracker.meetings.models import AreaList, AreaNamed, AttendanceBasis, Meeting
from tracker.minutes import queries
from tracker.minutes.queries import Level
from tracker.unit_reports.models import ReportState, UnitReport


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


def _lose_reports(_meeting: Meeting) -> None:
    first, second, _ = db.session.query(UnitReport).order_by(UnitReport.id)
    first.state, first.submitted_on = ReportState.RETURNED, None
    db.session.delete(second)


def _name_areas(meeting: Meeting) -> None:
    known = AreaNamed(words="消防安全", areas=[db.session.query(RiskArea).first()], sort=0)
    unknown = AreaNamed(words="电梯管理", sort=1)
    db.session.add(AreaList(meeting=meeting, entries=[known, unknown]))


def _put_out(meeting: Meeting) -> None:
    unit = db.session.query(Unit).filter_by(name="保卫部").one()
    kind = AgreementKind(name="综合治理责任书")
    common = {"meeting": meeting, "kind": kind, "year": 2023}
    signing = Signing(title="2023年责任书", **common)
    told = Signing(title="2023年承诺书", told_with=["各单位"], sort=1, **common)
    db.session.add_all([signing, told])
    db.session.flush()
    db.session.add(
        Agreement(
            signing=signing, kind_id=kind.id, year=2023, unit=unit, unit_name=unit.name,
            state="to_sign",
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (_lose_reports, ["还有 2 个单位没有汇报：机电工程系党总支、后勤处。"]),
        (_name_areas, ["提及领域中有 1 个没有对应到风险领域：电梯管理。"]),
        (
            _put_out,
            [
                "《2023年责任书》还有 1 个单位没有签订日期：保卫部。",
                "《2023年承诺书》还没有登记由哪些单位签订、何日签订。",
            ],
        ),
    ],
)
def test_it_asks_about_reports_areas_and_agreements(
    app: Flask, record: Record, change: Any, sentences: list[str]
) -> None:
    with app.app_context():
        record.change(change)

        assert _sentences(record, Level.ASK) == sentences
        assert _sentences(record, Level.BLOCK) == []


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


def test_it_asks_about_a_report_that_the_draft_tells_and_nobody_recorded(
    app: Flask, record: Record
) -> None:
    with app.app_context():
        record.start()
        hearing = record.minutes().hearing
        record.change(_lose_reports)

        assert "机电工程系党总支" in hearing
        assert "纪要写了 机电工程系党总支、后勤处 的汇报，但没有登记，请登记或改写。" in _sentences(
            record, Level.ASK
        )


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
