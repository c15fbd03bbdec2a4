"""The tab 督办任务: dispatch, lists, and a returned paper list …"""

from datetime import date

from sqlalchemy import select

from tests.client import PageClient, statements_of
from tests.followups.conftest import HELD_ON, World
from tracker.core.db import db
from tracker.followups.models import DueBasis
from tracker.issuing.models import PaperCode


def _dispatch(world: World, clerk: PageClient, *ids: int, **data: str) -> int:
    url = clerk.url("followups.dispatch", meeting_id=world.meeting_id)
    return clerk.post(url, {"ids": list(ids), "assigned_on": "2023-03-20", **data}).status_code


def test_dispatch_fixes_the_original_date_and_confirms_the_proposal(
    world: World, clerk: PageClient
):
    followup_id = world.plan()

    _dispatch(world, clerk, followup_id)

    item = world.item(followup_id)
    assert (item.state, item.assigned_on) == ("assigned", date(2023, 3, 20))
    assert (item.original_due_on, item.due_basis) == (date(2023, 3, 31), DueBasis.CONFIRMED)


def test_dispatch_makes_the_codes_of_item_and_list(world: World, clerk: PageClient):
    followup_id = world.plan()

    _dispatch(world, clerk, followup_id)

    with world.app.app_context():
        codes = {(code.kind, code.subject) for code in db.session.scalars(select(PaperCode))}
    unit_id = world.cast.units["机电工程系"]
    assert codes == {
        ("item", str(followup_id)), ("checklist", f"{world.meeting_id}-{unit_id}"),
    }  # fmt: skip


def test_dispatch_asks_for_a_date_first(world: World, clerk: PageClient):
    followup_id = world.plan(due_on=None)

    assert _dispatch(world, clerk, followup_id) == 409
    assert world.item(followup_id).state == "planned"


def test_dispatch_without_any_tick_says_so(world: World, clerk: PageClient):
    world.plan()
    url = clerk.url("followups.dispatch", meeting_id=world.meeting_id)

    page = clerk.post(url, {"assigned_on": "2023-03-20"}).get_data(as_text=True)

    assert "还没有勾选，请先勾选。" in page


def test_dispatch_on_a_day_to_come_is_refused(world: World, clerk: PageClient):
    followup_id = world.plan()

    assert _dispatch(world, clerk, followup_id, assigned_on="2023-05-01") == 200
    assert world.item(followup_id).state == "planned"


def test_the_tab_groups_one_demand_to_many_units(world: World, clerk: PageClient):
    units = world.cast.units
    world.plan(lead_unit_ids=(units["机电工程系"], units["保卫部"]))

    page = clerk.page("followups.of_meeting", meeting_id=world.meeting_id)

    assert page.count('class="demand-title"') == 1
    assert "2 个单位" in page
    assert "待交办 2 项" in page


def test_the_tab_links_the_lists_of_units(world: World, clerk: PageClient, head2: PageClient):
    world.assigned()
    unit_id = world.cast.units["机电工程系"]

    page = clerk.page("followups.of_meeting", meeting_id=world.meeting_id)

    assert f"/papers/checklist/{world.meeting_id}-{unit_id}.pdf" in page
    assert f"/papers/checklists/{world.meeting_id}.zip" in page
    assert f"/meetings/{world.meeting_id}/paper-list/{unit_id}" in page
    other = head2.page("followups.of_meeting", meeting_id=world.meeting_id)
    assert "本次会议没有交办您单位的任务。" in other


def test_the_tab_asks_the_database_as_often_for_few_as_for_many(world: World, clerk: PageClient):
    world.plan(), world.assigned()
    few = statements_of(world.app, clerk.page, "followups.of_meeting", meeting_id=world.meeting_id)
    for number in range(8):
        world.assigned(title=f"事项{number}", supporting_ids=(world.cast.units["后勤处"],))
    many = statements_of(world.app, clerk.page, "followups.of_meeting", meeting_id=world.meeting_id)

    assert len(many) == len(few)
    assert len(many) <= 8, many


def _paper_list(world: World, *rows: dict[str, str], **paper: object) -> dict[str, object]:
    data: dict[str, object] = {
        "paper-person_id": world.cast.persons["head"],
        "paper-acted_on": "2023-03-18",
        "paper-location": "办公室文件柜",
        **{f"paper-{key}": value for key, value in paper.items()},
    }
    for number, row in enumerate(rows):
        data |= {f"rows-{number}-{key}": value for key, value in row.items()}
    return data


def _url(world: World) -> str:
    return f"/meetings/{world.meeting_id}/paper-list/{world.cast.units['机电工程系']}"


def test_a_returned_list_is_entered_on_one_screen(world: World, clerk: PageClient):
    first, second, third = (world.assigned(since=HELD_ON, title=f"事项{n}") for n in range(3))
    page = clerk.get(_url(world)).get_data(as_text=True)
    assert page.count('type="checkbox"') == 3

    data = _paper_list(
        world,
        {"followup_id": str(first), "is_done": "y", "done_on": "2023-03-16", "note": "已完成"},
        {"followup_id": str(second)},
        {"followup_id": str(third), "is_done": "y"},
    )
    clerk.post(_url(world), data)

    items = [world.item(i) for i in (first, second, third)]
    assert [item.state for item in items] == ["submitted", "assigned", "submitted"]
    assert [str(item.submitted_on) for item in items] == ["2023-03-16", "None", "2023-03-18"]
    entry = items[0].entries[-1]
    assert (entry.actor_id, entry.recorder_name) == (world.cast.persons["head"], "方小禾")


def test_the_recorder_of_a_list_may_confirm_it(world: World, clerk: PageClient):
    followup_id = world.assigned(since=HELD_ON)
    row = {"followup_id": str(followup_id), "is_done": "y"}
    clerk.post(_url(world), _paper_list(world, row))

    clerk.post(f"/follow-ups/{followup_id}/close", {})

    assert world.item(followup_id).state == "closed"


def test_a_conveyance_on_paper_keeps_what_the_paper_says_and_no_more(
    world: World, clerk: PageClient
):
    told, silent = (
        world.assigned(since=HELD_ON, is_conveyance=True, title=f"传达{n}") for n in range(2)
    )
    assert "传达方式" in clerk.get(_url(world)).get_data(as_text=True)

    row = {"done_on": "2023-03-14", "conveyed_by": "会议传达", "conveyed_to": "全体教职工"}
    data = _paper_list(
        world,
        {"followup_id": str(told), "is_done": "y", **row},
        {"followup_id": str(silent), "is_done": "y"},
    )
    clerk.post(_url(world), data)

    item = world.item(told)
    assert str(item.conveyed_on) == "2023-03-14"
    assert (item.conveyed_by, item.conveyed_to) == ("会议传达", "全体教职工")
    item = world.item(silent)
    assert (item.conveyed_on, item.conveyed_by, item.conveyed_to) == (None, "", "")


def test_a_list_signed_by_another_head_is_refused(world: World, clerk: PageClient):
    followup_id = world.assigned(since=HELD_ON)
    row = {"followup_id": str(followup_id), "is_done": "y"}
    data = _paper_list(world, row, person_id=world.cast.persons["head2"])

    assert clerk.post(_url(world), data).status_code == 409
    assert world.item(followup_id).state == "assigned"


def test_a_list_without_ticks_or_place_comes_back(world: World, clerk: PageClient):
    followup_id = world.assigned(since=HELD_ON)
    data = _paper_list(world, {"followup_id": str(followup_id), "note": "手写"}, location="")

    page = clerk.post(_url(world), data).get_data(as_text=True)

    assert "还没有勾选已完成的任务" in page
    assert "请写明纸件存放处，或上传扫描件。" in page
    assert "手写" in page


def test_a_line_dated_after_the_signature_is_refused(world: World, clerk: PageClient):
    row = {
        "followup_id": str(world.assigned(since=HELD_ON)),
        "is_done": "y",
        "done_on": "2023-03-19",
    }

    assert clerk.post(_url(world), _paper_list(world, row)).status_code == 409


def test_a_line_of_another_unit_is_refused(world: World, clerk: PageClient):
    world.assigned(since=HELD_ON)
    row = {"followup_id": str(world.assigned("保卫部", since=HELD_ON)), "is_done": "y"}

    assert clerk.post(_url(world), _paper_list(world, row)).status_code == 409


def test_a_unit_without_items_has_no_list(world: World, clerk: PageClient):
    assert clerk.get(_url(world)).status_code == 404


def test_no_line_begins_within_a_date(world: World, clerk: PageClient):
    world.assigned(due_on=date(2023, 3, 31))

    page = clerk.page("followups.of_meeting", meeting_id=world.meeting_id)

    assert "党委书记讲话 一 · <time>2023年3月31日</time>" in page
    css = clerk.get("/static/app.css").get_data(as_text=True)
    assert "time { white-space: nowrap; }" in css
