"""The points of all meetings as a table and as a paper, narrowed as the page shows them."""

import io

from python_calamine import CalamineWorkbook

from tests.client import PageClient
from tests.followups.conftest import World
from tests.followups.test_coverage import handle, publish
from tracker.audit.exports import PRINT_LIST
from tracker.core.db import db
from tracker.core.jobs import Job
from tracker.followups import services
from tracker.meetings.models import Handling

EXPORT = "/follow-ups/points/export"


def sheet(client: PageClient, narrowed: str = "") -> list[dict[str, str]]:
    answer = client.post(f"{EXPORT}{narrowed}", {"purpose": "work"})
    assert answer.status_code == 200, answer.text
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    names, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, names), map(str, row), strict=True)) for row in rows]


def printed(world: World, client: PageClient, narrowed: str = "") -> dict:
    """Return what a list goes to the printer with."""
    answer = client.post(f"{EXPORT}{narrowed}", {"purpose": "work", "format": "pdf"})
    assert client.get(answer.location).content_type == "application/pdf"
    with world.app.app_context():
        return db.session.query(Job).filter_by(kind=PRINT_LIST).one().args["listing"]


def test_each_task_of_a_point_is_a_row_that_names_meeting_and_point(
    world: World, clerk: PageClient
):
    world.assigned("机电工程系", title="完善预案")
    world.assigned("保卫部", title="排查器材")

    rows = [row for row in sheet(clerk) if row["任务"]]

    assert {row["任务"].split(" ")[1] for row in rows} == {"完善预案", "排查器材"}
    assert {row["季度"] for row in rows} == {"2023年第一季度"}
    assert all(row["会议"] and row["讲话人"] and row["要求"] for row in rows)


def test_it_holds_the_points_that_the_page_is_narrowed_to(world: World, clerk: PageClient):
    handle(world, "三", Handling.STANDING)

    (row,) = sheet(clerk, "?handling=standing")

    assert row["要求"].startswith("三")
    assert row["落实情况"].startswith("继续坚持")


def test_the_paper_has_a_table_for_each_meeting(world: World, clerk: PageClient):
    world.do(services.close, world.submitted("保卫部", by="head2"), "clerk")

    listing = printed(world, clerk, "?state=left")

    (grid,) = listing["grids"]
    assert grid["caption"].endswith("：讲话要求分解表")
    assert listing["facts"][0] == ["条件", "尚未落实"]
    assert not [row for row in grid["rows"] if "统一思想" in row[2]]


def test_a_unit_takes_home_what_concerns_it(world: World, head: PageClient):
    world.assigned("机电工程系", title="完善预案")
    world.assigned("保卫部", title="排查器材")
    publish(world)

    assert {row["任务"].split(" ")[1] for row in sheet(head) if row["任务"]} == {"完善预案"}


def test_where_nothing_is_found_the_page_offers_no_table(world: World, clerk: PageClient):
    assert "导出 Excel" in clerk.page("followups.coverage")
    for point in ("一", "二（一）", "三", "要求"):
        handle(world, point, Handling.STANDING)

    assert "导出 Excel" not in clerk.page("followups.coverage", state="left")
    assert sheet(clerk, "?state=left") == []
