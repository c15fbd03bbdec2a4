"""set_handling and settle_open_points …"""

import pytest

from tests.client import PageClient, statements_of
from tests.factories import saved
from tests.followups.conftest import World
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.followups import queries, services
from tracker.meetings.models import Handling, Meeting, MeetingState, Point


def _handle(world: World, name: str, handling: Handling | None) -> None:
    with world.writing():
        point = db.session.get_one(Point, world.points[name])
        services.set_handling(point=point, handling=handling, actor=world.actor("clerk"))


def _open_headings(world: World) -> list[str]:
    with world.app.app_context():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        return [point.heading for point in queries.open_points(meeting)]


def test_it_settles_a_point_and_can_be_taken_back(world: World):
    _handle(world, "三", Handling.STANDING)
    assert "加强值班值守" not in _open_headings(world)

    _handle(world, "三", None)

    assert "加强值班值守" in _open_headings(world)


def test_it_settles_sub_points_with_the_point_above(world: World):
    _handle(world, "二", Handling.CONVEYED)

    assert "开展实训室安全检查" not in _open_headings(world)


def test_it_refuses_while_the_point_has_items(world: World):
    world.plan(point="三")

    with pytest.raises(RuleBroken, match="先撤销其任务"):
        _handle(world, "三", Handling.STANDING)


def test_it_refuses_to_list_a_point_without_an_item(world: World):
    with pytest.raises(RuleBroken, match="单列任务"):
        _handle(world, "三", Handling.ITEMS)


def test_it_refuses_once_the_minutes_are_issued(world: World):
    with world.app.app_context():
        saved(db.session.get_one(Meeting, world.meeting_id), state=MeetingState.MINUTED)

    with pytest.raises(RuleBroken, match="纪要已印发"):
        _handle(world, "三", Handling.STANDING)


def test_all_open_points_are_settled_by_one_act(world: World, clerk: PageClient):
    world.plan(point="三")

    answer = clerk.post(
        clerk.url("followups.settle", meeting_id=world.meeting_id), {"handling": "conveyed"}
    )

    assert answer.status_code == 302
    assert _open_headings(world) == []
    assert world.point("三").handling == Handling.ITEMS
    assert world.point("一").handling == Handling.CONVEYED


def test_cancelling_the_last_item_opens_the_point_again(world: World):
    followup_id = world.plan(point="三")

    world.do(services.cancel, followup_id, "clerk", reason="重复")

    assert "加强值班值守" in _open_headings(world)


def test_the_tab_offers_the_three_ways_and_what_is_open(world: World, clerk: PageClient):
    page = clerk.page("followups.points", meeting_id=world.meeting_id)

    assert "还有 <strong>4</strong> 条要求" in page
    assert "党委书记程远山讲话" in page
    assert "生成传达任务" in page


def test_the_tab_sets_and_undoes_one_point(world: World, clerk: PageClient):
    url = clerk.url("followups.set_handling", point_id=world.points["三"])

    clerk.post(url, {"handling": "standing"})
    assert world.point("三").handling == Handling.STANDING
    clerk.post(url, {"handling": ""})

    assert world.point("三").handling is None


def test_units_see_the_words_only_once_the_minutes_are_out(world: World, head: PageClient):
    page = head.page("followups.points", meeting_id=world.meeting_id)

    assert "纪要印发后" in page
    assert "夯实工作基础" not in page


def test_a_head_may_not_set_the_handling(world: World, head: PageClient):
    url = head.url("followups.set_handling", point_id=world.points["三"])

    assert head.post(url, {"handling": "standing"}).status_code == 403


def test_the_tab_asks_the_database_as_often_for_few_as_for_many(world: World, clerk: PageClient):
    world.plan(point="三")
    few = statements_of(world.app, clerk.page, "followups.points", meeting_id=world.meeting_id)
    for number in range(15):
        world.plan(point="一", title=f"任务{number}")
    many = statements_of(world.app, clerk.page, "followups.points", meeting_id=world.meeting_id)

    assert len(many) == len(few), many
    assert len(many) <= 13, many
