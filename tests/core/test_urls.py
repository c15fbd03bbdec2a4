"""Addresses that no record can have are unknown on either database."""

import pytest

from tests.client import PageClient
from tests.factories import Cast


@pytest.mark.parametrize(
    "url",
    [
        "/verify/%00", "/c/A%00B", "/papers/minutes/%00.pdf", "/drafts/meeting/%00",
        "/follow-ups/?unit=%00", "/meetings/99999999999",
    ],
)  # fmt: skip
def test_it_is_unknown(cast: Cast, client: PageClient, url: str) -> None:
    assert client.signed_in_as(cast.users["clerk"]).get(url).status_code == 404
