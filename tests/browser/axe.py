"""What is to be mended on a page, on a desk and on a phone: by axe, and by its width."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.person import DESK, PHONE, Person

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN = "all => all.forEach(one => { one.open = true; })"


def faults_of(person: Person, path: str, *, status: int = 200) -> list[str]:
    """Open a page and return what is to be mended on it."""
    found = person.open(path).status
    return ([] if found == status else [f"status {found}"]) + faults_here(person.page)


def faults_here(page: Page) -> list[str]:
    """Return what is to be mended on the page as it stands."""
    expect(page.locator(".htmx-request")).to_have_count(0)
    # The browser's own channel: the page's policy lets no script in.
    page.evaluate(AXE)
    found = _violations(page)
    page.set_viewport_size(PHONE["viewport"])
    found += _violations(page)
    page.eval_on_selector_all("details", OPEN)
    if excess := page.evaluate(TOO_WIDE):
        found.append(f"{excess} px too wide on a phone")
    page.set_viewport_size(DESK["viewport"])
    return found


def _violations(page: Page) -> list[str]:
    return [
        f"{violation['id']}: {node['target']} {node['html'][:120]}"
        for violation in page.evaluate(RUN)
        for node in violation["nodes"]
    ]
