"""plan_items …"""

from datetime import date

import pytest
from sqlalchemy import select

from tests.followups.conftest import TODAY, World
from tracker.audit.models import Event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.followups import services
from tracker.followups.models import FollowUp
from tracker.meetings.models import Handling, Meeting, Point


def test_it_makes_one_item_for_each_unit_family(world: World):
    units = world.cast.units
    leads = (units["机电工程系"], units["保卫部"], units["机电工程系党总支"], units["创建办"])

    world.plan(lead_unit_ids=leads)

    with world.app.app_context():
        items = list(db.session.scalars(select(FollowUp).order_by(FollowUp.number)))
        assert [item.lead_unit.name for item in items] == ["机电工程系", "保卫部"]
        assert [unit.name for unit in items[0].supporting] == ["机电工程系党总支"]


def test_it_numbers_items_by_year_without_gap(world: World):
    first, second = world.plan(), world.plan("保卫部")

    assert [world.item(i).code for i in (first, second)] == ["2023-1", "2023-2"]


def test_it_marks_the_point_as_listed_on_its_own(world: World):
    world.plan(point="三")

    assert world.point("三").handling == Handling.ITEMS


def test_it_plans_a_demand_without_any_point(world: World):
    item = world.item(world.plan(point=None))

    assert item.point_id is None
    assert item.state == "planned"


def test_it_refuses_a_date_before_the_meeting(world: World):
    with pytest.raises(RuleBroken, match="早于会议日期"):
        world.plan(due_on=date(2023, 3, 9))


def test_it_refuses_a_demand_to_nobody(world: World):
    with pytest.raises(RuleBroken, match="牵头单位"):
        world.plan(lead_unit_ids=())


def test_it_records_an_event_for_each_item(world: World):
    world.plan()

    with world.app.app_context():
        actions = list(db.session.scalars(select(Event.action)))
        assert actions.count("followup.plan") == 1
        assert actions.count("point.handle") == 1


def test_it_takes_the_point_out_of_the_conveyance(world: World):
    with world.writing():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        point = db.session.get_one(Point, world.points["三"])
        services.set_handling(point=point, handling=Handling.CONVEYED, actor=world.actor("clerk"))
        items = services.plan_conveyance(
            meeting=meeting, point=None, unit_ids=[world.cast.units["保卫部"]],
            actor=world.actor("clerk"), on=TODAY,
        )  # fmt: skip
        conveyance_id = items[0].id
    assert [p.heading for p in world.item(conveyance_id).covered_points] == ["加强值班值守"]

    world.plan(point="三")

    assert world.item(conveyance_id).covered_points == []


def test_it_names_the_risk_that_an_item_comes_from(world: World):
    followup_id = world.plan(point=None, risk_id=world.risk())

    with world.app.app_context():
        assert db.session.get_one(FollowUp, followup_id).source == "风险2023-1 · 消防安全"


def test_it_makes_an_item_of_its_own_for_each_risk_of_a_unit(world: World):
    first, second = (world.plan(point=None, risk_id=world.risk()) for _ in range(2))

    assert world.item(first).risk_id != world.item(second).risk_id


@pytest.mark.parametrize("sort", ["is_filing", "is_conveyance"])
def test_it_never_lets_a_risk_end_with_the_report(world: World, sort: str):
    with pytest.raises(RuleBroken, match="备案类"):
        world.plan(point=None, risk_id=world.risk(), **{sort: True})


def test_it_refuses_a_risk_that_is_settled(world: World):
    risk_id = world.risk(state="closed", closed_on=TODAY)

    with pytest.raises(RuleBroken, match="已销号"):
        world.plan(point=None, risk_id=risk_id)
