"""Who uploads, and what is uploaded."""

import io

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from tests.client import PageClient
from tests.factories import Cast


@pytest.fixture
def clerk(client: PageClient, cast: Cast) -> PageClient:
    """The office's clerk, signed in."""
    return client.signed_in_as(cast.users["clerk"])


def picture(size: tuple[int, int] = (40, 30), kind: str = "JPEG", **options: object) -> bytes:
    """Return a white picture."""
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, kind, **options)
    return target.getvalue()


def upload(client: PageClient, content: bytes, name: str, **fields: str) -> TestResponse:
    """Send one file as the pages do."""
    data = {"file": (io.BytesIO(content), name), **fields}
    headers = {"Accept": "application/json"}
    return client.post("/files/", data=data, headers=headers)
