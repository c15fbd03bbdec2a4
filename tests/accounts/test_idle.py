"""The idle time begins anew now and then, not with each request that a page sends."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from tests.client import PageClient
from tests.factories import Cast
from tracker.core.clock import now


@pytest.fixture
def clerk(client: PageClient, cast: Cast) -> PageClient:
    return client.signed_in_as(cast.users["clerk"])


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as coordinates:
        yield coordinates


def sets_cookie(clerk: PageClient) -> bool:
    return "Set-Cookie" in clerk.get("/waiting-count").headers


def test_a_request_on_its_way_leaves_the_cookie_alone(
    clerk: PageClient, clock: time_machine.Traveller
) -> None:
    assert sets_cookie(clerk)

    assert not sets_cookie(clerk)


def test_it_is_renewed_by_who_goes_on(clerk: PageClient, clock: time_machine.Traveller) -> None:
    sets_cookie(clerk)

    clock.shift(timedelta(minutes=4))

    assert sets_cookie(clerk)
