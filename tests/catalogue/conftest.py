"""A meeting whose minutes are issued."""

from typing import Any

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.minutes.record import SIGNED_ON, Record, make_record
from tracker.core.db import db, writing
from tracker.core.jobs import huey
from tracker.followups.services import dispatch
from tracker.issuing.models import IssuedPaper


@pytest.fixture
def record(app: Flask, cast: Cast) -> Record:
    """A meeting with issued minutes, printed."""
    with app.app_context():
        made = make_record(cast)
        made.submit()
        made.issue()
        with writing():
            items = made.proceedings().planned
            dispatch(followups=items, actor=made.actor("clerk"), on=SIGNED_ON)
        return made


@pytest.fixture
def unprinted(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Record:
    """A meeting with issued minutes that wait in the queue."""
    monkeypatch.setattr(huey, "immediate", False)
    with app.app_context():
        made = make_record(cast)
        made.submit()
        made.issue()
        return made


@pytest.fixture
def clerk(client: PageClient, cast: Cast) -> PageClient:
    return client.signed_in_as(cast.users["clerk"])


def issued(app: Flask) -> dict[str, Any]:
    """Return id, code and hash of the newest issued paper."""
    with app.app_context():
        paper = db.session.query(IssuedPaper).order_by(IssuedPaper.id.desc()).first()
        assert paper is not None
        return {"id": paper.id, "code": paper.code, "sha256": paper.sha256}
