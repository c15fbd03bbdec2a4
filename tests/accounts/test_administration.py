"""What the system administrator and the security administrator do."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.client import PageClient, statements_of
from tests.factories import Cast
from tracker.accounts.models import Delegation, Grant, User
from tracker.accounts.queries import may_issue, viewer_of
from tracker.accounts.services import delegate_issuing, end_grant, grant_role
from tracker.audit.services import SYSTEM, record_event
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Permission, Role
from tracker.directory.models import Person, Post, PostHolding, PostRole


@pytest.fixture
def sysadmin(cast: Cast, client: PageClient) -> PageClient:
    return client.signed_in_as(cast.users["sysadmin"])


@pytest.fixture
def secadmin(cast: Cast, client: PageClient) -> PageClient:
    return client.signed_in_as(cast.users["secadmin"])


def grant(cast: Cast, name: str, role: Role, **values: object) -> Grant:
    with writing():
        user = db.session.get_one(User, cast.users[name])
        return grant_role(
            user=user, role=role, actor=cast.actor("secadmin"),
            from_on=values.get("from_on", date(2023, 1, 1)), to_on=values.get("to_on"),
        )  # fmt: skip


def test_it_lists_accounts(sysadmin: PageClient) -> None:
    assert "方小禾" in sysadmin.page("accounts.index")


def test_the_list_takes_no_more_statements_for_more_accounts(
    app: Flask, cast: Cast, sysadmin: PageClient
) -> None:
    few = statements_of(app, sysadmin.page, "accounts.index")
    with app.app_context(), writing():
        for number in range(30):
            person = Person(name=f"新人{number}")
            user = User(staff_no=f"n{number}", person=person, fs_uniquifier=f"n{number}")
            db.session.add(user)
        db.session.flush()
        record_event("test.users", user, actor=SYSTEM)
    many = statements_of(app, sysadmin.page, "accounts.index")

    assert len(many) == len(few) <= 6


def test_it_opens_an_account_and_shows_the_first_password_once(
    app: Flask, cast: Cast, sysadmin: PageClient
) -> None:
    with app.app_context(), writing():
        person = Person(name="新来的", staff_no="2023001")
        db.session.add(person)
        record_event("test.person", person, actor=SYSTEM)
        person_id = person.id
    data = {"person_id": str(person_id), "staff_no": "2023001", "form_id": "once"}

    first = re.search(
        r'id="first-password">(.+?)<', sysadmin.post("/accounts/new", data).text
    ) or pytest.fail("no password")
    again = sysadmin.post("/accounts/new", data, follow_redirects=True).text

    assert "first-password" not in again
    visitor = PageClient(app)
    visitor.post("/accounts/sign-in", {"staff_no": "2023001", "password": first[1]})
    assert visitor.get("/").location == "/accounts/password"


@pytest.mark.parametrize("staff_no", ["", "x" * 17, "11010519491231002X", "有空 格", "a\n"])
def test_it_refuses_what_is_no_staff_number(sysadmin: PageClient, staff_no: str) -> None:
    response = sysadmin.post("/accounts/new", {"person_id": "1", "staff_no": staff_no})

    assert response.status_code == 200
    assert "first-password" not in response.text


def test_it_resets_a_password(cast: Cast, sysadmin: PageClient) -> None:
    response = sysadmin.post(f"/accounts/{cast.users['clerk']}/reset-password")

    assert "初始密码" in response.text
    assert "待首次改密" in sysadmin.page("accounts.show", user_id=cast.users["clerk"])


def test_it_disables_and_enables(cast: Cast, sysadmin: PageClient) -> None:
    url = f"/accounts/{cast.users['clerk']}"

    sysadmin.post(f"{url}/disable")
    assert "已停用" in sysadmin.get(url).text
    sysadmin.post(f"{url}/enable")
    assert "已停用" not in sysadmin.get(url).text


@pytest.mark.parametrize("name", ["sysadmin", "secadmin"])
def test_it_keeps_the_last_administrator(cast: Cast, sysadmin: PageClient, name: str) -> None:
    assert sysadmin.post(f"/accounts/{cast.users[name]}/disable").status_code == 409


@pytest.mark.parametrize("url", ["/accounts/99999", "/accounts/99999/disable"])
def test_an_unknown_account_is_not_found(sysadmin: PageClient, url: str) -> None:
    method = sysadmin.post if url.endswith("disable") else sysadmin.get
    assert method(url).status_code == 404


def test_it_grants_and_ends(cast: Cast, secadmin: PageClient, app: Flask) -> None:
    data = {"user_id": cast.users["outsider"], "role": "clerk", "from_on": str(today())}

    secadmin.post("/accounts/grants", data)
    with app.app_context():
        given = db.session.query(Grant).filter_by(user_id=cast.users["outsider"]).one()
        assert Role.CLERK in cast.viewer("outsider", on=today()).roles
    secadmin.post(f"/accounts/grants/{given.id}/end")

    with app.app_context():
        assert not cast.viewer("outsider", on=today()).roles
    assert "已终止" in secadmin.page("accounts.grants")


def test_it_refuses_granting_to_oneself(cast: Cast, secadmin: PageClient) -> None:
    data = {"user_id": cast.users["secadmin"], "role": "clerk", "from_on": "2023-01-01"}

    assert secadmin.post("/accounts/grants", data).status_code == 409


@pytest.mark.parametrize(
    ("name", "role", "words"),
    [
        ("sysadmin", Role.AUDIT_ADMIN, "三个人"),
        ("sysadmin", Role.CLERK, "不得同时"),
        ("clerk", Role.SYS_ADMIN, "不得同时"),
        ("head", Role.SYS_ADMIN, "不得同时"),
        ("outsider", Role.UNIT_HEAD, "由任职产生"),
        ("outsider", Role.INSPECTOR, "截止日期"),
        ("clerk", Role.CLERK, "已是"),
    ],
)
def test_it_keeps_administrators_apart(
    app: Flask, cast: Cast, name: str, role: Role, words: str
) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match=words):
        grant(cast, name, role)


def test_it_keeps_administrators_apart_in_days_to_come(app: Flask, cast: Cast) -> None:
    with app.app_context():
        grant(cast, "outsider", Role.SYS_ADMIN, from_on=date(2030, 1, 1))

        with pytest.raises(RuleBroken, match="三个人"):
            grant(cast, "outsider", Role.SEC_ADMIN, from_on=date(2023, 1, 1))


def test_an_administrator_with_a_post_does_no_business(app: Flask, cast: Cast) -> None:
    with app.app_context():
        with writing():
            post = Post(unit_id=cast.units["保卫部"], title="副部长", role=PostRole.PRINCIPAL)
            holding = PostHolding(
                person_id=cast.persons["sysadmin"], post=post, from_on=date(2023, 1, 1)
            )
            db.session.add(holding)
            record_event("test.post", post, actor=SYSTEM)
        viewer = cast.viewer("sysadmin")

        assert viewer.roles == {Role.SYS_ADMIN}
        assert not viewer.unit_ids


def test_it_keeps_one_security_administrator(app: Flask, cast: Cast) -> None:
    with app.app_context():
        given = db.session.query(Grant).filter_by(role="sec_admin").one()

        with pytest.raises(RuleBroken, match="唯一"):
            end_grant(grant=given, on=today(), actor=SYSTEM)


def test_a_delegate_may_issue_in_the_period(app: Flask, cast: Cast) -> None:
    first, last = date(2023, 3, 1), date(2023, 3, 31)
    with app.app_context():
        with writing():
            delegate_issuing(
                from_person=db.session.get_one(Person, cast.persons["secretary"]),
                to_person=db.session.get_one(Person, cast.persons["director"]),
                from_on=first, to_on=last, actor=cast.actor("secadmin"),
            )  # fmt: skip
        user = db.session.get_one(User, cast.users["director"])

        assert may_issue(user.person_id, None, on=first)
        assert viewer_of(user, on=last).can(Permission.MINUTES_ISSUE)
        assert not viewer_of(user, on=last + timedelta(days=1)).can(Permission.MINUTES_ISSUE)


def test_it_records_and_ends_a_delegation(app: Flask, cast: Cast, secadmin: PageClient) -> None:
    data = {
        "from_person_id": cast.persons["secretary"], "to_person_id": cast.persons["director"],
        "from_on": str(today()), "to_on": str(today() + timedelta(days=9)),
    }  # fmt: skip

    secadmin.post("/accounts/delegations", data)
    with app.app_context():
        given = db.session.query(Delegation).one()
    assert "韩立群" in secadmin.page("accounts.delegations")
    secadmin.post(f"/accounts/delegations/{given.id}/end")

    with app.app_context():
        assert not may_issue(cast.persons["director"], None, on=today())


@pytest.mark.parametrize("name", ["clerk", "head", "secretary", "sysadmin", "secadmin", "outsider"])
def test_everybody_has_a_page_of_their_own(cast: Cast, client: PageClient, name: str) -> None:
    assert "我的账户" in client.signed_in_as(cast.users[name]).page("accounts.me")
