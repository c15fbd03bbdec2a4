"""The look-back of one risk: rounds, levels, letters, photos, and who did what …"""

import re
from datetime import date

import pytest

from tests.client import PageClient
from tests.risks.conftest import TODAY, World
from tracker.accounts.services import appoint_deputy
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory.models import Person
from tracker.risks import services
from tracker.risks.services import Grading


def steps(page: str) -> list[str]:
    """Return the time line, a step a line, newest first, each under its round where told."""
    shown = re.search(r'<ol class="timeline">(.*)</ol>', page, re.S)
    assert shown is not None
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in shown[1].split("<li>")[1:]]


def entrust(world: World, head: str, deputy: str) -> None:
    with world.writing():
        appoint_deputy(
            from_person=db.session.get_one(Person, world.cast.persons[head]),
            to_person=db.session.get_one(Person, world.cast.persons[deputy]),
            from_on=TODAY, to_on=date(2023, 3, 24), actor=world.actor(head),
        )  # fmt: skip


def test_rounds_are_told_apart_and_the_last_reason_stands_first(world: World, clerk: PageClient):
    risk_id = world.register()
    world.do(services.rectify, risk_id)
    world.do(services.close, risk_id)
    world.do(services.reopen, risk_id, reason="又过期了。", due_on=date(2023, 4, 10))

    page = clerk.page("risks.show", risk_id=risk_id)

    assert steps(page)[0] == (
        "第 2 轮 2023年3月20日 10:00 反弹，重新整改 办公室干事方小禾 第 2 轮：又过期了。"
    )
    assert steps(page)[1].startswith("第 1 轮 2023年3月20日 10:00 销号 办公室干事方小禾")
    assert not steps(page)[2].startswith("第")
    assert page.index("又过期了。") < page.index("办理经过")


def test_of_one_round_none_is_named(world: World, clerk: PageClient):
    page = clerk.page("risks.show", risk_id=world.register())

    assert steps(page) == ["2023年3月20日 10:00 登记 办公室干事方小禾"]


def test_levels_letters_and_photos_are_told_with_their_words(world: World, clerk: PageClient):
    risk_id = world.register()
    world.do(services.rectify, risk_id)
    grading = Grading("hazard", "significant", "校级清单第三条", "影响疏散")
    world.do(services.regrade, risk_id, grading=grading)
    world.photo(risk_id)
    world.do(services.transfer, risk_id, to="区消防大队", doc_no="院字〔2023〕5号", letter_on=TODAY)

    page = clerk.page("risks.show", risk_id=risk_id)

    assert (
        "移交上报 办公室干事方小禾 报区消防大队，院字〔2023〕5号，2023年3月20日" in steps(page)[0]
    )
    assert steps(page)[1].endswith("整改后照片 1 份 查看材料")
    assert "隐患·一般 → 隐患·较大" in steps(page)[2]


def test_what_was_entered_from_paper_says_when_and_where_it_lies(
    world: World, director: PageClient
):
    risk_id = world.register()
    world.do(services.rectify, risk_id)
    answer = director.post(f"/risks/{risk_id}/prolong", {
        "goal": "分两年改造。", "next_review_on": "2023-06-20",
        "paper-person_id": world.cast.persons["vice"], "paper-acted_on": "2023-03-20",
        "paper-location": "办公室三号柜",
    })  # fmt: skip
    assert answer.status_code == 302

    newest = steps(director.page("risks.show", risk_id=risk_id))[0]

    assert "（韩立群于 2023-03-20 10:00 代录）" in newest
    assert newest.endswith("纸件存放处：办公室三号柜")


def test_who_acts_for_a_head_is_told_so(world: World):
    risk_id = world.register()
    entrust(world, "head", "outsider")
    with world.app.app_context():
        actor = world.actor("outsider")

    world.photo(risk_id, actor=actor)

    assert world.risk(risk_id).steps[-1].actor_name.endswith("（受机电工程系主任陆庆安委托）")


def test_who_acts_for_the_head_of_the_unit_does_not_verify(world: World):
    risk_id = world.register()
    world.do(services.rectify, risk_id)
    entrust(world, "head", "clerk")

    with pytest.raises(RuleBroken, match="须由整改单位以外的人核验"):
        world.do(services.close, risk_id)
