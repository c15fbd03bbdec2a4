"""A held meeting with two addresses, and tasks in every state that a test asks for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from tests.client import PageClient
from tests.factories import Cast, saved
from tracker.core.db import db, writing
from tracker.core.permissions import Actor
from tracker.directory.models import RiskArea, Setting
from tracker.followups import services
from tracker.followups.models import FollowUp
from tracker.meetings.models import Address, Meeting, MeetingState, Point, Speaker
from tracker.risks.models import Risk

HELD_ON = date(2023, 3, 10)
TODAY = date(2023, 3, 20)
# What a task that is read outside of its session brings along.
WHOLE = [
    selectinload(part)
    for part in (
        FollowUp.entries, FollowUp.covered_points, FollowUp.supporting, FollowUp.lead_unit,
    )
]  # fmt: skip


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel("2023-03-20 10:00 +08:00", tick=False):
        yield


@dataclass
class World:
    """The cast with a meeting, and verbs that bring a task to a state."""

    app: Flask
    cast: Cast
    meeting_id: int
    points: dict[str, int]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Run a block in one business transaction."""
        with self.app.app_context(), writing():
            yield

    def actor(self, name: str) -> Actor:
        """Return one of the cast as the doer."""
        return self.cast.actor(name)

    def plan(
        self,
        unit: str = "机电工程系",
        *,
        point: str | None = "一",
        risk_id: int | None = None,
        **values: Any,
    ) -> int:
        """Plan one task for a unit; returns its id."""
        demand = services.Demand(
            **{
                "title": "完善实训室应急预案",
                "lead_unit_ids": (self.cast.units[unit],),
                "due_on": date(2023, 3, 31),
                **values,
            }
        )
        with self.writing():
            items = services.plan_items(
                demand=demand,
                meeting=db.session.get_one(Meeting, self.meeting_id),
                point=db.session.get_one(Point, self.points[point]) if point else None,
                risk=db.session.get_one(Risk, risk_id) if risk_id else None,
                actor=self.actor("clerk"),
                on=TODAY,
            )
            return items[0].id

    def assigned(self, unit: str = "机电工程系", *, since: date = TODAY, **values: Any) -> int:
        """Plan one task and hand it out on the day `since`."""
        followup_id = self.plan(unit, **values)
        self.do(services.dispatch, followup_id, "clerk", as_list=True, on=since)
        return followup_id

    def submitted(self, unit: str = "机电工程系", by: str = "head", **values: Any) -> int:
        """Bring one task to 待确认."""
        followup_id = self.assigned(unit, **values)
        self.do(services.submit, followup_id, by)
        return followup_id

    def risk(self, unit: str = "机电工程系", **values: Any) -> int:
        """Register a risk of a unit in the area 消防安全; returns its id."""
        with self.app.app_context():
            fire = db.session.scalars(select(RiskArea.id).filter_by(code="fire")).one()
            number = db.session.scalar(select(func.count()).select_from(Risk)) or 0
            risk = Risk(
                **{
                    "year": 2023, "number": number + 1, "meeting_id": self.meeting_id,
                    "unit_id": self.cast.units[unit], "area_id": fire,
                    "title": "实训室灭火器过期", "measure": "更换灭火器。",
                    "due_on": date(2023, 3, 31), "found_on": HELD_ON, **values,
                }
            )  # fmt: skip
            return saved(risk).id

    def later(self, held_on: date = date(2023, 6, 20), **values: Any) -> int:
        """Enter one more meeting; returns its id."""
        with self.app.app_context():
            meeting = Meeting(
                **{
                    "title": "2023年第二季度安全稳定形势分析研判会议", "year": 2023, "quarter": 2,
                    "held_on": held_on, "state": MeetingState.HELD, "entered_on": held_on, **values,
                }
            )  # fmt: skip
            return saved(meeting).id

    def do(
        self,
        verb: Callable[..., Any],
        followup_id: int,
        by: str,
        *,
        as_list: bool = False,
        **values: Any,
    ) -> None:
        """Carry out one service on a task."""
        with self.writing():
            item = db.session.get_one(FollowUp, followup_id)
            subject = {"followups": [item]} if as_list else {"followup": item}
            verb(**subject, **{"actor": self.actor(by), "on": TODAY, **values})

    def item(self, followup_id: int) -> FollowUp:
        """Return a task as it stands, with its time line; detached."""
        with self.app.app_context():
            item = db.session.get_one(FollowUp, followup_id, options=WHOLE)
            db.session.expunge_all()
            return item

    def point(self, name: str) -> Point:
        """Return a point as it stands; detached."""
        with self.app.app_context():
            point = db.session.get_one(Point, self.points[name])
            db.session.expunge(point)
            return point

    def set(self, key: str, value: str) -> None:
        """Set one of the college's settings."""
        with self.app.app_context():
            saved(Setting(key=key, value=value, valid_from=date(2020, 1, 1)))


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    """A held meeting: the secretary's address in points, and what the meeting demands."""
    return held_meeting(app, cast)


def held_meeting(app: Flask, cast: Cast) -> World:
    """Enter the meeting of `world` for a cast."""
    with app.app_context():
        meeting = Meeting(
            title="2023年第一季度安全稳定形势分析研判会议",
            short_title="一季度研判会议",
            year=2023,
            quarter=1,
            held_on=HELD_ON,
            state=MeetingState.HELD,
            entered_on=HELD_ON,
        )
        address = Address(
            person_id=cast.persons["secretary"], person_name="程远山", post_title="党委书记",
            verb="讲话", sort=0,
        )  # fmt: skip
        demand = Address(speaker=Speaker.MEETING, verb="会议要求", sort=1)
        meeting.addresses = [address, demand]
        first = Point(heading="统一思想", body="提高认识。", sort=0)
        second = Point(heading="夯实工作基础", sort=1)
        inner = Point(heading="开展实训室安全检查", level=2, sort=2, parent=second)
        third = Point(heading="加强值班值守", sort=3)
        address.points = [first, second, inner, third]
        conveyance = Point(heading="各单位要在会后及时传达会议精神，认真研究落实", sort=0)
        demand.points = [conveyance]
        saved(meeting)
        named = {"一": first, "二": second, "二（一）": inner, "三": third, "要求": conveyance}
        points = {name: point.id for name, point in named.items()}
        return World(app, cast, meeting.id, points)


@pytest.fixture
def clerk(client: PageClient, world: World) -> PageClient:
    return client.signed_in_as(world.cast.users["clerk"])


@pytest.fixture
def director(client: PageClient, world: World) -> PageClient:
    return client.signed_in_as(world.cast.users["director"])


@pytest.fixture
def head(client: PageClient, world: World) -> PageClient:
    return client.signed_in_as(world.cast.users["head"])


@pytest.fixture
def head2(client: PageClient, world: World) -> PageClient:
    return client.signed_in_as(world.cast.users["head2"])


@pytest.fixture
def leader(client: PageClient, world: World) -> PageClient:
    return client.signed_in_as(world.cast.users["leader"])


@pytest.fixture
def liaison(client: PageClient, world: World) -> PageClient:
    return client.signed_in_as(world.cast.users["liaison"])
