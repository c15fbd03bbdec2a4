"""A held meeting, areas of every sort, and risks in every state that a test asks for."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import selectinload

from tests.client import PageClient
from tests.factories import Cast, saved
from tracker.audit.services import SYSTEM, record_event
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.core.permissions import Actor
from tracker.directory.models import AreaSynonym, RiskArea
from tracker.files.models import Scan, StoredFile
from tracker.files.services import withdraw_scan
from tracker.meetings.models import Address, AreaNamed, Meeting, MeetingState, Point
from tracker.meetings.services import Context, NamedWords, add_area_list
from tracker.risks import queries, services
from tracker.risks.models import Risk

HELD_ON = date(2023, 3, 10)
TODAY = date(2023, 3, 20)

# name → (sensitive, line of work, other words)
AREAS: dict[str, tuple[bool, bool, tuple[str, ...]]] = {
    "食品安全": (False, False, ("防疫及食品卫生安全",)),
    "师生思想动态": (True, False, ("师生思想状况和宗教信仰情况",)),
    "宗教事务管理": (True, False, ("师生思想状况和宗教信仰情况",)),
    "传染病防控与公共卫生": (True, False, ("防疫及食品卫生安全", "疫情防控")),
    "平安校园创建": (False, True, ("创建平安校园",)),
}


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel("2023-03-20 10:00 +08:00", tick=False):
        yield


@dataclass
class World:
    """The cast with a meeting and a dictionary of areas, and verbs that bring a risk to a state."""

    app: Flask
    cast: Cast
    meeting_id: int
    areas: dict[str, int]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Run a block in one business transaction."""
        with self.app.app_context(), writing():
            yield

    def actor(self, name: str) -> Actor:
        """Return one of the cast as the doer."""
        return self.cast.actor(name)

    def facts(self, unit: str = "机电工程系", area: str = "消防安全", **values: Any) -> Any:
        """Return what is known of a hazard."""
        known = {"kind": "hazard", "level": "general", "title": "实训楼灭火器过期", **values}
        ids = {"unit_id": self.cast.units[unit], "area_id": self.areas[area]}
        return services.RiskFacts(**(ids | known))

    def register(
        self,
        unit: str = "机电工程系",
        area: str = "消防安全",
        *,
        meeting_id: int | None = None,
        named_id: int | None = None,
        on: date = TODAY,
        **values: Any,
    ) -> int:
        """Register one risk; returns its id."""
        with self.writing():
            risk = services.register(
                facts=self.facts(unit, area, **values),
                meeting=db.session.get_one(Meeting, meeting_id) if meeting_id else None,
                named=db.session.get_one(AreaNamed, named_id) if named_id else None,
                actor=self.actor("clerk"),
                on=on,
            )
            return risk.id

    def major(self, **values: Any) -> int:
        """Register a major hazard that has its five fields and its leader; returns its id."""
        five = {
            "level": "major", "measure": "更换水泵", "due_on": date(2023, 5, 10),
            "responsibility": "机电工程系主任", "budget": "三万元", "emergency_plan": "停用并疏散",
            "supervisor_id": self.cast.persons["vice"],
        }  # fmt: skip
        return self.register(**{**five, **values})

    def photo(self, risk_id: int, proves: str = "after", **values: Any) -> int:
        """Add a picture to a risk; returns the id of its scan."""
        with self.writing():
            file = StoredFile(
                name="照片.jpg", content_type="image/jpeg", size=1, sha256=secrets.token_hex(32),
                location=secrets.token_hex(8), uploaded_at=now(),
            )  # fmt: skip
            db.session.add(file)
            risk = db.session.get_one(Risk, risk_id)
            services.attach_evidence(
                risk=risk, files=[file], facts={"proves": proves},
                **{"actor": self.actor("clerk"), "on": TODAY, **values},
            )  # fmt: skip
            return queries.evidence_of(risk)[-1].id

    def withdraw(self, scan_id: int) -> None:
        """Take a picture back."""
        with self.writing():
            withdraw_scan(scan=db.session.get_one(Scan, scan_id), reason="误传",
                          actor=self.actor("clerk"), on=TODAY)  # fmt: skip

    def do(
        self, verb: Callable[..., Any], risk_id: int, by: str = "clerk", **values: Any
    ) -> None:  # fmt: skip
        """Carry out one service on a risk."""
        with self.writing():
            risk = db.session.get_one(Risk, risk_id)
            verb(risk=risk, **{"actor": self.actor(by), "on": TODAY, **values})

    def risk(self, risk_id: int) -> Risk:
        """Return a risk as it stands, with its time line; detached."""
        with self.app.app_context():
            whole = [selectinload(part) for part in (Risk.steps, Risk.unit, Risk.area)]
            risk = db.session.get_one(Risk, risk_id, options=whole)
            db.session.expunge_all()
            return risk

    def meeting(self, held_on: date, **values: Any) -> int:
        """Hold another meeting; returns its id."""
        with self.app.app_context():
            meeting = Meeting(
                title="分析研判会议", year=held_on.year, quarter=(held_on.month + 2) // 3,
                held_on=held_on, state=MeetingState.HELD, entered_on=held_on,
            )  # fmt: skip
            saved(meeting, **values)
            return meeting.id

    def name(self, *words: str, **context: Any) -> dict[str, int]:
        """Add a list of areas named; returns the ids of its entries by their words."""
        with self.writing():
            named = [NamedWords(word, self._areas_of(word)) for word in words]
            meeting = db.session.get_one(Meeting, self.meeting_id)
            added = add_area_list(
                meeting=meeting, context=Context(**context), named=named, actor=self.actor("clerk")
            )
            return {entry.words: entry.id for entry in added.entries}

    def _areas_of(self, word: str) -> tuple[int, ...]:
        known = {"消防安全": (False, False, ("消防",)), **AREAS}
        return tuple(
            self.areas[name]
            for name, (_, _, others) in known.items()
            if word == name or word in others
        )

    def set_state(self, state: MeetingState) -> None:
        """Bring the meeting to a state."""
        with self.writing():
            meeting = db.session.get_one(Meeting, self.meeting_id)
            meeting.state = state
            record_event("test.make", meeting, actor=SYSTEM)

    def address(self) -> tuple[int, int]:
        """Enter a speech of two points; returns its id and that of the second point."""
        with self.app.app_context():
            address = Address(
                meeting_id=self.meeting_id, person_id=self.cast.persons["president"],
                person_name="顾明川", post_title="院长", verb="强调",
            )  # fmt: skip
            first, second = Point(heading="统一思想", sort=0), Point(heading="明确任务", sort=1)
            address.points = [first, second]
            saved(address)
            return address.id, second.id


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    """A meeting that was held, and a dictionary."""
    return held_meeting(app, cast)


def held_meeting(app: Flask, cast: Cast) -> World:
    """Enter the meeting and the dictionary of `world` for a cast."""
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
        saved(meeting)
        areas = []
        for place, (name, (sensitive, line, others)) in enumerate(AREAS.items(), start=1):
            area = RiskArea(code=f"area_{place}", name=name, sort=place)
            area.is_sensitive, area.is_work_line = sensitive, line
            area.synonyms = [AreaSynonym(name=other) for other in others]
            areas.append(area)
        with writing():
            db.session.add_all(areas)
            fire = db.session.scalars(db.select(RiskArea).filter_by(code="fire")).one()
            fire.synonyms = [AreaSynonym(name="消防")]
            record_event("test.make", fire, actor=SYSTEM)
        ids = {area.name: area.id for area in db.session.scalars(db.select(RiskArea))}
        return World(app, cast, meeting.id, ids)


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
