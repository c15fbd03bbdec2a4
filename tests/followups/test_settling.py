"""A risk whose tasks are over and that was not struck off with the last of them …"""

from datetime import date

import pytest
import time_machine

from tests.client import PageClient
from tests.followups.conftest import TODAY, World
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.followups import queries, services
from tracker.risks import services as risks
from tracker.risks.models import Risk

MAJOR = {
    "level": "major", "responsibility": "系主任", "budget": "三万元", "emergency_plan": "停用疏散",
}  # fmt: skip


def risk_of(world: World, risk_id: int) -> Risk:
    with world.app.app_context():
        risk = db.session.get_one(Risk, risk_id)
        assert risk.steps is not None
        db.session.expunge_all()
        return risk


def settle(world: World, risk_id: int, by: str, note: str = "现场复查，已整改到位") -> None:
    with world.writing():
        risk = db.session.get_one(Risk, risk_id)
        services.settle(risk=risk, note=note, actor=world.actor(by), on=TODAY)


def left_over(world: World) -> int:
    """Return a risk with one task that was verified and one that was given up afterwards."""
    risk_id = world.risk()
    done = world.submitted(point=None, risk_id=risk_id)
    other = world.assigned("后勤处", point=None, risk_id=risk_id)
    world.do(services.close, done, "clerk")
    world.do(services.cancel, other, "clerk", reason="重复")
    return risk_id


def test_it_is_checked_and_struck_off_from_its_page(world: World, clerk: PageClient):
    risk_id = left_over(world)
    assert "核验销号" in clerk.get(f"/risks/{risk_id}/follow-ups").get_data(as_text=True)
    assert "核验销号：风险2023-1" in clerk.page("home.index")

    assert clerk.page("followups.settle_risk", risk_id=risk_id)
    answer = clerk.post(f"/risks/{risk_id}/close", {"note": "现场复查，已整改到位"})

    assert answer.status_code == 302
    assert risk_of(world, risk_id).state == "closed"


def test_it_needs_words_and_somebody_else(world: World):
    risk_id = left_over(world)

    with pytest.raises(RuleBroken, match="请写明核验情况"):
        settle(world, risk_id, "clerk", " ")
    with pytest.raises(RuleBroken, match="整改单位以外"):
        settle(world, risk_id, "head")


def test_nothing_verified_is_nothing_to_strike_off(world: World):
    risk_id = world.risk()
    followup_id = world.assigned(point=None, risk_id=risk_id)

    with pytest.raises(RuleBroken, match="还有未办结的任务"):
        settle(world, risk_id, "clerk")
    world.do(services.cancel, followup_id, "clerk", reason="重复")
    with pytest.raises(RuleBroken, match="没有经核验办结的整改任务"):
        settle(world, risk_id, "clerk")


def test_a_leading_unit_of_another_task_does_not_strike_it_off(world: World):
    risk_id = world.risk()
    first = world.submitted("后勤处", by="head3", point=None, risk_id=risk_id)
    last = world.submitted(point=None, risk_id=risk_id)
    world.do(services.close, first, "clerk")

    with pytest.raises(RuleBroken, match="后勤处参与"):
        world.do(services.close, last, "head3")


def test_a_major_one_is_refused_without_evidence_and_waits_with_it(world: World):
    risk_id = world.risk(**MAJOR, supervisor_id=world.cast.persons["vice"])
    followup_id = world.submitted(point=None, risk_id=risk_id)

    with pytest.raises(RuleBroken, match="须有整改证明"):
        world.do(services.close, followup_id, "clerk")
    with world.writing():
        risk = db.session.get_one(Risk, risk_id)
        risks.accept(risk=risk, has_item_files=True, actor=world.actor("clerk"), on=TODAY)

    risk = risk_of(world, risk_id)
    assert (risk.state_label, risk.closed_on) == ("待领导确认", None)


def test_a_major_one_is_not_handed_out_incomplete(world: World):
    risk_id = world.risk(level="major")

    with pytest.raises(RuleBroken, match="还缺责任、资金、预案、督办领导"):
        world.assigned(point=None, risk_id=risk_id)


def test_a_task_does_not_end_what_was_handed_up(world: World):
    risk_id = world.risk()
    followup_id = world.submitted(point=None, risk_id=risk_id)
    with world.writing():
        risks.transfer(
            risk=db.session.get_one(Risk, risk_id), to="市教育局", doc_no="院函〔2023〕3号",
            letter_on=date(2023, 3, 20), actor=world.actor("clerk"), on=TODAY,
        )  # fmt: skip

    world.do(services.close, followup_id, "clerk")
    assert risk_of(world, risk_id).state == "transferred"
    settle(world, risk_id, "clerk", "上级复函，已整改")

    assert risk_of(world, risk_id).state == "closed"


def test_a_task_of_the_round_before_settles_nothing_even_on_the_same_day(world: World):
    risk_id = world.risk()
    world.do(services.close, world.submitted(point=None, risk_id=risk_id), "director")

    with time_machine.travel("2023-03-20 11:00 +08:00", tick=False):
        with world.writing():
            risks.reopen(
                risk=db.session.get_one(Risk, risk_id), reason="又发现同样问题",
                due_on=date(2023, 4, 10), actor=world.actor("clerk"), on=TODAY,
            )  # fmt: skip
        with world.app.app_context():
            (todo,) = queries.risk_todos()
        assert "没有在办任务，请立任务" in todo.sentence
        with pytest.raises(RuleBroken, match="没有经核验办结的整改任务"):
            settle(world, risk_id, "clerk")

    with time_machine.travel("2023-03-20 12:00 +08:00", tick=False):
        world.do(services.close, world.submitted(point=None, risk_id=risk_id), "director")
    with world.app.app_context():
        assert db.session.get_one(Risk, risk_id).state == "closed"
