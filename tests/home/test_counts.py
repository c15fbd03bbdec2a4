"""The numbers at the tabs of a meeting and at the navigation."""

import re

import pytest
from flask import Flask

from tests.client import statements_of
from tests.home.conftest import As, Desk, F
from tracker.meetings.models import MeetingState


def _counts(html: str) -> dict[str, str]:
    found = re.findall(
        r'<span id="count-(\w+)" class="count" hx-swap-oob="true">(\d*)</span>', html
    )
    return dict(found)


def test_the_office_sees_open_points_tasks_and_who_is_missing(desk: Desk, as_: As) -> None:
    meeting = desk.meeting()
    desk.open_points(meeting.meeting_id)
    clerk = as_("clerk")

    answer = clerk.get(clerk.url("home.counts", meeting_id=meeting.meeting_id))

    counts = _counts(answer.get_data(as_text=True))
    assert counts["followups"] == "2"
    assert int(counts["points"]) > 0
    assert counts["attendance"] == ""


def test_a_unit_counts_its_own_tasks_only(desk: Desk, as_: As) -> None:
    meeting = desk.meeting(state=MeetingState.MINUTED)
    desk.open_points(meeting.meeting_id)
    desk.item(meeting_id=meeting.meeting_id)
    desk.item(unit="后勤处", meeting_id=meeting.meeting_id)
    head = as_("head")

    answer = head.get(head.url("home.counts", meeting_id=meeting.meeting_id))

    counts = _counts(answer.get_data(as_text=True))
    assert counts.pop("followups") == "1"
    assert set(counts) == {"points", "agreements", "attendance"}
    assert set(counts.values()) == {""}


def test_a_draft_is_not_there_for_a_unit(desk: Desk, as_: As) -> None:
    meeting = desk.meeting(state=MeetingState.DRAFT)

    assert as_("head").get(f"/meetings/{meeting.meeting_id}/counts").status_code == 404


@pytest.mark.parametrize("meeting_id", ["0", "99", "2147483648", "99999999999999999999999"])
def test_an_unknown_meeting_is_404(as_: As, meeting_id: str) -> None:
    assert as_("clerk").get(f"/meetings/{meeting_id}/counts").status_code == 404


def test_administrators_do_not_count(desk: Desk, as_: As) -> None:
    meeting = desk.meeting()

    assert as_("sysadmin").get(f"/meetings/{meeting.meeting_id}/counts").status_code == 403


@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_statements_does_not_grow(
    app: Flask, desk: Desk, as_: As, count: int
) -> None:
    meeting = desk.meeting()
    for _ in range(count):
        desk.item(meeting_id=meeting.meeting_id)
    clerk = as_("clerk")

    statements = statements_of(app, clerk.get, f"/meetings/{meeting.meeting_id}/counts")

    assert len(statements) <= 9, statements


def test_the_navigation_counts_what_waits(desk: Desk, as_: As) -> None:
    desk.item()
    desk.item(F.SUBMITTED)
    desk.item(F.SUBMITTED, unit="保卫部")

    assert as_("clerk").get("/waiting-count").get_data(as_text=True) == "2"
    assert as_("head").get("/waiting-count").get_data(as_text=True) == "1"
    assert as_("head3").get("/waiting-count").get_data(as_text=True) == ""
