"""Handing one task out from its page …"""

from datetime import date

from tests.client import PageClient
from tests.followups.conftest import World


def test_it_fixes_date_and_day(world: World, clerk: PageClient):
    followup_id = world.plan()
    page = clerk.page("followups.show", followup_id=followup_id)

    clerk.post(f"/follow-ups/{followup_id}/dispatch", {"assigned_on": "2023-03-17"})

    item = world.item(followup_id)
    assert "待交办" in page
    assert (item.state, item.assigned_on) == ("assigned", date(2023, 3, 17))
    assert item.original_due_on == date(2023, 3, 31)


def test_it_asks_for_a_day_that_has_come(world: World, clerk: PageClient):
    followup_id = world.plan()

    answer = clerk.post(f"/follow-ups/{followup_id}/dispatch", {"assigned_on": "2023-03-21"})

    assert "交办日期晚于今天" in answer.get_data(as_text=True)
    assert world.item(followup_id).state == "planned"


def test_it_is_refused_once_done(world: World, clerk: PageClient):
    followup_id = world.assigned()

    answer = clerk.post(f"/follow-ups/{followup_id}/dispatch", {"assigned_on": "2023-03-17"})

    assert answer.status_code == 409
    assert "待交办" not in clerk.page("followups.show", followup_id=followup_id)


def test_it_is_the_offices(world: World, head: PageClient):
    followup_id = world.plan()

    answer = head.post(f"/follow-ups/{followup_id}/dispatch", {"assigned_on": "2023-03-17"})

    assert answer.status_code == 403
