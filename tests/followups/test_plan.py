"""The pages that plan and change tasks …"""

from datetime import date

from sqlalchemy import select

from tests.client import PageClient
from tests.factories import saved
from tests.followups.conftest import World
from tracker.core.db import db
from tracker.followups.models import DueBasis, FollowUp
from tracker.meetings.models import Point


def _items(world: World) -> list[FollowUp]:
    with world.app.app_context():
        return list(db.session.scalars(select(FollowUp).order_by(FollowUp.number)))


def _url(world: World, name: str = "三") -> str:
    return f"/points/{world.points[name]}/follow-ups/new"


def test_the_page_fills_in_what_is_known(world: World, clerk: PageClient):
    page = clerk.page("followups.plan", point_id=world.points["一"])

    assert 'value="统一思想"' in page
    assert "提高认识。" in page
    assert 'value="2023-03-31"' in page
    assert "系统建议" in page


def test_whom_and_until_when_the_words_say_is_filled_in(world: World, clerk: PageClient):
    with world.app.app_context():
        point = db.session.get_one(Point, world.points["一"])
        saved(point, body="保卫部要在4月7日前报送自查报告。")

    page = clerk.page("followups.plan", point_id=world.points["一"])

    assert f'<option selected value="{world.cast.units["保卫部"]}">' in page
    assert "按原文建议" in page
    assert 'value="2023-04-07"' in page
    assert 'value="4月7日前"' in page


def test_one_demand_goes_to_many_units_once_for_each_family(world: World, clerk: PageClient):
    units = world.cast.units
    leads = [units["机电工程系"], units["机电工程系党总支"]]
    data = {"title": "开展自查", "lead_units": leads, "pasted_units": "保卫部、后勤处",
            "due_on": "2023-03-31"}  # fmt: skip

    answer = clerk.post(_url(world), data)

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/points#point-{world.points['三']}")
    assert len(_items(world)) == 3
    assert {item.due_basis for item in _items(world)} == {DueBasis.SUGGESTED}


def test_a_date_of_ones_own_is_confirmed_and_one_of_the_text_is_stated(
    world: World, clerk: PageClient
):
    data = {"title": "开展自查", "lead_units": [world.cast.units["保卫部"]],
            "due_on": "2023-04-07"}  # fmt: skip

    clerk.post(_url(world), data)
    clerk.post(_url(world), {**data, "is_due_stated": "y"})

    bases = [item.due_basis for item in _items(world)]
    assert bases == [DueBasis.CONFIRMED, DueBasis.STATED]


def test_an_unknown_unit_offers_the_nearest_names(world: World, clerk: PageClient):
    answer = clerk.post(_url(world), {"title": "开展自查", "pasted_units": "机电工程"})

    page = answer.get_data(as_text=True)
    assert "没有找到“机电工程”，是否为：机电工程系" in page
    assert _items(world) == []


def test_faults_come_back_in_the_filled_form(world: World, clerk: PageClient):
    data = {"title": "", "requirement": "要求" * 10_000, "due_on": "2023-03-01"}

    page = clerk.post(_url(world), data).get_data(as_text=True)

    for sentence in ("请写明要做什么。", "不超过 5000 字", "早于会议日期", "请至少选择一个"):
        assert sentence in page


def test_what_tells_of_persons_is_blocked(world: World, clerk: PageClient):
    data = {"title": "掌握3名信教学生情况", "lead_units": [world.cast.units["保卫部"]]}

    clerk.post(_url(world), data)

    assert _items(world) == []


def test_the_preview_merges_families_and_writes_nothing(world: World, clerk: PageClient):
    units = world.cast.units
    data = {"lead_units": [units["机电工程系"], units["机电工程系党总支"]],
            "pasted_units": "火星办"}  # fmt: skip
    url = clerk.url("followups.preview", meeting_id=world.meeting_id)

    answer = clerk.post(url, data).get_data(as_text=True)

    assert "将拟定 <strong>1</strong> 项任务" in answer
    assert "合并为一项" in answer
    assert "没有找到“火星办”" in answer
    assert _items(world) == []


def test_a_demand_without_any_point_is_planned_from_the_tab(world: World, clerk: PageClient):
    url = clerk.url("followups.plan_direct", meeting_id=world.meeting_id)
    assert clerk.page("followups.plan_direct", meeting_id=world.meeting_id)

    clerk.post(url, {"title": "增设值班电话", "lead_units": [world.cast.units["保卫部"]]})

    assert [item.point_id for item in _items(world)] == [None]


def test_a_double_submission_plans_once(world: World, clerk: PageClient):
    data = {"form_id": "same", "title": "自查", "lead_units": [world.cast.units["保卫部"]]}

    for _ in range(2):
        clerk.post(_url(world), data)

    assert len(_items(world)) == 1


def test_emoji_and_rare_characters_are_kept(world: World, clerk: PageClient):
    title = "检查𠮷楼🔥设施\x00\u200b"

    clerk.post(_url(world), {"title": title, "lead_units": [world.cast.units["保卫部"]]})

    assert _items(world)[0].title == "检查𠮷楼🔥设施"


def test_a_planned_task_is_changed(world: World, clerk: PageClient):
    followup_id = world.plan()
    page = clerk.page("followups.edit", followup_id=followup_id)
    assert "完善实训室应急预案" in page

    data = {"title": "改过的事项", "lead_unit_id": world.cast.units["后勤处"],
            "due_on": "2023-04-14", "covered_points": [world.points["三"]],
            "supporting": [world.cast.units["保卫部"]], "row_version": "1"}  # fmt: skip
    clerk.post(f"/follow-ups/{followup_id}/edit", data)

    item = world.item(followup_id)
    assert (item.title, item.lead_unit.name, item.due_on) == (
        "改过的事项", "后勤处", date(2023, 4, 14),
    )  # fmt: skip
    assert [point.heading for point in item.covered_points] == ["加强值班值守"]


def test_a_stale_edit_shows_both_texts(world: World, clerk: PageClient):
    followup_id = world.plan()
    data = {"lead_unit_id": world.cast.units["机电工程系"], "row_version": "1"}
    clerk.post(f"/follow-ups/{followup_id}/edit", {**data, "title": "先保存的"})

    answer = clerk.post(f"/follow-ups/{followup_id}/edit", {**data, "title": "后保存的"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "先保存的" in page
    assert "后保存的" in page


def test_a_dispatched_task_is_not_changed(world: World, clerk: PageClient):
    followup_id = world.assigned()
    data = {"title": "改", "lead_unit_id": world.cast.units["后勤处"]}

    answer = clerk.post(f"/follow-ups/{followup_id}/edit", data)

    assert answer.status_code == 409
    assert world.item(followup_id).title == "完善实训室应急预案"


def test_heads_plan_nothing(world: World, head: PageClient):
    assert head.get(_url(world)).status_code == 403
