"""A held meeting of the invented college, with all that minutes are read from."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.factories import Cast
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.core.permissions import Actor
from tracker.followups.models import DueBasis, FollowUp, FollowUpState
from tracker.meetings.models import (
    Address,
    Attendance,
    AttendanceBasis,
    AttendanceStatus,
    Capacity,
    Handling,
    Meeting,
    MeetingState,
    Point,
    ReportingUnit,
    Speaker,
)
from tracker.minutes import queries, services
from tracker.minutes.models import Minutes
from tracker.unit_reports.models import ReportState, UnitReport

TITLE = "2023年第一季度意识形态领域形势分析研判暨平安校园创建工作会议"
HELD_ON = date(2023, 3, 10)
SIGNED_ON = date(2023, 3, 13)


@dataclass
class Record:
    """A meeting in the database, by id."""

    cast: Cast
    meeting_id: int
    items: dict[str, int] = field(default_factory=dict)

    def proceedings(self) -> queries.Proceedings:
        """Return the meeting with its record; needs an application context."""
        found = queries.get_proceedings(self.meeting_id, viewer=None)
        assert found is not None
        return found

    def minutes(self) -> Minutes:
        """Return the newest version; needs an application context."""
        found = queries.current(self.meeting_id)
        assert found is not None
        return found

    def actor(self, name: str) -> Actor:
        """Return one of the cast as the doer of an act."""
        return self.cast.actor(name)

    def start(self) -> None:
        """Begin the draft as the clerk."""
        with writing():
            services.start(self.proceedings(), actor=self.actor("clerk"), on=SIGNED_ON)

    def submit(self) -> None:
        """Begin the draft and send it for signature."""
        self.start()
        with writing():
            services.submit(
                minutes=self.minutes(), proceedings=self.proceedings(),
                actor=self.actor("clerk"), on=SIGNED_ON,
            )  # fmt: skip

    def issue(self, who: str = "secretary", **kwargs: Any) -> int:
        """Sign what was sent; returns the id of the issued paper."""
        with writing():
            paper = services.issue(
                minutes=self.minutes(), proceedings=self.proceedings(), actor=self.actor(who),
                on=SIGNED_ON, **kwargs,
            )  # fmt: skip
        return paper.id

    def change(self, act: Any) -> None:
        """Change the record in a transaction: `act` gets the meeting."""
        with writing():
            meeting = self.proceedings().meeting
            act(meeting)
            record_event("test.change", meeting, actor=SYSTEM)


def make_record(cast: Cast, *, items_from: int = 1, **values: Any) -> Record:
    """Insert a held meeting with attendance, reports, two addresses and two items."""
    with writing():
        meeting = _meeting(cast, values)
        db.session.add(meeting)
        db.session.flush()
        items = _items(cast, meeting, items_from)
        db.session.add_all([*items.values(), *_reports(meeting)])
        record_event("test.meeting", meeting, actor=SYSTEM)
        ids = {name: item.id for name, item in items.items()}
        return Record(cast, meeting.id, ids)


def _meeting(cast: Cast, values: dict[str, Any]) -> Meeting:
    known = {
        "title": TITLE, "short_title": "一季度会议", "year": 2023, "quarter": 1,
        "held_on": HELD_ON, "day_part": "afternoon", "campus_id": cast.campus_id,
        "room": "主楼四层会议室", "chair_id": cast.persons["president"],
        "state": MeetingState.HELD, "entered_on": HELD_ON,
        "attendance_basis": AttendanceBasis.SHEET,
    } | values  # fmt: skip
    meeting = Meeting(**known)
    for sort, unit in enumerate(("机电工程系党总支", "后勤处", "保卫部")):
        meeting.reporting.append(ReportingUnit(unit_id=cast.units[unit], sort=sort))
    meeting.attendances = _attendances(cast)
    meeting.addresses = _addresses(cast)
    return meeting


def _attendances(cast: Cast) -> list[Attendance]:
    rows = [
        ("secretary", "党委书记", "程远山", AttendanceStatus.PRESENT, Capacity.ATTENDEE, ""),
        ("president", "院长", "顾明川", AttendanceStatus.PRESENT, Capacity.ATTENDEE, ""),
        ("vice", "副院长", "沈知行", AttendanceStatus.ABSENT, Capacity.ATTENDEE, ""),
        ("head2", "保卫部部长", "宋卫平", AttendanceStatus.PROXIED, Capacity.ATTENDEE, "邓文静"),
        ("head3", "后勤处处长", "曹仓实", AttendanceStatus.ON_LEAVE, Capacity.ATTENDEE, ""),
        ("director", "办公室主任", "韩立群", AttendanceStatus.PRESENT, Capacity.OBSERVER, ""),
    ]
    return [
        Attendance(
            person_id=cast.persons[key], post_title=post, person_name=name, status=status,
            capacity=capacity, proxy_name=proxy, sort=sort,
        )
        for sort, (key, post, name, status, capacity, proxy) in enumerate(rows)
    ]  # fmt: skip


def _addresses(cast: Cast) -> list[Address]:
    secretary = Address(
        speaker=Speaker.LEADER, person_id=cast.persons["secretary"], person_name="程远山",
        post_title="党委书记", verb="讲话，提出意见", sort=0,
        lead="就做好平安校园创建工作，提出两点意见。",
    )  # fmt: skip
    first = Point(level=1, sort=0, marker="一、", heading="提高政治站位，强化思想认识")
    below = Point(
        level=2, sort=1, marker="一是", heading="认清形势", body="切实扛起责任。",
        handling=Handling.CONVEYED, parent=first,
    )  # fmt: skip
    second = Point(
        level=1, sort=2, marker="二、", heading="夯实工作基础", body="深入排查隐患。",
        handling=Handling.ITEMS,
    )  # fmt: skip
    secretary.points = [first, below, second]
    demand = Address(speaker=Speaker.MEETING, verb="会议要求", sort=1)
    demand.points = [
        Point(
            level=1, sort=0, heading="各党总支、各部门要及时传达会议精神，认真研究落实。",
            handling=Handling.STANDING,
        )
    ]  # fmt: skip
    return [secretary, demand]


def _reports(meeting: Meeting) -> list[UnitReport]:
    return [
        UnitReport(
            meeting_id=meeting.id, unit_id=row.unit_id, state=ReportState.ACCEPTED,
            submitted_on=HELD_ON, accepted_on=HELD_ON,
        )
        for row in meeting.reporting
    ]  # fmt: skip


def _items(cast: Cast, meeting: Meeting, first: int) -> dict[str, FollowUp]:
    point = meeting.addresses[0].points[2]
    common = {"year": 2023, "meeting_id": meeting.id, "state": FollowUpState.PLANNED}
    check = FollowUp(
        number=first, title="开展消防设施全面检查", point_id=point.id, due_on=date(2023, 3, 31),
        lead_unit_id=cast.units["保卫部"], due_basis=DueBasis.CONFIRMED, **common,
    )  # fmt: skip
    rules = FollowUp(
        number=first + 1, title="修订实训室管理办法", point_id=point.id, due_on=date(2023, 4, 28),
        lead_unit_id=cast.units["机电工程系"], due_basis=DueBasis.STATED, **common,
    )  # fmt: skip
    return {"check": check, "rules": rules}
