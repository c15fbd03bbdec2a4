"""The paper on how a meeting was passed on …"""

from datetime import date

import pytest

from tests.client import PageClient
from tests.followups.conftest import TODAY, World
from tracker.core.db import db
from tracker.followups import papers, services
from tracker.followups.models import FollowUp
from tracker.followups.services import Conveyed
from tracker.meetings.models import Meeting, Point


def _ask(world: World, *units: str) -> list[int]:
    with world.writing():
        items = services.plan_conveyance(
            meeting=db.session.get_one(Meeting, world.meeting_id),
            point=db.session.get_one(Point, world.points["要求"]),
            unit_ids=[world.cast.units[unit] for unit in units],
            actor=world.actor("clerk"),
            on=TODAY,
        )
        services.dispatch(followups=items, actor=world.actor("clerk"), on=TODAY)
        return [item.id for item in items]


def _paper(world: World, who: str | None = None, subject: str | None = None):
    with world.app.app_context():
        return papers.conveyance(
            subject or str(world.meeting_id),
            on=TODAY,
            public_url="",
            viewer=world.cast.viewer(who) if who else None,
        )


def test_it_lists_what_units_told_and_who_has_not(world: World):
    told, _ = _ask(world, "机电工程系", "机电工程系党总支", "后勤处")
    conveyed = Conveyed(date(2023, 3, 14), "会议传达", "全体教职工")
    world.do(services.submit, told, "head", conveyed=conveyed, note="已部署自查。")

    paper = _paper(world)

    (row,) = paper.rows
    assert row.unit == "机电工程系、机电工程系党总支"
    assert (row.conveyed_on, row.by, row.to) == ("2023年3月14日", "会议传达", "全体教职工")
    assert row.measures == "已部署自查。"
    assert paper.missing == ("后勤处",)
    assert (paper.asked, paper.due) == (2, "2023年3月17日")


def test_it_says_what_a_paper_left_open(world: World):
    (told,) = _ask(world, "机电工程系")
    world.do(services.submit, told, "head", conveyed=Conveyed(None, "", ""))

    (row,) = _paper(world).rows

    assert (row.conveyed_on, row.by, row.to) == ("未写明", "未写明", "未写明")


def test_it_is_none_before_units_are_asked(world: World):
    world.plan("后勤处", point="要求", is_conveyance=True, is_filing=True)

    assert _paper(world) is None
    with world.app.app_context():
        assert papers.conveyance_ids(None) == []


@pytest.mark.parametrize("subject", ["x", "", "999", "99999999999", "1-2"])
def test_nonsense_is_no_paper(world: World, subject: str):
    _ask(world, "后勤处")

    assert _paper(world, subject=subject or " ") is None


def test_it_is_for_who_sees_all_units(world: World):
    _ask(world, "机电工程系")

    assert _paper(world, "leader") is not None
    assert _paper(world, "head") is None
    with world.app.app_context():
        assert papers.conveyance_ids(world.cast.viewer("head")) == []
        ids = papers.conveyance_ids(world.cast.viewer("clerk"))
        assert ids == [(str(world.meeting_id), "一季度研判会议：传达落实情况反馈表")]


def test_the_tab_leads_to_it(world: World, clerk: PageClient):
    _ask(world, "机电工程系")

    page = clerk.page("followups.of_meeting", meeting_id=world.meeting_id)

    assert f"/papers/conveyance/{world.meeting_id}.pdf" in page
    with world.app.app_context():
        assert db.session.query(FollowUp).count() == 1
