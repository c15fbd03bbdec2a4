"""What 概况 shows beside the words of the minutes."""

from datetime import date

import pytest
from flask import Flask

from tests.client import PageClient, statements_of
from tests.factories import Cast
from tests.minutes.record import Record, make_record
from tracker.agreements.models import Agreement, Signing, SigningLeader
from tracker.core.db import db
from tracker.directory.models import AgreementKind, RiskArea, Unit
from tracker.followups.models import FollowUp
from tracker.meetings.models import AreaList, AreaNamed, Meeting, NamedBy
from tracker.unit_reports.models import Manner, ReportState, ReportWord, UnitReport

MOST_STATEMENTS = 18
SIZES = (2, 8)


def _page(client: PageClient, record: Record, who: str) -> str:
    browser = client.signed_in_as(record.cast.users[who])
    return browser.page("minutes.overview", meeting_id=record.meeting_id)


def _report(meeting: Meeting) -> None:
    meeting.reporting[1].scope = "食品安全"
    first, second, _ = db.session.query(UnitReport).order_by(UnitReport.id)
    first.manner = Manner.ORAL
    second.state, second.submitted_on = ReportState.RETURNED, None


def _name(meeting: Meeting, count: int = 2) -> None:
    fire = db.session.query(RiskArea).first()
    places = [
        {"named_by": NamedBy.UNITS},
        {"named_by": NamedBy.ADDRESS, "address_id": meeting.addresses[0].id},
    ]
    for place in places:
        entries = [AreaNamed(words=f"第{n}项工作", areas=[fire], sort=n) for n in range(count)]
        db.session.add(AreaList(meeting=meeting, entries=entries, **place))


def _sign(meeting: Meeting, count: int = 2) -> None:
    kind = db.session.query(AgreementKind).first() or AgreementKind(name="综合治理责任书")
    signing = Signing(
        meeting=meeting, kind=kind, year=2023, title="2023年综合治理责任书", told_with=["各单位"],
        leaders=[SigningLeader(person_id=1, person_name="程远山", post_title="党委书记")],
    )  # fmt: skip
    db.session.add(signing)
    db.session.flush()
    for place, unit in enumerate(db.session.query(Unit).order_by(Unit.sort).limit(count)):
        signed_on = None if place else meeting.held_on
        db.session.add(
            Agreement(
                signing=signing, kind_id=kind.id, year=2023, version=meeting.id, unit=unit,
                unit_name=unit.name,
                state="to_sign" if place else "signed", signed_on=signed_on, occasion="meeting",
            )
        )  # fmt: skip


def test_it_shows_who_reported_and_how(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.change(_report)

    page = _page(client, record, "clerk")

    assert "已收 · 会上口头汇报" in page
    assert "（食品安全）" in page
    assert "已退回" in page


def test_a_unit_sees_the_state_of_its_own_report_only(
    app: Flask, client: PageClient, record: Record
) -> None:
    with app.app_context():
        record.change(_report)

    assert "已退回" not in _page(client, record, "head2")


def test_it_shows_areas_by_who_named_them(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.change(_name)

    page = _page(client, record, "clerk")

    assert "提及领域" in page
    assert "各汇报单位" in page
    assert "党委书记程远山讲话" in page
    assert "提及领域" not in _page(client, record, "head")


def test_it_shows_how_far_agreements_are(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.change(_sign)

    page = _page(client, record, "clerk")

    assert "党委书记程远山与党委签订了《2023年综合治理责任书》。" in page
    assert "已签订 1" in page
    assert "待签 1" in page
    assert "待签：办公室" in page


def test_what_was_left_open_heads_the_page(app: Flask, client: PageClient, cast: Cast) -> None:
    with app.app_context():
        earlier = make_record(
            cast, items_from=50, held_on=date(2022, 12, 9), year=2022, quarter=4,
            title="上季度会议",
        )  # fmt: skip
        earlier.change(_hand_out)
        record = make_record(cast)
        record.change(_say)

    page = _page(client, record, "clerk")

    assert page.index("上季度问题整改情况") < page.index("主楼四层会议室召开")
    assert "已完成一半，其余四月底前完成。" in page
    assert "2022年四季度会议" in page


def _say(meeting: Meeting) -> None:
    """Let each unit say how what it had left open stands."""
    for report in db.session.query(UnitReport).filter_by(meeting_id=meeting.id):
        for item in db.session.query(FollowUp).filter(FollowUp.meeting_id != meeting.id):
            words = "已完成一半，其余四月底前完成。"
            report.words.append(ReportWord(follow_up_id=item.id, words=words))


def _hand_out(_meeting: Meeting) -> None:
    for item in db.session.query(FollowUp):
        item.state, item.assigned_on = "assigned", date(2022, 12, 12)


@pytest.mark.parametrize("endpoint", ["overview", "show"])
def test_statements_do_not_grow_with_the_record(
    app: Flask, client: PageClient, cast: Cast, endpoint: str
) -> None:
    with app.app_context():
        records = [make_record(cast, items_from=10 * count) for count in SIZES]
        for record, count in zip(records, SIZES, strict=True):
            record.change(lambda meeting, count=count: _name(meeting, count))
            record.change(lambda meeting, count=count: _sign(meeting, count))
    browser = client.signed_in_as(cast.users["clerk"])

    counts = []
    for record in records:
        statements = statements_of(
            app, browser.page, f"minutes.{endpoint}", meeting_id=record.meeting_id
        )
        counts.append(len(statements))

    assert counts[0] == counts[1] <= MOST_STATEMENTS
