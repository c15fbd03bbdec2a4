"""The life of minutes: drafted, sent, reviewed, returned, corrected; and the meeting's end."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import Cast
from tests.minutes.record import SIGNED_ON, Record, make_record
from tracker.audit.models import Event
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.followups.models import FollowUp
from tracker.issuing import queries as issuing
from tracker.meetings.models import Meeting
from tracker.minutes import queries, services


def _actions() -> list[str]:
    return [e.action for e in db.session.scalars(select(Event).order_by(Event.id))]


def _edit(record: Record, opening: str) -> None:
    texts = services.Texts(opening, "", "", False, "各单位。", 30)
    with writing():
        services.edit(minutes=record.minutes(), texts=texts, actor=record.actor("clerk"))


def _send_back(record: Record, reason: str) -> None:
    with writing():
        services.send_back(
            minutes=record.minutes(), reason=reason, actor=record.actor("director"), on=SIGNED_ON
        )


def _correct(record: Record, reason: str = "人名有误") -> None:
    with writing():
        services.start_correction(
            minutes=record.minutes(), reason=reason, actor=record.actor("clerk")
        )


def _send(record: Record) -> None:
    with writing():
        services.submit(
            minutes=record.minutes(), proceedings=record.proceedings(),
            actor=record.actor("clerk"), on=SIGNED_ON,
        )  # fmt: skip


def test_a_draft_begins_once(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()

        with pytest.raises(RuleBroken, match="已经开始起草"):
            record.start()


def test_a_draft_waits_for_the_meeting(app: Flask, cast: Cast) -> None:
    with app.app_context():
        record = make_record(cast, state="notified")

        with pytest.raises(RuleBroken, match="登记为已召开"):
            record.start()


def test_each_act_leaves_one_event(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()
        _edit(record, "新导语。")
        _send(record)

        assert _actions()[-3:] == ["minutes.start", "minutes.edit", "minutes.submit"]


def test_what_is_out_for_signature_cannot_be_edited(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()

        with pytest.raises(RuleBroken, match="先退回"):
            _edit(record, "新导语。")


def test_returning_needs_a_reason(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()

        with pytest.raises(RuleBroken, match="写明原因"):
            _send_back(record, "  ")


def test_returned_minutes_are_edited_and_sent_again(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        _send_back(record, "请核对地点")
        reason = record.minutes().return_reason
        _edit(record, "新导语。")
        _send(record)

        minutes = record.minutes()
        assert reason == "请核对地点"
        assert (minutes.state, minutes.return_reason) == ("submitted", "")


def test_the_director_reviews(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()

        with writing():
            services.review(minutes=record.minutes(), actor=record.actor("director"), on=SIGNED_ON)

        minutes = record.minutes()
        assert (minutes.reviewer_name, minutes.reviewed_on) == ("办公室主任韩立群", SIGNED_ON)


def test_the_drafter_does_not_review(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()

        with writing(), pytest.raises(RuleBroken, match="拟稿人"):
            services.review(minutes=record.minutes(), actor=record.actor("clerk"), on=SIGNED_ON)


def test_a_correction_keeps_the_number(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        first_id = record.issue()
        _correct(record)
        _edit(record, "更正后的导语。")
        _send(record)
        record.issue()

        newest, first = issuing.versions("minutes", str(record.meeting_id))
        assert (newest.version, newest.doc_no) == (2, first.doc_no)
        assert (first.id, first.state, newest.state) == (first_id, "superseded", "issued")
        assert newest.snapshot["version_note"] == "更正（第2版）"
        assert newest.snapshot["correction"] == (
            "本纪要更正2023年3月13日印发的同号纪要，原件停止使用。"
        )
        assert [v.state for v in queries.versions(record.meeting_id)] == ["issued", "superseded"]


def test_a_correction_opens_the_record_until_it_is_issued(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        record.issue()
        closed = record.proceedings().meeting.is_open_to_changes
        _correct(record)
        opened = record.proceedings().meeting.is_open_to_changes
        _send(record)
        record.issue()

        assert (closed, opened) == (False, True)
        assert not record.proceedings().meeting.is_open_to_changes


def test_a_correction_begins_once(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        record.issue()
        _correct(record)

        with pytest.raises(RuleBroken, match="更正"):
            _correct(record)


def test_a_correction_needs_a_reason(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        record.issue()

        with pytest.raises(RuleBroken, match="原因"):
            _correct(record, " ")


def _close_items(record: Record) -> None:
    def close(_meeting: Meeting) -> None:
        for item_id in record.items.values():
            item = db.session.get_one(FollowUp, item_id)
            item.state = "closed"

    record.change(close)


def _conclude(record: Record) -> None:
    with writing():
        services.conclude(record.proceedings(), actor=record.actor("director"))


def test_the_meeting_is_concluded_when_all_is_done(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        record.issue()
        _close_items(record)

        _conclude(record)

        assert record.proceedings().meeting.state == "concluded"


def test_the_meeting_is_not_concluded_with_open_items(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        record.issue()

        with pytest.raises(RuleBroken, match="还有 2 项任务没有办结"):
            _conclude(record)


def test_the_meeting_is_not_concluded_before_its_minutes(app: Flask, record: Record) -> None:
    with app.app_context():
        _close_items(record)

        with pytest.raises(RuleBroken, match="不能办结"):
            _conclude(record)
