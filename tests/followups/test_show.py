"""followups.show …"""

from datetime import date

import pytest

from tests.client import PageClient
from tests.followups.conftest import HELD_ON, World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.followups import services
from tracker.followups.models import FollowUp


def test_the_first_opening_by_the_head_is_the_receipt(world: World, head: PageClient):
    followup_id = world.assigned()

    head.page("followups.show", followup_id=followup_id)
    head.page("followups.show", followup_id=followup_id)

    assert [e.verb for e in world.item(followup_id).entries] == ["plan", "dispatch", "receive"]


def test_it_leads_to_where_it_comes_from(world: World, clerk: PageClient):
    risk_id = world.risk()
    of_risk = clerk.page("followups.show", followup_id=world.plan(point=None, risk_id=risk_id))
    of_point = clerk.page("followups.show", followup_id=world.plan())

    assert f'href="/risks/{risk_id}"' in of_risk
    assert "2023年一季度会议 · 党委书记讲话 一" in of_point


def test_an_opening_by_the_office_is_no_receipt(world: World, clerk: PageClient):
    followup_id = world.assigned()

    clerk.page("followups.show", followup_id=followup_id)

    assert world.item(followup_id).received_at is None


@pytest.mark.parametrize("path", ["", "/submit", "/close", "/return", "/cancel"])
def test_the_head_of_another_unit_is_told_whose_it_is_not(
    world: World, head2: PageClient, path: str
):
    followup_id = world.assigned()
    url = f"/follow-ups/{followup_id}{path}"

    answer = head2.post(url, {"reason": "x"}) if path else head2.get(url)

    assert answer.status_code == (403 if path == "/cancel" else 404)
    if not path:
        sentence = "所打开的内容不存在，或不属于您的单位。当前登录：宋卫平。"
        assert sentence in answer.get_data(as_text=True)


def test_what_is_only_planned_is_for_the_office_and_leaders(
    world: World, head: PageClient, leader: PageClient
):
    followup_id = world.plan()

    assert head.get(f"/follow-ups/{followup_id}").status_code == 404
    assert leader.get(f"/follow-ups/{followup_id}").status_code == 200


@pytest.mark.parametrize("number", ["0", "999999", "-1", "abc", "9" * 25])
def test_an_unknown_number_is_404(world: World, clerk: PageClient, number: str):
    assert clerk.get(f"/follow-ups/{number}").status_code == 404


def test_a_moved_date_stands_beside_the_original(world: World, clerk: PageClient):
    followup_id = world.assigned()
    with world.writing():
        item = db.session.get_one(FollowUp, followup_id)
        item.due_on = date(2023, 4, 14)
        record_event("test.extend", item, actor=SYSTEM)

    page = clerk.page("followups.show", followup_id=followup_id)

    assert "2023年4月14日" in page
    assert "原定 <time>2023年3月31日</time>" in page


def test_the_head_is_offered_answers_camera_and_one_filled_button(world: World, head: PageClient):
    page = head.page("followups.show", followup_id=world.assigned())

    assert page.count("data-fill=") == 3
    assert 'accept="image/*' in page
    assert page.count("btn-primary") == 1
    assert "提交办结，待办公室确认。" in page
    assert "代录" not in page


def test_the_supporting_head_reads_but_is_offered_nothing(world: World, head2: PageClient):
    followup_id = world.assigned(supporting_ids=(world.cast.units["保卫部"],))

    page = head2.page("followups.show", followup_id=followup_id)

    assert "btn-primary" not in page
    assert head2.post(f"/follow-ups/{followup_id}/submit", {}).status_code == 409


def test_the_original_date_can_never_be_written_over(world: World):
    followup_id = world.assigned()

    with pytest.raises(ValueError, match="never changes"), world.writing():
        db.session.get_one(FollowUp, followup_id).original_due_on = None


def test_cancelling_needs_a_reason_and_shows_it(world: World, clerk: PageClient):
    followup_id = world.assigned()

    missing = clerk.post(f"/follow-ups/{followup_id}/cancel", {})
    clerk.post(f"/follow-ups/{followup_id}/cancel", {"reason": "与另一项重复。"})

    assert "请写明原因。" in missing.get_data(as_text=True)
    assert "与另一项重复。" in clerk.page("followups.show", followup_id=followup_id)


def test_a_closed_item_cannot_be_cancelled(world: World, clerk: PageClient):
    followup_id = world.submitted()
    world.do(services.close, followup_id, "clerk")

    answer = clerk.post(f"/follow-ups/{followup_id}/cancel", {"reason": "x"})

    assert answer.status_code == 409


def test_the_office_records_a_report_signed_on_paper(world: World, clerk: PageClient):
    followup_id = world.assigned(since=HELD_ON)
    paper = {
        "paper-person_id": world.cast.persons["head"],
        "paper-acted_on": "2023-03-17",
        "paper-location": "办公室文件柜",
        "note": "见纸面。",
    }

    clerk.post(f"/follow-ups/{followup_id}/submit", paper)

    item = world.item(followup_id)
    assert (item.state, str(item.submitted_on)) == ("submitted", "2023-03-17")
    assert item.entries[-1].recorder_name == "方小禾"


def test_the_office_cannot_report_in_its_own_name(world: World, clerk: PageClient):
    followup_id = world.assigned()

    assert clerk.post(f"/follow-ups/{followup_id}/submit", {"note": "x"}).status_code == 409


def test_a_signature_of_another_head_is_refused(world: World, clerk: PageClient):
    followup_id = world.assigned(since=HELD_ON)
    paper = {
        "paper-person_id": world.cast.persons["head3"],
        "paper-acted_on": "2023-03-17",
        "paper-location": "柜",
    }

    answer = clerk.post(f"/follow-ups/{followup_id}/submit", paper)

    assert answer.status_code == 409
    assert "不是“机电工程系”的负责人" in answer.get_data(as_text=True)
