"""Texts that go into the minutes and may not be kept: each with its place, none repeated."""

from typing import Any

import pytest
from flask import Flask

from tests.client import PageClient
from tests.minutes.record import Record
from tracker.agreements.models import Signing
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory.models import AgreementKind
from tracker.followups.models import FollowUp
from tracker.meetings.models import AreaList, AreaNamed, Invitation, Meeting
from tracker.minutes import queries
from tracker.minutes.queries import Finding, Level

NUMBER = "110101199003074514"
PRIVATE = f"身份证{NUMBER}"


def _in_minutes(name: str) -> Any:
    def write(meeting: Meeting) -> None:
        setattr(queries.current(meeting.id), name, PRIVATE)

    return write


def _in_title(meeting: Meeting) -> None:
    meeting.title = PRIVATE


def _in_categories(meeting: Meeting) -> None:
    meeting.attendance_basis = "categories"
    meeting.invitations.append(Invitation(words=PRIVATE))


def _in_scope(meeting: Meeting) -> None:
    meeting.reporting[0].scope = PRIVATE


def _in_point(meeting: Meeting) -> None:
    meeting.addresses[0].points[2].body = PRIVATE


def _in_demand(meeting: Meeting) -> None:
    meeting.addresses[1].points[0].heading = PRIVATE


def _in_areas(meeting: Meeting) -> None:
    db.session.add(AreaList(meeting=meeting, entries=[AreaNamed(words=PRIVATE)]))


def _in_agreement(meeting: Meeting) -> None:
    kind = AgreementKind(name="综合治理责任书")
    db.session.add(Signing(meeting=meeting, kind=kind, year=2023, title=PRIVATE))


def _in_item(_meeting: Meeting) -> None:
    db.session.query(FollowUp).order_by(FollowUp.id).first().due_as_told = PRIVATE


@pytest.mark.parametrize(
    ("write", "place", "endpoint"),
    [
        (_in_minutes("opening"), "导语", "minutes.show"),
        (_in_minutes("closing"), "结尾", "minutes.show"),
        (_in_title, "会议名称、地点或主持", "meetings.edit"),
        (_in_categories, "参会范围", "meetings.invited"),
        (_in_scope, "汇报单位", "meetings.invited"),
        (_in_point, "党委书记程远山讲话，提出意见", "meetings.edit_address"),
        (_in_demand, "会议要求", "meetings.edit_address"),
        (_in_areas, "提及领域（各汇报单位）", "risks.of_meeting"),
        (_in_agreement, "责任书（第 1 份）的名称或双方", "agreements.of_meeting"),
        (_in_item, "任务 2023-1", "followups.edit"),
    ],
)
def test_a_private_text_blocks_with_its_place(
    app: Flask, record: Record, write: Any, place: str, endpoint: str
) -> None:
    with app.app_context():
        record.start()
        record.change(write)

        found = _blocks(record)

        assert [(f.sentence.partition("：")[0], f.endpoint) for f in found] == [(place, endpoint)]
        assert NUMBER not in found[0].sentence


def _blocks(record: Record) -> list[Finding]:
    found = queries.findings(record.proceedings(), record.minutes())
    return [finding for finding in found if finding.level == Level.BLOCK]


def test_nothing_private_can_be_sent(app: Flask, record: Record) -> None:
    with app.app_context():
        record.change(_in_point)

        with pytest.raises(RuleBroken, match="党委书记程远山讲话"):
            record.submit()


def test_the_line_leads_to_the_speech(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.start()
        record.change(_in_point)
        address_id = record.proceedings().meeting.addresses[0].id

    page = client.signed_in_as(record.cast.users["clerk"]).page(
        "minutes.show", meeting_id=record.meeting_id
    )

    assert f"/meetings/{record.meeting_id}/addresses/{address_id}/edit" in page
