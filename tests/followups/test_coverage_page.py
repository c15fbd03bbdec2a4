"""The page 讲话要求落实情况, its paper, and what leads to it …"""

import io
import re
from datetime import date

import pdfplumber
import pytest
import time_machine

from tests.client import PageClient, count_queries
from tests.factories import saved
from tests.followups.conftest import TODAY, World
from tests.followups.test_coverage import convey, handle, mark, publish
from tests.followups.test_listings import made, rows
from tracker.core.db import db
from tracker.followups import services
from tracker.followups.papers import instruction_table, instruction_table_ids
from tracker.meetings.models import Address, Handling, Meeting, MeetingState, Point, Speaker


def test_the_paper_says_what_the_page_says(world: World, clerk: PageClient):
    world.do(services.close, world.submitted("保卫部", by="head2"), "clerk")
    handle(world, "三", Handling.STANDING)
    page = clerk.page("followups.coverage")

    for row in rows(made(world, instruction_table, str(world.meeting_id), on=TODAY)):
        for piece in filter(None, row["落实情况"].split("；")):
            assert piece in page, piece


def test_the_paper_keeps_to_itself_who_typed_it(world: World, clerk: PageClient):
    handle(world, "三", Handling.STANDING)

    found = rows(made(world, instruction_table, str(world.meeting_id)))

    assert [row["落实情况"] for row in found if row["要求"].startswith("三")] == [
        "继续坚持；2023年3月20日确定"
    ]
    assert "（方小禾）" in clerk.page("followups.coverage")


def own_table(world: World, unit: str = "机电工程系") -> str:
    return f"{world.meeting_id}-{world.cast.units[unit]}"


def test_the_paper_of_a_head_is_of_the_own_unit(world: World):
    world.assigned("机电工程系", title="完善预案", supporting_ids=(world.cast.units["后勤处"],))
    world.assigned("保卫部", title="排查器材")
    publish(world)

    paper = made(world, instruction_table, own_table(world), "head")

    assert [row["任务"].split(" ")[1] for row in rows(paper)] == ["完善预案"]
    assert paper is not None
    assert paper.facts[0] == ("单位", "机电工程系")
    assert paper.foot.startswith("与本单位有关的讲话要求 1 条：")
    for other in (
        str(world.meeting_id),
        f"{world.meeting_id}-assigned",
        own_table(world, "保卫部"),
    ):
        assert made(world, instruction_table, other, "head") is None, other


def test_an_id_is_listed_for_whoever_may_print_it(world: World):
    world.assigned("机电工程系", supporting_ids=(world.cast.units["后勤处"],))
    publish(world)
    meeting = str(world.meeting_id)
    own = [own_table(world), own_table(world, "后勤处")]
    with world.app.app_context():
        found = {
            name: [one for one, _ in instruction_table_ids(world.cast.viewer(name))]
            for name in ("head", "discipline", "clerk", "leader", "inspector")
        }
        of_all = [one for one, _ in instruction_table_ids(None)]

    assert found == {
        "head": own[:1], "discipline": [], "clerk": [meeting], "leader": [meeting],
        "inspector": [f"{meeting}-assigned"],
    }  # fmt: skip
    assert sorted(of_all) == sorted([meeting, *own])
    for name, subjects in [*found.items(), (None, of_all)]:
        for subject in subjects:
            assert made(world, instruction_table, subject, name), (name, subject)


def test_what_is_only_planned_is_no_inspectors(world: World):
    world.plan("保卫部", title="排查器材")
    meeting = str(world.meeting_id)

    found = rows(made(world, instruction_table, f"{meeting}-assigned", "inspector"))

    assert not [row for row in found if row["任务"]]
    assert made(world, instruction_table, meeting, "inspector") is None


def test_the_inspector_is_told_the_same_numbers(world: World, client: PageClient):
    world.assigned("机电工程系", title="完善预案")
    handle(world, "三", Handling.CONVEYED)
    for point in ("一", "二（一）"):
        world.plan("保卫部", point=point, title="排查器材")
    with world.writing():
        services.plan_conveyance(
            meeting=db.session.get_one(Meeting, world.meeting_id),
            point=db.session.get_one(Point, world.points["要求"]),
            unit_ids=[world.cast.units["保卫部"]], actor=world.actor("clerk"), on=TODAY,
        )  # fmt: skip
    told = {}
    for name in ("clerk", "inspector"):
        page = client.signed_in_as(world.cast.users[name]).page("followups.coverage")
        words = re.sub(r"\s+", " ", page)
        told[name] = re.findall(r"单列任务 \d+ [项条]|尚未交办 \d/\d|拟办 \d 项|未落实 \d", words)
        assert "尚未交办 0/1" in words
        assert "传达任务尚未交办" in words
        assert ("保卫部" in words) == (name == "clerk")

    assert told["clerk"] == told["inspector"]


def test_a_unit_finds_the_paper_of_every_way_to_be_asked(world: World):
    handle(world, "一", Handling.CONVEYED)
    convey(world, "保卫部")
    handle(world, "三", Handling.STANDING)
    world.assigned("机电工程系", covered_point_ids=(world.points["三"],))
    world.plan("后勤处")
    publish(world)

    with world.app.app_context():
        found = {one for one, _ in instruction_table_ids(None)}

    own = {own_table(world, unit) for unit in ("保卫部", "机电工程系")}
    assert found == {str(world.meeting_id), *own}


def test_a_head_is_printed_the_own_units_words_alone(world: World, head: PageClient):
    world.assigned("机电工程系", title="完善预案")
    world.assigned("保卫部", point="三", title="排查器材")
    publish(world)
    url = f"/papers/instruction-table/{own_table(world)}"

    for where in ("followups.coverage", "followups.points"):
        arguments = {"meeting_id": world.meeting_id} if where.endswith("points") else {}
        assert f'href="{url}.pdf"' in head.page(where, **arguments)
    with pdfplumber.open(io.BytesIO(head.get(f"{url}.pdf").data)) as pdf:
        words = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
    assert "完善预案" in words
    for other in ("排查器材", "加强值班值守", "保卫部"):
        assert other not in words
    assert head.get(f"{url}.xlsx").status_code == 200
    for ending in ("pdf", "xlsx"):
        assert head.get(f"/papers/instruction-table/{world.meeting_id}.{ending}").status_code == 404


def test_passing_on_stands_in_one_line_of_the_paper(world: World):
    convey(world, "保卫部", "机电工程系")

    found = rows(made(world, instruction_table, str(world.meeting_id)))

    (row,) = [row for row in found if row["任务"]]
    assert (row["牵头·配合"], row["状态"]) == ("2 个单位", "已反馈 0/2")


def test_the_page_is_narrowed_by_its_address(world: World, clerk: PageClient):
    world.do(services.close, world.submitted("保卫部", by="head2"), "clerk")
    handle(world, "三", Handling.STANDING)

    def page(**chosen: str) -> str:
        return clerk.page("followups.coverage", **chosen)

    assert "统一思想" in page()
    left = page(state="left")
    assert "开展实训室安全检查" in left
    assert "统一思想" not in left
    assert "加强值班值守" not in left
    standing = page(handling="standing")
    assert "加强值班值守" in standing
    assert "统一思想" not in standing
    assert "及时传达会议精神" not in page(leader=str(world.cast.persons["secretary"]))
    assert "及时传达会议精神" in page(handling="open")
    assert "统一思想" in page(quarter="2023-1")


@pytest.mark.parametrize(
    "query", ["quarter=2031-1", "quarter=x", "leader=999999", "leader=x", "handling=x", "state=x",
              "page=0", "page=99"],
)  # fmt: skip
def test_an_unknown_condition_is_none(world: World, clerk: PageClient, query: str):
    assert clerk.get(f"/follow-ups/points?{query}").status_code == 404


def test_meetings_with_nothing_left_are_left_out(world: World, clerk: PageClient):
    for point in ("一", "二（一）", "三", "要求"):
        handle(world, point, Handling.STANDING)

    assert "没有符合条件的要求。" in clerk.page("followups.coverage", state="left")
    assert "统一思想" in clerk.page("followups.coverage")


def test_points_of_a_past_meeting_tell_of_each_quarter_since(world: World, client: PageClient):
    handle(world, "三", Handling.STANDING)
    with time_machine.travel("2023-10-09 10:00 +08:00", tick=False):
        clerk = client.signed_in_as(world.cast.users["clerk"])
        page = clerk.page("followups.coverage")

    assert "2023年一季度末至三季度末：继续坚持" in page
    assert "<title>一季度研判会议讲话要求落实情况：" in page


def test_a_head_is_shown_the_points_of_the_own_unit(world: World, head: PageClient):
    assert "还没有与本单位有关的讲话要求" in head.page("followups.coverage")
    world.assigned("机电工程系")
    world.assigned("保卫部", point="三")
    publish(world)

    page = head.page("followups.coverage")

    assert "统一思想" in page
    assert "加强值班值守" not in page


def test_it_asks_the_database_as_often_for_few_as_for_many(world: World, leader: PageClient):
    world.assigned("机电工程系")
    handle(world, "三", Handling.STANDING)
    with count_queries(world.app) as few:
        leader.page("followups.coverage")
    for number in range(8):
        world.assigned(
            "保卫部", title=f"任务{number}", supporting_ids=(world.cast.units["后勤处"],)
        )
    handle(world, "二（一）", Handling.STANDING)
    with count_queries(world.app) as many:
        leader.page("followups.coverage")

    assert len(many) == len(few), many
    assert len(many) <= 24, many


@pytest.mark.parametrize("name", ["leader", "clerk"])
def test_the_home_pages_lead_to_it(world: World, client: PageClient, name: str):
    page = client.signed_in_as(world.cast.users[name]).page("home.index")

    assert 'href="/follow-ups/points"' in page


def test_the_tab_leads_to_it_and_tells_how_far_each_point_is(world: World, clerk: PageClient):
    world.assigned("机电工程系", due_on=date(2023, 3, 17))

    page = clerk.page("followups.points", meeting_id=world.meeting_id)

    assert 'href="/follow-ups/points"' in page
    assert "推进中 0/1" in page
    assert "逾期 1 项（最长 3 天）" in page


def later_meetings(world: World) -> list[int]:
    """Enter more meetings than a page holds, at each of which one thing was said for good."""
    found = [world.later(date(2023, 6, day), state=MeetingState.MINUTED) for day in range(1, 9)]
    with world.app.app_context():
        for meeting_id in found:
            point = Point(heading="常抓不懈", sort=0, handling=Handling.STANDING)
            said = Address(speaker=Speaker.MEETING, verb="会议要求", sort=0, points=[point])
            said.meeting_id = meeting_id
            saved(said)
    return found


def test_its_pages_are_made_of_meetings_and_say_so(world: World, clerk: PageClient):
    later_meetings(world)

    assert "共 9 次会议" in clerk.page("followups.coverage")
    for narrowed in ({"state": "left"}, {"handling": "open"}):
        page = clerk.page("followups.coverage", **narrowed)
        assert "统一思想" in page
        assert 'class="pages"' not in page


def test_a_head_has_no_pages_of_meetings_that_said_nothing_to_the_unit(
    world: World, head: PageClient
):
    for meeting_id in later_meetings(world):
        mark(world, world.assigned(point=None), meeting_id=meeting_id)

    page = head.page("followups.coverage")

    assert "还没有与本单位有关的讲话要求" in page
    assert 'class="pages"' not in page
