"""What a process keeps between requests holds exactly until something changes that it tells."""

import contextlib
import re

import pytest
from flask import Flask

from tests.client import PageClient, count_queries, statements_of
from tests.factories import Cast
from tracker import create_app
from tracker.accounts import queries as accounts
from tracker.accounts.models import User
from tracker.audit.queries import (
    KEPT_TABLES,
    each_while_unchanged,
    until_next_event,
    while_unchanged,
)
from tracker.audit.services import SYSTEM, UnauditedChange, record_event
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.directory import queries, services
from tracker.directory.models import Setting
from tracker.followups import queries as followups

KEY = "days_kept_signed_in"


def set_days(cast: Cast, value: str) -> None:
    with writing():
        services.change_settings({KEY: value}, valid_from=today(), actor=cast.actor("clerk"))


def test_it_is_read_once_while_nothing_is_recorded(app: Flask, cast: Cast) -> None:
    asked: list[int] = []
    for _ in range(3):
        with app.app_context():
            while_unchanged("a test", lambda: asked.append(1))

    assert len(asked) == 1


def record_something(cast: Cast) -> None:
    """Record an event that tells of nothing that is kept."""
    with writing():
        user = db.session.get_one(User, cast.users["clerk"])
        record_event("data.export", user, actor=cast.actor("clerk"))


def test_an_event_of_other_things_leaves_what_hardly_changes(app: Flask, cast: Cast) -> None:
    words: list[int] = []
    counts: list[int] = []
    for _ in range(2):
        with app.app_context():
            while_unchanged("a test", lambda: words.append(1))
            until_next_event("a test", lambda: counts.append(1))
            record_something(cast)

    assert (len(words), len(counts)) == (1, 2)


def test_what_an_event_ends_is_read_once_until_then_but_not_in_a_transaction(
    app: Flask, cast: Cast
) -> None:
    asked: list[int] = []
    for _ in range(2):
        with app.app_context():
            until_next_event("a test", lambda: asked.append(1))
    with app.app_context(), contextlib.suppress(GivenUp), writing():
        until_next_event("a test", lambda: asked.append(1))
        raise GivenUp

    assert len(asked) == 2


def test_a_change_has_it_read_anew(app: Flask, cast: Cast) -> None:
    with app.app_context():
        before = queries.setting(KEY, on=today())
    with app.app_context():
        set_days(cast, "3")
        after = queries.setting(KEY, on=today())

    assert (before, after) == ("14", "3")


def test_what_another_process_changed_is_seen(app: Flask, cast: Cast) -> None:
    with app.app_context():
        queries.setting(KEY, on=today())
    other = create_app({"SQLALCHEMY_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"]})
    with other.app_context():
        set_days(cast, "3")
        db.engine.dispose()

    with app.app_context():
        assert queries.setting(KEY, on=today()) == "3"


def test_a_business_transaction_reads_what_it_has_written(app: Flask, cast: Cast) -> None:
    with app.app_context():
        queries.setting(KEY, on=today())
        with writing():
            services.change_settings({KEY: "3"}, valid_from=today(), actor=cast.actor("clerk"))
            assert queries.setting(KEY, on=today()) == "3"


def test_of_many_only_what_is_missing_is_read(app: Flask, cast: Cast) -> None:
    asked: list[set[int]] = []

    def read(ids: set[int]) -> dict[int, str]:
        asked.append(set(ids))
        return {one: str(one) for one in ids}

    for ids in ({1, 2}, {2, 3}):
        with app.app_context():
            found = each_while_unchanged("a test", ids, read)

    assert found == {2: "2", 3: "3"}
    assert asked == [{1, 2}, {3}]


def test_a_page_asks_little_when_nothing_has_changed(
    app: Flask, cast: Cast, client: PageClient
) -> None:
    clerk = client.signed_in_as(cast.users["clerk"])

    assert len(statements_of(app, clerk.page, "followups.index")) <= 6


def test_it_comes_from_the_tables_that_are_told(app: Flask, cast: Cast) -> None:
    person, unit = cast.persons["head"], cast.units["机电工程系"]
    with app.app_context():
        user = db.session.get_one(User, cast.users["head"])
        with count_queries(app) as statements:
            queries.settings(on=today())
            queries.calendar_exceptions()
            queries.unit_names()
            queries.person_names()
            queries.sensitive_words()
            accounts.viewer_of(user, on=today())
            accounts.entrusted_words(person, unit, on=today())
            followups.posts_by_role(person, on=today())
            accounts.own_family_ids(person, on=today())

    named = {name for one in statements for name in re.findall(r"(?:FROM|JOIN) \"?(\w+)", one)}
    assert named - {"event", "renewal"} <= KEPT_TABLES


def test_nothing_is_kept_once_a_transaction_changes_what_is(app: Flask, cast: Cast) -> None:
    asked: list[int] = []
    with app.app_context():
        with writing():
            while_unchanged("a test", lambda: asked.append(1))
            while_unchanged("a test", lambda: asked.append(1))
            services.change_settings({KEY: "3"}, valid_from=today(), actor=cast.actor("clerk"))
            while_unchanged("a test", lambda: asked.append(1))
        while_unchanged("a test", lambda: asked.append(1))

    assert len(asked) == 3


class GivenUp(Exception):
    """What ends a savepoint or a transaction of these tests."""


def test_what_was_rolled_back_is_not_kept(app: Flask, cast: Cast) -> None:
    with app.app_context():
        with contextlib.suppress(GivenUp), writing():
            services.change_settings({KEY: "3"}, valid_from=today(), actor=cast.actor("clerk"))
            assert queries.setting(KEY, on=today()) == "3"
            raise GivenUp

        assert queries.setting(KEY, on=today()) == "14"


def test_a_savepoint_neither_hides_nor_leaves_behind_what_it_changed(
    app: Flask, cast: Cast
) -> None:
    with app.app_context(), writing():
        with db.session.begin_nested():
            services.change_settings({KEY: "3"}, valid_from=today(), actor=cast.actor("clerk"))
        assert queries.setting(KEY, on=today()) == "3"
        with contextlib.suppress(GivenUp), db.session.begin_nested():
            services.change_settings({KEY: "5"}, valid_from=today(), actor=cast.actor("clerk"))
            raise GivenUp
        assert queries.setting(KEY, on=today()) == "3"

    with app.app_context():
        assert queries.setting(KEY, on=today()) == "3"


def test_a_savepoint_given_up_leaves_the_guard_what_was_changed_before(
    app: Flask, cast: Cast
) -> None:
    def change_without_event() -> None:
        with writing():
            db.session.add(Setting(key="item_working_days", valid_from=today(), value="9"))
            db.session.flush()
            with contextlib.suppress(GivenUp), db.session.begin_nested():
                services.change_settings({KEY: "5"}, valid_from=today(), actor=cast.actor("clerk"))
                raise GivenUp

    with app.app_context(), pytest.raises(UnauditedChange):
        change_without_event()


def test_an_event_is_recorded_in_a_business_transaction_alone(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(UnauditedChange):
        record_event("setting.change", db.session.get_one(User, cast.users["clerk"]), actor=SYSTEM)


def test_nothing_is_kept_before_the_first_mark(app: Flask) -> None:
    asked: list[int] = []
    for _ in range(2):
        with app.app_context():
            while_unchanged("a test", lambda: asked.append(1))

    assert len(asked) == 2
