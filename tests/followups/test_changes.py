"""dispute, uphold, reassign, suspend and resume …"""

from datetime import date
from typing import Any

import pytest

from tests.client import PageClient
from tests.followups.conftest import HELD_ON, World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory.models import Unit
from tracker.followups import queries, services
from tracker.followups.models import FollowUp
from tracker.home import queries as home
from tracker.issuing.models import PaperCode

REASON = "不属本单位职责。"


def disputed(world: World, unit: str = "机电工程系", by: str = "head") -> int:
    followup_id = world.assigned(unit)
    world.do(services.dispute, followup_id, by, reason=REASON)
    return followup_id


def give(world: World, followup_id: int, unit: str, by: str = "clerk", **values: Any) -> None:
    with world.app.app_context():
        unit_id = world.cast.units[unit]
    with world.writing():
        item = db.session.get_one(FollowUp, followup_id)
        services.reassign(
            followup=item, unit=db.session.get_one(Unit, unit_id), actor=world.actor(by),
            **{"on": date(2023, 3, 20), "reason": "属后勤职责。", **values},
        )  # fmt: skip


def test_a_dispute_waits_for_the_office_with_its_reason(world: World):
    item = world.item(disputed(world))

    assert (item.state_label, item.dispute_reason) == ("有异议", REASON)


def test_the_liaison_disputes_for_the_head(world: World):
    item = world.item(disputed(world, by="liaison"))

    assert item.entries[-1].label == "提出异议（联络员代报）"


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_dispute_says_why(world: World, reason: str):
    followup_id = world.assigned()

    with pytest.raises(RuleBroken, match="须写明原因"):
        world.do(services.dispute, followup_id, "head", reason=reason)


def test_a_supporting_unit_disputes_nothing(world: World):
    followup_id = world.assigned(supporting_ids=(world.cast.units["后勤处"],))

    with pytest.raises(RuleBroken, match="机电工程系"):
        world.do(services.dispute, followup_id, "head3", reason=REASON)


def test_an_upheld_item_is_with_the_unit_again(world: World):
    followup_id = disputed(world)

    world.do(services.uphold, followup_id, "clerk", reason="属教学场所管理。")

    item = world.item(followup_id)
    assert (item.state, item.dispute_reason) == ("assigned", "")
    assert item.entries[-1].note == "属教学场所管理。"


def test_the_unit_does_not_answer_its_own_dispute(world: World):
    followup_id = disputed(world, "办公室", by="director")

    with pytest.raises(RuleBroken, match="承办单位以外"):
        world.do(services.uphold, followup_id, "clerk", reason="维持。")
    world.do(services.uphold, followup_id, "vice", reason="维持。")

    assert world.item(followup_id).state == "assigned"


def test_another_unit_takes_over_with_both_dates_and_a_receipt_of_its_own(world: World):
    followup_id = disputed(world)
    world.do(services.receive, followup_id, "head")

    give(world, followup_id, "后勤处")

    item = world.item(followup_id)
    assert (item.lead_unit.name, item.received_at, item.state) == ("后勤处", None, "assigned")
    assert item.original_due_on == item.due_on == date(2023, 3, 31)
    assert item.entries[-1].note == "由机电工程系改为后勤处牵头。属后勤职责。"
    with world.app.app_context():
        subject = f"{world.meeting_id}-{world.cast.units['后勤处']}"
        assert db.session.query(PaperCode).filter_by(kind="checklist", subject=subject).one()


def test_a_supporting_unit_that_takes_over_supports_no_more(world: World):
    followup_id = world.assigned(supporting_ids=(world.cast.units["后勤处"],))
    world.do(services.dispute, followup_id, "head", reason=REASON)

    give(world, followup_id, "后勤处")

    assert world.item(followup_id).supporting == []


@pytest.mark.parametrize(
    ("unit", "values", "words"),
    [
        ("机电工程系", {}, "已由"),
        ("后勤处", {"reason": " "}, "须写明原因"),
    ],
)
def test_a_wrong_answer_changes_nothing(
    world: World, unit: str, values: dict[str, Any], words: str
):
    followup_id = disputed(world)

    with pytest.raises(RuleBroken, match=words):
        give(world, followup_id, unit, **values)

    assert world.item(followup_id).lead_unit.name == "机电工程系"


def test_a_dissolved_unit_gets_nothing_and_its_items_go_to_another(world: World):
    followup_id = world.assigned()
    with world.writing():
        db.session.get_one(Unit, world.cast.units["机电工程系"]).active_to = date(2023, 3, 15)
        db.session.get_one(Unit, world.cast.units["后勤处"]).active_to = date(2023, 3, 15)
        unit = db.session.get_one(Unit, world.cast.units["后勤处"])
        record_event("unit.edit", unit, actor=SYSTEM)

    with pytest.raises(RuleBroken, match="已撤销"):
        give(world, followup_id, "后勤处")
    with pytest.raises(RuleBroken, match="转交"):
        world.do(services.submit, followup_id, "head")
    give(world, followup_id, "保卫部")

    item = world.item(followup_id)
    assert (item.lead_unit.name, item.entries[-1].label) == ("保卫部", "转交")


def test_a_suspended_item_is_overdue_nowhere(world: World):
    followup_id = world.assigned(due_on=date(2023, 3, 14))
    world.do(services.suspend, followup_id, "clerk", reason="等上级文件。")

    with world.app.app_context():
        lights = queries.Lights(date(2023, 3, 20))
        item = queries.get_followup(followup_id, viewer=None)
        assert item is not None
        assert (lights.colour(item), lights.words(item)) == ("grey", "已中止")
        assert home.standing(date(2023, 3, 20)).overdue == 0
        assert home.standing(date(2023, 3, 20)).open == 1


def test_a_report_before_the_rest_counts_no_more(world: World):
    followup_id = world.submitted()
    world.do(services.suspend, followup_id, "clerk", reason="等上级文件。")
    world.do(services.resume, followup_id, "clerk", reason="文件已到。")

    item = world.item(followup_id)
    assert (item.state, item.submitted_on, item.submitter_id) == ("assigned", None, None)
    assert [e.verb for e in item.entries][-3:] == ["recall", "suspend", "resume"]


def test_the_unit_does_not_suspend_its_own(world: World):
    followup_id = world.assigned("办公室")

    with pytest.raises(RuleBroken, match="承办单位以外"):
        world.do(services.suspend, followup_id, "director", reason="等文件。")


@pytest.mark.parametrize("verb", ["dispute", "suspend"])
def test_what_rests_may_be_cancelled(world: World, verb: str):
    followup_id = world.assigned()
    by = "head" if verb == "dispute" else "clerk"
    world.do(getattr(services, verb), followup_id, by, reason=REASON)

    world.do(services.cancel, followup_id, "clerk", reason="确不需要。")

    assert world.item(followup_id).state == "cancelled"


def test_what_is_closed_is_interrupted_by_nobody(world: World):
    followup_id = world.submitted()
    world.do(services.close, followup_id, "clerk")

    for verb, by in (("dispute", "head"), ("suspend", "clerk"), ("resume", "clerk")):
        with pytest.raises(RuleBroken, match="已办结"):
            world.do(getattr(services, verb), followup_id, by, reason=REASON)


def test_the_page_disputes_and_the_office_answers(world: World, head: PageClient):
    followup_id = world.assigned()
    assert "提出异议" in head.page("followups.show", followup_id=followup_id)
    head.page("followups.dispute", followup_id=followup_id)
    empty = head.post(f"/follow-ups/{followup_id}/dispute", {"reason": ""})
    head.post(f"/follow-ups/{followup_id}/dispute", {"reason": REASON})

    clerk = head.signed_in_as(world.cast.users["clerk"])
    page = clerk.page("followups.show", followup_id=followup_id)
    assert REASON in page
    assert "机电工程系提出异议，待答复：完善实训室应急预案" in [
        todo.sentence for todo in _todos(world, "clerk")
    ]
    assert "请写明原因。" in empty.get_data(as_text=True)
    clerk.page("followups.uphold", followup_id=followup_id)
    clerk.page("followups.reassign", followup_id=followup_id)
    data = {"reason": "属后勤。", "lead_unit_id": world.cast.units["后勤处"]}
    answer = clerk.post(f"/follow-ups/{followup_id}/reassign", data, follow_redirects=True)

    assert "已改派" in answer.get_data(as_text=True)
    assert world.item(followup_id).lead_unit.name == "后勤处"


@pytest.mark.parametrize("unit", [{}, {"lead_unit_id": ""}, {"lead_unit_id": "x"}])
def test_without_a_unit_the_form_comes_back_as_it_was_typed(
    world: World, clerk: PageClient, unit: dict[str, str]
):
    followup_id = world.assigned()

    answer = clerk.post(f"/follow-ups/{followup_id}/reassign", {"reason": REASON, **unit})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert '<a href="#lead_unit_id">请' in page
    assert REASON in page
    assert world.item(followup_id).lead_unit_id == world.cast.units["机电工程系"]


def test_the_page_suspends_and_resumes(world: World, clerk: PageClient):
    followup_id = world.assigned()
    clerk.page("followups.suspend", followup_id=followup_id)
    clerk.post(f"/follow-ups/{followup_id}/suspend", {"reason": "等文件。"})
    assert "恢复办理" in clerk.page("followups.show", followup_id=followup_id)
    assert "已中止" in clerk.page("followups.index", state="suspended")
    clerk.page("followups.resume", followup_id=followup_id)
    clerk.post(f"/follow-ups/{followup_id}/resume", {"reason": "文件已到。"})

    assert world.item(followup_id).state == "assigned"


def test_the_office_records_a_dispute_from_paper(world: World, clerk: PageClient):
    followup_id = world.assigned(since=HELD_ON)
    page = clerk.page("followups.dispute", followup_id=followup_id)
    data = {
        "reason": REASON, "paper-person_id": world.cast.persons["head"],
        "paper-acted_on": "2023-03-18", "paper-location": "办公室文件柜",
    }  # fmt: skip

    clerk.post(f"/follow-ups/{followup_id}/dispute", data)

    entry = world.item(followup_id).entries[-1]
    assert "代录：提出异议" in page
    assert (entry.verb, entry.recorder_name, entry.acted_on) == (
        "dispute", "方小禾", date(2023, 3, 18),
    )  # fmt: skip


def test_another_unit_finds_no_such_page(world: World, head2: PageClient):
    followup_id = world.assigned(supporting_ids=(world.cast.units["保卫部"],))

    assert head2.get(f"/follow-ups/{followup_id}/dispute").status_code == 404
    assert head2.post(f"/follow-ups/{followup_id}/dispute", {"reason": "x"}).status_code == 404


def _todos(world: World, name: str) -> list[Any]:
    with world.app.app_context():
        return queries.todos(world.cast.viewer(name), on=date(2023, 3, 20))
