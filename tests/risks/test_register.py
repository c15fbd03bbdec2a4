"""risks.services.register …"""

from datetime import date
from typing import Any

import pytest

from tests.risks.conftest import HELD_ON, World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory.models import RiskArea, Unit
from tracker.meetings.models import MeetingState


def test_it_takes_a_number_of_the_meetings_year_and_notes_the_step(world: World):
    first = world.register(meeting_id=world.meeting_id)
    second = world.register(title="安全出口堵塞", meeting_id=world.meeting_id)

    risk = world.risk(second)
    assert (world.risk(first).code, risk.code) == ("风险2023-1", "风险2023-2")
    assert (risk.state, risk.found_on) == ("registered", HELD_ON)
    assert [(step.verb, step.actor_name) for step in risk.steps] == [
        ("register", "办公室干事方小禾")
    ]


def test_what_is_registered_before_its_meeting_was_found_that_day(world: World):
    risk_id = world.register(meeting_id=world.meeting_id, on=date(2023, 3, 7))

    assert world.risk(risk_id).found_on == date(2023, 3, 7)


def test_without_a_meeting_it_was_found_today_or_when_the_office_says(world: World):
    today, earlier = world.register(), world.register(found_on=date(2022, 12, 5))

    assert world.risk(today).found_on == date(2023, 3, 20)
    assert world.risk(earlier).code == "风险2022-1"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": "  "}, "请写明"),
        ({"level": "severe"}, "“隐患”的等级分一般、较大、重大"),
        ({"kind": "risk_point", "level": "major"}, "“风险点”的等级分蓝黄橙红四色"),
        ({"area": "平安校园创建"}, "是工作主线，不是风险领域，请选择具体的领域，例如消防安全"),
        ({"due_on": date(2023, 3, 19)}, "请选择2023年3月20日或以后"),
        ({"area": "师生思想动态"}, "只登记薄弱环节、措施和时限"),
        ({"area": "师生思想动态", "kind": "weak_link", "level": "major"}, "等级为“一般”"),
        ({"area": "师生思想动态", "kind": "weak_link", "place": "三号楼"}, "不填地点"),
    ],
)
def test_it_refuses_with_a_sentence(world: World, facts: dict[str, Any], sentence: str):
    with pytest.raises(RuleBroken) as refused:
        world.register(**facts)

    assert sentence in refused.value.sentence


def test_a_sensitive_area_takes_weak_link_measure_and_date(world: World):
    risk_id = world.register(
        area="师生思想动态", kind="weak_link", title="谈心谈话记录不完整", measure="完善制度",
        due_on=date(2023, 4, 1),
    )  # fmt: skip

    assert world.risk(risk_id).measure == "完善制度"


def test_a_unit_that_was_dissolved_before_is_refused(world: World):
    with world.writing():
        unit = db.session.get_one(Unit, world.cast.units["后勤处"])
        unit.active_to = date(2023, 3, 1)
        record_event("test.make", unit, actor=SYSTEM)

    with pytest.raises(RuleBroken, match="已经撤销，请选择承接其职责的单位"):
        world.register("后勤处")
    assert world.risk(world.register("后勤处", found_on=date(2023, 2, 28))).unit_id


def test_a_unit_that_is_not_yet_founded_is_refused(world: World):
    with pytest.raises(RuleBroken, match="还没有设立"):
        world.register(found_on=date(2019, 1, 1))


def test_an_area_out_of_use_and_a_cancelled_meeting_are_refused(world: World):
    with world.writing():
        area = db.session.get_one(RiskArea, world.areas["食品安全"])
        area.is_active = False
        record_event("test.make", area, actor=SYSTEM)
    cancelled = world.meeting(date(2023, 4, 1), state=MeetingState.CANCELLED)

    with pytest.raises(RuleBroken, match="已停用"):
        world.register(area="食品安全")
    with pytest.raises(RuleBroken, match="会议已取消"):
        world.register(meeting_id=cancelled)


def test_a_named_area_is_made_a_risk_of_a_unit_once(world: World):
    named = world.name("消防")["消防"]
    world.register(meeting_id=world.meeting_id, named_id=named)

    with pytest.raises(RuleBroken, match="已登记为机电工程系的风险（风险2023-1）"):
        world.register(meeting_id=world.meeting_id, named_id=named)
    assert world.register("保卫部", meeting_id=world.meeting_id, named_id=named)
