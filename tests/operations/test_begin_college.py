"""The first start: an empty database becomes a college with its first three people."""

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tracker.accounts.queries import find_user
from tracker.core.clock import today
from tracker.directory import queries as directory
from tracker.directory.queries import risk_areas

FORM = {
    "college_name": "澄岳职业技术学院",
    "public_url": "http://oa.example.edu:8000",
    "clerk_name": "宋知简",
    "clerk_no": "1001",
    "clerk_password": "Chengyue-2023",
    "sys_admin_name": "季成章",
    "sys_admin_no": "1002",
    "sys_admin_password": "Chengyue-2024",
    "sec_admin_name": "许守正",
    "sec_admin_no": "1003",
    "sec_admin_password": "Chengyue-2025",
}


def test_an_empty_database_leads_home_to_the_first_start(client: PageClient) -> None:
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer.location.endswith("/first-start/")


def test_it_offers_two_ways(client: PageClient) -> None:
    page = client.page("operations.first_start")

    assert "填写我的学校" in page
    assert "载入演示学院" in page


def test_it_shows_the_form(client: PageClient) -> None:
    assert "系统管理员" in client.page("operations.college")


def test_it_makes_the_college_and_three_accounts(client: PageClient, app: Flask) -> None:
    answer = client.post("/first-start/college", FORM)

    assert answer.status_code == 302
    with app.app_context():
        users = [find_user(number) for number in ("1001", "1002", "1003")]
        roles = [[grant.role for grant in user.grants] for user in users if user]
        assert roles == [["clerk"], ["sys_admin"], ["sec_admin"]]
        settings = directory.settings(on=today())
        assert settings["college_name"] == "澄岳职业技术学院"
        assert settings["public_url"] == "http://oa.example.edu:8000"
        assert risk_areas()


@pytest.mark.parametrize("taken", ["1001", "1002"])
def test_it_asks_for_three_different_persons(client: PageClient, app: Flask, taken: str) -> None:
    answer = client.post("/first-start/college", {**FORM, "sec_admin_no": taken})

    assert "须由三个人分别担任" in answer.get_data(as_text=True)
    with app.app_context():
        assert find_user("1001") is None


def test_it_asks_for_strong_passwords(client: PageClient, app: Flask) -> None:
    client.post("/first-start/college", {**FORM, "clerk_password": "12345678"})

    with app.app_context():
        assert find_user("1001") is None


def test_it_does_not_begin_twice(client: PageClient) -> None:
    client.post("/first-start/college", FORM)

    assert client.get("/first-start/").status_code == 404
    assert client.post("/first-start/college", FORM).status_code == 404


@pytest.mark.parametrize("path", ["/first-start/", "/first-start/college"])
def test_it_is_gone_where_people_work(client: PageClient, cast: Cast, path: str) -> None:
    assert cast.users
    assert client.get(path).status_code == 404
    assert client.post("/first-start/demo", {"password": "Chengyue-2023"}).status_code == 404
