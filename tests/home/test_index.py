"""Who gets which page at `/`."""

import pytest
from flask import Flask

from tests import factories
from tests.client import PageClient, statements_of
from tests.factories import START, Cast, saved
from tests.home.conftest import As, Desk
from tracker.directory.models import Post, PostHolding, PostRole


def test_a_visitor_signs_in(client: PageClient, cast: Cast) -> None:
    assert "<h1>登录</h1>" in client.page("home.index")


@pytest.mark.parametrize(
    ("who", "heading"),
    [
        ("clerk", "2023年第一季度"),
        ("director", "2023年第一季度"),
        ("leader", "2023年第一季度"),
        ("head", "我的待办"),
        ("liaison", "我的待办"),
        ("inspector", "首页"),
        ("sysadmin", "首页"),
        ("outsider", "首页"),
    ],
)
def test_each_role_has_its_page(as_: As, who: str, heading: str) -> None:
    assert f"<h1>{heading}</h1>" in as_(who).page("home.index")


@pytest.mark.parametrize(
    ("who", "url"),
    [("sysadmin", "/accounts/"), ("secadmin", "/accounts/grants"), ("auditadmin", "/audit/")],
)
def test_an_administrator_finds_the_own_pages_only(desk: Desk, as_: As, who: str, url: str) -> None:
    desk.meeting()
    desk.item(due_in=-3)

    page = as_(who).page("home.index")

    assert f'href="{url}"' in page
    assert "一季度会议" not in page
    assert "逾期" not in page


def test_an_inspector_reads_meetings_and_papers(app: Flask, desk: Desk, as_: As) -> None:
    for quarter in range(1, 5):
        desk.meeting(quarter=quarter)
    inspector = as_("inspector")

    statements = statements_of(app, inspector.page, "home.index")
    page = inspector.page("home.index")

    assert "一季度会议" in page
    assert "新建会议" not in page
    assert len(statements) <= 7, statements


def test_who_has_no_role_is_told_whom_to_ask(as_: As) -> None:
    assert "请办公室核对您的任职" in as_("outsider").page("home.index")


def test_the_tasks_of_a_leader_who_heads_a_unit_are_behind_a_link(desk: Desk, as_: As) -> None:
    unit_id = desk.cast.units["图文信息中心"]
    with desk.app.app_context():
        post = Post(unit_id=unit_id, title="主任", role=PostRole.PRINCIPAL, rank=300)
        person_id = desk.cast.persons["vice"]
        saved(PostHolding(post=post, person_id=person_id, from_on=START))
    desk.item(unit="图文信息中心")
    vice = as_("vice")

    page = vice.page("home.index")

    assert "<h1>2023年第一季度</h1>" in page
    assert "您负责的单位还有 1 项任务待办理" in page
    assert vice.get(f"/follow-ups/?unit={unit_id}&state=open").status_code == 200


def test_an_empty_database_leads_to_the_first_start(app: Flask, client: PageClient) -> None:
    with app.app_context():
        factories.empty_all_tables()

    answer = client.get("/")

    assert answer.status_code == 302
    assert answer.location == client.url("operations.first_start")
