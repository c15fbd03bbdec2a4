"""risks.services.grading …"""

import pytest

from tests.risks.conftest import World
from tracker.core.errors import RuleBroken
from tracker.risks import services
from tracker.risks.services import Grading

LOWER = Grading("hazard", "significant", "判定指南第三条", "已拆除易燃装修")


def test_who_registers_it_grades_it(world: World):
    risk = world.risk(world.register(grade_basis="判定指南第二条"))

    assert (risk.graded_by, risk.graded_on) == ("办公室干事方小禾", risk.found_on)
    assert risk.grade_basis == "判定指南第二条"


def test_another_level_is_an_act_with_basis_and_reason(world: World):
    risk_id = world.register()

    with pytest.raises(RuleBroken, match="须写明定级依据和调整原因"):
        world.do(services.regrade, risk_id, grading=Grading("hazard", "major", "第二条", " "))
    world.do(services.regrade, risk_id, grading=Grading("hazard", "major", "第二条", "复核"))

    risk = world.risk(risk_id)
    assert (risk.level, risk.grade_basis) == ("major", "第二条")
    assert risk.steps[-1].note == "隐患·一般 → 隐患·重大；依据：第二条；原因：复核"


def test_lowering_a_major_one_takes_a_second_person(world: World):
    risk_id = world.major()

    world.do(services.regrade, risk_id, "director", grading=LOWER)
    assert world.risk(risk_id).level == "major"
    with pytest.raises(RuleBroken, match="申请人以外的人"):
        world.do(services.confirm_downgrade, risk_id, "director")
    with pytest.raises(RuleBroken, match="办公室主任或校领导"):
        world.do(services.confirm_downgrade, risk_id, "clerk")
    with pytest.raises(RuleBroken, match="已经申请降级"):
        world.do(services.regrade, risk_id, grading=LOWER)
    world.do(services.confirm_downgrade, risk_id, "vice")

    risk = world.risk(risk_id)
    assert (risk.level, risk.asked_level) == ("significant", "")
    assert [step.verb for step in risk.steps] == ["register", "ask_downgrade", "regrade"]


def test_a_refused_downgrade_leaves_the_level(world: World):
    risk_id = world.major()
    world.do(services.regrade, risk_id, grading=LOWER)

    with pytest.raises(RuleBroken, match="写明原因"):
        world.do(services.refuse_downgrade, risk_id, "director", reason=" ")
    world.do(services.refuse_downgrade, risk_id, "director", reason="依据不足")

    risk = world.risk(risk_id)
    assert (risk.level, risk.asked_level) == ("major", "")


@pytest.mark.parametrize(
    ("grading", "words"),
    [
        (Grading("hazard", "severe", "条", "因"), "等级分一般、较大、重大"),
        (Grading("hazard", "general", "条", "因"), "不必调整"),
    ],
)
def test_a_level_that_makes_no_sense_is_refused(world: World, grading: Grading, words: str):
    with pytest.raises(RuleBroken, match=words):
        world.do(services.regrade, world.register(), grading=grading)


def test_a_sensitive_area_has_no_levels(world: World):
    risk_id = world.register(area="师生思想动态", kind="weak_link")

    with pytest.raises(RuleBroken, match="不分等级"):
        world.do(services.regrade, risk_id, grading=Grading("weak_link", "major", "条", "因"))


def test_what_a_unit_reports_is_a_regrading_too(world: World):
    raised, lowered = world.register(), world.major(title="水压不足")

    world.do(services.bring_up_to_date, raised, facts=world.facts(level="significant"))
    world.do(services.bring_up_to_date, lowered, facts=world.facts(title="水压不足"))

    assert world.risk(raised).level == "significant"
    risk = world.risk(lowered)
    assert (risk.level, risk.asked_level, risk.budget) == ("major", "general", "三万元")
