"""Every page of every role, on a desk and on a phone: nothing for axe to find, nothing too wide."""

import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.person import DESK, PHONE, Person

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN = "all => all.forEach(one => { one.open = true; })"
LINKS = "links => links.map(link => link.pathname).filter(path => !/[.]|^.files/.test(path))"

# Who visits, and what no link leads to; the rest is found by following the links.
ROLES = {
    "": ["/", "/verify/ABCD-2345"],
    "clerk": ["/", "/nowhere", "/follow-ups/?state=submitted", "/meetings/new?late=1"],
    "director": ["/", "/follow-ups/?state=submitted"],
    "head": ["/", "/follow-ups/?state=open"],
    "head2": ["/"],
    "liaison": ["/"],
    "leader": ["/", "/meetings/2/minutes/issue"],
    "inspector": ["/"],
    "sysadmin": ["/"],
    "secadmin": ["/"],
    "auditadmin": ["/"],
}
# Pages that need not be there at all.
MISSING = {"/nowhere", "/verify/ABCD-2345"}


@pytest.mark.timeout(400)
@pytest.mark.parametrize("staff_no", ROLES, ids=lambda name: name or "visitor")
def test_it_has_nothing_to_mend(seat: Seat, staff_no: str) -> None:
    person = seat(staff_no)
    # Two records of a kind show what one alone may hide, such as another state.
    alike = 2 if staff_no == "clerk" else 1
    waiting, seen, found = list(ROLES[staff_no]), Counter[str](), {}

    while waiting:
        path = waiting.pop(0)
        if faults := _faults(person, path):
            found[path] = faults
        for link in person.page.eval_on_selector_all("a[href^='/']", LINKS):
            kind = re.sub(r"\d+", "#", link)
            if seen[kind] < alike and seen[link] == 0:
                seen.update({kind, link})
                waiting.append(link)

    assert found == {}


def _faults(person: Person, path: str) -> list[str]:
    """Return what axe finds on a page at both widths, and by how much it is too wide."""
    page, status = person.page, person.open(path).status
    found = [] if status == (404 if path in MISSING else 200) else [f"status {status}"]
    expect(page.locator(".htmx-request")).to_have_count(0)
    # The browser's own channel: the page's policy lets no script in.
    page.evaluate(AXE)
    found += _violations(page)
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
