"""The guides say what the product shows: its words, its places, its pictures."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tracker.help.queries import (
    FIRST_SIGN_IN,
    FOR_INSPECTORS,
    KEYS,
    PICTURES,
    PLACES,
    guide,
    pictures,
)

ROOT = Path(__file__).resolve().parents[2]
GUIDES = {key: (ROOT / "docs" / "guides" / f"{key}.md").read_text(encoding="utf-8") for key in KEYS}
STATIC = ROOT / "tracker" / "static"
SOURCES = [
    *(ROOT / "templates").rglob("*.html"), *(ROOT / "tracker").rglob("*.py"), *STATIC.glob("*.js"),
]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_they_quote_only_words_that_the_product_shows(key: str) -> None:
    shown = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)

    quoted = re.findall(r"「([^」]+)」", GUIDES[key])

    assert quoted
    assert [words for words in quoted if words not in shown] == []


def test_they_are_reached_by_headings_that_they_have(app: Flask) -> None:
    with app.test_request_context():
        lost = [
            (key, name, heading)
            for key, places in PLACES.items()
            for name, heading in places.items()
            if heading not in guide(key).headings
        ]
        of_inspectors = guide("leader").headings
        of_newcomers = guide(FIRST_SIGN_IN[0]).headings

    assert lost == []
    assert FOR_INSPECTORS in of_inspectors
    assert FIRST_SIGN_IN[1] in of_newcomers


def test_they_are_reached_from_pages_that_there_are(app: Flask) -> None:
    known = {*app.view_functions, *app.blueprints}

    assert [name for places in PLACES.values() for name in places if name not in known] == []


def test_each_has_a_section_only_once() -> None:
    for text in GUIDES.values():
        headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert len(headings) == len(set(headings))


def test_their_pictures_are_there_and_no_others(app: Flask) -> None:
    assert pictures() == {path.name for path in PICTURES.glob("guide-*.png")}


@pytest.mark.parametrize("key", KEYS)
def test_they_open_for_everybody(client: PageClient, key: str) -> None:
    html = client.page("help.guide", key=key)

    assert 'loading="lazy"' in html
    assert html.count('<section class="guide-section"') == GUIDES[key].count("\n## ")


def test_all_of_them_stand_on_one_page(client: PageClient) -> None:
    html = client.page("help.index")

    assert all(client.url("help.guide", key=key) in html for key in KEYS)


def test_it_sends_their_pictures(client: PageClient) -> None:
    answer = client.get(client.url("help.picture", name=min(pictures())))

    assert answer.status_code == 200
    assert answer.content_type == "image/png"


def test_it_sends_nothing_else(client: PageClient) -> None:
    assert client.get(client.url("help.picture", name="office.png")).status_code == 404
    assert client.get("/help/pictures/..%2Fguides%2Fhead.md").status_code == 404


@pytest.mark.parametrize(
    ("name", "endpoint", "key", "heading"),
    [
        ("clerk", "home.index", "clerk", "一个季度怎么走"),
        ("clerk", "risks.index", "clerk", "录入提及领域，登记风险"),
        ("head2", "home.index", "head", "看有什么要办"),
        ("secretary", "home.index", "leader", "每周看一分钟"),
        ("inspector", "home.reports", "leader", "检查人员看什么"),
        ("sysadmin", "accounts.slips", "administrator", "发登录条"),
        ("auditadmin", "audit.index", "administrator", "查操作记录"),
    ],
)
def test_a_page_leads_each_reader_to_their_own(
    cast: Cast, client: PageClient, name: str, endpoint: str, key: str, heading: str
) -> None:
    html = client.signed_in_as(cast.users[name]).page(endpoint)

    place = client.url("help.guide", key=key, _anchor=heading)
    assert f'href="{place}" data-help' in html


def test_a_visitor_is_led_to_the_first_sign_in(cast: Cast, client: PageClient) -> None:
    html = client.page("home.index")

    assert f'href="{client.url("help.guide", key="head", _anchor="第一次登录")}"' in html


def test_setting_up_is_explained_to_whoever_does_it(client: PageClient) -> None:
    html = client.page("operations.people")

    assert client.url("help.guide", key="administrator", _anchor="导入单位和人员") in html
