"""`flask demo load`: a college shaped like a real one, in all that the product covers."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import String, func, select

from tests.client import PageClient
from tests.operations.conftest import PASSWORD
from tracker.accounts.models import PaperAct, User
from tracker.accounts.queries import find_user
from tracker.accounts.services import matches
from tracker.agreements.queries import signings_of
from tracker.audit.queries import first_fault, sealing_key
from tracker.core import privacy
from tracker.core.db import db
from tracker.core.models import Base
from tracker.directory.models import Campus, Person, PostHolding, Unit
from tracker.directory.queries import find_unit, person_names, principal_of
from tracker.followups.models import OPEN_STATES, FollowUp
from tracker.issuing.queries import latest
from tracker.meetings.models import Meeting, Speaker
from tracker.meetings.queries import area_lists
from tracker.risks.models import Risk

ACCOUNTS = (
    "clerk", "director", "head", "head2", "liaison", "leader", "inspector", "sysadmin",
    "secadmin", "auditadmin",
)  # fmt: skip
# What no person wrote: keys, codes, hashes and the trail's own columns.
MACHINE_MADE = {"event", "seal", "job", "submission", "paper_code", "user", "stored_file"}
# By chance one of a hundred such has a run of digits like the number of a student.
HASH_OR_NONCE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")


def count(model: type[Base], *conditions: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def signed_in(app: Flask, staff_no: str) -> PageClient:
    with app.app_context():
        user = find_user(staff_no)
        assert user is not None
        user_id = user.id
    return PageClient(app).signed_in_as(user_id)


def test_it_says_who_may_sign_in(demo: Flask, demo_output: list[str]) -> None:
    assert all(staff_no in demo_output[0] for staff_no in ACCOUNTS)
    assert PASSWORD not in demo_output[0]


def test_it_refuses_a_database_in_use(demo: Flask) -> None:
    result = demo.test_cli_runner().invoke(args=["demo", "load"])

    assert result.exit_code == 1
    assert "只能载入空的数据库" in result.output


def test_it_makes_a_whole_college(demo: Flask) -> None:
    with demo.app_context():
        in_post = db.session.scalar(select(func.count(PostHolding.person_id.distinct())))

        assert count(Campus) == 2
        assert count(Unit) >= 24
        assert in_post is not None
        assert in_post >= 60


@pytest.mark.parametrize("staff_no", ACCOUNTS)
def test_its_accounts_need_no_further_step(demo: Flask, staff_no: str) -> None:
    with demo.app_context():
        user = find_user(staff_no)

        assert user is not None
        assert not user.must_change_password
        assert user.notice_read_on is not None
        assert matches(PASSWORD, user.password or "")


def test_the_security_office_hosts_the_bodies(demo: Flask) -> None:
    with demo.app_context():
        body = find_unit("创建办")
        user = find_user("head2")
        assert body is not None
        assert user is not None

        head = principal_of(body, on=user.notice_read_on)

        assert head is not None
        assert head.person_id == user.person_id


def test_its_meeting_is_told_as_such_meetings_are(demo: Flask) -> None:
    with demo.app_context():
        meeting = db.session.scalars(select(Meeting)).one()
        spoken = [(address.speaker, len(address.points)) for address in meeting.addresses]
        leader, own = Speaker.LEADER, Speaker.MEETING

        assert (meeting.year, meeting.quarter, str(meeting.held_on)) == (2023, 1, "2023-03-10")
        assert meeting.hours_words == "下午"
        assert len(meeting.kinds) == 3
        assert meeting.chair is None
        assert sum(row.unit_id is not None for row in meeting.invitations) == 12
        assert [bool(row.scope) for row in meeting.reporting].count(True) == 1
        assert len(meeting.reporting) == 6
        assert spoken == [(leader, 1), (leader, 3), (leader, 12), (own, 1), (own, 1)]
        assert not any(point.is_open for a in meeting.addresses for point in a.points)


def test_its_minutes_are_issued_and_signed_on_paper(demo: Flask) -> None:
    with demo.app_context():
        paper = latest("minutes", str(db.session.scalars(select(Meeting.id)).one()))
        act = db.session.scalars(select(PaperAct)).one()

        assert paper is not None
        assert paper.doc_no == "澄岳院会纪〔2023〕1号"
        assert paper.sha256 is not None
        assert (act.action, act.person_name) == ("minutes.issue", "郑怀瑾")


def test_its_tasks_stand_everywhere_on_the_way(demo: Flask) -> None:
    with demo.app_context():
        rows = db.session.scalars(select(FollowUp).where(FollowUp.meeting_id.is_not(None))).all()
        states = Counter(item.state for item in rows)
        led_by_bodies = [item for item in rows if item.lead_unit.is_body]

        assert {"assigned", "submitted", "returned", "closed"} == set(states)
        assert any(item.closed_by_rule for item in rows)
        assert any(item.received_at and item.state == "assigned" for item in rows)
        assert len(led_by_bodies) == 3


def test_the_head_sees_the_tasks_of_their_units(demo: Flask) -> None:
    page = signed_in(demo, "head").get("/follow-ups/").get_data(as_text=True)

    assert "开展实验实训场所安全自查" in page


def test_bulk_tasks_are_spread_as_promised(demo: Flask) -> None:
    with demo.app_context():
        bulk = db.session.scalars(select(FollowUp).where(FollowUp.meeting_id.is_(None))).all()
        by_unit = Counter(item.lead_unit.name for item in bulk)

        assert len(bulk) == 200
        assert len(by_unit) == 30
        assert by_unit["智能制造系"] == 20
        assert sum(item.state in OPEN_STATES for item in bulk) == 80
        assert sum("消防" in item.title for item in bulk) == 6
        assert count(User) == 100


def test_its_trail_is_whole(demo: Flask) -> None:
    with demo.app_context():
        assert first_fault(sealing_key(), Path(demo.config["HEADS_PATH"])) is None


def test_none_of_its_texts_is_about_a_person(demo: Flask) -> None:
    with demo.app_context():
        names = person_names()
        tables = [t for t in Base.metadata.sorted_tables if t.name not in MACHINE_MADE]
        for table in tables:
            columns = [column for column in table.columns if isinstance(column.type, String)]
            for row in db.session.execute(select(*columns)) if columns else ():
                for text in filter(None, row):
                    if HASH_OR_NONCE.fullmatch(text):
                        continue
                    finding = privacy.check(text, known_names=names)
                    assert finding is None, (table.name, finding, text)


def test_its_people_are_invented_once_each(demo: Flask) -> None:
    with demo.app_context():
        names = db.session.scalars(select(Person.name)).all()

        assert len(names) == len(set(names))


def test_its_meeting_names_areas_and_signs_agreements(demo: Flask) -> None:
    with demo.app_context():
        meeting = db.session.scalars(select(Meeting)).one()
        lists = area_lists(meeting)
        signings = signings_of(meeting.id)
        composite = [one for one in lists[0].entries if len(one.areas) == 2]

        assert [len(one.entries) for one in lists] == [12, 9, 10, 7, 8]
        assert composite
        assert [len(one.leaders) for one in signings] == [1, 2]
        assert signings[0].told_with == ["各党工委书记", "各党总支书记代表"]
        states = Counter(a.state for one in signings for a in one.agreements)
        assert states == {"signed": 8, "to_sign": 1}


def test_its_risks_come_from_the_reports(demo: Flask) -> None:
    with demo.app_context():
        rows = db.session.scalars(select(Risk)).all()

        assert {row.state for row in rows} == {"registered", "rectifying", "closed"}
        assert all(not row.place for row in rows if row.area.is_sensitive)
