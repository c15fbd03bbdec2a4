"""Somebody who signs in at a running installation and sends things."""

from http.cookiejar import CookieJar
from re import search
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.live.instance import PASSWORD, Instance


class Person:
    """Somebody at a browser without scripts."""

    def __init__(self, instance: Instance, name: str) -> None:
        self.url = instance.url
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        page = self.opener.open(f"{self.url}/", timeout=30).read().decode()
        self.token = _token(page)
        fields = {"csrf_token": self.token, "staff_no": name, "password": PASSWORD}
        page = self.send("/accounts/sign-in", urlencode(fields).encode(), "text/html")
        self.token = _token(page)

    def send(self, path: str, body: bytes, accept: str = "application/json") -> str:
        kind = (
            "application/json" if accept.endswith("json") else "application/x-www-form-urlencoded"
        )
        headers = {
            "Content-Type": kind,
            "Accept": accept,
            "X-CSRFToken": self.token,
            "Referer": f"{self.url}/",
        }
        request = Request(f"{self.url}{path}", data=body, headers=headers)
        answer: str = self.opener.open(request, timeout=30).read().decode()
        return answer


def _token(page: str) -> str:
    found = search(r'name="csrf-token" content="([^"]+)"', page)
    assert found
    return found.group(1)
