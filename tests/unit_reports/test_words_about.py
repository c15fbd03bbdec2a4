"""The look-back of a task or a risk tells what units said of it in later quarters …"""

import pytest
import time_machine

from tests.client import PageClient
from tests.unit_reports.conftest import DEPARTMENT, SECURITY, World

WORDS = "灭火器已更换，预案待审。"


@pytest.mark.parametrize("kind", ["risk", "follow_up"])
def test_it_is_told_with_unit_and_quarter(world: World, clerk: PageClient, kind: str) -> None:
    about = world.risk() if kind == "risk" else world.item()
    path = "risks" if kind == "risk" else "follow-ups"
    world.made(words={(kind, about): WORDS})

    piece = clerk.get(f"/{path}/{about}/report-words").get_data(as_text=True)

    assert WORDS in piece
    assert "2023年第一季度汇报" in piece
    assert f"/meetings/{world.meeting_id}/reports/{world.cast.units[DEPARTMENT]}" in piece
    assert f'hx-get="/{path}/{about}/report-words"' in clerk.get(f"/{path}/{about}").get_data(
        as_text=True
    )


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_what_is_not_handed_in_is_not_told(world: World, clerk: PageClient, state: str) -> None:
    about = world.item()
    world.made(state=state, words={("follow_up", about): WORDS})

    assert WORDS not in clerk.get(f"/follow-ups/{about}/report-words").get_data(as_text=True)


def test_another_units_task_is_not_there(world: World, head: PageClient) -> None:
    about = world.item(SECURITY)
    world.made(SECURITY, words={("follow_up", about): WORDS})

    assert head.get(f"/follow-ups/{about}/report-words").status_code == 404


def test_a_task_of_this_quarter_asks_for_none(world: World, client: PageClient) -> None:
    about = world.item()
    with time_machine.travel("2022-12-20 10:00 +08:00", tick=False):
        clerk = client.signed_in_as(world.cast.users["clerk"])
        page = clerk.page("followups.show", followup_id=about)

    assert "report-words" not in page
