"""The day of the tests, a held meeting, and tasks in any state and number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.minutes.record import Record, make_record
from tracker.audit.services import SYSTEM, record_event
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.followups.models import Entry, FollowUp, FollowUpState
from tracker.meetings.models import Meeting

TODAY = date(2023, 3, 20)
F = FollowUpState


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel("2023-03-20 10:00 +08:00", tick=False):
        yield


@dataclass
class Desk:
    """The college on a Monday, with what a test puts on the office's desk."""

    app: Flask
    cast: Cast
    number: int = 100

    def meeting(self, **values: Any) -> Record:
        """Insert a held meeting whose record is whole."""
        self.number += 100
        with self.app.app_context():
            return make_record(self.cast, items_from=self.number - 50, **values)

    def open_points(self, meeting_id: int) -> None:
        """Take back what becomes of the points of a meeting's first address."""
        with self.app.app_context(), writing():
            meeting = db.session.get_one(Meeting, meeting_id)
            for point in meeting.addresses[0].points:
                point.handling = None
            record_event("test.change", meeting, actor=SYSTEM)

    def item(
        self,
        state: FollowUpState = F.ASSIGNED,
        *,
        unit: str = "机电工程系",
        due_in: int = 5,
        title: str = "完善实训室应急预案",
        meeting_id: int | None = None,
    ) -> int:
        """Insert a task of a unit in a state, due in so many days."""
        self.number += 1
        due_on = TODAY + timedelta(days=due_in)
        with self.app.app_context(), writing():
            item = FollowUp(
                year=2023, number=self.number, title=title, meeting_id=meeting_id, state=state,
                lead_unit_id=self.cast.units[unit], due_on=due_on, original_due_on=due_on,
                assigned_on=None if state == F.PLANNED else date(2023, 3, 13),
                submitted_on=TODAY if state in {F.SUBMITTED, F.CLOSED} else None,
                closed_on=TODAY if state == F.CLOSED else None,
            )  # fmt: skip
            item.entries = [_entry(state)]
            db.session.add(item)
            record_event("test.item", item, actor=SYSTEM)
            db.session.flush()
            return item.id


def _entry(state: FollowUpState) -> Entry:
    verb = {F.RETURNED: "return", F.SUBMITTED: "submit", F.CLOSED: "close"}.get(state, "plan")
    note = {"return": "照片看不清，请重拍", "submit": "已换新并复查"}.get(verb, "")
    return Entry(verb=verb, note=note, actor_name="陆庆安", acted_on=TODAY, at=now())


As = Callable[[str], PageClient]


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Desk:
    return Desk(app, cast)


@pytest.fixture
def as_(client: PageClient, cast: Cast) -> As:
    """Return a client signed in as one of the cast."""
    return lambda name: client.signed_in_as(cast.users[name])
