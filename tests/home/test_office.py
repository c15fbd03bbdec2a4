"""The office's page."""

import pytest
from flask import Flask

from tests.client import statements_of
from tests.home.conftest import As, Desk, F
from tracker.agreements.models import Agreement, Signing
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.directory.models import AgreementKind
from tracker.meetings.models import Meeting, MeetingState
from tracker.unit_reports.models import ReportState, UnitReport


def test_it_says_what_to_do_without_a_meeting(desk: Desk, as_: As) -> None:
    page = as_("clerk").page("home.index")

    assert "2023年第一季度" in page
    assert "现在没有进行中的会议" in page
    assert "没有逾期的任务" in page


def test_it_names_what_a_held_meeting_lacks(desk: Desk, as_: As) -> None:
    meeting = desk.meeting(is_entered_late=True, attendance_basis=None)
    desk.open_points(meeting.meeting_id)

    page = as_("clerk").page("home.index")

    assert "参会情况还没有登记。" in page
    assert "条要求没有确定落实方式。" in page
    assert "纪要还没有起草。" in page
    assert "项任务未交办。" in page
    assert page.count("线下已办") == 1
    assert "材料" in page
    assert "办结销号" in page


def test_it_names_the_units_that_are_awaited(desk: Desk, as_: As) -> None:
    meeting = desk.meeting(state=MeetingState.MINUTED)
    for unit in ("后勤处", "机电工程系", "机电工程系"):
        desk.item(unit=unit, meeting_id=meeting.meeting_id)

    page = as_("clerk").page("home.index")

    assert "还有 2 个单位 3 项任务未报结：后勤处、机电工程系。" in page
    assert "尚未报结：后勤处 1 项、机电工程系 2 项。" in page
    assert "复制提醒文字" in page


@pytest.mark.parametrize("state", ["held", "notified"])
def test_it_offers_the_text_that_asks_for_reports(desk: Desk, as_: As, state: str) -> None:
    meeting = desk.meeting(state=state, is_entered_late=False)
    with desk.app.app_context(), writing():
        row = db.session.get_one(Meeting, meeting.meeting_id).reporting[0]
        for report in db.session.query(UnitReport).filter_by(unit_id=row.unit_id):
            db.session.delete(report)
        record_event("test.change", row, actor=SYSTEM)
        name = row.name

    page = as_("clerk").page("home.index")

    assert f"下列单位尚未报送：{name}。" in page
    assert "复制催报文字" in page


@pytest.mark.parametrize("state", [MeetingState.NOTIFIED, MeetingState.HELD])
def test_it_names_the_reports_that_wait_to_be_taken_in(desk: Desk, as_: As, state: str) -> None:
    meeting = desk.meeting(state=state)
    with desk.app.app_context(), writing():
        report = db.session.query(UnitReport).filter_by(meeting_id=meeting.meeting_id).first()
        assert report is not None
        report.state = ReportState.SUBMITTED
        record_event("test.change", report, actor=SYSTEM)
        name = report.unit.display_name

    assert f"有 1 份汇报待收下：{name}。" in as_("clerk").page("home.index")


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.MINUTED])
def test_it_offers_the_text_that_asks_for_signatures(
    desk: Desk, as_: As, state: MeetingState
) -> None:
    meeting = desk.meeting(state=state)
    with desk.app.app_context(), writing():
        kind = AgreementKind(name="消防安全责任书")
        signing = Signing(
            kind=kind, year=2023, title="消防安全责任书", meeting_id=meeting.meeting_id
        )
        unit_id = desk.cast.units["后勤处"]
        signing.agreements = [Agreement(kind=kind, year=2023, unit_id=unit_id, unit_name="后勤处")]
        db.session.add(signing)
        record_event("test.make", signing, actor=SYSTEM)

    page = as_("clerk").page("home.index")

    assert "“一季度会议”的下列责任书尚未签订：\n《消防安全责任书》：后勤处\n" in page
    assert "复制催签文字" in page


def test_it_shows_a_signature_that_is_awaited(desk: Desk, as_: As) -> None:
    meeting = desk.meeting()
    with desk.app.app_context():
        meeting.submit()

    page = as_("clerk").page("home.index")

    assert "纪要已送签，待签发。" in page
    assert "请审阅签发" in page


def test_it_shows_two_meetings_the_others_by_name_and_none_that_is_over(
    desk: Desk, as_: As
) -> None:
    for quarter, state in enumerate(("concluded", "held", "minuted", "notified"), start=1):
        desk.meeting(quarter=quarter, short_title=f"第{quarter}次会议", state=state)

    page = as_("clerk").page("home.index")

    shown = [name for name in ("第1次会议", "第2次会议", "第3次会议", "第4次会议") if name in page]
    assert shown == ["第2次会议", "第3次会议", "第4次会议"]
    assert page.index("其他未办结的会议") < page.index("第2次会议")
    assert page.index("第4次会议") < page.index("其他未办结的会议")


def test_it_shows_first_what_came_back(desk: Desk, as_: As) -> None:
    older = desk.meeting(short_title="退回的会议")
    with desk.app.app_context():
        older.submit()
    url = as_("director").url("minutes.send_back", meeting_id=older.meeting_id)
    as_("director").post(url, data={"reason": "请补充结尾。"})
    for quarter in (2, 3):
        desk.meeting(quarter=quarter, short_title=f"第{quarter}次会议", state="notified")

    page = as_("clerk").page("home.index")

    assert "纪要被退回：请补充结尾。" in page
    assert page.index("退回的会议") < page.index("第3次会议")
    assert "<h1>2023年第三季度</h1>" in page


def test_it_counts_what_is_late_by_unit(desk: Desk, as_: As) -> None:
    desk.item(unit="保卫部", due_in=-3)
    desk.item(unit="后勤处", due_in=-10)
    desk.item(unit="后勤处", due_in=-1)
    desk.item(F.SUBMITTED, unit="机电工程系", due_in=-5)

    page = as_("clerk").page("home.index")

    assert "</span>\n    3 天" in page
    assert "</span>\n    10 天" in page
    assert "保卫部：1 项，最早应于2023年3月17日完成" in page
    assert "后勤处：2 项，最早应于2023年3月10日完成" in page
    assert "机电工程系：" not in page


def test_it_offers_what_waits_for_confirmation(desk: Desk, as_: As) -> None:
    item = desk.item(F.SUBMITTED, title="更换灭火器")
    own = desk.item(F.SUBMITTED, unit="办公室", title="修订制度")

    piece = as_("clerk").get("/to-confirm").get_data(as_text=True)

    assert f'value="{item}"' in piece
    assert "已换新并复查" in piece
    assert f'value="{own}"' not in piece


def test_it_confirms_through_the_list_of_tasks(desk: Desk, as_: As) -> None:
    item = desk.item(F.SUBMITTED)
    clerk = as_("clerk")

    clerk.post(clerk.url("followups.close_several"), data={"ids": [item]})

    assert "没有等待确认的任务" in clerk.page("home.index")


def test_a_director_finds_the_tasks_of_the_own_unit(desk: Desk, as_: As) -> None:
    desk.item(unit="办公室")

    assert "您负责的单位还有 1 项任务待办理" in as_("director").page("home.index")
    assert "您负责的单位" not in as_("clerk").page("home.index")


@pytest.mark.parametrize("who", ["clerk", "director"])
@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("basis", ["sheet", "categories"])
def test_the_number_of_statements_does_not_grow(
    app: Flask, desk: Desk, as_: As, who: str, count: int, basis: str
) -> None:
    first = desk.meeting(attendance_basis=basis)
    second = desk.meeting(quarter=2, attendance_basis=basis)
    for number in range(count):
        unit = list(desk.cast.units)[number % 9]
        meeting_id = (first, second)[number % 2].meeting_id
        desk.item(F.SUBMITTED if number % 2 else F.ASSIGNED, unit=unit, due_in=-number,
                  meeting_id=meeting_id)  # fmt: skip
    with app.app_context():
        first.start()
    browser = as_(who)

    statements = statements_of(app, browser.page, "home.index")
    piece = statements_of(app, browser.get, "/to-confirm")

    assert len(statements) <= 19, statements
    assert len(piece) <= 9, piece
