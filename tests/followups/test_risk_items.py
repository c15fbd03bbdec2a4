"""A risk and its tasks …"""

from datetime import date

import pytest

from tests.client import PageClient
from tests.followups.conftest import TODAY, World
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.followups import queries, services
from tracker.followups.models import FollowUp
from tracker.risks import services as services_of_risks
from tracker.risks.models import Risk


def _risk(world: World, risk_id: int) -> Risk:
    with world.app.app_context():
        risk = db.session.get_one(Risk, risk_id)
        assert risk.steps is not None
        db.session.expunge_all()
        return risk


def _url(risk_id: int) -> str:
    return f"/risks/{risk_id}/follow-ups/new"


def test_it_is_being_rectified_once_a_task_is_handed_out(world: World):
    risk_id = world.risk()
    world.plan(point=None, risk_id=risk_id)
    assert _risk(world, risk_id).state == "registered"

    world.assigned(point=None, risk_id=risk_id)
    world.assigned(point=None, risk_id=risk_id)

    risk = _risk(world, risk_id)
    assert risk.state == "rectifying"
    assert [step.verb for step in risk.steps] == ["rectify"]


def test_it_is_struck_off_by_the_verifier_of_its_task(world: World):
    risk_id = world.risk()
    followup_id = world.submitted(point=None, risk_id=risk_id)

    world.do(services.close, followup_id, "director")

    risk = _risk(world, risk_id)
    assert (risk.state, risk.closed_on) == ("closed", TODAY)
    assert risk.steps[-1].actor_id == world.cast.persons["director"]
    assert risk.due_on == date(2023, 3, 31)


@pytest.mark.parametrize("other", ["planned", "assigned"])
def test_it_waits_for_its_last_task(world: World, other: str):
    risk_id = world.risk()
    first = world.submitted(point=None, risk_id=risk_id)
    make = world.plan if other == "planned" else world.assigned
    last = make(point=None, risk_id=risk_id)

    world.do(services.close, first, "director")

    assert _risk(world, risk_id).state == "rectifying"
    world.do(services.cancel, last, "clerk", reason="重复")
    assert _risk(world, risk_id).state == "rectifying"


def test_it_stays_when_a_task_is_given_up(world: World, clerk: PageClient):
    risk_id = world.risk()
    followup_id = world.assigned(point=None, risk_id=risk_id)

    answer = clerk.post(f"/follow-ups/{followup_id}/cancel", {"reason": "改由基建处办理"})
    page = clerk.get(answer.headers["Location"]).get_data(as_text=True)

    assert _risk(world, risk_id).state == "rectifying"
    assert "风险2023-1仍为“整改中”，请另立任务，或在风险页撤销该风险。" in page


def test_nobody_of_the_risks_own_unit_strikes_it_off(world: World):
    risk_id = world.risk("保卫部")
    followup_id = world.submitted("后勤处", by="head3", point=None, risk_id=risk_id)
    world.set("discipline_unit_id", str(world.cast.units["保卫部"]))

    with pytest.raises(RuleBroken, match="整改单位以外"):
        world.do(services.close, followup_id, "head2")
    assert _risk(world, risk_id).state == "rectifying"
    assert world.item(followup_id).state == "submitted"


def test_no_task_is_handed_out_for_a_risk_that_is_settled(world: World):
    risk_id = world.risk()
    followup_id = world.plan(point=None, risk_id=risk_id)
    with world.writing():
        from_risk = db.session.get_one(Risk, risk_id)
        services_of_risks.cancel(
            risk=from_risk, reason="重复登记", actor=world.actor("director"), on=TODAY
        )

    with pytest.raises(RuleBroken, match="已撤销"):
        world.do(services.dispatch, followup_id, "clerk", as_list=True)


def test_a_task_of_a_risk_never_comes_again(world: World):
    with pytest.raises(RuleBroken, match="定期任务"):
        world.plan(point=None, risk_id=world.risk(), rhythm="month")


def test_a_changed_task_of_a_risk_is_still_verified(world: World, clerk: PageClient):
    followup_id = world.plan(point=None, risk_id=world.risk())
    page = clerk.page("followups.edit", followup_id=followup_id)
    data = {"title": "更换灭火器", "lead_unit_id": world.cast.units["机电工程系"],
            "due_on": "2023-04-07", "is_filing": "y", "rhythm": "month"}  # fmt: skip

    clerk.post(f"/follow-ups/{followup_id}/edit", data)

    item = world.item(followup_id)
    assert "备案类（报结即办结）" not in page
    assert (item.title, item.is_filing, item.rhythm) == ("更换灭火器", False, None)


def test_the_page_fills_in_what_the_risk_says(world: World, clerk: PageClient):
    risk_id = world.risk()

    page = clerk.page("followups.plan_risk", risk_id=risk_id)

    for words in ("风险2023-1 · 消防安全", 'value="实训室灭火器过期"', "更换灭火器。"):
        assert words in page
    assert 'value="2023-03-31"' in page
    assert f'<option selected value="{world.cast.units["机电工程系"]}">' in page
    assert "备案类（报结即办结）" not in page


def test_the_page_makes_the_task_of_the_meeting_that_named_the_risk(
    world: World, clerk: PageClient
):
    risk_id = world.risk()
    data = {"title": "更换灭火器", "lead_units": [world.cast.units["机电工程系"]],
            "due_on": "2023-04-07"}  # fmt: skip

    answer = clerk.post(_url(risk_id), data)

    item = world.item(int(answer.headers["Location"].rsplit("/", 1)[1]))
    assert (item.risk_id, item.meeting_id) == (risk_id, world.meeting_id)
    assert item.due_on == date(2023, 4, 7)
    again = clerk.page("followups.plan_risk", risk_id=risk_id)
    assert "这项风险已有任务" in again


@pytest.mark.parametrize("state", ["concluded", "cancelled"])
def test_a_meeting_that_is_over_gets_no_more_tasks(world: World, clerk: PageClient, state: str):
    risk_id = world.risk(meeting_id=world.later(date(2023, 3, 1), state=state))
    data = {"title": "更换灭火器", "lead_units": [world.cast.units["机电工程系"]],
            "due_on": "2023-04-07"}  # fmt: skip

    answer = clerk.post(_url(risk_id), data)

    item = world.item(int(answer.headers["Location"].rsplit("/", 1)[1]))
    assert item.meeting_id is None


def test_a_risk_without_a_meeting_has_its_task_handed_out_from_its_page(
    world: World, clerk: PageClient
):
    risk_id = world.risk(meeting_id=None, due_on=None)
    page = clerk.page("followups.plan_risk", risk_id=risk_id)
    data = {"title": "更换灭火器", "lead_units": [world.cast.units["机电工程系"]],
            "due_on": "2023-04-07"}  # fmt: skip
    followup_id = int(clerk.post(_url(risk_id), data).headers["Location"].rsplit("/", 1)[1])

    clerk.post(f"/follow-ups/{followup_id}/dispatch", {"assigned_on": "2023-03-20"})

    assert 'value="2023-03-29"' in page
    assert _risk(world, risk_id).state == "rectifying"


def test_the_verdict_says_that_the_risk_is_struck_off(world: World, director: PageClient):
    followup_id = world.submitted(point=None, risk_id=world.risk())

    answer = director.post(f"/follow-ups/{followup_id}/close", {})

    page = director.get(answer.headers["Location"]).get_data(as_text=True)
    assert "已确认办结。风险2023-1已随之销号。" in page


def test_lists_and_page_name_the_risk(world: World, clerk: PageClient):
    followup_id = world.assigned(point=None, risk_id=world.risk())

    for page in (
        clerk.page("followups.index"),
        clerk.page("followups.show", followup_id=followup_id),
        clerk.page("followups.of_meeting", meeting_id=world.meeting_id),
    ):
        assert "风险2023-1 · 消防安全" in page


def test_the_piece_of_the_risks_page_lists_its_tasks(world: World, client: PageClient):
    risk_id = world.risk()
    world.assigned(point=None, risk_id=risk_id)
    world.plan(point=None, risk_id=risk_id, title="另立一项")
    url = f"/risks/{risk_id}/follow-ups"

    office = client.signed_in_as(world.cast.users["clerk"]).get(url).get_data(as_text=True)
    own = client.signed_in_as(world.cast.users["head"]).get(url).get_data(as_text=True)
    other = client.signed_in_as(world.cast.users["head2"]).get(url)

    assert "另立一项" in office
    assert "再拟一项" in office
    assert "2023-1 完善实训室应急预案" in own
    assert "另立一项" not in own
    assert "再拟一项" not in own
    assert other.status_code == 404


def test_the_piece_says_what_to_do_where_there_are_none(world: World, clerk: PageClient):
    page = clerk.get(f"/risks/{world.risk()}/follow-ups").get_data(as_text=True)

    assert "还没有整改任务。" in page
    assert "拟定整改任务" in page


def test_items_of_a_risk_are_in_scope(world: World):
    risk_id = world.risk()
    world.assigned(point=None, risk_id=risk_id)

    with world.app.app_context():
        for who, count in (("clerk", 1), ("head", 1), ("head2", 0)):
            viewer = world.cast.viewer(who)
            assert len(queries.items_of_risk(risk_id, viewer=viewer)) == count
        assert all(isinstance(i, FollowUp) for i in queries.items_of_risk(risk_id, viewer=None))
