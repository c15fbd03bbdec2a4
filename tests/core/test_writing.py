"""`writing()` and the flush guard."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update

from tests.client import PageClient
from tests.conftest import DATABASES
from tests.factories import START, Cast
from tracker.audit.models import Event
from tracker.audit.services import SYSTEM, UnauditedChange, record_event
from tracker.core.clock import now
from tracker.core.db import Busy, after_commit, db, writing
from tracker.core.forms import Draft
from tracker.directory.models import Unit
from tracker.directory.queries import setting
from tracker.directory.services import change_settings


def test_it_refuses_a_change_without_an_event(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(UnauditedChange), writing():
        db.session.get_one(Unit, cast.units["保卫部"]).name = "保卫处"

    with app.app_context():
        assert db.session.get_one(Unit, cast.units["保卫部"]).name == "保卫部"


def test_it_refuses_a_bulk_change(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(UnauditedChange), writing():
        db.session.execute(update(Unit).values(sort=1))


@pytest.mark.parametrize("words", ["UPDATE unit SET sort = 1", "SELECT 1"])
def test_it_refuses_sql_as_text(app: Flask, cast: Cast, words: str) -> None:
    with app.app_context(), pytest.raises(UnauditedChange), writing():
        db.session.execute(text(words))


def test_it_refuses_to_change_the_trail(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(UnauditedChange), writing():
        db.session.scalars(select(Event)).one().actor_name = "无名"
    with app.app_context(), pytest.raises(UnauditedChange), writing():
        db.session.delete(db.session.scalars(select(Event)).one())
    with app.app_context(), pytest.raises(UnauditedChange), writing():
        db.session.execute(delete(Event))


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


def test_it_refuses_to_begin_inside_another(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(RuntimeError), writing(), writing():
        pass


def test_it_is_done_even_where_the_queue_is_not_there(app: Flask, cast: Cast) -> None:
    def break_down() -> None:
        raise OSError("no queue")

    with app.app_context(), writing():
        unit = db.session.get_one(Unit, cast.units["保卫部"])
        unit.name = "保卫处"
        record_event("unit.edit", unit, actor=SYSTEM)
        after_commit(break_down)

    with app.app_context():
        assert db.session.get_one(Unit, cast.units["保卫部"]).name == "保卫处"


def test_it_lets_several_take_turns(app: Flask, cast: Cast) -> None:
    def count_up(_number: int) -> None:
        with app.app_context(), writing():
            unit = db.session.get_one(Unit, cast.units["保卫部"])
            unit.sort += 1
            record_event("unit.edit", unit, actor=SYSTEM)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(count_up, range(20)))

    with app.app_context():
        assert db.session.get_one(Unit, cast.units["保卫部"]).sort == 3 + 20


def test_it_says_so_when_its_turn_does_not_come(
    app: Flask, cast: Cast, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up() -> None:
        raise Busy

    monkeypatch.setattr("tracker.core.db._wait_for_turn", give_up)
    clerk = client.signed_in_as(cast.users["clerk"])

    answer = clerk.post("/directory/campuses/new", {"name": "西山校区", "sort": "1"})

    assert answer.status_code == 503
    assert "系统正忙" in answer.get_data(as_text=True)


def test_it_forgets_what_was_read_before(app: Flask, cast: Cast) -> None:
    def short_name() -> str:
        return setting("college_short_name", on=date(2023, 3, 20))

    with app.app_context():
        actor, first = cast.actor("clerk"), short_name()
        with writing():
            change_settings({"college_short_name": "晋院"}, valid_from=START, actor=actor)
            inside = short_name()

        assert (first, inside, short_name()) == ("", "晋院", "晋院")


# SQLite has its statements ready anyway.
@pytest.mark.parametrize("app", DATABASES[1:], indirect=True)
def test_postgresql_need_not_plan_a_page_anew_each_time(
    app: Flask, cast: Cast, client: PageClient
) -> None:
    with app.app_context(), db.engine.connect(), db.engine.connect():
        pass  # Two stand ready to be lent, as where pages were made side by side.
    clerk = client.signed_in_as(cast.users["clerk"])
    for _ in range(8):
        clerk.page("followups.index")

    with app.app_context():
        connection = db.session.connection()
        ready = connection.exec_driver_sql("SELECT statement FROM pg_prepared_statements")
        assert [one for (one,) in ready if "FROM follow_up" in one]


def test_what_was_written_without_a_business_transaction_is_taken_back(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        db.session.add(Draft(user_id=1, form="a test", record="", fields={}, saved_at=now()))
        db.session.flush()

    with app.app_context():
        assert db.session.scalar(select(Draft).filter_by(form="a test")) is None
