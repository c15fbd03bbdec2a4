"""risks.services: accept, close, refuse, and the evidence that a major one needs …"""

from datetime import date, timedelta

import pytest
import time_machine

from tests.client import PageClient
from tests.factories import saved
from tests.risks.conftest import TODAY, World
from tracker.accounts.models import Covers, Delegation
from tracker.core.errors import RuleBroken
from tracker.risks import papers, services

LATER = date(2023, 4, 3)


def _rectifying(world: World, risk_id: int) -> int:
    world.do(services.rectify, risk_id)
    return risk_id


def test_a_major_one_is_not_handed_out_without_its_fields(world: World):
    risk_id = world.register(level="major", measure="更换水泵")

    with pytest.raises(RuleBroken, match="还缺责任、资金、时限、预案、督办领导"):
        world.do(services.rectify, risk_id)
    assert world.risk(risk_id).state == "registered"


def test_its_leader_holds_a_leaders_post(world: World):
    with pytest.raises(RuleBroken, match="督办领导须是"):
        world.major(supervisor_id=world.cast.persons["head2"])


def test_a_major_one_waits_for_a_leader(world: World):
    risk_id = _rectifying(world, world.major())

    with pytest.raises(RuleBroken, match="须有整改证明"):
        world.do(services.finish, risk_id)
    world.photo(risk_id)
    world.do(services.finish, risk_id, on=LATER)

    risk = world.risk(risk_id)
    assert (risk.state, risk.state_label, risk.accepted_on) == ("rectifying", "待领导确认", LATER)
    assert risk.closed_on is None


@pytest.mark.parametrize(
    ("by", "words"), [("clerk", "须由校领导确认"), ("director", "须由校领导确认")]
)
def test_only_a_leader_confirms(world: World, by: str, words: str):
    risk_id = _rectifying(world, world.major())
    world.do(services.accept, risk_id, "head2", has_item_files=True)

    with pytest.raises(RuleBroken, match=words):
        world.do(services.close, risk_id, by)


def test_who_checked_it_does_not_confirm_it(world: World):
    risk_id = _rectifying(world, world.major())
    world.do(services.accept, risk_id, "secretary", has_item_files=True)

    with pytest.raises(RuleBroken, match="验收人和确认人须为不同的人"):
        world.do(services.close, risk_id, "secretary")
    world.do(services.close, risk_id, "president")

    assert world.risk(risk_id).state == "closed"


def test_evidence_that_was_withdrawn_is_none(world: World):
    risk_id = _rectifying(world, world.major())
    scan = world.photo(risk_id)
    world.photo(risk_id, "before")
    world.do(services.accept, risk_id)
    world.withdraw(scan)

    with pytest.raises(RuleBroken, match="须有整改证明"):
        world.do(services.close, risk_id, "secretary")


def test_what_showed_an_earlier_round_does_not_show_the_next_one(world: World):
    risk_id = _rectifying(world, world.major())
    world.photo(risk_id)
    world.do(services.accept, risk_id)
    world.do(services.close, risk_id, "secretary")
    with time_machine.travel("2023-03-20 11:00 +08:00", tick=False):
        world.do(services.reopen, risk_id, reason="水压又不达标", due_on=date(2023, 5, 20))

        with pytest.raises(RuleBroken, match="须有整改证明"):
            world.do(services.accept, risk_id)
        world.photo(risk_id)
        world.do(services.accept, risk_id)
        world.do(services.close, risk_id, "secretary")

    assert world.risk(risk_id).state == "closed"


def test_the_form_of_a_new_round_names_nobody_who_checked(world: World):
    risk_id = _rectifying(world, world.register())
    world.do(services.close, risk_id)
    world.do(services.reopen, risk_id, reason="又漏水", due_on=date(2023, 5, 20))

    with world.app.app_context():
        form = papers.closure_form(str(risk_id), on=TODAY, public_url="", viewer=None)

    assert form is not None
    assert dict(form.rows)["复查人"] == ""


def test_a_leader_sends_it_back_with_the_reason(world: World):
    risk_id = _rectifying(world, world.major())
    world.do(services.accept, risk_id, has_item_files=True)

    with pytest.raises(RuleBroken, match="写明原因"):
        world.do(services.refuse, risk_id, "secretary", reason="")
    world.do(services.refuse, risk_id, "secretary", reason="水压仍不达标")

    risk = world.risk(risk_id)
    assert (risk.state_label, risk.accepted_on) == ("整改中", None)
    assert risk.sent_back is not None
    assert risk.sent_back.note == "水压仍不达标"


def test_a_sensitive_area_takes_no_picture(world: World):
    risk_id = world.register(area="师生思想动态", kind="weak_link")

    with pytest.raises(RuleBroken, match="不登记照片和附件"):
        world.photo(risk_id)


def test_what_has_pictures_does_not_move_to_a_sensitive_area(world: World):
    risk_id = world.register(kind="weak_link")
    world.photo(risk_id)

    with pytest.raises(RuleBroken, match="已附照片或材料"):
        world.do(services.edit, risk_id, facts=world.facts(area="师生思想动态", kind="weak_link"))


@pytest.mark.parametrize("name", ["basis", "interim_control", "budget", "grade_basis"])
def test_a_sensitive_area_stays_short(world: World, name: str):
    with pytest.raises(RuleBroken, match="只登记薄弱环节、措施和时限"):
        world.register(area="师生思想动态", kind="weak_link", **{name: "有话"})


def test_who_acts_for_the_units_head_does_not_strike_it_off(world: World):
    with world.app.app_context():
        saved(
            Delegation(
                from_person_id=world.cast.persons["head"], covers=Covers.UNIT, from_on=LATER,
                to_person_id=world.cast.persons["clerk"], to_on=LATER,
            )
        )  # fmt: skip
    risk_id = _rectifying(world, world.register())

    with pytest.raises(RuleBroken, match="整改单位以外"):
        world.do(services.finish, risk_id, on=LATER)
    world.do(services.finish, risk_id, on=LATER + timedelta(days=1))

    assert world.risk(risk_id).state == "closed"


def test_a_leader_confirms_only_what_passed_its_check(world: World, leader: PageClient):
    risk_id = _rectifying(world, world.register())

    answer = leader.post(f"/risks/{risk_id}/confirm", {"decision": "yes"})

    assert answer.status_code == 409
    assert "不是“待领导确认”" in answer.text
    assert world.risk(risk_id).state == "rectifying"
