"""A called meeting for which four units must report, and reports in every state."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.client import PageClient
from tests.factories import START, Cast, saved
from tracker.core.db import db, writing
from tracker.core.permissions import Actor
from tracker.directory.models import RiskArea, Setting
from tracker.followups.models import FollowUp
from tracker.meetings.models import Meeting, MeetingState, ReportingUnit
from tracker.risks.models import Risk
from tracker.unit_reports.models import ReportRow, ReportState, ReportWord, UnitReport

EARLIER, HELD_ON = date(2022, 12, 9), date(2023, 3, 10)
# Monday; the reports are due on Wednesday, 8 March.
TODAY = date(2023, 3, 6)
DEPARTMENT, BRANCH, SECURITY, LOGISTICS = "机电工程系", "机电工程系党总支", "保卫部", "后勤处"
HEADS = {DEPARTMENT: "head", BRANCH: "head", SECURITY: "head2", LOGISTICS: "head3"}


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel("2023-03-06 10:00 +08:00", tick=False):
        yield


@dataclass
class World:
    """The cast with a meeting, the one before it, and verbs that bring a report to a state."""

    app: Flask
    cast: Cast
    meeting_id: int
    earlier_id: int
    areas: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Run a block in one business transaction."""
        with self.app.app_context(), writing():
            yield

    def actor(self, name: str) -> Actor:
        """Return one of the cast as the doer."""
        return self.cast.actor(name)

    def risk(self, unit: str = DEPARTMENT, **values: Any) -> int:
        """Register a risk of a unit at the earlier meeting; returns its id."""
        with self.app.app_context():
            number = db.session.scalar(select(func.count()).select_from(Risk)) or 0
            risk = Risk(
                **{
                    "year": 2022, "number": number + 1, "meeting_id": self.earlier_id,
                    "unit_id": self.cast.units[unit], "area_id": self.areas["fire"],
                    "title": "实训室灭火器过期", "measure": "更换灭火器。",
                    "due_on": date(2022, 12, 30), "found_on": EARLIER, **values,
                }
            )  # fmt: skip
            return saved(risk).id

    def item(self, unit: str = DEPARTMENT, **values: Any) -> int:
        """Hand a task out after the earlier meeting; returns its id."""
        with self.app.app_context():
            number = db.session.scalar(select(func.count()).select_from(FollowUp)) or 0
            item = FollowUp(
                **{
                    "year": 2022, "number": number + 1, "meeting_id": self.earlier_id,
                    "lead_unit_id": self.cast.units[unit], "title": "完善实训室应急预案",
                    "due_on": date(2022, 12, 30), "state": "assigned", "assigned_on": EARLIER,
                    **values,
                }
            )  # fmt: skip
            return saved(item).id

    def made(
        self,
        unit: str = DEPARTMENT,
        state: str = ReportState.SUBMITTED,
        *,
        meeting_id: int | None = None,
        rows: int = 0,
        words: dict[tuple[str, int], str] | None = None,
        **values: Any,
    ) -> int:
        """Put a report into the database as it stands in a state; returns its id."""
        with self.app.app_context():
            report = UnitReport(
                **{
                    "meeting_id": meeting_id or self.meeting_id, "unit_id": self.cast.units[unit],
                    "state": state, "submitted_on": TODAY, "overview": "总体平稳。", **values,
                }
            )  # fmt: skip
            report.rows = [
                ReportRow(
                    area_id=self.areas["fire"], title=f"实训室隐患{n}", measure="更换。",
                    due_on=date(2023, 3, 31), sort=n,
                )
                for n in range(rows)
            ]  # fmt: skip
            report.words = [
                ReportWord(**{f"{kind}_id": about}, words=text)
                for (kind, about), text in (words or {}).items()
            ]
            return saved(report).id

    def read(self, look: Callable[[Meeting], Any]) -> Any:
        """Look at the meeting in a context of its own."""
        with self.app.app_context():
            return look(db.session.get_one(Meeting, self.meeting_id))

    def set(self, key: str, value: str) -> None:
        """Let a setting hold from long ago."""
        with self.app.app_context():
            saved(Setting(key=key, value=value, valid_from=START))


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    """The cast, the meeting of the first quarter, and that of the quarter before."""
    with app.app_context():
        earlier = _meeting("2022年第四季度", 2022, 4, EARLIER, MeetingState.HELD)
        present = _meeting("2023年第一季度", 2023, 1, HELD_ON, MeetingState.NOTIFIED)
        for meeting in (earlier, present):
            meeting.reporting = [
                ReportingUnit(unit_id=cast.units[name], sort=sort)
                for sort, name in enumerate([DEPARTMENT, BRANCH, SECURITY])
            ]
        present.reporting += [
            ReportingUnit(unit_id=cast.units[LOGISTICS], scope="食品和防疫安全", sort=3),
            ReportingUnit(words="各二级学院党总支书记", sort=4),
        ]
        world = World(app, cast, saved(present).id, saved(earlier).id)
        climate = RiskArea(code="climate", name="师生思想动态", is_sensitive=True, sort=1)
        saved(climate)
        world.areas = dict(db.session.execute(select(RiskArea.code, RiskArea.id)).all())
    return world


def _meeting(quarter: str, year: int, number: int, held_on: date, state: str) -> Meeting:
    return Meeting(
        title=f"{quarter}安全稳定形势分析研判会议", short_title=f"{quarter}会议", year=year,
        quarter=number, held_on=held_on, day_part="afternoon", room="主楼四层会议室", state=state,
        entered_on=TODAY,
    )  # fmt: skip


@pytest.fixture
def clerk(world: World, client: PageClient) -> PageClient:
    """The office's clerk, signed in."""
    return client.signed_in_as(world.cast.users["clerk"])


@pytest.fixture
def head(world: World, client: PageClient) -> PageClient:
    """The head of the department and its branch, signed in."""
    return client.signed_in_as(world.cast.users["head"])
