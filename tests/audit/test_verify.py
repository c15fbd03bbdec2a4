"""`flask audit verify` finds every way in which the trail may have been tampered with."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from tests.factories import Cast
from tracker.audit.jobs import seal_events
from tracker.audit.services import record_event
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.directory.models import Unit


@pytest.fixture
def sealed(app: Flask, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A trail of five events, all sealed, with keys and day heads of its own."""
    monkeypatch.setitem(app.config, "HEADS_PATH", tmp_path / "heads")
    monkeypatch.setitem(app.config, "KEYS_PATH", tmp_path / "keys")
    with app.app_context():
        for name in ("保卫部", "后勤处", "办公室", "创建办"):
            act(cast, name)
        assert seal_events() == 5
    return app


def act(cast: Cast, name: str) -> None:
    with writing():
        unit = db.session.get_one(Unit, cast.units[name])
        unit.sort += 1
        changes = {"sort": [unit.sort - 1, unit.sort]}
        record_event("unit.edit", unit, actor=cast.actor("clerk"), label=name, changes=changes)


def tamper(app: Flask, *statements: str, **values: Any) -> None:
    """Change the database behind the product's back."""
    with app.app_context(), db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def verify(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    return result.exit_code, result.output


def test_it_passes_a_whole_trail(sealed: Flask) -> None:
    status, words = verify(sealed)

    assert (status, "完整" in words) == (0, True)


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = '别人'",
        "actor_id = 999",
        "changes = '{}'",
        "object_label = '别的'",
        "action = 'unit.add'",
        "result = 'refused'",
        "at = '2020-01-01 00:00:00'",
        "recorder_name = '别人'",
        "address = '10.0.0.1'",
    ],
)
def test_it_finds_a_changed_event(sealed: Flask, change: str) -> None:
    tamper(sealed, f"UPDATE event SET {change} WHERE id = 3")

    status, words = verify(sealed)

    assert status == 1
    assert "事件 3" in words


@pytest.mark.parametrize(("number", "place"), [(1, "事件 1"), (3, "事件 3"), (5, "事件 5")])
def test_it_finds_a_removed_event(sealed: Flask, number: int, place: str) -> None:
    tamper(sealed, "DELETE FROM event WHERE id = :id", id=number)

    status, words = verify(sealed)

    assert status == 1
    assert place in words


def test_it_finds_events_that_changed_places(sealed: Flask) -> None:
    tamper(
        sealed,
        "UPDATE event SET id = 999 WHERE id = 2",
        "UPDATE event SET id = 2 WHERE id = 3",
        "UPDATE event SET id = 3 WHERE id = 999",
    )

    assert verify(sealed)[0] == 1


@pytest.mark.parametrize("number", [1, 3])
def test_it_finds_a_removed_seal(sealed: Flask, number: int) -> None:
    tamper(sealed, "DELETE FROM seal WHERE sequence = :n", n=number)

    status, words = verify(sealed)

    assert status == 1
    assert f"第 {number} 号封印缺失" in words


def test_it_finds_a_tail_that_was_cut_off_with_its_seals(sealed: Flask) -> None:
    tamper(sealed, "DELETE FROM seal WHERE sequence > 3", "DELETE FROM event WHERE id > 3")

    status, words = verify(sealed)

    assert status == 1
    assert "日终封印" in words


def test_it_finds_a_trail_that_was_emptied(sealed: Flask) -> None:
    tamper(sealed, "DELETE FROM seal", "DELETE FROM event")

    assert verify(sealed)[0] == 1


def test_sealing_on_does_not_hide_a_cut(sealed: Flask, cast: Cast) -> None:
    tamper(sealed, "DELETE FROM seal WHERE sequence > 3", "DELETE FROM event WHERE id > 3")
    with sealed.app_context():
        act(cast, "保卫部")
        act(cast, "保卫部")
        seal_events()
        act(cast, "保卫部")
        seal_events()

    assert verify(sealed)[0] == 1


def insert_event(app: Flask, at: str) -> None:
    tamper(
        app,
        "INSERT INTO event (nonce, at, action, result, actor_name, recorder_name, object_type,"
        " object_id, object_label, address, changes, mac) VALUES ('n', :at, 'unit.edit', 'done',"
        " '伪造', '', 'unit', '1', '', '', '{}', 'm')",
        at=at,
    )


def test_it_finds_an_inserted_event(sealed: Flask) -> None:
    insert_event(sealed, "2023-01-01 00:00:00")
    with sealed.app_context():
        seal_events()

    status, words = verify(sealed)

    assert status == 1
    assert "没有封印" in words


def test_it_finds_an_inserted_event_that_pretends_to_be_of_the_future(sealed: Flask) -> None:
    insert_event(sealed, "2999-01-01 00:00:00")

    assert verify(sealed)[0] == 1


def test_it_gives_a_new_event_five_minutes(sealed: Flask, cast: Cast) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        with sealed.app_context():
            act(cast, "保卫部")
        assert verify(sealed)[0] == 0

        clock.shift(timedelta(minutes=6))
        assert verify(sealed)[0] == 1


def test_it_finds_seals_made_with_another_key(sealed: Flask) -> None:
    (Path(sealed.config["KEYS_PATH"]) / "audit.key").write_bytes(b"another key")

    assert verify(sealed)[0] == 1


def test_it_finds_a_removed_day_head(sealed: Flask, cast: Cast) -> None:
    with time_machine.travel(now() + timedelta(days=1)):
        with sealed.app_context():
            act(cast, "保卫部")
            seal_events()
        assert verify(sealed)[0] == 0

        first = min(Path(sealed.config["HEADS_PATH"]).glob("*.txt"))
        first.write_text("2 0000\n", encoding="ascii")
        assert verify(sealed)[0] == 1


def test_sealing_is_repeatable(sealed: Flask) -> None:
    with sealed.app_context():
        assert seal_events() == 5

    assert verify(sealed)[0] == 0
