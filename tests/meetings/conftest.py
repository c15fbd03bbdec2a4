"""A meeting of the small college, and the college grown to what the seed text names."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import START, Cast
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.directory.models import (
    Person,
    Post,
    PostHolding,
    PostRole,
    Unit,
    UnitAlias,
    UnitKind,
)
from tracker.meetings.models import Meeting, MeetingKind
from tracker.meetings.services import (
    Details,
    Invited,
    Reporting,
    Schedule,
    open_meeting,
    set_invited,
)

HELD_ON = date(2023, 3, 10)
TITLE = "2023年第一季度意识形态领域形势分析研判暨平安校园创建与安全文化建设工作会议"

# name → (kind, head, title, category, alias)
MORE_UNITS: dict[str, tuple[UnitKind, str, str, str, str]] = {
    "榆树校区党工委": (UnitKind.PARTY_WORKING_COMMITTEE, "邵长青", "书记", "党工委书记", ""),
    "建筑工程系党总支": (UnitKind.GENERAL_BRANCH, "柏立言", "书记", "党总支书记", ""),
    "计算机工程系党总支": (UnitKind.GENERAL_BRANCH, "苗其昌", "书记", "党总支书记", ""),
    "组织人事部": (UnitKind.ADMIN_OFFICE, "阮思齐", "部长", "", ""),
    "宣传统战部": (UnitKind.ADMIN_OFFICE, "左文笔", "部长", "", ""),
    "人才办": (UnitKind.ADMIN_OFFICE, "阮思齐", "主任", "", ""),
    "教务（科技）部": (UnitKind.ADMIN_OFFICE, "施有方", "部长", "", "教务部"),
    "学生工作部": (UnitKind.ADMIN_OFFICE, "骆同行", "部长", "", "学工部"),
    "后勤服务中心": (UnitKind.SUPPORT_UNIT, "曹仓实", "主任", "", ""),
    "工会": (UnitKind.MASS_ORG, "敖可亲", "主席", "", ""),
    "团委": (UnitKind.MASS_ORG, "左青禾", "书记", "", ""),
}


@pytest.fixture
def clerk(client: PageClient, cast: Cast) -> PageClient:
    """The office's clerk, signed in."""
    return client.signed_in_as(cast.users["clerk"])


@pytest.fixture
def head(client: PageClient, cast: Cast) -> PageClient:
    """The head of a department, signed in."""
    return client.signed_in_as(cast.users["head"])


@pytest.fixture
def meeting_id(app: Flask, cast: Cast) -> int:
    """A meeting that was held on 10 March 2023, with three headings invited."""
    with app.app_context():
        return make_meeting(cast)


@pytest.fixture
def college(app: Flask, cast: Cast) -> Cast:
    """The cast, with the units that the seed text names."""
    with app.app_context(), writing():
        for sort, (name, (kind, head_name, title, category, alias)) in enumerate(
            MORE_UNITS.items(), start=20
        ):
            unit = Unit(name=name, kind=kind, sort=sort, active_from=START)
            unit.aliases = [UnitAlias(name=alias)] if alias else []
            db.session.add(unit)
            db.session.flush()
            cast.units[name] = unit.id
            person = db.session.scalar(db.select(Person).filter_by(name=head_name))
            person = person or Person(name=head_name, sort=sort)
            post = Post(
                unit=unit, title=title, role=PostRole.PRINCIPAL, rank=130 + sort, category=category
            )
            db.session.add(PostHolding(person=person, post=post, from_on=START))
        record_event("test.college", unit, actor=SYSTEM)
    return cast


def make_meeting(cast: Cast, *, is_late: bool = True, held_on: date = HELD_ON) -> int:
    """Open a meeting with three headings and one reporting unit; needs an application context."""
    actor = cast.actor("clerk")
    with writing():
        meeting = open_meeting(
            details=Details(
                kinds=[MeetingKind.IDEOLOGY_REVIEW, MeetingKind.CAMPUS_SAFETY],
                title=TITLE,
                short_title="一季度研判会",
                year=held_on.year,
                quarter=(held_on.month - 1) // 3 + 1,
                chair_id=cast.persons["secretary"],
            ),
            schedule=Schedule(
                held_on=held_on, day_part="afternoon", campus_id=cast.campus_id, room="四层会议室"
            ),
            is_late=is_late,
            actor=actor,
            on=held_on if is_late else date(2023, 3, 1),
        )
        set_invited(
            meeting=meeting,
            invited=[
                Invited("党委委员", category="党委委员"),
                Invited("机电工程系", unit_id=cast.units["机电工程系"]),
                Invited("保卫部", unit_id=cast.units["保卫部"]),
            ],
            reporting=[Reporting(cast.units["后勤处"], "食品安全")],
            actor=actor,
        )
        return meeting.id


def form_data(cast: Cast, **changes: Any) -> dict[str, Any]:
    """Return what the clerk types for a new meeting."""
    return {
        "title": TITLE,
        "short_title": "一季度研判会",
        "kinds": ["ideology_review", "campus_safety"],
        "held_on": "2023-03-10",
        "time_basis": "afternoon",
        "starts_at": "",
        "ends_at": "",
        "campus_id": str(cast.campus_id),
        "room": "主楼四层会议室",
        "year": "2023",
        "quarter": "1",
        "chair_id": "",
        "recorder_id": "",
        "organiser_id": "",
        "agenda": "",
        "requirements": "",
    } | changes


def only_meeting(app: Flask) -> Meeting:
    """Return the one meeting there is."""
    with app.app_context():
        return db.session.scalars(db.select(Meeting)).unique().one()
