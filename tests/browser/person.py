"""Somebody at a browser: signs in, and does with the page what a hand would do."""

import io
from typing import Any

import pdfplumber
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.live.instance import PASSWORD, Instance

DESK = {"viewport": {"width": 1366, "height": 900}}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
PATIENCE = 30_000


class Person:
    """One person with a browser of their own."""

    def __init__(self, browser: Browser, instance: Instance, screen: dict[str, Any]) -> None:
        self.context = browser.new_context(
            **{
                "locale": "zh-CN",
                "timezone_id": "Asia/Shanghai",
                "base_url": instance.url,
                **screen,
            }
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()

    def sign_in(self, staff_no: str) -> "Person":
        """Sign in by 工号; the page shown is the one that was asked for before."""
        if not self.page.url.startswith("http"):
            self.open("/")
        self.page.get_by_label("工号").fill(staff_no)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.press("登录")
        expect(self.page.locator(".rail")).to_be_attached()
        return self

    def sign_out(self) -> None:
        """Leave by the button of the own account."""
        self.open("/accounts/me")
        self.press("退出登录")
        expect(self.page.get_by_label("密码")).to_be_visible()

    def open(self, path: str) -> Response:
        """Open an address and return the answer."""
        response = self.page.goto(path)
        assert response is not None
        return response

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the button of that name, once its page has read its scripts."""
        button = (within or self.page).get_by_role("button", name=name, exact=True)
        button.wait_for()
        self.page.wait_for_load_state("domcontentloaded")
        button.click()

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Follow the link of that name."""
        (within or self.page).get_by_role("link", name=name, exact=True).click()

    def choose(self, legend: str, *words: str) -> None:
        """Press some of the buttons that stand under a legend."""
        group = self.page.get_by_role("group", name=legend)
        for word in words:
            group.get_by_text(word, exact=True).click()

    def pick(self, label: str, *words: str) -> None:
        """Type into a searchable list and take what it offers with Enter."""
        box = self.page.locator(f'input[aria-label="{label}"]')
        frame = self.page.locator(".ts-wrapper").filter(has=box)
        for word in words:
            box.fill(word)
            expect(frame.locator(".option.active")).to_contain_text(word)
            box.press("Enter")
            expect(frame.locator(".item").filter(has_text=word)).to_be_attached()
        box.press("Tab")

    def sees(self, words: str) -> None:
        """Wait until the words are somewhere on the page."""
        expect(self.page.locator("main")).to_contain_text(words)

    def is_told(self, words: str) -> None:
        """Wait for the sentence that tells what was done."""
        expect(self.page.locator(".flash").filter(has_text=words)).to_be_visible()

    def path(self) -> str:
        """Return the address of the page without its host and anchor."""
        return "/" + self.page.url.split("#")[0].split("/", 3)[3]

    def fetch(self, path: str) -> bytes:
        """Return what an address answers, with this person's session."""
        answer = self.context.request.get(path)
        assert answer.ok, (path, answer.status)
        return answer.body()


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF without white space: its lines, then its tables cell by cell."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        lines = [page.extract_text() for page in document.pages]
        tables = [table for page in document.pages for table in page.extract_tables()]
    cells = [cell or "" for table in tables for row in table for cell in row]
    return "".join("".join(lines + cells).split())
