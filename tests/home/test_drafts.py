"""Drafts: what is typed is kept for the person alone, unless it must not be stored."""

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast

URL = "/drafts/meeting/new"


@pytest.fixture
def clerk(client: PageClient, cast: Cast) -> PageClient:
    return client.signed_in_as(cast.users["clerk"])


def test_it_keeps_what_is_typed(clerk: PageClient) -> None:
    saved = clerk.post(URL, json={"fields": {"title": ["第一季度研判会"], "kinds": ["a", "b"]}})

    found = clerk.get(URL).get_json()
    assert saved.status_code == 200
    assert found["fields"] == {"title": ["第一季度研判会"], "kinds": ["a", "b"]}


def test_it_keeps_it_from_others(clerk: PageClient, client: PageClient, cast: Cast) -> None:
    clerk.post(URL, json={"fields": {"title": "草稿"}})

    other = client.signed_in_as(cast.users["director"])

    assert other.get(URL).status_code == 204


def test_it_never_stores_what_is_blocked(clerk: PageClient) -> None:
    answer = clerk.post(URL, json={"fields": {"body": "身份证 11010519491231002X"}})

    assert answer.status_code == 422
    assert "sentence" in answer.get_json()
    assert clerk.get(URL).status_code == 204


def test_it_forgets_on_request(clerk: PageClient) -> None:
    clerk.post(URL, json={"fields": {"title": "草稿"}})

    clerk.raw.delete(URL)

    assert clerk.get(URL).status_code == 204


@pytest.mark.parametrize("body", [None, [], {"fields": 3}, {"fields": {"a": None}}, "x"])
def test_it_takes_nonsense_calmly(clerk: PageClient, body: object) -> None:
    assert clerk.post(URL, json=body).status_code == 200


def test_it_refuses_far_too_much(clerk: PageClient) -> None:
    assert clerk.post(URL, json={"fields": {"a": "字" * 200_001}}).status_code == 413


def test_it_asks_to_sign_in(app: Flask, client: PageClient) -> None:
    assert client.post(URL, json={"fields": {}}).status_code == 401
