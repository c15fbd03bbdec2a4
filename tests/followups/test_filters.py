"""The list of tasks …, narrowed by what the office asks for."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from tests.client import PageClient, statements_of
from tests.followups.conftest import HELD_ON, TODAY, World
from tracker.core import lists
from tracker.core.calendar import Light, add_working_days
from tracker.core.db import db
from tracker.followups import queries, services
from tracker.followups.models import FollowUp
from tracker.risks import queries as risks


def rewrite(world: World, followup_id: int, **values: object) -> None:
    """Change a row as no act does."""
    with world.app.app_context():
        table = FollowUp.__table__
        change = table.update().where(table.c.id == followup_id).values(values)
        db.session.connection().execute(change)
        db.session.commit()


def titles_on(page: str, *titles: str) -> set[str]:
    return {title for title in titles if title in page}


def test_it_is_narrowed_by_where_a_task_comes_from(world: World, clerk: PageClient):
    words = ("来自讲话", "来自会议", "来自风险", "来自办公室")
    world.assigned(title=words[0])
    world.assigned(title=words[1], point=None)
    world.assigned(title=words[2], point=None, risk_id=world.risk())
    office = world.assigned(title=words[3], point=None)
    rewrite(world, office, meeting_id=None)

    found = {
        source: titles_on(clerk.page("followups.index", source=source), *words)
        for source in queries.SOURCE_LABELS
    }

    assert found == {
        "point": {words[0]}, "meeting": {words[1]}, "risk": {words[2]}, "office": {words[3]},
    }  # fmt: skip


def test_it_is_narrowed_by_the_risk_that_a_task_rectifies(world: World, clerk: PageClient):
    risk_id = world.risk(level="significant")
    world.assigned(title="较大隐患的事", point=None, risk_id=risk_id)
    world.assigned(title="其他的事")
    with world.app.app_context():
        fire = {words: area for area, words in risks.areas_at_risk()}["消防安全"]

    of_area = clerk.page("followups.index", area=fire)
    of_level = clerk.page("followups.index", level="significant")
    of_none = clerk.page("followups.index", level="general")

    for page in (of_area, of_level):
        assert titles_on(page, "较大隐患的事", "其他的事") == {"较大隐患的事"}
    assert "没有符合条件的任务" in of_none


def test_it_is_narrowed_by_whose_words_a_task_carries_out(world: World, clerk: PageClient):
    world.assigned(title="书记要求的事")
    world.assigned(title="会议要求的事", point="要求")
    world.assigned(
        title="顺带落实的事", point="要求", covered_point_ids=(world.points["三"],)
    )  # fmt: skip

    page = clerk.page("followups.index", leader=world.cast.persons["secretary"])

    words = ("书记要求的事", "会议要求的事", "顺带落实的事")
    assert titles_on(page, *words) == {"书记要求的事", "顺带落实的事"}
    assert "讲话人：党委书记程远山" in page


def test_it_is_narrowed_by_quarter(world: World, clerk: PageClient):
    world.later()
    world.assigned(title="一季度的事")

    first = clerk.page("followups.index", quarter="2023-1")
    second = clerk.page("followups.index", quarter="2023-2")

    assert "一季度的事" in first
    assert "一季度的事" not in second


@pytest.mark.parametrize("light", list(Light))
def test_a_light_finds_the_tasks_that_show_it(world: World, light: Light):
    """For every day that is left and every time that was given."""
    ids = []
    for left in range(-3, 24):
        for given in (1, 7, 30, 90):
            due_on = TODAY + timedelta(days=left)
            item = world.assigned(title=f"还有{left}天", due_on=max(due_on, HELD_ON))
            ids.append(item)
            rewrite(world, item, assigned_on=due_on - timedelta(days=given), due_on=due_on)

    with world.app.app_context():
        reach = queries.reach_of(None)
        found = queries.all_of(queries.Filter(light=light, on=TODAY), reach=reach)
        lights = queries.Lights(TODAY)
        every = queries.all_of(queries.Filter(on=TODAY), reach=reach)
        shown = {item.id for item in every if lights.colour(item) == light}
        assert {item.id for item in found} == shown
        assert shown


def test_what_narrows_it_stands_above_it_and_goes_with_one_click(world: World, clerk: PageClient):
    unit = world.cast.units["机电工程系"]
    world.assigned()

    page = clerk.page(
        "followups.index", state="open", unit=unit, quarter="2023-1", source="point"
    )  # fmt: skip

    without = urlencode({"unit": unit, "source": "point", "state": "open"})
    assert f'href="/follow-ups/?{without}"'.replace("&", "&amp;") in page
    assert "季度：2023年一季度" in page
    assert "quarter=2023-1" in page.split('aria-label="按状态筛选"')[1].split("</nav>")[0]


def test_the_tabs_count_what_is_narrowed(world: World, clerk: PageClient):
    world.assigned("保卫部")
    world.submitted()

    page = clerk.page("followups.index", unit=world.cast.units["保卫部"])

    assert "待确认" not in page.split('aria-label="按状态筛选"')[1].split("</nav>")[0]


def test_large_counts_are_told_as_more_than_999(world: World, clerk: PageClient):
    item = world.item(world.assigned())
    columns = [column.name for column in FollowUp.__table__.columns if column.name != "id"]
    row = {name: getattr(item, name) for name in columns}
    with world.app.app_context():
        rows = [{**row, "number": 1000 + number} for number in range(1000)]
        db.session.connection().execute(FollowUp.__table__.insert(), rows)
        db.session.commit()

    assert "999+" in clerk.page("followups.index", state="open")


def test_the_conditions_are_offered_with_what_is_chosen(world: World, clerk: PageClient):
    page = clerk.page("followups.choose", quarter="2023-1", state="open")

    assert '<option value="2023-1" selected>2023年一季度</option>' in " ".join(page.split())
    assert "党委书记程远山" in page
    assert '<input type="hidden" name="state" value="open">' in page


@pytest.mark.parametrize(
    "query",
    ["area=9999", "area=x", "level=x", "light=x", "source=x", "leader=0", "quarter=2023-9"],
)
def test_a_condition_that_is_not_there_is_404(world: World, clerk: PageClient, query: str):
    assert clerk.get(f"/follow-ups/?{query}").status_code == 404


def test_conditions_cost_one_statement_each_whatever_they_find(world: World, clerk: PageClient):
    values = {"source": "point", "light": "green", "level": "major", "quarter": "2023-1"}
    world.assigned()
    statements = statements_of(world.app, clerk.page, "followups.index", **values)

    assert len(statements) <= 6, statements


def test_the_ticked_tasks_are_handed_out_together(world: World, clerk: PageClient):
    ids = [world.plan(title=f"第{number}件事") for number in range(3)]
    assert clerk.page("followups.index", state="planned").count('form="dispatch-several"') == 3

    clerk.post(clerk.url("followups.dispatch_several"), data={"ids": ids[:2]})

    assert [world.item(item).state for item in ids] == ["assigned", "assigned", "planned"]


def test_a_day_that_has_not_come_hands_nothing_out(world: World, clerk: PageClient):
    item = world.plan()

    answer = clerk.post(
        clerk.url("followups.dispatch_several"),
        data={"ids": [item], "assigned_on": str(date(2023, 5, 1))},
        follow_redirects=True,
    )

    assert "交办日期晚于今天" in answer.text
    assert world.item(item).state == "planned"


def test_the_first_green_day_is_counted_in_working_days() -> None:
    friday = date(2023, 3, 17)

    assert add_working_days(friday, 4, {}) == date(2023, 3, 23)


def test_its_pages_show_the_whole_list_in_its_order(
    world: World, clerk: PageClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lists, "PER_PAGE", 3)
    for number in range(3):
        day = date(2023, 4, 20 - number)
        world.plan(title=f"拟定{number}", due_on=day)
        world.assigned(title=f"交办{number}", due_on=day)
        world.submitted(title=f"报结{number}", due_on=day)
        returned = world.submitted(title=f"退回{number}", due_on=day)
        world.do(services.return_, returned, "clerk", reason="请补充材料")
        world.submitted(title=f"办结{number}", due_on=day, is_filing=True)

    for state in ("", "open", "overdue", "closed"):
        chosen = queries.Filter(state=state, on=date(2023, 4, 20))
        with world.app.app_context():
            reach = queries.reach_of(world.cast.viewer("clerk"))
            whole = [item.id for item in queries.all_of(chosen, reach=reach)]
            counts = queries.state_counts(chosen, reach=reach)
            numbers = range(1, -(-len(whole) // 3) + 1)
            pages = [queries.page_of(chosen, reach=reach, page=number) for number in numbers]
        assert counts[state] == len(whole) > 0
        assert [line.id for page in pages for line in page.items] == whole
