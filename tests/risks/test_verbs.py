"""risks.services: edit, rectify, close, cancel …"""

from datetime import date

import pytest

from tests.risks.conftest import TODAY, World
from tracker.core.errors import RuleBroken
from tracker.risks import services


def _rectifying(world: World, **values: object) -> int:
    risk_id = world.register(**values)
    world.do(services.rectify, risk_id)
    return risk_id


def test_it_goes_from_registered_to_closed_with_its_steps(world: World):
    risk_id = _rectifying(world)

    world.do(services.close, risk_id, "clerk", on=date(2023, 4, 3))

    risk = world.risk(risk_id)
    assert (risk.state, risk.closed_on) == ("closed", date(2023, 4, 3))
    assert [step.verb for step in risk.steps] == ["register", "rectify", "close"]


def test_nobody_of_the_units_family_closes_it(world: World):
    risk_id = _rectifying(world, unit="机电工程系党总支")

    with pytest.raises(RuleBroken, match="须由整改单位以外的人核验销号"):
        world.do(services.close, risk_id, "head")
    assert world.risk(risk_id).state == "rectifying"


def test_what_is_only_registered_is_not_closed(world: World):
    with pytest.raises(RuleBroken, match="不能销号"):
        world.do(services.close, world.register())


@pytest.mark.parametrize("is_rectifying", [False, True])
def test_it_is_cancelled_with_a_reason(world: World, is_rectifying: bool):
    risk_id = _rectifying(world) if is_rectifying else world.register()

    with pytest.raises(RuleBroken, match="须写明原因"):
        world.do(services.cancel, risk_id, "director", reason=" ")
    with pytest.raises(RuleBroken, match="须由办公室主任办理"):
        world.do(services.cancel, risk_id, "clerk", reason="重复登记")
    world.do(services.cancel, risk_id, "director", reason="重复登记")

    risk = world.risk(risk_id)
    assert (risk.state, risk.cancelled_on) == ("cancelled", TODAY)
    assert (risk.steps[-1].note, risk.steps[-1].actor_name) == ("重复登记", "办公室主任韩立群")


def test_it_is_corrected_and_keeps_its_number(world: World):
    risk_id = world.register()

    world.do(services.edit, risk_id, facts=world.facts("保卫部", title="灭火器失效"))

    risk = world.risk(risk_id)
    assert (risk.code, risk.title, risk.unit.name) == ("风险2023-1", "灭火器失效", "保卫部")
    assert [step.verb for step in risk.steps] == ["register", "edit"]


def test_unit_and_date_stay_while_it_is_being_rectified(world: World):
    due_on = date(2023, 4, 10)
    risk_id = _rectifying(world, due_on=due_on)

    world.do(services.edit, risk_id, facts=world.facts(title="灭火器失效", due_on=due_on))
    for facts in (
        world.facts("保卫部", due_on=due_on), world.facts(due_on=date(2023, 5, 1)), world.facts(),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match="单位和时限以任务为准"):
            world.do(services.edit, risk_id, facts=facts)

    assert world.risk(risk_id).title == "灭火器失效"


def test_a_date_that_was_missing_is_filled_in(world: World):
    risk_id = _rectifying(world)

    world.do(services.edit, risk_id, facts=world.facts(due_on=date(2023, 5, 1)))

    assert world.risk(risk_id).due_on == date(2023, 5, 1)


@pytest.mark.parametrize("facts", [{"level": "significant"}, {"kind": "risk_point"}])
def test_the_level_is_not_corrected_but_graded_anew(world: World, facts: dict[str, str]):
    risk_id = world.register()

    with pytest.raises(RuleBroken, match="请用“调整等级”，写明依据和原因"):
        world.do(services.edit, risk_id, facts=world.facts(**facts))


def test_what_is_ended_is_not_corrected(world: World):
    risk_id = world.register()
    world.do(services.cancel, risk_id, "director", reason="重复登记")

    with pytest.raises(RuleBroken, match="已撤销，不能再修改"):
        world.do(services.edit, risk_id, facts=world.facts())
