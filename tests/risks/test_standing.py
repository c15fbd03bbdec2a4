"""risks.services: transfer, prolong, review, resume, look_back, reopen …"""

from datetime import date

import pytest

from tests.risks.conftest import TODAY, World
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.risks import queries, services
from tracker.risks.models import Risk

LETTER = {"to": "市消防救援支队", "doc_no": "院函〔2023〕3号", "letter_on": date(2023, 3, 20)}
GOAL = {"goal": "本学期完成一期", "next_review_on": date(2023, 6, 20)}


def _rectifying(world: World, **values: object) -> int:
    risk_id = world.register(**values)
    world.do(services.rectify, risk_id)
    return risk_id


def _closed(world: World, **values: object) -> int:
    risk_id = _rectifying(world, **values)
    world.do(services.close, risk_id)
    return risk_id


def test_what_is_handed_up_stays_open(world: World):
    risk_id = _rectifying(world)

    with pytest.raises(RuleBroken, match="公函文号"):
        world.do(services.transfer, risk_id, **{**LETTER, "doc_no": " "})
    with pytest.raises(RuleBroken, match="公函日期"):
        world.do(services.transfer, risk_id, **{**LETTER, "letter_on": date(2023, 3, 21)})
    world.do(services.transfer, risk_id, **LETTER)

    risk = world.risk(risk_id)
    assert (risk.is_open, risk.state_label) == (True, "已移交上报")
    assert risk.steps[-1].note == "报市消防救援支队，院函〔2023〕3号，2023年3月20日"


def test_what_takes_longer_needs_a_word_and_a_day_to_come(world: World):
    risk_id = _rectifying(world)

    with pytest.raises(RuleBroken, match="办公室主任或校领导"):
        world.do(services.prolong, risk_id, "clerk", **GOAL)
    with pytest.raises(RuleBroken, match="下次复核日期须在"):
        world.do(services.prolong, risk_id, "director", **{**GOAL, "next_review_on": TODAY})
    world.do(services.prolong, risk_id, "director", **GOAL)
    world.do(services.review, risk_id, goal="完成招标", next_review_on=date(2023, 9, 1))

    risk = world.risk(risk_id)
    assert (risk.is_open, risk.next_review_on) == (True, date(2023, 9, 1))


def test_both_go_back_and_both_are_struck_off(world: World):
    back, off = _rectifying(world), _rectifying(world)
    world.do(services.transfer, back, **LETTER)
    world.do(services.prolong, off, "vice", **GOAL)

    world.do(services.resume, back, reason="上级退回学校办理")
    world.do(services.close, off, note="二期完成")

    assert world.risk(back).state == "rectifying"
    assert world.risk(off).state == "closed"


def test_every_major_one_is_looked_at_again_and_a_sample_of_the_others(world: World):
    numbers = {world.risk(_closed(world)).number: None for _ in range(10)}
    with world.app.app_context():
        drawn = [r.number for r in db.session.query(Risk) if r.look_back_on]
    major = world.major()
    world.do(services.rectify, major)
    world.do(services.accept, major, has_item_files=True)
    world.do(services.close, major, "secretary")

    risk = world.risk(major)
    assert (list(numbers), drawn) == (list(range(1, 11)), [5, 10])
    assert (risk.look_back_on, risk.look_back_why) == (date(2023, 5, 19), "重大等级，全部回头看")


def test_the_day_moves_to_a_working_day(world: World):
    for _ in range(4):
        world.register()
    risk_id = _rectifying(world)
    world.do(services.close, risk_id, on=date(2023, 3, 21))

    assert world.risk(risk_id).look_back_on == date(2023, 5, 22)


def test_what_came_back_is_open_in_its_next_round(world: World):
    risk_id = _closed(world)

    with pytest.raises(RuleBroken, match="须写明原因"):
        world.do(services.reopen, risk_id, reason="", due_on=date(2023, 4, 10))
    with pytest.raises(RuleBroken, match="整改单位以外"):
        world.do(services.reopen, risk_id, "head", reason="又过期", due_on=date(2023, 4, 10))
    world.do(services.reopen, risk_id, reason="又过期", due_on=date(2023, 4, 10))

    risk = world.risk(risk_id)
    assert (risk.state, risk.round, risk.closed_on) == ("rectifying", 2, None)
    assert (risk.due_on, risk.look_back_on) == (date(2023, 4, 10), None)


def test_a_look_back_is_recorded_once(world: World):
    risk_id = _closed(world)

    world.do(services.look_back, risk_id, note="现场查看，未发现反弹")
    with pytest.raises(RuleBroken, match="已经记录"):
        world.do(services.look_back, risk_id, note="再看")

    assert world.risk(risk_id).looked_back_on == TODAY


def test_a_quarter_knows_that_it_was_off_the_ledger_in_between(world: World):
    risk_id = _rectifying(world, found_on=date(2023, 1, 5))
    world.do(services.close, risk_id, on=date(2023, 4, 3))
    world.do(services.reopen, risk_id, reason="反弹", due_on=date(2023, 8, 1), on=date(2023, 7, 5))

    with world.app.app_context():
        for day, is_open in (
            (date(2023, 4, 3), True), (date(2023, 4, 4), False), (date(2023, 7, 5), False),
            (date(2023, 7, 6), True),
        ):  # fmt: skip
            found = db.session.query(Risk).where(queries.is_open_on(day)).count()
            assert (day, found) == (day, int(is_open))
