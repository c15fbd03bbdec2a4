"""What is blank, past, on a rest day, late or twice: a clear sentence, a record that holds …"""

import io
from collections.abc import Callable
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from tests.client import PageClient
from tests.files.conftest import upload
from tests.followups.conftest import World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.directory.models import Unit
from tracker.followups import services
from tracker.followups.models import FollowUp

BLANKS = ["", "   ", "　　", "\n\t", "\u200b\u200d", "\ufeff", "\u3164", "\u2800"]
LATER = date(2023, 6, 15)


def going_on(world: World) -> int:
    followup_id = world.assigned()
    world.do(services.go_on, followup_id, "director", next_review_on=LATER, reason="须长期。")
    return followup_id


def disputed(world: World) -> int:
    followup_id = world.assigned()
    world.do(services.dispute, followup_id, "head", reason="不属本单位职责。")
    return followup_id


def suspended(world: World) -> int:
    followup_id = world.assigned()
    world.do(services.suspend, followup_id, "clerk", reason="等上级文件。")
    return followup_id


def asked(world: World) -> int:
    followup_id = world.assigned()
    world.do(
        services.ask_extension, followup_id, "head", to_due_on=date(2023, 4, 14), reason="晚。"
    )
    return followup_id


Case = tuple[Callable[[World], int], str, str, str, dict[str, str]]
# The state it is in, who acts, where, the field that is blank, and the others.
CASES: dict[str, Case] = {
    "return": (World.submitted, "clerk", "return", "reason", {}),
    "cancel": (World.assigned, "clerk", "cancel", "reason", {}),
    "dispute": (World.assigned, "head", "dispute", "reason", {}),
    "uphold": (disputed, "clerk", "uphold", "reason", {}),
    "reassign": (disputed, "clerk", "reassign", "reason", {"lead_unit_id": "后勤处"}),
    "suspend": (World.assigned, "clerk", "suspend", "reason", {}),
    "resume": (suspended, "clerk", "resume", "reason", {}),
    "progress": (World.assigned, "head", "progress", "note", {}),
    "extension": (World.assigned, "head", "extension", "reason", {"to_due_on": "2023-04-14"}),
    "decision": (asked, "director", "extension/decision", "words", {"is_approved": "no"}),
    "going-on": (World.assigned, "director", "going-on", "reason",
                 {"next_review_on": "2023-06-15"}),
    "end": (going_on, "director", "going-on/end", "reason", {"due_on": "2023-04-14"}),
    "review": (going_on, "clerk", "review", "note", {"next_review_on": "2023-09-15"}),
    "goal": (going_on, "clerk", "goals/new", "words", {"due_on": "2023-05-05"}),
}  # fmt: skip


@pytest.mark.parametrize("blank", BLANKS, ids=repr)
@pytest.mark.parametrize("name", CASES)
def test_a_blank_reason_is_told_and_changes_nothing(
    world: World, client: PageClient, name: str, blank: str
):
    prepare, who, path, field, others = CASES[name]
    followup_id = prepare(world)
    if "lead_unit_id" in others:
        others = {"lead_unit_id": str(world.cast.units[others["lead_unit_id"]])}
    before = world.item(followup_id)

    answer = client.signed_in_as(world.cast.users[who]).post(
        f"/follow-ups/{followup_id}/{path}", {**others, field: blank}
    )

    after = world.item(followup_id)
    assert answer.status_code in {200, 409, 422}
    assert "写明" in answer.get_data(as_text=True)
    assert (after.state, after.due_on) == (before.state, before.due_on)
    assert len(after.entries) == len(before.entries)


@pytest.mark.parametrize(
    ("name", "field", "day", "sentence"),
    [
        ("extension", "to_due_on", "2023-03-17", "已过"),
        ("extension", "to_due_on", "2023-04-15", "是休息日，建议改为"),
        ("going-on", "next_review_on", "2023-03-20", "晚于今天"),
        ("going-on", "next_review_on", "2023-06-17", "是休息日，建议改为"),
        ("review", "next_review_on", "2023-06-17", "是休息日，建议改为"),
        ("end", "due_on", "2023-03-17", "已过"),
        ("end", "due_on", "2023-04-15", "是休息日，建议改为"),
        ("goal", "due_on", "2023-03-17", "已过"),
    ],
)
def test_a_day_that_has_passed_or_is_a_rest_day_is_told(
    world: World, client: PageClient, name: str, field: str, day: str, sentence: str
):
    prepare, who, path, why, others = CASES[name]
    followup_id = prepare(world)
    before = world.item(followup_id)

    answer = client.signed_in_as(world.cast.users[who]).post(
        f"/follow-ups/{followup_id}/{path}", {**others, why: "设备采购。", field: day}
    )

    assert answer.status_code in {200, 409, 422}
    assert sentence in answer.get_data(as_text=True)
    assert world.item(followup_id).due_on == before.due_on


def plan(world: World, clerk: PageClient, due_on: str) -> str:
    answer = clerk.post(f"/points/{world.points['三']}/follow-ups/new", {
        "title": "加强值守", "due_on": due_on, "lead_units": [world.cast.units["保卫部"]],
    })  # fmt: skip
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("day", "words"), [("2023-03-09", "早于会议日期"), ("2023-04-15", "休息日")]
)
def test_a_task_is_not_due_before_its_meeting_nor_on_a_rest_day(
    world: World, clerk: PageClient, day: str, words: str
):
    assert words in plan(world, clerk, day)
    with world.app.app_context():
        assert not db.session.scalars(select(FollowUp)).all()


def test_of_several_reported_at_once_none_is_lost_where_one_was_closed(
    world: World, head: PageClient
):
    done, left = world.submitted(title="已办结的"), world.assigned(title="还没报的")
    world.do(services.close, done, "clerk")

    answer = head.post(
        "/follow-ups/submit", {"ids": [str(done), str(left)], "note": "已按要求完成。"},
        follow_redirects=True,
    )  # fmt: skip

    page = answer.get_data(as_text=True)
    assert "1 项任务已报结，待办公室确认，1 项未办理：2023-1（" in page
    assert "现在是“已办结”" in page
    assert world.item(left).state == "submitted"
    assert [e.verb for e in world.item(done).entries].count("submit") == 1


def test_of_several_confirmed_at_once_what_somebody_else_confirmed_is_named(
    world: World, clerk: PageClient
):
    first, second = world.submitted(title="先确认的"), world.submitted(title="还没确认的")
    world.do(services.close, first, "vice")

    answer = clerk.post(
        "/follow-ups/close", {"ids": [str(first), str(second)]}, follow_redirects=True
    )

    page = answer.get_data(as_text=True)
    assert "已确认 1 项任务办结，1 项未办理：2023-1（任务现在是“已办结”" in page
    assert world.item(second).state == "closed"
    assert [e.verb for e in world.item(first).entries].count("close") == 1


def dissolve(world: World, unit: str) -> None:
    with world.writing():
        found = db.session.get_one(Unit, world.cast.units[unit])
        found.active_to = date(2023, 3, 17)
        record_event("unit.edit", found, actor=SYSTEM)


def test_the_head_of_a_dissolved_unit_is_told_who_goes_on(world: World, client: PageClient):
    followup_id = world.assigned()
    head = client.signed_in_as(world.cast.users["head"])
    dissolve(world, "机电工程系")

    for path, data in (("submit", {"note": "已完成。"}), ("progress", {"note": "在办。"}),
                       ("dispute", {"reason": "已撤销。"})):  # fmt: skip
        answer = head.post(f"/follow-ups/{followup_id}/{path}", data)
        assert answer.status_code in {404, 409}, path
        if answer.status_code == 409:
            assert "转交" in answer.get_data(as_text=True), path

    assert head.get("/").status_code == 200
    assert head.get("/follow-ups/").status_code == 200
    item = world.item(followup_id)
    assert (item.state, [e.verb for e in item.entries]) == ("assigned", ["plan", "dispatch"])


def test_the_office_finds_what_a_dissolved_unit_left_and_gives_it_on(
    world: World, clerk: PageClient
):
    followup_id = world.assigned()
    dissolve(world, "机电工程系")

    page = clerk.page("followups.show", followup_id=followup_id)

    assert f"/follow-ups/{followup_id}/reassign" in page


def test_a_photo_of_60_megapixels_and_a_program_leave_the_report_as_it_was(
    world: World, head: PageClient
):
    followup_id = world.assigned()
    target = io.BytesIO()
    Image.new("L", (10_000, 6_000)).save(target, "JPEG", quality=10, optimize=True)

    large = upload(head, target.getvalue(), "现场.jpg")
    program = upload(head, b"MZ\x90\x00" + b"\x00" * 200, "现场.jpg")

    assert large.status_code == 409
    assert "请缩小后再传" in large.get_json()["sentence"]
    assert program.status_code == 409
    assert "不符" in program.get_json()["sentence"]
    head.post(f"/follow-ups/{followup_id}/submit", {"note": "已完成，照片另补。"})
    assert world.item(followup_id).entries[-1].note == "已完成，照片另补。"
