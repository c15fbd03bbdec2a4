"""plan_for_risks …"""

from datetime import date

from tests.client import PageClient
from tests.followups.conftest import TODAY, World
from tracker.core.db import db
from tracker.followups.models import FollowUp


def planned(clerk: PageClient, ids: list[int]) -> str:
    return clerk.post("/follow-ups/for-risks", {"ids": ids}, follow_redirects=True).text


def items(world: World) -> list[FollowUp]:
    with world.app.app_context():
        return db.session.query(FollowUp).order_by(FollowUp.number).all()


def test_each_ticked_risk_gets_a_task_of_its_unit(world: World, clerk: PageClient):
    ids = [world.risk(title="灭火器过期"), world.risk("保卫部", title="楼道堆物", due_on=None)]
    page = clerk.page("risks.index", state="registered")
    assert page.count('form="plan-several"') == 2

    page = planned(clerk, ids)

    assert "已拟定 2 项整改任务，交办后风险转为“整改中”。" in page
    assert page.count('form="dispatch-several"') == 2
    first, second = items(world)
    assert (first.title, first.requirement, first.risk_id) == ("灭火器过期", "更换灭火器。", ids[0])
    assert (first.due_on, first.due_basis) == (date(2023, 3, 31), "confirmed")
    assert second.lead_unit_id == world.cast.units["保卫部"]
    assert second.due_basis == "suggested"
    assert second.due_on > TODAY or second.due_on == date(2023, 3, 21)


def test_what_has_a_task_or_is_late_is_left_and_told(world: World, clerk: PageClient):
    had, late, fine = world.risk(), world.risk(due_on=date(2023, 3, 17)), world.risk()
    planned(clerk, [had])

    page = planned(clerk, [had, late, fine])

    assert "已拟定 1 项整改任务" in page
    assert "风险2023-1（已有未办结的整改任务，请在该任务中跟进" in page
    assert "风险2023-2（时限2023年3月17日已过，请打开后单独拟定并另定时限）" in page
    assert [item.risk_id for item in items(world)] == [had, fine]


def test_nothing_is_planned_without_a_tick_or_by_a_unit(
    world: World, clerk: PageClient, head: PageClient
):
    risk_id = world.risk()

    assert "还没有勾选，请先勾选。" in planned(clerk, [])
    assert head.post("/follow-ups/for-risks", {"ids": [risk_id]}).status_code == 403
    assert 'form="plan-several"' not in head.page("risks.index", state="registered")
    assert items(world) == []
