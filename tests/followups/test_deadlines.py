"""Due dates are proposed by the college's settings, and a rest day is told."""

from datetime import date

import pytest

from tests.client import PageClient
from tests.factories import saved
from tests.followups.conftest import World
from tracker.directory.models import CalendarDay
from tracker.followups import queries

ITEM = {"title": "开展检查", "due_on": "2023-04-01"}


@pytest.mark.parametrize(
    ("level", "due_on"),
    [("general", "2023-03-21"), ("significant", "2023-03-31"), ("major", "2023-04-21")],
)
def test_a_risk_proposes_by_its_level(world: World, clerk: PageClient, level: str, due_on: str):
    risk_id = world.risk(level=level, due_on=None)

    page = clerk.page("followups.plan_risk", risk_id=risk_id)

    assert f'value="{due_on}"' in page


def test_the_college_sets_it(world: World, clerk: PageClient):
    world.set("general_risk_working_days", "3")
    risk_id = world.risk(due_on=None)

    assert 'value="2023-03-15"' in clerk.page("followups.plan_risk", risk_id=risk_id)


def test_a_rest_day_comes_back_with_the_next_working_day(world: World, clerk: PageClient):
    data = {**ITEM, "lead_units": [world.cast.units["后勤处"]]}
    with world.app.app_context():
        saved(CalendarDay(day=date(2023, 4, 3), is_workday=False, note="校庆"))

    answer = clerk.post(f"/points/{world.points['一']}/follow-ups/new", data)

    page = answer.get_data(as_text=True)
    assert "2023年4月1日（周六）是休息日，建议改为2023年4月4日（周二）" in page


def test_a_rest_day_that_the_text_names_stays(world: World, clerk: PageClient):
    data = {**ITEM, "lead_units": [world.cast.units["后勤处"]], "is_due_stated": "y"}

    clerk.post(f"/points/{world.points['一']}/follow-ups/new", data)

    assert world.item(1).due_on == date(2023, 4, 1)


def test_a_working_weekend_is_no_rest_day(world: World, clerk: PageClient):
    data = {**ITEM, "lead_units": [world.cast.units["后勤处"]]}
    with world.app.app_context():
        saved(CalendarDay(day=date(2023, 4, 1), is_workday=True, note="调休上班"))

    clerk.post(f"/points/{world.points['一']}/follow-ups/new", data)

    assert world.item(1).due_on == date(2023, 4, 1)


@pytest.mark.parametrize(("days", "colour"), [("3", "green"), ("10", "yellow")])
def test_the_light_turns_yellow_by_the_setting(world: World, days: str, colour: str):
    world.set("yellow_working_days", days)
    followup_id = world.assigned(due_on=date(2023, 3, 31))

    with world.app.app_context():
        item = queries.get_followup(followup_id, viewer=None)
        assert item is not None
        assert queries.Lights(date(2023, 3, 20)).colour(item) == colour
