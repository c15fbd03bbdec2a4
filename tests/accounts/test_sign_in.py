"""Signing in, being locked out, and what must be done before entering."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import PageClient, check_page
from tests.factories import Cast
from tracker.accounts.models import SignIn, User
from tracker.accounts.services import LOCK_FOR, hashed, set_active
from tracker.audit.models import Event
from tracker.audit.services import SYSTEM, record_event
from tracker.core.clock import now
from tracker.core.db import db, writing

PASSWORD = "Fangxiaohe-2023"


def change(app: Flask, cast: Cast, **values: Any) -> None:
    with app.app_context(), writing():
        user = db.session.get_one(User, cast.users["clerk"])
        for name, value in values.items():
            setattr(user, name, value)
        record_event("test.change", user, actor=SYSTEM)


@pytest.fixture
def with_password(app: Flask, cast: Cast) -> Cast:
    with app.app_context():
        digest = hashed(PASSWORD)
    change(app, cast, password=digest)
    return cast


def sign_in(client: PageClient, staff_no: str, password: str, query: str = "") -> TestResponse:
    data = {"staff_no": staff_no, "password": password}
    return client.post(f"/accounts/sign-in{query}", data)


def is_signed_in(client: PageClient) -> bool:
    return client.get("/accounts/me").status_code == 200


def test_it_shows_the_form_and_the_notice_to_a_visitor(cast: Cast, client: PageClient) -> None:
    html = client.page("home.index")

    assert "本系统为非涉密系统" in html
    assert 'name="staff_no"' in html


def test_it_sends_a_visitor_back_to_the_page_that_was_asked_for(
    cast: Cast, client: PageClient
) -> None:
    response = client.get("/accounts/me", follow_redirects=True)

    assert "/accounts/sign-in?next=/accounts/me" in response.text


def test_it_lets_in_with_the_right_password(with_password: Cast, client: PageClient) -> None:
    response = sign_in(client, "clerk", PASSWORD)

    assert (response.status_code, response.location) == (302, "/")
    assert is_signed_in(client)


def test_it_gives_one_answer_to_every_refusal(
    app: Flask, with_password: Cast, client: PageClient
) -> None:
    wrong = sign_in(client, "clerk", "wrong").location, client.get("/").text
    unknown = sign_in(client, "nobody", PASSWORD).location, client.get("/").text
    without_password = sign_in(client, "head", "").location, client.get("/").text
    change(app, with_password, active=False)
    disabled = sign_in(client, "clerk", PASSWORD).location, client.get("/").text

    answers = {location for location, _ in (wrong, unknown, without_password, disabled)}
    assert answers == {"/"}
    assert all("工号或密码不正确" in page for _, page in (wrong, unknown, disabled))
    assert not is_signed_in(client)


def test_it_locks_after_five_wrong_passwords_and_opens_again(
    with_password: Cast, client: PageClient
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(5):
            sign_in(client, "clerk", "wrong")
        sign_in(client, "clerk", PASSWORD)
        assert not is_signed_in(client)

        clock.shift(LOCK_FOR + timedelta(seconds=1))
        sign_in(client, "clerk", PASSWORD)
        assert is_signed_in(client)


def test_it_forgets_wrong_passwords_after_a_right_one(
    app: Flask, with_password: Cast, client: PageClient
) -> None:
    for password in ("wrong", "wrong", "wrong", "wrong", PASSWORD):
        sign_in(client, "clerk", password)

    with app.app_context():
        assert db.session.get_one(SignIn, with_password.users["clerk"]).failures == 0


def test_it_records_right_and_wrong_tries(
    app: Flask, with_password: Cast, client: PageClient
) -> None:
    sign_in(client, "clerk", "wrong")
    sign_in(client, "clerk", PASSWORD)

    with app.app_context():
        query = select(Event.result).where(Event.action == "account.sign_in").order_by(Event.id)
        assert list(db.session.scalars(query)) == ["refused", "done"]


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/accounts/me", "/accounts/me"),
        ("https://example.org/", "/"),
        ("//example.org/", "/"),
        ("/\\example.org/", "/"),
        ("/\t/example.org/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_it_goes_on_to_addresses_of_this_site_only(
    with_password: Cast, client: PageClient, target: str, leads_to: str
) -> None:
    response = client.raw.post(
        "/accounts/sign-in",
        query_string={"next": target},
        data={"staff_no": "clerk", "password": PASSWORD},
    )

    assert response.location == leads_to


@pytest.mark.parametrize("text", ["\0", "x" * 10_000, "😀", "'--", "2010001234567890"])
def test_it_survives_odd_input(with_password: Cast, client: PageClient, text: str) -> None:
    assert sign_in(client, text, text).status_code == 302
    assert sign_in(client, "clerk", text).status_code == 302


def test_it_asks_for_a_new_password_first(
    app: Flask, with_password: Cast, client: PageClient
) -> None:
    change(app, with_password, must_change_password=True)
    sign_in(client, "clerk", PASSWORD)

    assert client.get("/").location == "/accounts/password"
    same = client.post("/accounts/password", {"new": PASSWORD, "again": PASSWORD})
    assert "与现在的密码相同" in same.text
    client.post("/accounts/password", {"new": "Another-2023-x", "again": "Another-2023-x"})
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("short1A", "short1A", "至少 10 位"),
        ("onlylowercase", "onlylowercase", "三种"),
        ("Different-1x", "Different-2x", "两次输入不一致"),
        ("Aa1" + "x" * 200, "Aa1" + "x" * 200, "不超过"),
    ],
)
def test_it_refuses_a_weak_password(
    with_password: Cast, client: PageClient, new: str, again: str, sentence: str
) -> None:
    sign_in(client, "clerk", PASSWORD)

    response = client.post("/accounts/password", {"old": PASSWORD, "new": new, "again": again})

    assert sentence in response.text
    check_page(response.text)


def test_it_asks_for_the_present_password(with_password: Cast, client: PageClient) -> None:
    sign_in(client, "clerk", PASSWORD)

    data = {"old": "wrong", "new": "Another-2023-x", "again": "Another-2023-x"}

    assert "现在的密码不正确" in client.post("/accounts/password", data).text


def test_it_shows_the_notice_at_the_first_sign_in(
    app: Flask, with_password: Cast, client: PageClient
) -> None:
    change(app, with_password, notice_read_on=None)
    sign_in(client, "clerk", PASSWORD)

    assert client.get("/accounts/me").location == "/accounts/notice"
    assert "您的权利" in client.page("accounts.notice")
    assert "请阅读后勾选" in client.post("/accounts/notice").text
    client.post("/accounts/notice", {"has_read": "y"})
    assert is_signed_in(client)


def test_it_ends_every_session_of_a_disabled_account(
    app: Flask, with_password: Cast, client: PageClient
) -> None:
    sign_in(client, "clerk", PASSWORD)
    with app.app_context(), writing():
        user = db.session.get_one(User, with_password.users["clerk"])
        set_active(user=user, active=False, actor=SYSTEM)

    assert not is_signed_in(client)


def test_it_ends_a_session_after_half_a_day(with_password: Cast, client: PageClient) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        sign_in(client, "clerk", PASSWORD)
        for _ in range(25):
            clock.shift(timedelta(minutes=29))
            last = is_signed_in(client)

    assert not last


def test_it_ends_an_idle_session(with_password: Cast, client: PageClient) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        sign_in(client, "clerk", PASSWORD)
        clock.shift(timedelta(minutes=31))

        assert not is_signed_in(client)


def test_signing_out_ends_the_session(with_password: Cast, client: PageClient) -> None:
    sign_in(client, "clerk", PASSWORD)
    client.post("/accounts/sign-out")

    assert not is_signed_in(client)


@pytest.mark.parametrize(("scheme", "is_secure"), [("https", True), ("http", False)])
def test_its_cookie_is_secure_where_the_connection_is(
    with_password: Cast, client: PageClient, scheme: str, is_secure: bool
) -> None:
    data = {"staff_no": "clerk", "password": PASSWORD}

    answer = client.post("/accounts/sign-in", data, base_url=f"{scheme}://localhost")

    assert ("Secure" in answer.headers["Set-Cookie"]) is is_secure
