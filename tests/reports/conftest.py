"""Rows with a past: tasks, risks, reports and agreements on the days that a test gives."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.factories import Cast
from tracker.agreements.models import Agreement, AgreementState, RequiredUnit, Signing
from tracker.audit.services import SYSTEM, record_event
from tracker.core.calendar import Quarter
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.core.models import Base
from tracker.directory.models import AgreementKind, RiskArea
from tracker.followups.models import Entry, FollowUp, FollowUpState
from tracker.meetings.models import AreaList, AreaNamed, Meeting, MeetingState, ReportingUnit
from tracker.reports.queries import Period
from tracker.risks.models import Risk, RiskState, RiskStep
from tracker.unit_reports.models import ReportState, ReportStep, UnitReport

FIRST = date(2023, 1, 1)
TODAY = date(2023, 5, 20)
SECOND = Period(Quarter(2023, 2), TODAY)


def day(number: int) -> date:
    """Return the day of that number, the first of 2023 being 0."""
    return FIRST + timedelta(days=number)


@dataclass(frozen=True)
class Life:
    """What happened to a task or a risk on which day; an act's verb stands beside its day."""

    unit: str
    begun: date
    due: date | None
    acts: tuple[tuple[str, date], ...] = ()
    closed: date | None = None
    cancelled: date | None = None
    by_rule: bool = False
    level: str = "general"
    area: str = "fire"


@dataclass
class Past:
    """The college with what a test lets happen in it; every method needs a context."""

    cast: Cast
    numbers: Iterable[int] = field(default_factory=lambda: iter(range(1, 10_000)))

    def save(self, *records: Base) -> None:
        """Insert the records in one transaction."""
        with writing():
            db.session.add_all(records)
            db.session.flush()
            record_event("test.make", records[0], actor=SYSTEM)

    def tasks(self, *lives: Life) -> None:
        """Insert a task for each life."""
        self.save(*(self._task(life) for life in lives))

    def risks(self, *lives: Life) -> None:
        """Insert a risk for each life."""
        self.save(*(self._risk(life) for life in lives))

    def area(self, code: str, name: str, **values: Any) -> None:
        """Add an area to the dictionary."""
        self.save(RiskArea(code=code, name=name, **values))

    def meeting(self, quarter: Quarter, held_on: date, *reporting: str, **values: Any) -> int:
        """Insert a meeting for which units must report."""
        rows = [ReportingUnit(unit_id=self.cast.units[name]) for name in reporting]
        known = {"state": MeetingState.HELD, "title": "研判会", "entered_on": held_on} | values
        meeting = Meeting(
            year=quarter.year, quarter=quarter.number, held_on=held_on, reporting=rows, **known
        )
        self.save(meeting)
        return meeting.id

    def report(self, meeting_id: int, unit: str, *acts: tuple[str, date]) -> int:
        """Insert a unit's report with its steps."""
        state = {"submit": ReportState.SUBMITTED, "return": ReportState.RETURNED}[acts[-1][0]]
        steps = [_step(ReportStep, verb, on) for verb, on in acts]
        report = UnitReport(meeting_id=meeting_id, unit_id=self.cast.units[unit], state=state,
                            submitted_on=acts[-1][1], steps=steps)  # fmt: skip
        self.save(report)
        return report.id

    def name(self, meeting_id: int, code: str, unit: str | None = None) -> None:
        """Let a unit, or the units together, name an area at a meeting."""
        entry = AreaNamed(words="领域", areas=[_area(code)])
        found = AreaList(meeting_id=meeting_id, named_by="units", entries=[entry])
        if unit is not None:
            found.named_by, found.unit_id = "unit", self.cast.units[unit]
        self.save(found)

    def signings(self, year: int, days: dict[str, date | None], since: date = FIRST) -> None:
        """Let each unit have to sign this year's agreement, and have signed it on its day."""
        kind = AgreementKind(name=f"消防安全责任书{year}")
        signing = Signing(kind=kind, year=year, title="责任书")
        self.save(kind, signing)
        for unit, signed_on in days.items():
            unit_id = self.cast.units[unit]
            self.save(RequiredUnit(kind_id=kind.id, year=year, unit_id=unit_id, from_on=since))
            state = AgreementState.SIGNED if signed_on else AgreementState.TO_SIGN
            self.save(Agreement(signing_id=signing.id, kind_id=kind.id, year=year, unit_name=unit,
                                unit_id=unit_id, state=state, signed_on=signed_on))  # fmt: skip

    def _task(self, life: Life) -> FollowUp:
        number = next(iter(self.numbers))
        return FollowUp(
            year=2023, number=number, title=f"第{number}项", state=_task_state(life),
            lead_unit_id=self.cast.units[life.unit], assigned_on=life.begun,
            due_on=life.due, original_due_on=life.due, closed_on=life.closed,
            cancelled_on=life.cancelled, closed_by_rule=life.by_rule,
            entries=[_step(Entry, verb, on) for verb, on in life.acts],
        )  # fmt: skip

    def _risk(self, life: Life) -> Risk:
        number = next(iter(self.numbers))
        return Risk(
            year=2023, number=number, title=f"第{number}项", state=_risk_state(life),
            unit_id=self.cast.units[life.unit], area_id=_area(life.area).id, level=life.level,
            found_on=life.begun, due_on=life.due, closed_on=life.closed,
            cancelled_on=life.cancelled,
            steps=[_step(RiskStep, verb, on) for verb, on in life.acts],
        )  # fmt: skip


def _area(code: str) -> RiskArea:
    return db.session.query(RiskArea).filter_by(code=code).one()


def _step(kind: Any, verb: str, on: date) -> Any:
    return kind(verb=verb, actor_name="某人", acted_on=on, at=now())


def _task_state(life: Life) -> str:
    if life.closed or life.cancelled:
        return FollowUpState.CLOSED if life.closed else FollowUpState.CANCELLED
    last = life.acts[-1][0] if life.acts else ""
    found = {"submit": FollowUpState.SUBMITTED, "return": FollowUpState.RETURNED}
    return found.get(last, FollowUpState.ASSIGNED)


def _risk_state(life: Life) -> str:
    if life.closed or life.cancelled:
        return RiskState.CLOSED if life.closed else RiskState.CANCELLED
    return RiskState.RECTIFYING if life.acts else RiskState.REGISTERED


@pytest.fixture
def past(app: Flask, cast: Cast) -> Past:
    return Past(cast)
