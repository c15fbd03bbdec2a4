"""The page: groups, filters, words in context, what is not quoted, and bad input."""

import re

import pytest

from tests.client import PageClient, statements_of
from tests.search.conftest import CANARY, World
from tracker.meetings.models import MeetingState
from tracker.minutes.models import MinutesState
from tracker.search import services
from tracker.search.queries import AT_ONCE
from tracker.unit_reports.models import ReportRow, ReportState


@pytest.fixture
def clerk(world: World, client: PageClient) -> PageClient:
    return client.signed_in_as(world.cast.users["clerk"])


@pytest.fixture
def full(world: World) -> World:
    with world.app.app_context():
        world.everything()
    return world


def words(html: str) -> str:
    """Return the page's main part without tags."""
    main = html.split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))


def test_it_groups_what_it_finds_with_counts(full: World, clerk: PageClient) -> None:
    html = clerk.page("search.index", q=CANARY)

    headings = re.findall(r"<h2[^>]*>\s*(\S+?)<span class=\"count\">(\d+)", html)
    assert headings == [
        ("印发文件", "4"), ("号数登记", "1"), ("督办任务", "7"), ("风险", "3"), ("会议", "3"),
        ("会议纪要", "2"), ("要求", "6"), ("提及领域", "3"), ("汇报", "3"), ("责任书", "3"),
    ]  # fmt: skip
    assert html.count("查看全部") == 2


def test_words_are_lit_in_context(world: World, clerk: PageClient) -> None:
    with world.app.app_context():
        item = world.item(
            "保卫部", title="检查库房", requirement="先清点。" + "库" * 60 + "更换标牌" + "房" * 90
        )

    html = clerk.page("search.index", q="标牌 检查")

    assert f'href="/follow-ups/{item}"' in html
    assert "<mark>检查</mark>库房" in html
    assert "…" + "库" * 22 + "更换<mark>标牌</mark>" in html
    assert "先清点" not in html


def test_one_kind_is_shown_page_by_page(world: World, clerk: PageClient) -> None:
    with world.app.app_context():
        for _ in range(23):
            world.item("保卫部")

    first = clerk.page("search.index", q=CANARY, kind="follow_up")
    second = clerk.page("search.index", q=CANARY, kind="follow_up", page=2)

    assert first.count('class="result"') == 20
    assert second.count('class="result"') == 3
    assert "共 23 条" in first
    assert clerk.page("search.index", q=CANARY, kind="follow_up", page=99)


def test_filters_keep_each_other(full: World, clerk: PageClient) -> None:
    html = clerk.page("search.index", q=CANARY, kind="risk", year=2023)

    addresses = re.findall(r'href="(/search/\?[^"]+)"', html)
    assert any("kind=follow_up" in url and "year=2023" in url for url in addresses)
    assert any("kind=risk" in url and "year" not in url for url in addresses)
    assert '<option value="">全部单位</option>' in html


def test_a_record_just_entered_is_found_at_once(full: World, clerk: PageClient) -> None:
    clerk.page("search.index", q="白鹭")
    with full.app.app_context():
        full.item("保卫部", title="更换白鹭标牌")

    assert "<mark>白鹭</mark>" in clerk.page("search.index", q="白鹭")


def test_it_says_when_the_index_is_far_behind(full: World, clerk: PageClient) -> None:
    with full.app.app_context():
        for _ in range(AT_ONCE + 1):
            full.item("保卫部", title="更换白鹭标牌")

    html = clerk.page("search.index", q="白鹭")

    assert "最近录入的内容还在整理" in html
    assert "没有找到" not in html


def test_nothing_of_a_sensitive_area_is_quoted(world: World, clerk: PageClient) -> None:
    with world.app.app_context():
        area = world.area("climate", "师生思想动态", is_sensitive=True)
        risk = world.risk("保卫部", area_id=area, title="白鹭谈话制度不全", measure="补白鹭制度")
        item = world.item("保卫部", risk_id=risk, title="补齐白鹭谈话制度")
        meeting = world.meeting(MeetingState.MINUTED)
        world.address(meeting, "抓好师生思想动态和白鹭分析")
        row = ReportRow(area_id=area, kind="weak_link", title="白鹭分析不及时")
        world.report(meeting, "保卫部", ReportState.SUBMITTED, row)
        world.minutes(
            meeting, MinutesState.ISSUED, opening="会议分析师生思想动态和白鹭。会议布置白鹭巡查。"
        )

    html = clerk.page("search.index", q="白鹭")

    assert f'href="/risks/{risk}"' in html
    assert f'href="/follow-ups/{item}"' in html
    assert "内容涉及敏感领域，请打开查看。" in html
    for quoted in ("谈话制度", "制度不全", "补白鹭", "和白鹭分析", "分析不及时", "会议分析"):
        assert quoted not in words(html), quoted
    assert "会议布置<mark>白鹭</mark>巡查" in html


def test_the_box_is_there_for_those_who_may_search(
    world: World, clerk: PageClient, client: PageClient
) -> None:
    assert 'action="/search/"' in clerk.page("home.index")
    for name in ("sysadmin", "secadmin", "auditadmin"):
        person = client.signed_in_as(world.cast.users[name])
        assert 'action="/search/"' not in person.page("home.index")
        assert person.get("/search/?q=a").status_code == 403


def test_leads_go_where_the_viewer_may_go(world: World, client: PageClient) -> None:
    inspector = client.signed_in_as(world.cast.users["inspector"])

    html = inspector.page("search.index", q="保卫部")

    assert 'href="/directory/units/"' in html
    assert inspector.get("/directory/units/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "用空格隔开"),
        ("   ", "用空格隔开"),
        ("，。？", "搜索词里没有可搜的字"),
        ("🔥🔥", "搜索词里没有可搜的字"),
        ("没有这个词", "没有找到"),
        ("消防" * 3000, "搜索词太多，只用了前面的部分"),
        ("一 二 三 四 五 六 七 八 九 十", "搜索词太多，只用了前面的部分"),
        ("<script>alert(1)</script>", "没有找到"),
        ("' OR 1=1 --", "没有找到"),
        ("\x07\x1b消防", "没有找到"),
    ],
)
def test_odd_questions_get_a_sentence(clerk: PageClient, typed: str, sentence: str) -> None:
    html = clerk.page("search.index", q=typed)

    assert sentence in html
    assert "<script>alert" not in html


def test_odd_filters_are_left_out(full: World, clerk: PageClient) -> None:
    for filters in ({"kind": "x"}, {"year": "x"}, {"unit": "x"}, {"page": "x"}, {"page": "-3"}):
        assert CANARY in clerk.page("search.index", q=CANARY, **filters)
    for filters in ({"unit": -1}, {"year": -1}, {"year": 0}):
        assert CANARY in clerk.page("search.index", q=CANARY, **filters)
    for filters in ({"year": 10**12}, {"unit": 10**12}, {"page": 10**12, "kind": "risk"}):
        assert clerk.page("search.index", q=CANARY, **filters)


def test_many_results_take_no_more_statements(
    full: World, clerk: PageClient, client: PageClient
) -> None:
    clerk.page("search.index", q=CANARY)
    few = statements_of(full.app, clerk.page, "search.index", q=CANARY)
    with full.app.app_context():
        for _ in range(15):
            full.item("保卫部", supporting=["后勤处"])
            full.risk("后勤处")
        services.catch_up()
    many = statements_of(full.app, clerk.page, "search.index", q=CANARY)

    assert len(many) == len(few)
