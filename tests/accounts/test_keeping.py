"""A phone that stays signed in: whose, how long, and how it ends."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tracker.accounts.models import KeptSignIn, User
from tracker.accounts.services import device_name, hashed
from tracker.audit.services import SYSTEM, record_event
from tracker.core.clock import now
from tracker.core.db import db, writing

PASSWORD = "Luqingan-2023"
PHONE = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/86.0 MicroMessenger/8.0"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as coordinates:
        yield coordinates


@pytest.fixture(scope="module")
def digest() -> dict[str, str]:
    return {}


def phone_of(app: Flask, cast: Cast, digest: dict[str, str], name: str = "head") -> PageClient:
    """Return a phone on which somebody signed in and asked to be kept."""
    with app.app_context():
        digest.setdefault("hash", hashed(PASSWORD))
        with writing():
            user = db.session.get_one(User, cast.users[name])
            user.password = digest["hash"]
            record_event("test.user", user, actor=SYSTEM)
    phone = PageClient(app)
    data = {"staff_no": name, "password": PASSWORD, "keep": "y"}
    phone.post("/accounts/sign-in", data, headers={"User-Agent": PHONE})
    return phone


def is_in(phone: PageClient) -> bool:
    return phone.get("/accounts/me").status_code == 200


def test_it_comes_back_for_fourteen_days(
    app: Flask, cast: Cast, digest: dict[str, str], clock: time_machine.Traveller
) -> None:
    phone = phone_of(app, cast, digest)
    clock.shift(timedelta(days=13))
    assert is_in(phone)

    clock.shift(timedelta(days=1, hours=13))

    assert not is_in(phone)


@pytest.mark.parametrize("name", ["clerk", "secretary", "sysadmin", "discipline"])
def test_only_heads_and_liaisons_are_kept(
    app: Flask, cast: Cast, digest: dict[str, str], clock: time_machine.Traveller, name: str
) -> None:
    phone = phone_of(app, cast, digest, name)
    is_head = name == "discipline"
    assert is_in(phone)

    clock.shift(timedelta(hours=13))

    assert is_in(phone) is is_head


def test_without_the_tick_it_is_not_kept(
    app: Flask, cast: Cast, digest: dict[str, str], clock: time_machine.Traveller
) -> None:
    phone_of(app, cast, digest)
    other = PageClient(app)
    other.post("/accounts/sign-in", {"staff_no": "head", "password": PASSWORD})
    clock.shift(timedelta(hours=13))

    assert not is_in(other)


def test_its_owner_sees_it_and_ends_it(
    app: Flask, cast: Cast, digest: dict[str, str], clock: time_machine.Traveller
) -> None:
    phone = phone_of(app, cast, digest)
    desk = phone.signed_in_as(cast.users["head"])
    assert "安卓手机·微信" in desk.page("accounts.me")

    desk.post(f"/accounts/kept/{kept_id(app)}/end")
    clock.shift(timedelta(hours=13))

    assert not is_in(phone)


def test_the_administrator_ends_it_and_nobody_else(
    app: Flask, cast: Cast, digest: dict[str, str], clock: time_machine.Traveller
) -> None:
    phone = phone_of(app, cast, digest)
    clock.shift(timedelta(hours=13))
    stranger = phone.signed_in_as(cast.users["head2"])
    address = f"/accounts/kept/{kept_id(app)}/end"

    assert stranger.post(address).status_code == 404
    assert is_in(phone)
    clock.shift(timedelta(hours=13))
    sysadmin = phone.signed_in_as(cast.users["sysadmin"])
    assert sysadmin.post(address, follow_redirects=True).status_code == 200
    assert not is_in(phone)


def test_signing_out_on_the_phone_ends_it(app: Flask, cast: Cast, digest: dict[str, str]) -> None:
    phone = phone_of(app, cast, digest)

    phone.post("/accounts/sign-out")

    assert not is_in(phone)


@pytest.mark.parametrize("act", ["reset-password", "disable", "slip"])
def test_a_new_password_and_a_disabled_account_end_it(
    app: Flask, cast: Cast, digest: dict[str, str], act: str
) -> None:
    phone = phone_of(app, cast, digest)

    phone.signed_in_as(cast.users["sysadmin"]).post(f"/accounts/{cast.users['head']}/{act}")

    assert not is_in(phone)


def test_who_changes_the_password_on_it_stays(
    app: Flask, cast: Cast, digest: dict[str, str], clock: time_machine.Traveller
) -> None:
    phone = phone_of(app, cast, digest)
    new = "Luqingan-2024"

    phone.post("/accounts/password", {"old": PASSWORD, "new": new, "again": new})
    clock.shift(timedelta(hours=13))

    assert is_in(phone)


def test_the_college_may_forbid_it_at_once(
    app: Flask, cast: Cast, digest: dict[str, str], clock: time_machine.Traveller
) -> None:
    phone = phone_of(app, cast, digest)
    secadmin = phone.signed_in_as(cast.users["secadmin"])

    too_many = secadmin.post("/accounts/policy", {"days_kept_signed_in": "99"})
    secadmin.post("/accounts/policy", {"days_kept_signed_in": "0"})
    clock.shift(timedelta(hours=13))

    assert not is_in(phone)
    assert "保持登录" not in PageClient(app).page("home.index")
    assert "0 至 14" in too_many.text


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "安卓手机·微信"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 15_0) Version/15.0 Safari/604.1", "苹果手机·Safari"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Windows 电脑·Edge"),
        ("", "其他设备·浏览器"),
    ],
)
def test_a_device_is_named_in_words(agent: str, name: str) -> None:
    assert device_name(agent) == name


def kept_id(app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(select(KeptSignIn.id)).one()
