"""What a hand does with a report where the line is bad, and what the phone then shows."""

import re

from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.person import PATIENCE, Person

KEPT = "已存在本机，联网后自动发送"
SUBMIT = re.compile(r"/submit$")


def write(page: Page, task: int, note: str) -> None:
    page.goto(f"/follow-ups/{task}")
    page.get_by_label("办理情况").fill(note)


def report(page: Page) -> None:
    page.get_by_role("button", name="报结", exact=True).tap()


def report_offline(person: Person, task: int, note: str) -> None:
    """Write about a task, lose the network, and report all the same: it is kept."""
    write(person.page, task, note)
    person.context.set_offline(True)
    report(person.page)
    expect(line(person.page)).to_have_count(1)


def line(page: Page) -> Locator:
    """Return what is kept, a line each."""
    return page.locator("[data-unsent] li")


def waits(page: Page, title: str) -> None:
    kept = line(page).filter(has_text=title)
    expect(kept).to_contain_text(KEPT)
    expect(kept).to_contain_text(re.compile(r"\d\d:\d\d"))


def is_sent(page: Page, title: str) -> None:
    """Wait for what was sent: where the first attempt fails, others follow every 15 seconds."""
    told = page.locator("[data-unsent] [role=status]")
    expect(told).to_contain_text(f"已发送：{title}", timeout=2 * PATIENCE)
    expect(line(page)).to_have_count(0)


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
