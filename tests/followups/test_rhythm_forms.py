"""The form of a task asks how often it comes again, and how the text put it …"""

from datetime import date

import pytest
from sqlalchemy import select

from tests.client import PageClient
from tests.followups.conftest import World
from tracker.core.db import db
from tracker.followups.models import DueBasis, FollowUp, Rhythm


def _one(world: World) -> FollowUp:
    with world.app.app_context():
        return db.session.scalars(select(FollowUp)).one()


def _plan(world: World, clerk: PageClient, **values: object) -> None:
    data = {"title": "作专题汇报", "lead_units": [world.cast.units["创建办"]], **values}
    assert clerk.post(f"/points/{world.points['三']}/follow-ups/new", data).status_code == 302


def test_a_rhythm_without_a_date_proposes_one(world: World, clerk: PageClient):
    _plan(world, clerk, rhythm="semester_end", due_on="")

    item = _one(world)
    assert (item.rhythm, item.due_on) == (Rhythm.SEMESTER_END, date(2023, 7, 13))
    assert item.due_basis == DueBasis.SUGGESTED


def test_a_date_of_ones_own_stays(world: World, clerk: PageClient):
    _plan(world, clerk, rhythm="quarter", due_on="2023-04-14")

    assert (_one(world).due_on, _one(world).due_basis) == (date(2023, 4, 14), DueBasis.CONFIRMED)


def test_the_date_follows_the_chosen_rhythm(world: World, clerk: PageClient):
    url = f"/meetings/{world.meeting_id}/follow-ups/due"

    chosen = clerk.get(f"{url}?rhythm=semester_start").get_data(as_text=True)
    none = clerk.get(f"{url}?rhythm=").get_data(as_text=True)

    assert 'value="2023-09-15"' in chosen
    assert 'value="2023-03-31"' in none
    assert "系统建议" in chosen
    assert clerk.get(f"{url}?rhythm=daily").status_code == 404


def test_a_rhythm_that_is_none_is_refused(world: World, clerk: PageClient):
    data = {"title": "作专题汇报", "lead_units": [world.cast.units["创建办"]], "rhythm": "daily"}

    clerk.post(f"/points/{world.points['三']}/follow-ups/new", data)

    with world.app.app_context():
        assert db.session.scalars(select(FollowUp)).all() == []


def test_the_words_of_the_text_are_kept(world: World, clerk: PageClient):
    _plan(world, clerk, addressed_to="安全保卫办公室（“创建办”）", due_as_told="每学期末")

    item = _one(world)
    assert (item.addressed_to, item.due_as_told) == ("安全保卫办公室（“创建办”）", "每学期末")


def test_they_are_changed_while_the_task_is_planned(world: World, clerk: PageClient):
    followup_id = world.plan("创建办", rhythm=Rhythm.MONTH, due_as_told="每月")
    page = clerk.page("followups.edit", followup_id=followup_id)
    data = {
        "title": "作专题汇报",
        "lead_unit_id": world.cast.units["创建办"],
        "due_on": "2023-07-13",
        "rhythm": "semester_end",
        "due_as_told": "每学期末",
    }

    clerk.post(f"/follow-ups/{followup_id}/edit", data)

    assert '<option selected value="month">每月</option>' in page
    assert (_one(world).rhythm, _one(world).due_as_told) == (Rhythm.SEMESTER_END, "每学期末")


@pytest.mark.parametrize(
    ("endpoint", "who"),
    [("followups.index", "clerk"), ("followups.index", "head2"), ("followups.of_meeting", "clerk")],
)
def test_lists_say_how_often_it_comes(world: World, client: PageClient, endpoint: str, who: str):
    world.assigned("创建办", rhythm=Rhythm.SEMESTER_END)
    values = {"meeting_id": world.meeting_id} if endpoint == "followups.of_meeting" else {}

    page = client.signed_in_as(world.cast.users[who]).page(endpoint, **values)

    assert "定期任务 · 每学期末" in page


def test_the_page_of_the_task_tells_words_and_neighbours(world: World, clerk: PageClient):
    followup_id = world.submitted(
        "创建办", by="head2", rhythm=Rhythm.SEMESTER_END,
        addressed_to="安全保卫办公室（“创建办”）", due_as_told="学期结束时",
    )  # fmt: skip
    clerk.post(f"/follow-ups/{followup_id}/close", {})

    page = clerk.page("followups.show", followup_id=followup_id)

    for words in (
        "定期任务 · 每学期末",
        "原文：学期结束时",
        "原文：安全保卫办公室",
        "下一期 2023-2",
    ):
        assert words in page
    assert "上一期 2023-1" in clerk.page("followups.show", followup_id=followup_id + 1)


def test_what_comes_again_stands_below_the_meetings_tasks(world: World, clerk: PageClient):
    followup_id = world.submitted("创建办", by="head2", rhythm=Rhythm.SEMESTER_END)
    clerk.post(f"/follow-ups/{followup_id}/close", {})

    page = clerk.page("followups.of_meeting", meeting_id=world.meeting_id)

    assert "定期任务的后续各期" in page
