"""The list of risks …, narrowed by its address; several looked back at in one act."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from tests.client import PageClient, count_queries, statements_of
from tests.factories import saved
from tests.risks.conftest import HELD_ON, TODAY, World
from tracker.accounts.services import appoint_deputy
from tracker.core.calendar import Light
from tracker.core.db import db
from tracker.directory.models import Person
from tracker.risks import queries, services
from tracker.risks.models import Risk


def rewrite(world: World, risk_id: int, **values: object) -> None:
    """Change a row as no act does."""
    with world.app.app_context():
        table = Risk.__table__
        db.session.connection().execute(table.update().where(table.c.id == risk_id).values(values))
        db.session.commit()


def seen(page: str, *titles: str) -> set[str]:
    return {title for title in titles if title in page}


def tabs(page: str) -> str:
    return page.split('aria-label="按状态筛选"')[1].split("</nav>")[0]


def looked(world: World, unit: str = "机电工程系", **values: object) -> int:
    """Strike a risk off that is to be looked back at."""
    risk_id = world.register(unit, **values)
    world.do(services.rectify, risk_id)
    world.do(services.close, risk_id, by="leader")
    rewrite(world, risk_id, look_back_on=date(2023, 5, 19), look_back_why="抽中")
    return risk_id


def test_it_is_narrowed_by_where_a_risk_comes_from(world: World, clerk: PageClient) -> None:
    named = world.name("消防")["消防"]
    world.register(title="汇报来的", meeting_id=world.meeting_id)
    world.register(title="提及来的", meeting_id=world.meeting_id, named_id=named)
    world.register(title="检查来的")
    world.register(title="上级来的", source="superior")
    world.register(title="巡察来的", source="patrol")
    world.register(area="师生思想动态", kind="weak_link", title="敏感领域的")
    words = ("汇报来的", "提及来的", "检查来的", "上级来的", "巡察来的", "敏感领域的")

    found = {
        source: seen(clerk.page("risks.index", source=source), *words)
        for source in queries.ORIGIN_LABELS
    }

    assert found == {
        "report": {"汇报来的"}, "named": {"提及来的"}, "check": {"检查来的"},
        "superior": {"上级来的"}, "patrol": {"巡察来的"}, "office": {"敏感领域的"},
    }  # fmt: skip


def test_grades_and_colours_are_told_apart(world: World, clerk: PageClient) -> None:
    world.register(title="一般的隐患")
    world.register(title="黄色的风险点", kind="risk_point", level="normal")

    form = " ".join(clerk.page("risks.choose", level="normal").split())
    page = clerk.page("risks.index", level="normal")

    assert '<optgroup label="隐患、问题、薄弱环节">' in form
    colours = form.split('<optgroup label="风险点（四色）">')[1].split("</optgroup>")[0]
    assert '<option value="normal" selected>一般风险（黄）</option>' in colours
    assert 'value="general"' not in colours
    assert seen(page, "一般的隐患", "黄色的风险点") == {"黄色的风险点"}
    assert "等级：一般风险（黄）" in page


def test_it_is_narrowed_by_kind_area_and_quarter(world: World, clerk: PageClient) -> None:
    world.register(title="食品的问题", area="食品安全", kind="problem")
    world.register(title="去年的隐患", found_on=date(2022, 12, 5))
    late = world.meeting(date(2023, 4, 3), quarter=1)
    world.register(title="四月开的一季度会", meeting_id=late, on=date(2023, 4, 3))
    words = ("食品的问题", "去年的隐患", "四月开的一季度会")

    assert seen(clerk.page("risks.index", kind="problem"), *words) == {"食品的问题"}
    food = world.areas["食品安全"]
    assert seen(clerk.page("risks.index", area=food), *words) == {"食品的问题"}
    assert seen(clerk.page("risks.index", quarter="2022-4"), *words) == {"去年的隐患"}
    first = clerk.page("risks.index", quarter="2023-1")
    assert seen(first, *words) == {"食品的问题", "四月开的一季度会"}
    assert "季度：2023年一季度" in first


@pytest.mark.parametrize("light", list(Light))
def test_a_light_finds_the_risks_that_show_it(world: World, light: Light) -> None:
    """For every day that is left and every time that was given."""
    first = world.register(title="还有几天", due_on=TODAY)
    with world.app.app_context():
        table = Risk.__table__
        row = dict(db.session.execute(table.select()).mappings().one())
        rows = [
            {**row, "due_on": TODAY + timedelta(left), "reopened_on": back,
             "found_on": TODAY + timedelta(left - given)}
            for left in range(-3, 24) for given in (1, 7, 30, 90)
            for back in (None, TODAY - timedelta(2))
        ]  # fmt: skip
        rows += [
            {**row, "state": "long_term", "due_on": TODAY - timedelta(9),
             "next_review_on": TODAY + timedelta(left)}
            for left in (-2, 0, 5)
        ]  # fmt: skip
        del row["id"]
        numbered = [{**one, "id": first + n, "number": n + 1} for n, one in enumerate(rows, 1)]
        db.session.connection().execute(table.insert(), numbered)
        db.session.commit()
        viewer = world.cast.viewer("clerk")
        every = queries.all_of(queries.Filter(on=TODAY), viewer=viewer)
        found = queries.all_of(queries.Filter(light=light, on=TODAY), viewer=viewer)
        lights = queries.Lights(TODAY)
        shown = {risk.id for risk in every if lights.colour(risk) == light}

        assert {risk.id for risk in found} == shown
        assert shown


def test_what_goes_on_is_never_late(world: World) -> None:
    risk_id = world.register(title="长期的问题", due_on=TODAY)
    with world.app.app_context():
        goes_on = {
            "state": "long_term", "due_on": TODAY - timedelta(9),
            "next_review_on": TODAY - timedelta(2),
        }  # fmt: skip
        risk = saved(db.session.get_one(Risk, risk_id), **goes_on)
        late = queries.Filter(state="overdue", on=TODAY)

        assert queries.all_of(late, viewer=world.cast.viewer("clerk")) == []
        assert queries.Lights(TODAY).words(risk) == "复核日期已过 2 天"


def test_the_tabs_count_what_is_narrowed_by_one_statement(world: World, clerk: PageClient) -> None:
    unit = world.cast.units["保卫部"]
    world.register("保卫部", found_on=date(2023, 3, 1), due_on=date(2023, 3, 10))
    world.register("保卫部")
    world.register(due_on=date(2023, 4, 1))

    shown = tabs(clerk.page("risks.index", unit=unit))

    assert "".join(shown.split()).count('未销号<spanclass="count">2') == 1
    assert "".join(shown.split()).count('逾期<spanclass="count">1') == 1
    assert "已销号" not in shown
    with world.app.app_context(), count_queries(world.app) as statements:
        chosen = queries.Filter(on=TODAY)
        counts = queries.state_counts(chosen, viewer=world.cast.viewer("clerk"))
    assert (counts["open"], counts["overdue"], counts["registered"], counts[""]) == (3, 1, 3, 3)
    assert len([one for one in statements if "FROM risk" in one]) == 1


def test_what_waits_for_a_leader_has_a_tab(world: World, clerk: PageClient) -> None:
    risk_id = world.major(title="消防水泵失灵")
    world.do(services.rectify, risk_id)
    world.photo(risk_id)
    world.do(services.accept, risk_id)
    world.register(title="别的隐患")

    page = clerk.page("risks.index", state="awaiting")

    assert seen(page, "消防水泵失灵", "别的隐患") == {"消防水泵失灵"}


def test_what_narrows_it_goes_with_one_click(world: World, clerk: PageClient) -> None:
    unit = world.cast.units["保卫部"]
    world.register("保卫部", found_on=HELD_ON)

    page = clerk.page("risks.index", unit=unit, quarter="2023-1", kind="hazard", state="")

    without = urlencode({"unit": unit, "kind": "hazard", "state": ""})
    assert f'href="/risks/?{without}"'.replace("&", "&amp;") in page
    assert "quarter=2023-1" in tabs(page)


def test_a_unit_narrows_its_own_and_no_other(world: World, head: PageClient) -> None:
    world.register(title="本系的")

    assert "本系的" in head.page("risks.index", unit=world.cast.units["机电工程系"])
    assert head.get(f"/risks/?unit={world.cast.units['保卫部']}").status_code == 404


def test_there_are_fifty_on_a_page_and_as_many_statements(world: World, clerk: PageClient) -> None:
    world.register(meeting_id=world.meeting_id)
    few = statements_of(world.app, clerk.page, "risks.index", level="general", quarter="2023-1")
    for number in range(51):
        unit = ("保卫部", "后勤处", "办公室")[number % 3]
        world.register(unit, title=f"隐患{number:02}", meeting_id=world.meeting_id)
    many = statements_of(world.app, clerk.page, "risks.index", level="general", quarter="2023-1")
    first = clerk.page("risks.index", level="general", quarter="2023-1")

    assert first.count('class="cell-main"') == 50
    assert "共 52 条" in first
    assert clerk.page("risks.index", page=2).count('class="cell-main"') == 2
    assert len(many) == len(few)
    assert len(many) <= 9, many


def test_several_are_looked_back_at_in_one_act(world: World, clerk: PageClient) -> None:
    ids = [looked(world, title=f"隐患{number}") for number in range(3)]
    page = clerk.page("risks.index", state="look_back")
    assert page.count('form="look-back-several"') == 3

    answer = clerk.post(
        "/risks/look-back",
        {"ids": ids[:2], "note": "现场查看，未发现反弹。"},
        follow_redirects=True,
    )

    assert "已记录 2 项回头看通过。" in answer.text
    assert [world.risk(one).looked_back_on for one in ids] == [TODAY, TODAY, None]
    assert world.risk(ids[0]).steps[-1].note == "现场查看，未发现反弹。"


def test_what_a_rule_refuses_is_left_and_told(world: World, clerk: PageClient) -> None:
    own, other = looked(world, "办公室", title="办公室的"), looked(world, title="系里的")
    page = clerk.page("risks.index", state="look_back")
    assert f'value="{own}"' not in page.split("<tbody>")[1]

    data = {"ids": [own, other], "note": "看过了。"}
    answer = clerk.post("/risks/look-back", data, follow_redirects=True)

    assert "已记录 1 项回头看通过，1 项未办理：" in answer.text
    assert "由办公室整改，须由整改单位以外的人核验销号" in answer.text
    assert [world.risk(one).looked_back_on for one in (own, other)] == [None, TODAY]
    again = clerk.post("/risks/look-back", data, follow_redirects=True)
    assert "所选事项均未办理：" in again.text
    assert f"{world.risk(other).code}（回头看已经记录，不必再记）" in again.text


def test_who_acts_for_a_head_is_offered_nothing_of_that_unit(
    world: World, clerk: PageClient
) -> None:
    own, other = looked(world, title="受托的"), looked(world, "保卫部", title="别处的")
    with world.writing():
        appoint_deputy(
            from_person=db.session.get_one(Person, world.cast.persons["head"]),
            to_person=db.session.get_one(Person, world.cast.persons["clerk"]),
            from_on=TODAY, to_on=TODAY + timedelta(days=3), actor=world.actor("head"),
        )  # fmt: skip

    rows = clerk.page("risks.index", state="look_back").split("<tbody>")[1]

    assert f'value="{own}"' not in rows
    assert f'value="{other}"' in rows


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"note": "看过了。"}, "还没有勾选，请先勾选。"),
        ({"ids": [1], "note": " "}, "请写明回头看的情况"),
    ],
)
def test_nothing_is_noted_without_a_tick_or_words(
    world: World, clerk: PageClient, data: dict[str, object], words: str
) -> None:
    looked(world)

    answer = clerk.post("/risks/look-back", data, follow_redirects=True)

    assert words in answer.text
    assert world.risk(1).looked_back_on is None


def test_the_camera_opens_at_once_for_photos_of_a_risk(world: World, head: PageClient) -> None:
    risk_id = world.register()

    page = head.page("risks.show", risk_id=risk_id)

    assert 'capture="environment"' in page
