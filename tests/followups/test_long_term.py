"""go_on, review, end_going_on and stage goals …"""

from datetime import date
from typing import Any

import pytest

from tests.client import PageClient
from tests.followups.conftest import World
from tracker.core.errors import RuleBroken
from tracker.followups import queries, services
from tracker.followups.papers.overview import state_of

NEXT = date(2023, 6, 20)
GO_ON = {"next_review_on": NEXT, "reason": "长期工作。"}


def going(world: World) -> int:
    followup_id = world.assigned()
    world.do(services.go_on, followup_id, "vice", **GO_ON)
    return followup_id


def test_it_is_due_for_review_and_never_reported_done(world: World):
    followup_id = going(world)

    item = world.item(followup_id)
    assert (item.is_long_term, item.due_on, item.is_open) == (True, NEXT, True)
    assert item.original_due_on == date(2023, 3, 31)
    with pytest.raises(RuleBroken, match="持续推进"):
        world.do(services.submit, followup_id, "head")


@pytest.mark.parametrize("name", ["head", "head2", "clerk"])
def test_only_director_and_leaders_decide_it(world: World, name: str):
    followup_id = world.assigned()

    with pytest.raises(RuleBroken):
        world.do(services.go_on, followup_id, name, **GO_ON)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": " "}, "须写明原因"),
        ({"next_review_on": date(2023, 3, 20)}, "须晚于今天"),
        ({"next_review_on": date(2023, 6, 18)}, "休息日"),
    ],
)
def test_a_wrong_beginning_is_refused(world: World, facts: dict[str, Any], words: str):
    followup_id = world.assigned()

    with pytest.raises(RuleBroken, match=words):
        world.do(services.go_on, followup_id, "vice", **{**GO_ON, **facts})


def test_a_filing_item_does_not_go_on(world: World):
    followup_id = world.assigned(is_filing=True)

    with pytest.raises(RuleBroken, match="备案类"):
        world.do(services.go_on, followup_id, "vice", **GO_ON)


def test_a_review_says_what_was_found_and_when_the_next_is(world: World):
    followup_id = going(world)

    with pytest.raises(RuleBroken, match="请写明回顾情况"):
        world.do(services.review, followup_id, "clerk", next_review_on=NEXT, note=" ")
    later = date(2023, 9, 20)
    world.do(services.review, followup_id, "clerk", next_review_on=later, note="进展正常。")

    item = world.item(followup_id)
    assert (item.next_review_on, item.due_on) == (later, later)
    assert item.entries[-1].note == "进展正常。下次回顾：2023年9月20日（周三）。"


def test_bound_to_a_date_again_it_is_reported_and_closed(world: World):
    followup_id = going(world)
    world.do(
        services.end_going_on, followup_id, "vice", due_on=date(2023, 4, 20), reason="可以收尾。"
    )

    world.do(services.submit, followup_id, "head")
    world.do(services.close, followup_id, "clerk")

    item = world.item(followup_id)
    assert (item.state, item.next_review_on) == ("closed", None)
    assert item.original_due_on == date(2023, 3, 31)


def test_goals_are_reached_one_by_one_and_the_item_stays_open(world: World):
    followup_id = going(world)
    goal = {"words": "完成普查", "due_on": date(2023, 4, 30)}
    world.do(services.add_goal, followup_id, "clerk", **goal)
    with world.app.app_context():
        goal_id = queries.goals_of(followup_id)[0].id

    with pytest.raises(RuleBroken, match="机电工程系"):
        world.do(services.reach_goal, followup_id, "head2", goal_id=goal_id)
    world.do(services.reach_goal, followup_id, "head", goal_id=goal_id)
    with pytest.raises(RuleBroken, match="已完成"):
        world.do(services.reach_goal, followup_id, "head", goal_id=goal_id)

    assert world.item(followup_id).is_open


def test_no_goal_is_reached_once_the_task_is_given_up(world: World):
    followup_id = going(world)
    goal = {"words": "完成普查", "due_on": date(2023, 4, 30)}
    world.do(services.add_goal, followup_id, "clerk", **goal)
    world.do(services.cancel, followup_id, "director", reason="不再推进。")

    with pytest.raises(RuleBroken, match="已撤销"):
        world.do(services.reach_goal, followup_id, "head", goal_id=1)

    assert world.item(followup_id).entries[-1].verb == "cancel"


def test_no_later_date_is_asked_for(world: World):
    followup_id = going(world)

    with pytest.raises(RuleBroken, match="持续推进"):
        world.do(
            services.ask_extension, followup_id, "head", to_due_on=date(2023, 7, 3), reason="晚。"
        )


def test_the_pages(world: World, director: PageClient):
    followup_id = world.assigned()
    for endpoint in ("go_on", "review", "end_going_on", "add_goal"):
        director.page(f"followups.{endpoint}", followup_id=followup_id)
    url = f"/follow-ups/{followup_id}"
    director.post(f"{url}/going-on", {"reason": "长期。", "next_review_on": "2023-06-20"})
    director.post(f"{url}/goals/new", {"words": "完成普查", "due_on": "2023-04-30"})
    page = director.page("followups.show", followup_id=followup_id)
    director.post(f"{url}/review", {"note": "正常。", "next_review_on": "2023-09-20"})
    assert "持续推进" in director.page("followups.index")

    head = director.signed_in_as(world.cast.users["head"])
    shown = head.page("followups.show", followup_id=followup_id)
    head.page("followups.reach_goal", followup_id=followup_id, goal_id=1)
    head.post(f"{url}/goals/1/reached", {"note": "已普查。"})
    again = head.signed_in_as(world.cast.users["director"])
    again.post(f"{url}/going-on/end", {"reason": "可收尾。", "due_on": "2023-10-20"})

    item = world.item(followup_id)
    assert "完成普查" in page
    assert "下次回顾" in shown
    assert 'id="report"' not in shown
    assert (item.is_long_term, item.due_on) == (False, date(2023, 10, 20))
    assert "完成普查：已普查。" in [entry.note for entry in item.entries]


def test_a_review_that_was_not_held_is_not_the_units_delay(world: World):
    followup_id = going(world)
    item, later = world.item(followup_id), date(2023, 12, 1)

    with world.app.app_context():
        words = queries.Lights(later).words(item)
        groups = [name for name, _ in queries.by_urgency([item], on=later)]
        reach = queries.reach_of(world.cast.viewer("clerk"))
        late, red = (
            queries.all_of(queries.Filter(on=later, **chosen), reach=reach)
            for chosen in ({"state": "overdue"}, {"light": "red"})
        )
        counts = queries.state_counts(queries.Filter(on=later), reach=reach)

    assert "回顾日期已过" in words
    assert (counts["overdue"], counts["open"], late, red) == (0, 1, [], [])
    assert state_of(item, later) == "推进中"
    assert groups == ["以后"]


def test_a_missed_review_is_no_lateness_of_the_unit(world: World):
    item = world.item(going(world))

    with world.app.app_context():
        lights = queries.Lights(date(2023, 6, 23))
        assert (lights.colour(item), lights.words(item)) == ("yellow", "回顾日期已过 3 天")
