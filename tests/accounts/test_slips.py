"""登录条: who gets one, that its code lets in once, and that it is printed once."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient, statements_of
from tests.factories import Cast
from tracker.accounts import queries
from tracker.accounts.models import Slip, User
from tracker.accounts.services import make_slip, prepare_slips
from tracker.audit.models import Event
from tracker.audit.services import SYSTEM, record_event
from tracker.core.clock import now, today
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.directory.models import Person, Post, PostHolding, PostRole

OWN = "Luqingan-2023"


@pytest.fixture
def sysadmin(cast: Cast, client: PageClient) -> PageClient:
    return client.signed_in_as(cast.users["sysadmin"])


def give_slip(app: Flask, cast: Cast, name: str = "head") -> str:
    """Prepare a slip; returns its code."""
    with app.app_context(), writing():
        slip = make_slip(user=db.session.get_one(User, cast.users[name]), actor=SYSTEM)
        return queries.code_of(slip)


def newcomer(app: Flask, cast: Cast, staff_no: str | None = "2026001") -> int:
    """Let somebody without an account take over the support unit; returns the unit."""
    with app.app_context(), writing():
        person = Person(name="江见白", staff_no=staff_no)
        post = Post(unit_id=cast.units["图文信息中心"], title="主任", role=PostRole.PRINCIPAL)
        db.session.add(PostHolding(person=person, post=post, from_on=today()))
        record_event("test.person", person, actor=SYSTEM)
    return cast.units["图文信息中心"]


def sign_in(client: PageClient, code: str, query: str = "", staff_no: str = "head") -> str:
    data = {"staff_no": staff_no, "password": code}
    return client.post(f"/accounts/sign-in{query}", data, follow_redirects=True).text


def test_it_opens_accounts_and_prepares_slips_of_the_ticked_units(
    app: Flask, cast: Cast, sysadmin: PageClient
) -> None:
    unit_id = newcomer(app, cast)
    before = sysadmin.page("accounts.slips")

    page = sysadmin.post("/accounts/slips", {"unit_ids": unit_id}, follow_redirects=True).text

    assert "未开户" in before
    assert "已备好 1 张登录条" in page
    with app.app_context():
        user = db.session.scalars(select(User).filter_by(staff_no="2026001")).one()
        assert user.password is None
        assert [slip.user_id for slip in queries.open_slips(user.id)] == [user.id]


def test_a_unit_that_needs_none_is_told(cast: Cast, sysadmin: PageClient) -> None:
    data = {"unit_ids": cast.units["保卫部"]}

    assert (
        "没有需要登录条的人员" in sysadmin.post("/accounts/slips", data, follow_redirects=True).text
    )


def test_who_has_no_staff_number_is_named_and_cannot_be_ticked(
    app: Flask, cast: Cast, sysadmin: PageClient
) -> None:
    newcomer(app, cast, staff_no=None)

    assert "缺工号" in sysadmin.page("accounts.slips")
    with app.app_context():
        person = db.session.scalars(select(Person).filter_by(name="江见白")).one()
        with writing(), pytest.raises(RuleBroken, match="补填"):
            prepare_slips([person], actor=SYSTEM)


def test_the_code_lets_in_and_the_password_ends_it(
    app: Flask, cast: Cast, client: PageClient
) -> None:
    code = give_slip(app, cast)

    assert "新密码" in sign_in(client, code)
    client.post("/accounts/password", {"new": OWN, "again": OWN})

    visitor = PageClient(app)
    assert "工号或密码不正确" in sign_in(visitor, code)
    assert "退出登录" in sign_in(visitor, OWN, query="?next=/accounts/me")


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), str.strip])
def test_the_code_is_read_as_people_type_it(
    app: Flask, cast: Cast, client: PageClient, typed: object
) -> None:
    assert callable(typed)

    assert "新密码" in sign_in(client, typed(give_slip(app, cast)))


def test_the_page_asked_for_opens_after_password_and_notice(
    app: Flask, cast: Cast, client: PageClient
) -> None:
    code = give_slip(app, cast)
    with app.app_context(), writing():
        user = db.session.get_one(User, cast.users["head"])
        user.notice_read_on = None
        record_event("test.user", user, actor=SYSTEM)

    sign_in(client, code, query="?next=/follow-ups/?state=open")
    client.post("/accounts/password", {"new": OWN, "again": OWN})
    response = client.post("/accounts/notice", {"has_read": "y"})

    assert response.location == "/follow-ups/?state=open"


def test_after_fourteen_days_it_says_that_the_code_has_run_out(
    app: Flask, cast: Cast, client: PageClient
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        code = give_slip(app, cast)
        clock.shift(timedelta(days=14))
        assert "新密码" in sign_in(PageClient(app), code)
        clock.shift(timedelta(days=1))

        assert "14 天有效期" in sign_in(client, code)
        assert "工号或密码不正确" in sign_in(client, "AAAA-BBBB-CCCC")


def test_a_new_slip_ends_the_old_one_and_the_password(
    app: Flask, cast: Cast, client: PageClient, sysadmin: PageClient
) -> None:
    old = give_slip(app, cast)

    page = sysadmin.post(f"/accounts/{cast.users['head']}/slip", follow_redirects=True).text

    assert "备好新的登录条" in page
    assert "工号或密码不正确" in sign_in(client, old)


def test_a_disabled_account_gets_none(app: Flask, cast: Cast, sysadmin: PageClient) -> None:
    code = give_slip(app, cast)
    sysadmin.post(f"/accounts/{cast.users['head']}/disable")

    response = sysadmin.post(f"/accounts/{cast.users['head']}/slip")

    assert response.status_code == 409
    assert "工号或密码不正确" in sign_in(PageClient(app), code)


def test_no_code_stands_in_the_database(app: Flask, cast: Cast) -> None:
    code = give_slip(app, cast)

    with app.app_context():
        slip = db.session.scalars(select(Slip)).one()
        kept = [str(value) for value in vars(slip).values()]
        trail = [
            str(entry.changes) + entry.object_label for entry in db.session.scalars(select(Event))
        ]
    assert not any(code in text or slip.nonce in text for text in trail)
    assert not any(code in text for text in kept)


def test_slips_are_downloaded_once(app: Flask, cast: Cast, sysadmin: PageClient) -> None:
    give_slip(app, cast)
    address = "/papers/account-slips/all.pdf"

    first = sysadmin.get(address)
    looked = sysadmin.get(address, headers={"HX-Request": "true"})
    second = sysadmin.get(address)
    third = sysadmin.get(address)

    assert first.status_code == 200 or "下载登录条" in looked.text
    printed = first if first.mimetype == "application/pdf" else second
    assert printed.data.startswith(b"%PDF")
    assert "attachment" in printed.headers["Content-Disposition"]
    assert third.status_code == 404
    with app.app_context():
        slip = db.session.scalars(select(Slip)).one()
        assert slip.printed_at is not None
        actions = list(db.session.scalars(select(Event.action).order_by(Event.id)))
        assert {"account.slip", "account.print_slip", "file.sweep"} <= set(actions)


@pytest.mark.parametrize("name", ["clerk", "head2", "leader", "secadmin", "auditadmin"])
def test_nobody_else_reaches_slips(app: Flask, cast: Cast, client: PageClient, name: str) -> None:
    give_slip(app, cast)
    reader = client.signed_in_as(cast.users[name])

    assert reader.get("/accounts/slips").status_code == 403
    assert reader.get("/papers/account-slips/all.pdf").status_code == 403


def test_the_system_administrator_gets_no_other_paper(cast: Cast, sysadmin: PageClient) -> None:
    assert sysadmin.get("/papers/coverage/2023.pdf").status_code == 403


def test_the_list_takes_no_more_statements_for_more_people(
    app: Flask, cast: Cast, sysadmin: PageClient
) -> None:
    few = statements_of(app, sysadmin.page, "accounts.slips")
    with app.app_context(), writing():
        for number in range(30):
            person = Person(name=f"新人{number}", staff_no=f"n{number}")
            post = Post(unit_id=cast.units["后勤处"], title="副处长", role=PostRole.LIAISON)
            db.session.add(PostHolding(person=person, post=post, from_on=today()))
        record_event("test.persons", person, actor=SYSTEM)
    many = statements_of(app, sysadmin.page, "accounts.slips")
    page = sysadmin.page("accounts.slips")

    assert len(re.findall("未开户", page)) == 30
    assert len(many) == len(few) <= 7
