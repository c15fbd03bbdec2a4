"""Every page opens."""

from tests.client import PageClient
from tests.factories import Cast


def test_index(client: PageClient, cast: Cast) -> None:
    clerk = client.signed_in_as(cast.users["clerk"])
    clerk.page("meetings.index")
    clerk.page("meetings.new")
    clerk.page("meetings.new", late=1)
