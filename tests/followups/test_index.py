"""followups.index …"""

import re
from datetime import date

import pytest

from tests.client import PageClient, statements_of
from tests.followups.conftest import World
from tracker.followups import services


def test_a_head_sees_the_items_of_all_units_that_he_heads_by_urgency(
    world: World, head: PageClient
):
    world.assigned(title="逾期的事", due_on=date(2023, 3, 17))
    world.assigned("机电工程系党总支", title="本周的事", due_on=date(2023, 3, 24))
    world.assigned(title="以后的事", due_on=date(2023, 4, 20))
    world.submitted(title="待确认的事")
    world.submitted(title="办完的事", is_filing=True)
    world.assigned("保卫部", title="别人的事")

    page = head.page("followups.index")

    words = ["逾期的事", "本周的事", "以后的事", "待确认的事", "办完的事"]
    places = [page.index(word) for word in words]
    assert places == sorted(places)
    assert "别人的事" not in page
    assert "逾期 3 天" in page
    assert "一季度会议 · 党委书记讲话 一" in page


def test_a_head_does_not_see_what_is_only_planned(world: World, head: PageClient):
    world.plan(title="尚未交办的事")

    assert "尚未交办的事" not in head.page("followups.index")


def test_a_supporting_unit_sees_the_item_without_a_box(world: World, head: PageClient):
    unit_id = world.cast.units["机电工程系"]
    followup_id = world.assigned("保卫部", title="牵头在外的事", supporting_ids=(unit_id,))

    page = head.page("followups.index")

    assert "保卫部牵头" in page
    assert f'value="{followup_id}"' not in page


def test_what_a_unit_only_supports_is_not_counted_as_its_own(world: World, head: PageClient):
    unit_id = world.cast.units["机电工程系"]
    world.assigned(title="自己的事", due_on=date(2023, 3, 17))
    world.assigned(
        "保卫部", title="牵头在外的事", due_on=date(2023, 3, 17), supporting_ids=(unit_id,)
    )

    everything = head.page("followups.index")

    assert tabs(everything) == {"全部": "", "未办结": "1", "逾期": "1", "配合": "1"}
    assert everything.index("配合其他单位<") < everything.index("牵头在外的事")
    for state in ("open", "overdue"):
        assert "牵头在外的事" not in head.page("followups.index", state=state)
    supported = head.page("followups.index", state="supported")
    assert "牵头在外的事" in supported
    assert "自己的事" not in supported


def test_the_office_supports_nothing(world: World, clerk: PageClient):
    world.assigned("保卫部", supporting_ids=(world.cast.units["机电工程系"],))

    assert "配合" not in tabs(clerk.page("followups.index"))
    assert "没有符合条件的任务" in clerk.page("followups.index", state="supported")


def tabs(page: str) -> dict[str, str]:
    """Return the words of the tabs with their counts."""
    shown = page[page.index('aria-label="按状态筛选"') :]
    found = re.findall(r"<a [^>]*>(.*?)</a>", shown[: shown.index("</nav>")], re.S)
    return {
        words: "".join(count)
        for words, *count in (re.sub(r"<[^>]+>", " ", one).split() for one in found)
    }


def test_the_office_sees_all_and_filters_by_unit_and_state(world: World, clerk: PageClient):
    world.assigned(title="机电的事")
    world.assigned("保卫部", title="保卫的事")

    everything = clerk.page("followups.index")
    one = clerk.page("followups.index", unit=world.cast.units["保卫部"], state="open")

    assert "机电的事" in everything
    assert "保卫的事" in everything
    assert "机电的事" not in one


@pytest.mark.parametrize(
    "query",
    ["unit=999", "unit=-1", "unit=x", "unit=99999999999999999999", "state=nonsense",
     "page=999999", "page=0", "page=-3", "page=99999999999999999999999"],
)  # fmt: skip
def test_what_is_not_there_is_404(world: World, clerk: PageClient, query: str):
    world.assigned()

    assert clerk.get(f"/follow-ups/?{query}").status_code == 404


def test_a_head_may_not_filter_by_another_unit(world: World, head: PageClient):
    answer = head.get(f"/follow-ups/?unit={world.cast.units['保卫部']}&state=open&page=1")

    assert answer.status_code == 404
    sentence = "所打开的内容不存在，或不属于您的单位。当前登录：陆庆安。"
    assert sentence in answer.get_data(as_text=True)


def test_a_head_filters_by_an_own_unit(world: World, head: PageClient):
    world.assigned(title="本系的事")
    own = world.cast.units["机电工程系"]

    assert "本系的事" in head.page("followups.index", unit=own, state="open", page=1)


def test_there_are_fifty_on_a_page(world: World, clerk: PageClient):
    for number in range(53):
        world.plan(title=f"事项{number:02}", point=None)

    first, second = clerk.page("followups.index"), clerk.page("followups.index", page=2)

    assert first.count('class="cell-main"') == 50
    assert second.count('class="cell-main"') == 3
    assert "共 53 条" in first


PAGES = [("clerk", {}), ("clerk", {"state": "submitted"}), ("head", {}), ("leader", {}),
         ("liaison", {})]  # fmt: skip


@pytest.mark.parametrize(("who", "values"), PAGES)
def test_it_asks_the_database_as_often_for_few_as_for_many(
    world: World, client: PageClient, who: str, values: dict[str, str]
):
    someone = client.signed_in_as(world.cast.users[who])
    world.submitted(), world.assigned()
    few = statements_of(world.app, someone.page, "followups.index", **values)
    for number in range(8):
        world.submitted(title=f"事项{number}", point="二（一）")
        world.assigned("机电工程系党总支", title=f"事项{number}", point="三")
    many = statements_of(world.app, someone.page, "followups.index", **values)

    assert len(many) == len(few)
    # Who verifies asks besides who had a hand in the work, and for whom one acts.
    assert len(many) <= 10, many


def test_an_empty_list_says_what_to_do(world: World, head: PageClient, clerk: PageClient):
    assert "现在没有需要您办理的任务" in head.page("followups.index")
    assert "还没有任务" in clerk.page("followups.index")


def test_a_returned_item_says_so_in_the_list(world: World, head: PageClient):
    followup_id = world.submitted()
    world.do(services.return_, followup_id, "clerk", reason="补报")

    assert "已退回" in head.page("followups.index")
