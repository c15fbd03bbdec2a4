"""A held meeting of the small college, and agreements in the states that a test asks for."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast, saved
from tracker.agreements import queries, services
from tracker.agreements.models import Agreement, Occasion
from tracker.agreements.services import Signature, SigningFacts
from tracker.core.db import db, writing
from tracker.core.permissions import Actor
from tracker.directory.models import AgreementKind
from tracker.meetings.models import Meeting, MeetingState

HELD_ON = date(2023, 3, 10)
TODAY = date(2023, 3, 20)
TITLE = "2023年意识形态工作目标责任书"


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel("2023-03-20 10:00 +08:00", tick=False):
        yield


@dataclass
class World:
    """The cast with a meeting and two kinds, and verbs that bring agreements to a state."""

    app: Flask
    cast: Cast
    meeting_id: int
    kinds: dict[str, int]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Run a block in one business transaction."""
        with self.app.app_context(), writing():
            yield

    def actor(self, name: str = "clerk") -> Actor:
        """Return one of the cast as the doer."""
        return self.cast.actor(name)

    def facts(self, **values: Any) -> SigningFacts:
        """Return what is known of the text of the ideology agreement of 2023."""
        known = {
            "kind_id": self.kinds["意识形态"],
            "year": 2023,
            "title": TITLE,
            "leader_ids": (self.cast.persons["secretary"],),
            "told_with": ("各党总支书记代表",),
        }
        return SigningFacts(**{**known, **values})

    def register(
        self, *units: str, meeting: bool = True, on: date = TODAY, **values: Any
    ) -> dict[str, int]:
        """Register a text and put it out to units; returns {unit: agreement id}."""
        with self.writing():
            signing = services.register(
                facts=self.facts(**values),
                meeting=db.session.get_one(Meeting, self.meeting_id) if meeting else None,
                unit_ids=[self.cast.units[name] for name in units],
                actor=self.actor(),
                on=on,
            )
            return {one.unit_name: one.id for one in signing.agreements}

    def sign(self, agreement_id: int, day: date = HELD_ON, *, on: date = TODAY) -> None:
        """Record that everybody signed on one day."""
        with self.writing():
            found = self.load(agreement_id)
            occasion = Occasion.MEETING if day == HELD_ON else Occasion.LATE
            signature = Signature({one.id: day for one in found.signers}, occasion)
            services.mark_signed(agreement=found, signature=signature, actor=self.actor(), on=on)

    def load(self, agreement_id: int) -> Agreement:
        """Return an agreement, inside a context."""
        found = queries.get_agreement(agreement_id, viewer=None)
        assert found is not None
        return found

    def state(self, agreement_id: int) -> str:
        """Return how an agreement stands."""
        with self.app.app_context():
            return self.load(agreement_id).state

    def coverage(self, *, on: date = TODAY) -> dict[str, tuple[int, int, Sequence[str]]]:
        """Return {kind: (signed, required, names of the missing)} of 2023."""
        with self.app.app_context():
            return {
                row.kind.name: (row.signed, row.required, [unit.name for unit in row.missing])
                for row in queries.coverage(2023, on=on)
            }


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    """A held meeting and two kinds of agreements."""
    with app.app_context():
        meeting = Meeting(
            title="2023年第一季度安全稳定形势分析研判会议", short_title="一季度研判会议",
            year=2023, quarter=1, held_on=HELD_ON, state=MeetingState.HELD, entered_on=HELD_ON,
        )  # fmt: skip
        saved(meeting)
        kinds = {
            name: AgreementKind(name=name, sort=n) for n, name in enumerate(("意识形态", "综治"))
        }
        for kind in kinds.values():
            saved(kind)
        return World(app, cast, meeting.id, {name: kind.id for name, kind in kinds.items()})


@pytest.fixture
def clerk(client: PageClient, world: World) -> PageClient:
    return client.signed_in_as(world.cast.users["clerk"])


@pytest.fixture
def head(client: PageClient, world: World) -> PageClient:
    return client.signed_in_as(world.cast.users["head"])


@pytest.fixture
def leader(client: PageClient, world: World) -> PageClient:
    return client.signed_in_as(world.cast.users["leader"])
