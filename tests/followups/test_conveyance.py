"""plan_conveyance …"""

from datetime import date

import pytest
from sqlalchemy import select

from tests.client import PageClient
from tests.followups.conftest import TODAY, World
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.followups import queries, services
from tracker.followups.models import FollowUp
from tracker.meetings.models import Handling, Meeting, Point


def _convey(world: World, *units: str) -> None:
    with world.writing():
        services.plan_conveyance(
            meeting=db.session.get_one(Meeting, world.meeting_id),
            point=db.session.get_one(Point, world.points["要求"]),
            unit_ids=[world.cast.units[unit] for unit in units],
            actor=world.actor("clerk"),
            on=TODAY,
        )


def test_it_asks_each_family_by_the_fifth_working_day_after_the_meeting(world: World):
    _convey(world, "保卫部", "机电工程系")

    with world.app.app_context():
        items = queries.conveyances(world.meeting_id)
        assert {item.due_on for item in items} == {date(2023, 3, 17)}
        assert all(item.is_filing and item.is_conveyance for item in items)


def test_its_words_ask_for_neither_names_nor_headcounts(world: World):
    _convey(world, "保卫部")

    with world.app.app_context():
        item = db.session.scalars(select(FollowUp)).one()
        assert item.deliverable == "传达时间、方式、范围类别（不写姓名和人数）"


def test_it_covers_points_marked_before_and_after(world: World):
    def mark(name: str) -> None:
        with world.writing():
            point = db.session.get_one(Point, world.points[name])
            services.set_handling(
                point=point, handling=Handling.CONVEYED, actor=world.actor("clerk")
            )

    mark("一")
    _convey(world, "保卫部")
    mark("三")

    with world.app.app_context():
        (item,) = queries.conveyances(world.meeting_id)
        assert {point.heading for point in item.covered_points} == {"统一思想", "加强值班值守"}


def test_it_leaves_out_committees_bodies_and_families_that_have_one(world: World):
    _convey(world, "保卫部")

    with world.app.app_context():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        names = [[unit.name for unit in f] for f in queries.families_to_convey(meeting)]
    assert names == [
        ["办公室"], ["纪委办公室"], ["后勤处"],
        ["机电工程系", "机电工程系党总支"], ["图文信息中心"],
    ]  # fmt: skip


def test_it_asks_no_family_twice_though_another_was_faster(world: World):
    _convey(world, "机电工程系")

    with pytest.raises(RuleBroken, match="都已有本次会议的传达任务"):
        _convey(world, "机电工程系", "机电工程系党总支")


def test_the_page_previews_the_families_and_makes_the_items(world: World, clerk: PageClient):
    page = clerk.page("followups.plan_conveyance", meeting_id=world.meeting_id)
    assert "机电工程系（含机电工程系党总支）" in page
    assert "2023年3月17日" in page

    units = world.cast.units
    data = {"units": [units["机电工程系"], units["后勤处"]]}
    answer = clerk.post(clerk.url("followups.plan_conveyance", meeting_id=world.meeting_id), data)

    assert answer.status_code == 302
    with world.app.app_context():
        items = queries.conveyances(world.meeting_id)
        assert [item.lead_unit.name for item in items] == ["机电工程系", "后勤处"]
        assert [unit.name for unit in items[0].supporting] == ["机电工程系党总支"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("会议要求，各党总支、各部门要在会后及时传达会议精神", ("各党总支、各部门", "会后")),
        ("各单位会后认真传达", ("各单位", "会后")),
        ("及时传达会议精神", ("", "")),
    ],
)
def test_it_keeps_whom_the_meeting_asks_and_until_when(words: str, told: tuple[str, str]):
    found = services.told_in(Point(heading=words, body=""))

    assert (found.addressed_to, found.due) == told


def test_the_page_proposes_the_words_of_the_demand(world: World, clerk: PageClient):
    page = clerk.page("followups.plan_conveyance", meeting_id=world.meeting_id)
    clerk.post(
        f"/meetings/{world.meeting_id}/conveyance",
        {"units": [world.cast.units["保卫部"]], "addressed_to": "各部门", "due_as_told": "会后"},
    )

    assert 'value="各单位"' in page
    with world.app.app_context():
        (item,) = queries.conveyances(world.meeting_id)
        assert (item.addressed_to, item.due_as_told) == ("各部门", "会后")
