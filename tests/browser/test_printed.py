"""What is printed from a page: what is said, without what is typed."""

from playwright.sync_api import expect

from tests.browser.conftest import Seat
from tests.browser.person import PHONE
from tests.live.instance import Instance


def returned(college: Instance) -> tuple[int, str]:
    """Return a task that was sent back, and why."""
    query = (
        "SELECT f.id, e.note FROM follow_up f JOIN follow_up_entry e ON e.follow_up_id = f.id "
        "WHERE f.state = 'returned' AND e.verb = 'return' LIMIT 1"
    )
    followup_id, reason = college.rows(query)[0]
    return int(followup_id), str(reason)


def test_a_task_prints_its_reason_first_and_no_form(seat: Seat, college: Instance) -> None:
    followup_id, reason = returned(college)
    clerk = seat("clerk")
    clerk.open(f"/follow-ups/{followup_id}")
    clerk.page.emulate_media(media="print")

    expect(clerk.page.locator(".flash.returned")).to_be_visible()
    expect(clerk.page.locator(".flash.returned")).to_contain_text(reason)
    expect(clerk.page.locator(".timeline").first).to_be_visible()
    expect(clerk.page.locator(".on-paper")).to_be_hidden()
    expect(clerk.page.locator(".quiet-acts")).to_be_hidden()


def test_the_points_print_with_their_picture_and_fit_the_phone(seat: Seat) -> None:
    leader = seat("leader", PHONE)
    leader.follow("讲话要求落实情况")
    leader.open("/follow-ups/points")

    width = leader.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width == 0
    leader.page.emulate_media(media="print")
    for piece in (".coverage-bars", ".coverage table"):
        expect(leader.page.locator(piece).first).to_be_visible()
    for piece in (".chips", ".filter-bar", ".bottom-bar"):
        expect(leader.page.locator(piece).first).to_be_hidden()
