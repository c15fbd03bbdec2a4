"""What a hand does with a report where the line is bad, and what the phone then shows."""

import re

from playwright.sync_api import Page, Request, expect

from tests.browser.person import Person

KEPT = "已存在本机，联网后自动发送"
SUBMIT = re.compile(r"/submit$")


def write(page: Page, task: int, note: str) -> None:
    page.goto(f"/follow-ups/{task}")
    page.get_by_label("办理情况").fill(note)


def report(page: Page) -> None:
    page.get_by_role("button", name="报结", exact=True).tap()


def waits(page: Page, title: str) -> None:
    line = page.locator("[data-unsent] li").filter(has_text=title)
    expect(line).to_contain_text(KEPT)
    expect(line).to_contain_text(re.compile(r"\d\d:\d\d"))


def is_sent(page: Page, title: str) -> None:
    expect(page.locator("[data-unsent] [role=status]")).to_contain_text(f"已发送：{title}")
    expect(page.locator("[data-unsent] li")).to_have_count(0)


def reopen(person: Person, path: str = "/") -> Page:
    """Close the page as a hand does, and open another one where there is a network again."""
    person.page.close()
    person.context.set_offline(False)
    person.page = person.context.new_page()
    person.open(path)
    return person.page


def submits(person: Person) -> list[Request]:
    found: list[Request] = []
    person.context.on(
        "request", lambda request: found.append(request) if SUBMIT.search(request.url) else None
    )
    return found
