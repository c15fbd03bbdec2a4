"""Each act has a page of its own; whoever may not do it in person records it from paper …"""

from datetime import date

import pytest

from tests.client import PageClient
from tests.risks.conftest import World
from tracker.risks import services

PAGES = [
    "regrade", "transfer", "prolong", "review", "resume", "cancel", "notify", "decide_downgrade",
    "confirm", "look_back", "edit",
]  # fmt: skip


def _rectifying(world: World, risk_id: int) -> int:
    world.do(services.rectify, risk_id)
    return risk_id


def _closed(world: World, unit: str) -> int:
    risk_id = _rectifying(world, world.register(unit))
    world.do(services.close, risk_id, "secretary")
    return risk_id


def signed(world: World, who: str, **values: str) -> dict[str, str]:
    """Return what the office types of a paper that somebody signed."""
    paper = {"paper-person_id": str(world.cast.persons[who]), "paper-location": "档案盒 3",
             "paper-acted_on": "2023-03-20"}  # fmt: skip
    return {**paper, **values}


@pytest.mark.parametrize("page", PAGES)
def test_every_act_has_its_page(world: World, clerk: PageClient, page: str):
    risk_id = _rectifying(world, world.major())

    assert "风险2023-1" in clerk.page(f"risks.{page}", risk_id=risk_id)


def test_a_major_one_is_struck_off_as_signed_on_paper(world: World, clerk: PageClient):
    risk_id = _rectifying(world, world.major())
    world.do(services.accept, risk_id, "head2", has_item_files=True)
    url = f"/risks/{risk_id}/confirm"

    own = clerk.post(url, {"decision": "yes"})
    wrong = clerk.post(url, signed(world, "director", decision="yes"))
    silent = clerk.post(url, signed(world, "secretary", decision="no"))
    right = clerk.post(url, signed(world, "secretary", decision="yes"))

    assert (own.status_code, wrong.status_code, right.status_code) == (409, 409, 302)
    assert "请写明不同意的原因" in silent.get_data(as_text=True)
    risk = world.risk(risk_id)
    assert risk.state == "closed"
    assert (risk.steps[-1].actor_name, risk.steps[-1].recorder_name) == ("党委书记程远山", "方小禾")


def test_a_leader_confirms_in_person(world: World, leader: PageClient):
    risk_id = _rectifying(world, world.major())
    world.do(services.accept, risk_id, has_item_files=True)

    page = leader.page("risks.show", risk_id=risk_id)
    assert "待校领导确认后销号" in page
    assert leader.post(f"/risks/{risk_id}/confirm", {"decision": "yes"}).status_code == 302

    assert world.risk(risk_id).state == "closed"


def test_what_came_back_is_shown_on_top(world: World, clerk: PageClient):
    risk_id = _rectifying(world, world.register())
    world.do(services.close, risk_id)
    data = {"result": "no", "note": "又过期", "due_on": "2023-04-10"}

    assert "请填写重新整改的时限，不早于今天" in clerk.post(
        f"/risks/{risk_id}/look-back", {**data, "due_on": ""}
    ).get_data(as_text=True)
    assert clerk.post(f"/risks/{risk_id}/look-back", data).status_code == 302

    page = clerk.page("risks.show", risk_id=risk_id)
    assert "反弹，重新整改：" in page
    assert "第 2 轮（2023年3月20日反弹）" in page


def test_handing_up_and_prolonging(world: World, director: PageClient):
    up, long = _rectifying(world, world.register()), _rectifying(world, world.register())
    letter = {"to": "市教育局", "doc_no": "院函〔2023〕3号", "letter_on": "2023-03-20"}

    assert director.post(f"/risks/{up}/transfer", letter).status_code == 302
    past = {"goal": "一期", "next_review_on": "2023-03-01"}
    assert "须在今天之后" in director.post(f"/risks/{long}/prolong", past).get_data(as_text=True)
    goal = {"goal": "一期", "next_review_on": "2023-06-20"}
    assert director.post(f"/risks/{long}/prolong", goal).status_code == 302

    assert "院函〔2023〕3号" in director.page("risks.show", risk_id=up)
    assert world.risk(long).next_review_on == date(2023, 6, 20)
    assert "持续整改" in director.page("risks.index")


def test_the_form_is_as_short_as_the_risk_allows(world: World, clerk: PageClient):
    plain, major = world.register(), world.major()
    short = world.register(area="师生思想动态", kind="weak_link")

    pages = [clerk.page("risks.edit", risk_id=one) for one in (plain, major, short)]

    assert ['name="supervisor_id"' in page for page in pages] == [False, True, False]
    assert ['name="interim_control"' in page for page in pages] == [True, True, False]
    assert ['name="level"' in page for page in pages] == [False] * 3


def test_a_sensitive_area_refuses_what_is_typed_beyond(world: World, clerk: PageClient):
    data = {
        "unit_id": str(world.cast.units["保卫部"]), "area_id": str(world.areas["师生思想动态"]),
        "title": "谈话记录不全", "interim_control": "安排值守",
    }  # fmt: skip

    page = clerk.post("/risks/new", data).get_data(as_text=True)

    assert "这个领域不登记临时管控" in page


def test_a_unit_reads_but_does_not_decide(world: World, head: PageClient):
    risk_id = world.register()

    assert "登记" in head.page("risks.show", risk_id=risk_id)
    for act in ("regrade", "cancel", "confirm", "look-back"):
        assert head.get(f"/risks/{risk_id}/{act}").status_code == 403


def test_the_offices_own_risk_is_looked_at_by_a_leader(
    world: World, clerk: PageClient, client: PageClient
):
    risk_id = _closed(world, "办公室")
    url, words = f"/risks/{risk_id}/look-back", {"result": "yes", "note": "现场查看，未发现反弹"}

    page = clerk.page("risks.look_back", risk_id=risk_id)
    assert "请校领导办理，或代录纸面的回头看记录" in page
    assert clerk.post(url, words).status_code == 409
    leader = client.signed_in_as(world.cast.users["secretary"])
    assert "记录回头看" in leader.page("risks.show", risk_id=risk_id)
    assert leader.post(url, words).status_code == 302
    assert world.risk(risk_id).looked_back_on is not None


def test_a_leaders_look_back_on_paper_is_recorded(world: World, clerk: PageClient):
    risk_id = _closed(world, "办公室")
    values = {"result": "no", "note": "又发现同样问题", "due_on": "2023-04-10"}

    wrong = clerk.post(f"/risks/{risk_id}/look-back", signed(world, "head2", **values))
    right = clerk.post(f"/risks/{risk_id}/look-back", signed(world, "secretary", **values))

    assert (wrong.status_code, right.status_code) == (409, 302)
    assert (world.risk(risk_id).state, world.risk(risk_id).round) == ("rectifying", 2)


def test_what_a_rule_refuses_comes_back_in_the_form(world: World, leader: PageClient):
    risk_id = _rectifying(world, world.major())
    world.do(services.accept, risk_id, "secretary", has_item_files=True)

    answer = leader.post(f"/risks/{risk_id}/confirm", {"decision": "yes", "note": "现场看过。"})

    assert answer.status_code == 409
    assert "请先修改以下内容" in answer.text
    assert "现场看过。" in answer.text
    assert "提交决定" in answer.text
    assert world.risk(risk_id).state == "rectifying"


def test_the_button_under_a_decision_does_not_say_what_is_decided(world: World, clerk: PageClient):
    page = clerk.page("risks.confirm", risk_id=_rectifying(world, world.major()))

    assert "代录决定</button>" in page
    assert "代录确认销号</button>" not in page


def test_a_date_before_it_was_found_comes_back_in_the_form(world: World, clerk: PageClient):
    risk_id = world.register()
    data = {
        "unit_id": str(world.cast.units["保卫部"]), "area_id": str(world.areas["消防安全"]),
        "kind": "hazard", "level": "general", "title": "泵房积水", "due_on": "2023-03-17",
        "measure": "抽水并检修。", "source": "check",
    }  # fmt: skip

    new = clerk.post("/risks/new", data)
    edit = clerk.post(f"/risks/{risk_id}/edit", {**data, "due_on": "2023-03-17"})

    for answer in (new, edit):
        assert answer.status_code == 409
        assert "整改时限早于发现日期，请选择2023年3月20日或以后的日期" in answer.text
        assert "抽水并检修。" in answer.text


def test_a_kind_that_a_sensitive_area_does_not_tell_apart_is_told(world: World, clerk: PageClient):
    data = {
        "unit_id": str(world.cast.units["保卫部"]), "area_id": str(world.areas["师生思想动态"]),
        "kind": "hazard", "level": "general", "title": "值班安排不全", "source": "check",
    }  # fmt: skip

    clerk.post("/risks/new", data)

    page = clerk.page("risks.index")
    assert "敏感领域只登记薄弱环节，类型已按此登记" in page
