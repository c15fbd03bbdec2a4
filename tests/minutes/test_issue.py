"""Issuing minutes."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import Cast
from tests.minutes.record import HELD_ON, SIGNED_ON, Record, make_record
from tracker.accounts.services import delegate_issuing
from tracker.audit.models import Event
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory.models import NumberSeries, Person
from tracker.issuing.models import IssuedPaper
from tracker.meetings.models import Point
from tracker.minutes import services


def _issued(paper_id: int) -> IssuedPaper:
    return db.session.get_one(IssuedPaper, paper_id)


def _keep_register_by_hand() -> None:
    with writing():
        series = db.session.scalars(select(NumberSeries).filter_by(code="minutes")).one()
        series.is_manual = True
        record_event("test.series", series, actor=SYSTEM)


def test_the_secretary_issues(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()

        paper = _issued(record.issue("secretary"))

        minutes = record.minutes()
        assert (minutes.state, minutes.issuer_name) == ("issued", "党委书记程远山")
        assert (paper.doc_no, paper.version) == ("晋川院纪要〔2023〕1号", 1)
        assert minutes.meeting.state == "minuted"


def test_the_chair_issues(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()

        record.issue("president")

        assert record.minutes().issuer_name == "院长顾明川"


@pytest.mark.parametrize("who", ["vice", "director", "head", "clerk"])
def test_others_do_not_issue(app: Flask, record: Record, who: str) -> None:
    with app.app_context():
        record.submit()

        with pytest.raises(RuleBroken):
            record.issue(who)

        assert record.minutes().state == "submitted"


def test_a_recorded_delegate_issues(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        with writing():
            persons = [db.session.get_one(Person, record.cast.persons[n])
                       for n in ("secretary", "vice")]  # fmt: skip
            delegate_issuing(
                from_person=persons[0], to_person=persons[1], from_on=HELD_ON,
                to_on=SIGNED_ON, actor=SYSTEM,
            )  # fmt: skip

        record.issue("vice")

        assert record.minutes().issuer_name == "副院长沈知行"


def test_the_drafter_never_issues_even_as_chair(app: Flask, cast: Cast) -> None:
    with app.app_context():
        record = make_record(cast, chair_id=cast.persons["clerk"])
        record.submit()

        with pytest.raises(RuleBroken, match="拟稿人不能签发"):
            record.issue("clerk")


def test_whoever_edited_the_draft_does_not_issue(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()
        texts = services.Texts("导语。", "", "", False, "", None)
        with writing():
            services.edit(minutes=record.minutes(), texts=texts, actor=record.actor("secretary"))
        with writing():
            services.submit(
                minutes=record.minutes(), proceedings=record.proceedings(),
                actor=record.actor("clerk"), on=SIGNED_ON,
            )  # fmt: skip

        with pytest.raises(RuleBroken, match="拟稿人不能签发"):
            record.issue("secretary")


def test_a_clerk_records_the_signature_that_another_clerk_gave_on_paper(
    app: Flask, record: Record
) -> None:
    signer = Actor(
        record.cast.persons["secretary"], "程远山", "党委书记",
        recorder_id=record.cast.users["clerk"], recorder_name="方小禾",
    )  # fmt: skip
    with app.app_context():
        record.submit()

        with writing():
            services.issue(
                minutes=record.minutes(), proceedings=record.proceedings(), actor=signer,
                on=SIGNED_ON,
            )  # fmt: skip

        event = db.session.scalars(select(Event).filter_by(action="minutes.issue")).one()
        assert (event.actor_name, event.recorder_name) == ("程远山", "方小禾")


def test_a_signature_before_the_meeting_is_refused(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()

        with writing(), pytest.raises(RuleBroken, match="早于会议日期"):
            services.issue(
                minutes=record.minutes(), proceedings=record.proceedings(),
                actor=record.actor("secretary"), on=HELD_ON - timedelta(days=1),
            )  # fmt: skip


def test_numbers_follow_each_other(app: Flask, cast: Cast) -> None:
    with app.app_context():
        records = [make_record(cast, items_from=n * 10) for n in range(1, 4)]
        for record in records:
            record.submit()

        numbers = [_issued(record.issue()).number for record in records]

    assert numbers == [1, 2, 3]


def test_a_register_by_hand_asks_for_its_number(app: Flask, record: Record) -> None:
    with app.app_context():
        _keep_register_by_hand()
        record.submit()

        with pytest.raises(RuleBroken, match="登记簿"):
            record.issue()

        assert _issued(record.issue(typed_number=7)).doc_no == "晋川院纪要〔2023〕7号"


def test_a_number_in_use_is_refused(app: Flask, cast: Cast) -> None:
    with app.app_context():
        _keep_register_by_hand()
        first, second = make_record(cast), make_record(cast, items_from=10)
        first.submit()
        second.submit()
        first.issue(typed_number=7)

        with pytest.raises(RuleBroken, match="已经用过"):
            second.issue(typed_number=7)

        assert second.minutes().state == "submitted"


def test_what_was_issued_stays_as_it_was(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        paper_id = record.issue()
        before = dict(_issued(paper_id).snapshot)

        with writing():
            person = db.session.get_one(Person, record.cast.persons["secretary"])
            person.name = "程远岫"
            record.proceedings().meeting.attendances[0].person_name = "程远岫"
            record_event("test.rename", person, actor=SYSTEM)

        assert _issued(paper_id).snapshot == before
        assert before["verify"]["code"].replace("-", "") == _issued(paper_id).code


def test_an_open_point_blocks(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        record.change(lambda meeting: _open(meeting.addresses[0].points[2]))

        with pytest.raises(RuleBroken, match="1 条要求没有确定落实方式"):
            record.issue()


def _open(point: Point) -> None:
    point.handling = None


def test_what_changed_since_it_was_shown_is_not_signed(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()

        with pytest.raises(RuleBroken, match="会议内容有改动"):
            record.issue(seen="something else")


def test_a_second_signature_finds_nothing_to_sign(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        record.issue()

        with pytest.raises(RuleBroken):
            record.issue()

        count = db.session.scalar(select(func.count()).select_from(IssuedPaper))
        assert count == 1


def test_the_number_is_of_the_year_of_the_signature(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()

        with writing():
            paper = services.issue(
                minutes=record.minutes(), proceedings=record.proceedings(),
                actor=record.actor("secretary"), on=date(2024, 1, 3),
            )  # fmt: skip
            number = paper.doc_no

        assert number == "晋川院纪要〔2024〕1号"
