"""The demo from the first start's page: eight quarters, loaded by the worker."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.operations.conftest import PASSWORD
from tests.operations.test_demo_load import count
from tracker.accounts.models import Delegation
from tracker.agreements.models import Agreement
from tracker.core.db import db
from tracker.core.jobs import Job, JobState
from tracker.followups.models import (
    Extension,
    FollowUp,
    FollowUpState,
    SlipState,
    StageGoal,
    UrgeSlip,
)
from tracker.meetings.models import Meeting
from tracker.minutes.models import Minutes
from tracker.operations.demo import load
from tracker.risks.models import QuarterClosing, Risk, RiskRepeat, RiskState
from tracker.unit_reports.models import UnitReport


def test_it_plays_eight_quarters_up_to_the_present_one(client: PageClient, app: Flask) -> None:
    answer = client.post("/first-start/demo", {"password": PASSWORD})

    assert answer.status_code == 302
    with app.app_context():
        job = db.session.scalars(select(Job).filter_by(key="demo")).one()
        meetings = db.session.scalars(select(Meeting).order_by(Meeting.id)).all()
        minutes = db.session.scalars(select(Minutes).order_by(Minutes.id)).all()
        bodies = {point.body for m in meetings for a in m.addresses for point in a.points}
        assert (job.state, job.error) == (JobState.DONE, None)
        assert job.progress == job.total
        assert [(m.year, m.quarter) for m in meetings] == [
            (year, quarter) for year in (2023, 2024) for quarter in (1, 2, 3, 4)
        ]
        assert [m.state for m in meetings] == [
            "minuted", "concluded", "concluded", "concluded", "minuted", "minuted", "held",
            "notified",
        ]  # fmt: skip
        assert [m.state for m in minutes] == ["issued"] * 6 + ["submitted"]
        assert len({m.title for m in meetings}) == 8
        assert len(bodies) > 25
        risks = db.session.scalars(select(Risk)).all()
        assert {risk.state for risk in risks} == set(RiskState)
        reports = db.session.scalars(select(UnitReport)).all()
        assert {one.state for one in reports} == {"draft", "submitted", "returned", "accepted"}
        assert {one.manner for one in reports} == {"written", "nothing_new", "oral"}
        agreements = db.session.scalars(select(Agreement)).all()
        assert {(one.year, one.state) for one in agreements} == {
            (year, state) for year in (2023, 2024) for state in ("signed", "to_sign")
        }
        assert turns_taken() == {
            "disputed": 1, "going on": 1, "goals": 2, "deputies": 1, "reopened": 1, "linked": 1,
            "asked": [(False, "approved"), (False, "asked"), (True, "asked")],
            "colours": {"", "yellow", "red"}, "quarters closed": 6,
        }  # fmt: skip
    assert client.page("operations.demo_progress")


def turns_taken() -> dict[str, Any]:
    """Return how often a task or a risk took another turn than being done."""
    extensions = db.session.scalars(select(Extension)).all()
    slips = db.session.scalars(select(UrgeSlip).filter_by(state=SlipState.ISSUED)).all()
    return {
        "disputed": count(FollowUp, FollowUp.state == FollowUpState.DISPUTED),
        "going on": count(FollowUp, FollowUp.is_long_term),
        "goals": count(StageGoal),
        "deputies": count(Delegation),
        "reopened": count(Risk, Risk.round == 2),
        "linked": count(RiskRepeat),
        "asked": sorted((one.is_late, one.state) for one in extensions),
        "colours": {slip.kind.colour for slip in slips},
        "quarters closed": count(QuarterClosing),
    }


def test_it_wants_a_strong_password(client: PageClient, app: Flask) -> None:
    answer = client.post("/first-start/demo", {"password": "12345678"})

    assert answer.status_code == 200
    with app.app_context():
        assert db.session.scalar(select(Job.id)) is None


def test_it_goes_on_where_it_was_broken_off(app: Flask) -> None:
    with app.app_context():
        load(password_hash="x", quarter_count=1)

        load(password_hash="x", quarter_count=2, go_on=True)

        states = db.session.scalars(select(Meeting.state).order_by(Meeting.id)).all()
    assert states == ["minuted", "notified"]
