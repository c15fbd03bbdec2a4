"""The first start: an empty database becomes a college with its first three people."""

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tracker.accounts.queries import find_user
from tracker.core.clock import today
from tracker.directory import queries as directory
from tracker.directory.queries import risk_areas

COLLEGE = {
    "college_name": "澄岳职业技术学院",
    "public_url": "http://oa.example.edu:8000",
    "campuses": "临湖校区\n望岳校区",
}
ACCOUNTS = {
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
TABLE = "单位\t职务\t姓名\t工号\n校领导\t党委书记\t程远山\t1\n教务处\t处长\t宋　简\t1001\n"


def test_an_empty_database_leads_home_to_the_first_start(client: PageClient) -> None:
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer.location.endswith("/first-start/")


def test_it_offers_two_ways(client: PageClient) -> None:
    page = client.page("operations.first_start")

    assert "填写我的学校" in page
    assert "载入演示学院" in page


def test_the_college_is_kept_before_anybody_has_an_account(client: PageClient, app: Flask) -> None:
    answer = client.post("/first-start/college", COLLEGE)

    assert answer.location == "/first-start/people"
    assert "澄岳职业技术学院会议纪要" in client.page("operations.college")
    assert "已填写了一部分" in client.page("operations.first_start")
    assert "载入演示学院" not in client.page("operations.first_start")
    with app.app_context():
        settings = directory.settings(on=today())
        assert settings["college_name"] == "澄岳职业技术学院"
        assert settings["public_url"] == "http://oa.example.edu:8000"
        assert [campus.name for campus in directory.campuses()] == ["临湖校区", "望岳校区"]
        assert risk_areas()


def test_it_may_be_said_again(client: PageClient, app: Flask) -> None:
    client.post("/first-start/college", COLLEGE)

    again = {**COLLEGE, "college_name": "望岳学院", "campuses": "望岳校区\n听涛校区"}
    client.post("/first-start/college", again)

    with app.app_context():
        assert directory.settings(on=today())["college_name"] == "望岳学院"
        assert [campus.name for campus in directory.campuses()] == ["望岳校区", "听涛校区"]
        assert not directory.units()


def test_people_come_from_a_table_and_are_put_in_order(client: PageClient, app: Flask) -> None:
    client.post("/first-start/college", COLLEGE)

    shown = client.post("/first-start/people", {"pasted": TABLE}).get_data(as_text=True)
    assert "导入 2 行" in shown
    with app.app_context():
        assert not directory.persons()
    client.confirm("/first-start/people", {"pasted": TABLE})

    page = client.page("operations.order")
    assert page.index("程远山") < page.index("宋简")
    with app.app_context():
        posts = {name: post_id for post_id, name, _ in directory.rank_order(on=today())}
    client.post(
        "/first-start/order", {f"rank-{posts['宋简']}": "1", f"rank-{posts['程远山']}": "2"}
    )
    with app.app_context():
        assert [name for _, name, _ in directory.rank_order(on=today())] == ["宋简", "程远山"]


def test_it_opens_three_accounts(client: PageClient, app: Flask) -> None:
    client.post("/first-start/college", COLLEGE)

    answer = client.post("/first-start/accounts", ACCOUNTS)

    assert answer.status_code == 302
    with app.app_context():
        users = [find_user(number) for number in ("1001", "1002", "1003")]
        roles = [[grant.role for grant in user.grants] for user in users if user]
        assert roles == [["clerk"], ["sys_admin"], ["sec_admin"]]


def test_whom_the_table_told_needs_no_name(client: PageClient, app: Flask) -> None:
    client.post("/first-start/college", COLLEGE)
    client.confirm("/first-start/people", {"pasted": TABLE})
    assert '<option value="1001">宋简</option>' in client.page("operations.accounts")

    client.post("/first-start/accounts", {**ACCOUNTS, "clerk_name": ""})

    with app.app_context():
        clerk = find_user("1001")
        assert clerk is not None
        assert clerk.person.name == "宋简"
        assert directory.highest_post(clerk.person_id, on=today()).title == "处长"


def test_an_unknown_number_asks_for_the_name(client: PageClient, app: Flask) -> None:
    client.post("/first-start/college", COLLEGE)

    answer = client.post("/first-start/accounts", {**ACCOUNTS, "clerk_name": ""})

    assert "通讯录中还没有这个工号" in answer.get_data(as_text=True)
    with app.app_context():
        assert find_user("1001") is None


def test_who_holds_a_post_is_no_administrator(client: PageClient, app: Flask) -> None:
    client.post("/first-start/college", COLLEGE)
    client.confirm("/first-start/people", {"pasted": TABLE})

    chosen = {**ACCOUNTS, "sys_admin_no": "1", "sys_admin_name": ""}
    answer = client.post("/first-start/accounts", chosen)

    assert "此人任党委书记" in answer.get_data(as_text=True)
    with app.app_context():
        assert find_user("1001") is None


def test_a_number_of_somebody_else_is_refused(client: PageClient) -> None:
    client.post("/first-start/college", COLLEGE)
    client.confirm("/first-start/people", {"pasted": TABLE})

    answer = client.post("/first-start/accounts", ACCOUNTS)

    assert answer.status_code == 409
    assert "已登记给宋简" in answer.get_data(as_text=True)


def test_every_page_may_be_skipped(client: PageClient, app: Flask) -> None:
    for endpoint in ("college", "people", "order", "accounts"):
        client.page(f"operations.{endpoint}")

    client.post("/first-start/accounts", ACCOUNTS)

    with app.app_context():
        assert find_user("1001") is not None
        assert risk_areas()


@pytest.mark.parametrize("taken", ["1001", "1002"])
def test_it_asks_for_three_different_persons(client: PageClient, app: Flask, taken: str) -> None:
    answer = client.post("/first-start/accounts", {**ACCOUNTS, "sec_admin_no": taken})

    assert "须由三个人分别担任" in answer.get_data(as_text=True)
    with app.app_context():
        assert find_user("1001") is None


def test_it_asks_for_strong_passwords(client: PageClient, app: Flask) -> None:
    client.post("/first-start/accounts", {**ACCOUNTS, "clerk_password": "12345678"})

    with app.app_context():
        assert find_user("1001") is None


def test_it_does_not_begin_twice(client: PageClient) -> None:
    client.post("/first-start/college", COLLEGE)
    client.post("/first-start/accounts", ACCOUNTS)

    assert client.get("/first-start/").status_code == 404
    for page, form in (
        ("college", COLLEGE), ("people", {"pasted": TABLE}), ("order", {}), ("accounts", ACCOUNTS),
    ):  # fmt: skip
        assert client.post(f"/first-start/{page}", form).status_code == 404


@pytest.mark.parametrize("path", ["/first-start/", "/first-start/college"])
def test_it_is_gone_where_people_work(client: PageClient, cast: Cast, path: str) -> None:
    assert cast.users
    assert client.get(path).status_code == 404
    assert client.post("/first-start/demo", {"password": "Chengyue-2023"}).status_code == 404
