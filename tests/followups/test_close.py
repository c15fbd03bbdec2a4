"""close and return_ …"""

import re

import pytest

from tests.client import PageClient
from tests.followups.conftest import TODAY, World
from tests.followups.test_close_several import MAJOR
from tracker.core.errors import RuleBroken
from tracker.followups import queries, services


def test_the_office_confirms(world: World):
    followup_id = world.submitted()

    world.do(services.close, followup_id, "clerk")

    item = world.item(followup_id)
    assert (item.state, item.closed_on, item.closed_by_rule) == ("closed", TODAY, False)


def test_the_submitter_may_not_confirm(world: World):
    followup_id = world.submitted()

    with pytest.raises(RuleBroken, match="承办单位以外"):
        world.do(services.close, followup_id, "head")


def test_a_member_of_the_units_family_may_not_confirm(world: World):
    followup_id = world.submitted("办公室", by="director")

    with pytest.raises(RuleBroken, match="承办单位以外"):
        world.do(services.close, followup_id, "clerk")


def test_a_leader_confirms_the_offices_own_task(world: World):
    followup_id = world.submitted("办公室", by="director")

    world.do(services.close, followup_id, "vice")

    assert world.item(followup_id).state == "closed"


def test_it_is_refused_before_the_unit_has_reported(world: World):
    followup_id = world.assigned()

    with pytest.raises(RuleBroken, match="已交办"):
        world.do(services.close, followup_id, "clerk")


def test_sending_back_needs_a_reason(world: World):
    followup_id = world.submitted()

    with pytest.raises(RuleBroken, match="原因"):
        world.do(services.return_, followup_id, "clerk", reason=" ")


def test_the_unit_reads_the_reason_first(world: World, head: PageClient):
    followup_id = world.submitted()
    world.do(services.return_, followup_id, "clerk", reason="请补报整改照片。")

    page = head.page("followups.show", followup_id=followup_id)

    assert page.index("请补报整改照片。") < page.index("完成时限")


def test_who_checks_it_again_reads_first_why_it_was_sent_back(world: World, clerk: PageClient):
    followup_id = world.submitted()
    world.do(services.return_, followup_id, "clerk", reason="请补报整改照片。")
    world.do(services.submit, followup_id, "head")

    page = clerk.page("followups.show", followup_id=followup_id)

    said = page.index("这次报结请对照当时的意见核验")
    assert said < page.index("请补报整改照片。") < page.index("确认办结")


def test_a_returned_task_is_reported_and_confirmed_again(world: World):
    followup_id = world.submitted()
    world.do(services.return_, followup_id, "clerk", reason="请补报。")
    world.do(services.submit, followup_id, "head")
    world.do(services.close, followup_id, "clerk")

    verbs = [entry.verb for entry in world.item(followup_id).entries]
    assert verbs == ["plan", "dispatch", "submit", "return", "submit", "close"]


def test_the_page_confirms(world: World, clerk: PageClient):
    followup_id = world.submitted()
    assert "确认办结" in clerk.page("followups.show", followup_id=followup_id)

    answer = clerk.post(f"/follow-ups/{followup_id}/close", {}, follow_redirects=True)

    assert "已确认办结。" in answer.get_data(as_text=True)


def test_the_page_sends_back_with_a_reason(world: World, clerk: PageClient):
    followup_id = world.submitted()

    missing = clerk.post(f"/follow-ups/{followup_id}/return", {"reason": ""})
    clerk.post(f"/follow-ups/{followup_id}/return", {"reason": "请补报。"})

    assert "请写明原因。" in missing.get_data(as_text=True)
    assert world.item(followup_id).return_reason == "请补报。"


def test_several_are_confirmed_at_once(world: World, clerk: PageClient):
    ids = [world.submitted(title=f"任务{n}") for n in range(3)]

    page = clerk.page("followups.index", state="submitted")
    clerk.post("/follow-ups/close", {"ids": ids})

    assert all(f'value="{i}"' in page for i in ids)
    assert {world.item(i).state for i in ids} == {"closed"}


def test_the_offices_own_tasks_have_no_box_for_the_clerk(world: World, clerk: PageClient):
    followup_id = world.submitted("办公室", by="director")

    page = clerk.page("followups.index", state="submitted")

    assert f'value="{followup_id}"' not in page.split('<table class="table">')[1]


def test_a_head_may_not_confirm(world: World, head: PageClient):
    followup_id = world.submitted()

    assert head.post(f"/follow-ups/{followup_id}/close", {}).status_code == 404


def test_the_discipline_office_confirms_the_offices_own_and_nothing_else(
    world: World, client: PageClient
):
    world.set("office_unit_id", str(world.cast.units["办公室"]))
    world.set("discipline_unit_id", str(world.cast.units["纪委办公室"]))
    own = world.submitted("办公室", by="director")
    other = world.submitted(supporting_ids=(world.cast.units["纪委办公室"],))
    discipline = client.signed_in_as(world.cast.users["discipline"])

    assert "确认办结" in discipline.page("followups.show", followup_id=own)
    answers = [discipline.post(f"/follow-ups/{i}/close", {}) for i in (own, other)]

    assert [answer.status_code for answer in answers] == [302, 404]
    assert [world.item(i).state for i in (own, other)] == ["closed", "submitted"]


def test_what_the_office_reported_is_a_to_do_of_who_may_confirm_it(world: World):
    world.set("office_unit_id", str(world.cast.units["办公室"]))
    world.set("discipline_unit_id", str(world.cast.units["纪委办公室"]))
    world.submitted("办公室", by="director")
    world.submitted()

    told = {}
    with world.app.app_context():
        for name in ("leader", "discipline", "clerk", "head"):
            todos = queries.answer_todos(world.cast.viewer(name), on=TODAY)
            told[name] = [todo.sentence for todo in todos]

    asked = ["办公室已报结，待您确认：完善实训室应急预案"]
    assert told == {"leader": asked, "discipline": asked, "clerk": [], "head": []}


def test_the_leaders_word_on_paper_is_recorded_with_its_recorder(world: World, clerk: PageClient):
    followup_id = world.submitted("办公室", by="director")
    paper = {
        "paper-person_id": world.cast.persons["vice"],
        "paper-acted_on": "2023-03-20",
        "paper-location": "办公室文件柜",
    }

    clerk.post(f"/follow-ups/{followup_id}/close", paper)

    entry = world.item(followup_id).entries[-1]
    assert (entry.verb, entry.actor_name, entry.recorder_name) == (
        "close",
        "副院长沈知行",
        "方小禾",
    )


@pytest.mark.parametrize("act", ["close", "return"])
def test_a_word_on_paper_is_not_older_than_the_report(world: World, clerk: PageClient, act: str):
    followup_id = world.submitted()
    prefix = "paper" if act == "close" else "return_paper"
    paper = {
        "reason": "请补报。", f"{prefix}-person_id": world.cast.persons["vice"],
        f"{prefix}-acted_on": "2023-03-17", f"{prefix}-location": "办公室文件柜",
    }  # fmt: skip

    answer = clerk.post(f"/follow-ups/{followup_id}/{act}", paper)

    assert answer.status_code == 409
    assert "办理日期早于报结日期（2023年3月20日），请核对。" in answer.text
    assert world.item(followup_id).state == "submitted"


def test_what_is_refused_comes_back_in_the_form(world: World, clerk: PageClient):
    followup_id, vice = world.submitted(), world.cast.persons["vice"]
    paper = {
        "paper-person_id": vice, "paper-acted_on": "2023-03-17",
        "paper-location": "办公室文件柜第三格",
    }  # fmt: skip

    answer = clerk.post(f"/follow-ups/{followup_id}/close", paper)

    form = answer.text.split('<h2 id="verify">')[1].split("</form>")[0]
    assert "<li>办理日期早于报结日期" in form
    assert 'value="2023-03-17"' in form
    assert 'value="办公室文件柜第三格"' in form
    assert re.search(rf'<option selected[^>]* value="{vice}"', form)
    assert '<details class="on-paper" open>' in form

    again = clerk.post(
        f"/follow-ups/{followup_id}/close", {**paper, "paper-acted_on": "2023-03-20"}
    )

    assert (again.status_code, world.item(followup_id).state) == (302, "closed")


def test_one_that_was_confirmed_meanwhile_tells_so_on_a_page_of_its_own(
    world: World, clerk: PageClient
):
    followup_id = world.submitted()
    world.do(services.close, followup_id, "clerk")

    answer = clerk.post(f"/follow-ups/{followup_id}/close", {})

    assert answer.status_code == 409
    assert "暂不能办理" in answer.text


def test_the_refusal_for_want_of_evidence_leads_to_the_risk(world: World, clerk: PageClient):
    risk_id = world.risk(**MAJOR, supervisor_id=world.cast.persons["vice"])
    followup_id = world.submitted(point=None, risk_id=risk_id)

    answer = clerk.post(f"/follow-ups/{followup_id}/close", {})

    form = answer.text.split('<h2 id="verify">')[1].split("</form>")[0]
    assert answer.status_code == 409
    assert "请先在风险页附上整改后照片" in form
    assert f'<a href="/risks/{risk_id}#evidence">打开风险2023-1的页面</a>' in form


def test_a_unit_head_verifies_nothing_on_paper(world: World, clerk: PageClient):
    followup_id = world.submitted()
    paper = {
        "paper-person_id": world.cast.persons["head3"],
        "paper-acted_on": "2023-03-20",
        "paper-location": "办公室文件柜",
    }

    answer = clerk.post(f"/follow-ups/{followup_id}/close", paper)

    assert answer.status_code == 409
    assert world.item(followup_id).state == "submitted"


def test_a_return_on_paper_is_recorded_with_its_recorder(world: World, clerk: PageClient):
    followup_id = world.submitted("办公室", by="director")
    assert "代录纸面退回" in clerk.page("followups.show", followup_id=followup_id)
    paper = {
        "reason": "请补报整改照片。",
        "return_paper-person_id": world.cast.persons["vice"],
        "return_paper-acted_on": "2023-03-20",
        "return_paper-location": "办公室文件柜",
    }

    clerk.post(f"/follow-ups/{followup_id}/return", paper)

    entry = world.item(followup_id).entries[-1]
    assert (entry.verb, entry.actor_name, entry.recorder_name) == (
        "return",
        "副院长沈知行",
        "方小禾",
    )
