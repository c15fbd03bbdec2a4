"""`flask users …`."""

import json
import re

import pytest
from click.testing import Result
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tracker.audit.models import Event, Seal
from tracker.core.clock import today
from tracker.core.db import db
from tracker.core.permissions import Role


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["users", *words])


def create(app: Flask, role: str, *more: str, unit: str = "后勤处", post: str = "干事") -> Result:
    words = ["2023777", "齐家和", "--unit", unit, "--post", post, "--role", role, *more]
    return run(app, "create", *words)


def sign_in(app: Flask, staff_no: str, password: str) -> str:
    client = PageClient(app)
    client.post("/accounts/sign-in", {"staff_no": staff_no, "password": password})
    return client.get("/", follow_redirects=True).request.path


def test_it_opens_an_account_and_shows_the_password_once(app: Flask, cast: Cast) -> None:
    result = create(app, "clerk")

    first = re.search(r"：(\S+)$", result.output.strip())
    assert result.exit_code == 0, result.output
    assert first
    assert sign_in(app, "2023777", first[1]) == "/accounts/password"


def test_a_given_password_may_count_as_changed(app: Flask, cast: Cast) -> None:
    result = create(app, "clerk", "--password", "Given-2023-x", "--changed")

    assert "Given" not in result.output
    assert sign_in(app, "2023777", "Given-2023-x") == "/accounts/notice"


@pytest.mark.parametrize("role", ["clerk", "sys_admin", "leader", "liaison"])
def test_it_gives_the_role(app: Flask, cast: Cast, role: str) -> None:
    assert create(app, role, post=f"岗位{role}").exit_code == 0

    rows = json.loads(run(app, "list", "--json").output)
    assert next(row for row in rows if row["staff_no"] == "2023777")["roles"] == [role]


def test_it_takes_over_a_vacant_post_of_that_title(app: Flask, cast: Cast) -> None:
    assert "已有“单位主要负责人”" in create(app, "unit_head", post="主任").output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"unit": "后勤"}, "相近的有：后勤处"),
        ({"unit": "保卫部", "role": "inspector"}, "截止日期"),
    ],
)
def test_it_says_what_is_wrong(
    app: Flask, cast: Cast, words: dict[str, str], sentence: str
) -> None:
    result = create(app, **{"role": "clerk", **words})

    assert result.exit_code == 1
    assert sentence in result.output


def test_it_refuses_a_second_account(app: Flask, cast: Cast) -> None:
    create(app, "clerk")

    assert "已有账户" in create(app, "clerk").output


def test_it_resets_a_password(app: Flask, cast: Cast) -> None:
    result = run(app, "reset-password", "clerk")

    first = re.search(r"：(\S+)$", result.output.strip())
    assert first
    assert sign_in(app, "clerk", first[1]) == "/accounts/password"


def test_it_knows_no_unknown_account(app: Flask, cast: Cast) -> None:
    assert run(app, "reset-password", "nobody").exit_code == 1


def test_it_lists_in_words_and_as_json(app: Flask, cast: Cast) -> None:
    assert "方小禾\t办公室干事" in run(app, "list").output
    assert len(json.loads(run(app, "list", "--json").output)) == len(cast.users) - 1


def test_it_seals_what_it_records(app: Flask, cast: Cast) -> None:
    create(app, "clerk")

    with app.app_context():
        assert db.session.query(Event).count() == db.session.query(Seal).count()
        assert Role.CLERK in cast.viewer("clerk", on=today()).roles
