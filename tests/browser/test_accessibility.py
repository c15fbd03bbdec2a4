"""Every page of every role, on a desk and on a phone: nothing for axe to find, nothing too wide."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import bring_axe, faults_here, faults_of
from tests.browser.conftest import Seat
from tests.browser.person import DESK, Person
from tests.browser.test_first_start import TABLE
from tests.live.instance import Instance

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
    bring_axe(person)
    # Two records of a kind show what one alone may hide, such as another state.
    alike = 2 if staff_no == "clerk" else 1
    waiting, seen, found = list(ROLES[staff_no]), Counter[str](), {}

    while waiting:
        path = waiting.pop(0)
        if faults := faults_of(person, path, status=404 if path in MISSING else 200):
            found[path] = faults
        for link in person.page.eval_on_selector_all("a[href^='/']", LINKS):
            kind = re.sub(r"\d+", "#", link)
            if seen[kind] < alike and seen[link] == 0:
                seen.update({kind, link})
                waiting.append(link)

    assert found == {}


def test_nor_have_the_pages_of_the_first_start(browser: Browser, empty: Instance) -> None:
    person = Person(browser, empty, DESK)
    pages = ["", "college", "people", "order", "accounts"]

    found = {path: faults_of(person, f"/first-start/{path}") for path in pages}
    person.open("/first-start/people")
    person.page.get_by_label("粘贴表格").fill(TABLE)
    person.press("读取并核对")
    found["preview"] = faults_here(person.page)

    assert {path: faults for path, faults in found.items() if faults} == {}
