"""报告: the papers to download."""

import pytest
from flask import Flask

from tests.client import statements_of
from tests.home.conftest import As, Desk
from tracker.meetings.models import MeetingState


def _issued(desk: Desk) -> tuple[int, int]:
    """Issue the minutes of a meeting and hand out its tasks; returns the ids of both."""
    meeting = desk.meeting()
    with desk.app.app_context():
        meeting.submit()
        paper_id = meeting.issue()
    for unit in ("机电工程系", "保卫部"):
        desk.item(unit=unit, meeting_id=meeting.meeting_id)
    return meeting.meeting_id, paper_id


def test_the_office_finds_every_paper_of_a_meeting(desk: Desk, as_: As) -> None:
    meeting_id, paper_id = _issued(desk)

    page = as_("clerk").page("home.reports")

    for kind in ("sign-in-sheet", "minutes", "checklists"):
        assert f"/papers/{kind}/{meeting_id}.pdf" in page
    assert f"/papers/checklists/{meeting_id}.zip" in page
    assert f"/papers/{paper_id}.pdf" in page
    assert "单位清单 2 份" in page


@pytest.mark.parametrize(("who", "is_shown"), [("clerk", True), ("leader", True), ("head", False)])
def test_the_approval_sheet_is_not_for_units(desk: Desk, as_: As, who: str, is_shown: bool) -> None:
    _issued(desk)

    assert ("/papers/approval-sheet/" in as_(who).page("home.reports")) is is_shown


def test_a_head_finds_the_own_checklist_only(desk: Desk, as_: As) -> None:
    meeting_id, _ = _issued(desk)
    units = desk.cast.units

    page = as_("head").page("home.reports")

    assert f"/papers/checklist/{meeting_id}-{units['机电工程系']}.pdf" in page
    assert f"/papers/checklist/{meeting_id}-{units['保卫部']}.pdf" not in page
    assert "sign-in-sheet" not in page
    assert "/papers/checklists/" not in page


def test_a_head_sees_minutes_only_once_they_are_issued(desk: Desk, as_: As) -> None:
    meeting = desk.meeting()
    with desk.app.app_context():
        meeting.start()

    assert f"/papers/minutes/{meeting.meeting_id}.pdf" not in as_("head").page("home.reports")
    assert f"/papers/minutes/{meeting.meeting_id}.pdf" in as_("clerk").page("home.reports")


def test_a_meeting_entered_late_has_no_notice(desk: Desk, as_: As) -> None:
    called, late = desk.meeting(), desk.meeting(is_entered_late=True)

    page = as_("clerk").page("home.reports")

    assert f"/papers/notice/{called.meeting_id}.pdf" in page
    assert f"/papers/notice/{late.meeting_id}.pdf" not in page


def test_a_cancelled_meeting_has_no_papers(desk: Desk, as_: As) -> None:
    desk.meeting(state=MeetingState.CANCELLED)

    assert "还没有会议，也就没有文书" in as_("clerk").page("home.reports")


@pytest.mark.parametrize("who", ["clerk", "head"])
def test_it_has_empty_states(as_: As, who: str) -> None:
    page = as_(who).page("home.reports")

    assert "还没有印发的文书" in page
    assert "empty-state" in page


@pytest.mark.parametrize("page", ["0", "-3", "99999999999999999999", "x"])
def test_it_takes_any_page_calmly(desk: Desk, as_: As, page: str) -> None:
    desk.meeting()

    assert as_("clerk").get(f"/reports/?page={page}").status_code == 200


@pytest.mark.parametrize("who", ["clerk", "head", "director"])
@pytest.mark.parametrize("count", [3, 12])
def test_the_number_of_statements_does_not_grow(
    app: Flask, desk: Desk, as_: As, who: str, count: int
) -> None:
    for number in range(count):
        meeting = desk.meeting(year=2011 + number)
        desk.item(meeting_id=meeting.meeting_id)
    browser = as_(who)

    statements = statements_of(app, browser.page, "home.reports")

    assert len(statements) <= 8, statements
