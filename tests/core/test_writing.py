"""`writing()` and the flush guard."""

import pytest
from flask import Flask
from sqlalchemy import update

from tests.factories import Cast
from tracker.audit.services import SYSTEM, UnauditedChange, record_event
from tracker.core.db import db, writing
from tracker.directory.models import Unit


def test_it_refuses_a_change_without_an_event(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(UnauditedChange), writing():
        db.session.get_one(Unit, cast.units["保卫部"]).name = "保卫处"

    with app.app_context():
        assert db.session.get_one(Unit, cast.units["保卫部"]).name == "保卫部"


def test_it_refuses_a_bulk_change(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(UnauditedChange), writing():
        db.session.execute(update(Unit).values(sort=1))


def test_it_refuses_a_change_outside(app: Flask, cast: Cast) -> None:
    with app.app_context():
        db.session.get_one(Unit, cast.units["保卫部"]).name = "保卫处"

        with pytest.raises(UnauditedChange):
            db.session.flush()


def test_it_keeps_a_change_with_an_event(app: Flask, cast: Cast) -> None:
    with app.app_context(), writing():
        unit = db.session.get_one(Unit, cast.units["保卫部"])
        unit.name = "保卫处"
        record_event("unit.edit", unit, actor=SYSTEM)

    with app.app_context():
        assert db.session.get_one(Unit, cast.units["保卫部"]).name == "保卫处"
