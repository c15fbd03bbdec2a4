"""Refusals are kept in the trail."""

from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tracker.audit.models import Event, Result
from tracker.core.db import db


def test_it_keeps_what_was_refused(app: Flask, client: PageClient, cast: Cast) -> None:
    head = client.signed_in_as(cast.users["head"])

    assert head.get("/audit/").status_code == 403

    with app.app_context():
        event = db.session.query(Event).filter_by(action="access.refuse").one()
        assert (event.actor_id, event.object_id) == (cast.persons["head"], "/audit/")
        assert event.result == Result.REFUSED


def test_it_keeps_nothing_of_a_visitor(app: Flask, client: PageClient, cast: Cast) -> None:
    client.get("/audit/")

    with app.app_context():
        assert db.session.query(Event).filter_by(action="access.refuse").count() == 0
