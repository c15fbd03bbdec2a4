"""What waits about risks stands on the page of whoever is waited for."""

from datetime import date

from tests.client import PageClient
from tests.risks.conftest import World
from tracker.risks import services


def test_a_major_one_that_passed_waits_for_a_leader(world: World, leader: PageClient):
    risk_id = world.major()
    world.do(services.rectify, risk_id)
    world.do(services.accept, risk_id, has_item_files=True)

    page = leader.page("home.index")

    assert "确认销号：风险2023-1 实训楼灭火器过期" in page


def test_the_office_sees_what_no_task_moves_on(world: World, clerk: PageClient):
    for number in range(5):
        found_on = date(2023, 1, 5)
        risk_id = world.register(title=f"第{number}处", found_on=found_on)
        world.do(services.rectify, risk_id)
    world.do(services.close, risk_id, on=date(2023, 1, 10))

    page = clerk.page("home.index")

    assert "没有在办任务，请立任务：风险2023-1 第0处" in page
    assert "回头看：风险2023-5 第4处" in page


def test_a_sensitive_area_is_named_by_its_number_alone(world: World, clerk: PageClient):
    risk_id = world.register(area="师生思想动态", kind="weak_link", title="谈话记录不全")
    world.do(services.rectify, risk_id)

    page = clerk.page("home.index")

    assert "没有在办任务，请立任务：风险2023-1" in page
    assert "谈话记录不全" not in page
