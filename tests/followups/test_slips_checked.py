"""The page of slips tells whether today's were made."""

import pytest
import time_machine

from tests.client import PageClient
from tests.followups.conftest import World
from tests.followups.test_slips import late
from tracker.operations.jobs import urge_by_morning

UNCHECKED = "今天尚未核对：系统每个工作日早上按催办规则核对一次。"
NONE_TODAY = "今天没有要发的催办文书"


def test_before_the_days_run_it_is_said_that_there_was_none(
    world: World, clerk: PageClient
) -> None:
    page = clerk.page("followups.slips")
    assert UNCHECKED in page
    assert NONE_TODAY not in page


def test_what_is_left_of_earlier_days_is_not_taken_for_todays(
    world: World, clerk: PageClient
) -> None:
    late(world)
    assert UNCHECKED in clerk.page("followups.slips")

    with world.app.app_context():
        urge_by_morning()

    assert UNCHECKED not in clerk.page("followups.slips")


@pytest.mark.parametrize(("day", "runs"), [("2023-03-24", True), ("2023-03-25", False)])
def test_nothing_is_to_be_sent_after_the_run_or_on_a_day_off(
    world: World, client: PageClient, day: str, runs: bool
) -> None:
    with time_machine.travel(f"{day} 07:00 +08:00", tick=False):
        if runs:
            with world.app.app_context():
                urge_by_morning()
        page = client.signed_in_as(world.cast.users["clerk"]).page("followups.slips")

    assert NONE_TODAY in page
    assert UNCHECKED not in page
