"""submit …"""

import io
from datetime import date

import pytest
from PIL import Image

from tests.client import PageClient
from tests.followups.conftest import TODAY, World
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.followups import services
from tracker.followups.models import FollowUp
from tracker.followups.services import Conveyed


def test_it_waits_for_the_office(world: World):
    item = world.item(world.submitted())

    assert (item.state, item.submitted_on) == ("submitted", TODAY)
    assert item.entries[-1].actor_name == "机电工程系主任陆庆安"


def test_it_is_closed_by_the_rule_where_it_is_for_filing_only(world: World):
    item = world.item(world.submitted(is_filing=True))

    assert (item.state, item.closed_by_rule, item.state_label) == ("closed", True, "备案办结")


def test_it_keeps_when_and_how_a_meeting_was_conveyed(world: World):
    followup_id = world.assigned(is_filing=True, is_conveyance=True)

    conveyed = Conveyed(date(2023, 3, 14), "会议传达", "全体教职工")
    world.do(services.submit, followup_id, "head", conveyed=conveyed)

    item = world.item(followup_id)
    assert (item.conveyed_on, item.conveyed_by) == (date(2023, 3, 14), "会议传达")


def test_it_refuses_the_head_of_another_unit(world: World):
    followup_id = world.assigned()

    with pytest.raises(RuleBroken, match="机电工程系"):
        world.do(services.submit, followup_id, "head2")


def test_the_head_of_the_hosting_unit_reports_for_a_body(world: World):
    followup_id = world.assigned("创建办")

    world.do(services.submit, followup_id, "head2")

    assert world.item(followup_id).state == "submitted"


def test_the_liaison_is_named_as_such(world: World):
    followup_id = world.assigned()

    world.do(services.submit, followup_id, "liaison")

    assert world.item(followup_id).entries[-1].label == "联络员代报"


def test_the_liaison_is_refused_where_the_college_forbids_it(world: World):
    world.set("liaison_may_submit", "0")
    followup_id = world.assigned()

    with pytest.raises(RuleBroken, match="本人办理"):
        world.do(services.submit, followup_id, "liaison")


def test_it_is_refused_before_dispatch(world: World):
    followup_id = world.plan()

    with pytest.raises(RuleBroken, match="拟办"):
        world.do(services.submit, followup_id, "head")


def test_the_page_takes_note_and_photo(world: World, head: PageClient):
    followup_id = world.assigned()
    photo = {"file": (io.BytesIO(_png()), "检查现场.png")}
    file_id = head.post("/files/", photo, content_type="multipart/form-data").get_json()["id"]

    answer = head.post(
        f"/follow-ups/{followup_id}/submit",
        {"note": "已按要求完成。😀", "files": str(file_id)},
        follow_redirects=True,
    )

    page = answer.get_data(as_text=True)
    assert "已报结，待办公室确认。" in page
    assert "检查现场.png" in page
    assert "已按要求完成。😀" in page


def test_the_photo_is_then_read_by_the_office_but_not_by_other_units(
    world: World, head: PageClient, clerk: PageClient, head2: PageClient
):
    followup_id = world.assigned()
    photo = {"file": (io.BytesIO(_png()), "检查现场.png")}
    file_id = head.post("/files/", photo, content_type="multipart/form-data").get_json()["id"]
    head.post(f"/follow-ups/{followup_id}/submit", {"files": str(file_id)})

    assert clerk.get(f"/files/{file_id}").status_code == 200
    assert head2.get(f"/files/{file_id}").status_code == 404


def test_what_was_handed_in_is_read_by_all_who_read_the_task(
    world: World, head: PageClient, head2: PageClient, client: PageClient
):
    followup_id = world.assigned(supporting_ids=(world.cast.units["纪委办公室"],))
    photo = {"file": (io.BytesIO(_png()), "检查现场.png")}
    file_id = head.post("/files/", photo, content_type="multipart/form-data").get_json()["id"]
    head.post(f"/follow-ups/{followup_id}/submit", {"files": str(file_id)})
    url = f"/files/follow-ups/{followup_id}/{file_id}"

    supporting = client.signed_in_as(world.cast.users["discipline"])
    assert url in supporting.page("followups.show", followup_id=followup_id)
    answers = [
        supporting.get(url),
        head2.get(url),
        supporting.get(f"/files/follow-ups/{followup_id}/9999"),
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 404]


def test_the_page_asks_how_a_meeting_was_conveyed(world: World, head: PageClient):
    followup_id = world.assigned(is_filing=True, is_conveyance=True)
    data = {"conveyed_on": "2023-03-14", "conveyed_by": "集体学习", "conveyed_to": "全体教职工"}

    page = head.page("followups.show", followup_id=followup_id)
    head.post(f"/follow-ups/{followup_id}/submit", data)

    assert "范围类别" in page
    item = world.item(followup_id)
    assert (item.conveyed_to, item.state) == ("全体教职工", "closed")


def test_a_day_to_come_comes_back_with_a_sentence(world: World, head: PageClient):
    followup_id = world.assigned(is_filing=True, is_conveyance=True)
    data = {"conveyed_on": "2023-04-14", "conveyed_by": "集体学习", "conveyed_to": "全体教职工"}

    answer = head.post(f"/follow-ups/{followup_id}/submit", data)

    assert "传达时间晚于今天" in answer.get_data(as_text=True)
    assert world.item(followup_id).state == "assigned"


def test_too_long_a_note_comes_back_whole(world: World, head: PageClient):
    followup_id = world.assigned()

    answer = head.post(f"/follow-ups/{followup_id}/submit", {"note": "好" * 10_000})

    page = answer.get_data(as_text=True)
    assert "不超过 2000 字" in page
    assert "好" * 10_000 in page


def test_a_double_submission_does_nothing_twice(world: World, head: PageClient):
    followup_id = world.assigned()
    data = {"form_id": "the-same", "note": "完成"}

    answers = [head.post(f"/follow-ups/{followup_id}/submit", data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [e.verb for e in world.item(followup_id).entries].count("submit") == 1


def test_a_second_tab_is_told_that_it_was_done(world: World, head: PageClient):
    followup_id = world.submitted()

    answer = head.post(f"/follow-ups/{followup_id}/submit", {"note": "再报"})

    assert answer.status_code == 409
    assert "待确认" in answer.get_data(as_text=True)


def test_several_are_reported_at_once(world: World, head: PageClient):
    ids = [world.assigned(title=f"任务{n}") for n in range(3)]

    head.post("/follow-ups/submit", {"ids": ids, "note": "已按要求完成。"})

    assert {world.item(i).state for i in ids} == {"submitted"}


def test_of_several_what_asks_for_more_is_left_and_told(world: World, head: PageClient):
    ids = [world.assigned(), world.assigned(is_conveyance=True)]

    answer = head.post(
        "/follow-ups/submit", {"ids": ids, "note": "已按要求完成。"}, follow_redirects=True
    )

    code = world.item(ids[1]).code
    told = f"1 项未办理：{code}（须填写传达时间和方式，请打开该任务单独报结）。"
    assert f"1 项任务已报结，待办公室确认，{told}" in answer.text
    assert [world.item(one).state for one in ids] == ["submitted", "assigned"]
    assert world.item(ids[1]).entries[-1].verb != "submit"


def test_of_several_somebody_elses_are_left_and_told(world: World):
    followup_id = world.assigned()

    with world.writing():
        item = db.session.get_one(FollowUp, followup_id)
        count, left = services.submit_several(
            followups=[item], actor=world.actor("outsider"), on=TODAY, note="已按要求完成。"
        )

    assert (count, len(left)) == (0, 1)
    assert world.item(followup_id).state == "assigned"


@pytest.mark.parametrize("ids", [[], ["x"], ["-1"], ["9" * 30], ["0"]])
def test_nonsense_among_the_ticked_does_nothing(world: World, head: PageClient, ids: list[str]):
    answer = head.post("/follow-ups/submit", {"ids": ids, "note": "已按要求完成。"})

    assert answer.status_code == 302


def _png() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (4, 4)).save(content, "PNG")
    return content.getvalue()


PAPER = {"paper-location": "办公室文件柜"}


@pytest.mark.parametrize("act", ["submit", "progress", "dispute"])
def test_an_act_on_paper_is_not_older_than_the_dispatch(world: World, clerk: PageClient, act: str):
    followup_id = world.assigned(since=date(2023, 3, 15))
    told = {"note": "已完成。"} if act != "dispute" else {"reason": "不属本单位职责。"}
    told |= {**PAPER, "paper-person_id": world.cast.persons["head"]}
    url = f"/follow-ups/{followup_id}/{act}"

    refused = clerk.post(url, {**told, "paper-acted_on": "2023-03-14"})

    assert refused.status_code == 409
    assert "办理日期早于交办日期（2023年3月15日），请核对。" in refused.text
    assert [entry.verb for entry in world.item(followup_id).entries] == ["plan", "dispatch"]

    clerk.post(url, {**told, "paper-acted_on": "2023-03-15"})

    newest = world.item(followup_id).entries[-1]
    assert (newest.verb, newest.acted_on) == (act, date(2023, 3, 15))
