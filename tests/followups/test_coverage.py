"""讲话要求落实情况: of each point how it is carried out, how far, now and in later quarters …"""

from datetime import date

from tests.factories import saved
from tests.followups.conftest import TODAY, World
from tracker.core.db import db
from tracker.followups import queries, services
from tracker.followups.models import FollowUp
from tracker.followups.services import Conveyed
from tracker.meetings.models import Handling, Meeting, MeetingState, Point

LATER = date(2023, 10, 9)


def told(
    world: World, point: str, name: str | None = None, on: date = TODAY
) -> queries.PointCoverage | None:
    """Return what is known of one point on a day; None where it is not for the viewer."""
    with world.app.app_context():
        viewer = world.cast.viewer(name) if name else None
        meeting = db.session.get_one(Meeting, world.meeting_id)
        (found,) = queries.coverage_of([meeting], on=on, viewer=viewer)
        return found.by_point.get(world.points[point])


def words(world: World, point: str, on: date = TODAY, name: str | None = None) -> tuple[str, ...]:
    one = told(world, point, name, on)
    assert one is not None
    decided = (f"{one.decided.words}（{one.decided.by}）",) if one.decided else ()
    return (one.words, *one.details, *decided)


def handle(world: World, point: str, handling: Handling) -> None:
    with world.writing():
        services.set_handling(
            point=db.session.get_one(Point, world.points[point]), handling=handling,
            actor=world.actor("clerk"),
        )  # fmt: skip


def convey(world: World, *units: str) -> list[int]:
    """Ask these units to pass the meeting on; returns the ids of the tasks, handed out."""
    with world.writing():
        made = services.plan_conveyance(
            meeting=db.session.get_one(Meeting, world.meeting_id),
            point=db.session.get_one(Point, world.points["要求"]),
            unit_ids=[world.cast.units[unit] for unit in units],
            actor=world.actor("clerk"), on=TODAY,
        )  # fmt: skip
        services.dispatch(followups=made, actor=world.actor("clerk"), on=TODAY)
        return [item.id for item in made]


def mark(world: World, followup_id: int, **values: object) -> None:
    with world.app.app_context():
        saved(db.session.get_one(FollowUp, followup_id), **values)


def publish(world: World) -> None:
    with world.app.app_context():
        saved(db.session.get_one(Meeting, world.meeting_id), state=MeetingState.MINUTED)


def test_tasks_are_counted_in_words_and_days(world: World):
    closed = world.submitted("保卫部", by="head2", title="查器材")
    world.do(services.close, closed, "clerk")
    world.assigned("机电工程系", due_on=date(2023, 3, 17), title="完善预案")
    world.submitted("机电工程系", title="演练")
    world.assigned("保卫部", title="巡查")
    world.plan("后勤处", title="检修")

    assert words(world, "一") == (
        "推进中 1/5",
        "已办结 1 项，待确认 1 项，办理中 1 项（最近一项还有 9 个工作日），"
        "逾期 1 项（最长 3 天），拟办 1 项",
    )
    one = told(world, "一")
    assert one is not None
    assert (one.reached, one.tone, len(one.tasks)) == ("going", "bad", 5)


def test_a_point_is_carried_out_with_its_last_task(world: World):
    for unit, by in (("保卫部", "head2"), ("机电工程系", "head")):
        world.do(services.close, world.submitted(unit, by=by), "clerk")

    assert words(world, "一")[0] == "已落实（2023年3月20日）"


def test_tasks_that_were_all_cancelled_leave_the_point_undecided(world: World):
    followup_id = world.assigned()
    publish(world)
    world.do(services.cancel, followup_id, "clerk", reason="重复")

    assert words(world, "一") == ("未明确落实方式", "1 项任务均已撤销")


def test_a_point_of_which_nobody_has_said_anything_is_left(world: World):
    assert words(world, "三") == ("未明确落实方式",)
    outer, inner = told(world, "二"), told(world, "二（一）")
    assert outer is not None
    assert inner is not None
    assert (outer.reached, inner.reached) == (None, "left")


def test_a_further_point_is_carried_out_by_the_task_that_covers_it(world: World):
    handle(world, "三", Handling.STANDING)
    world.assigned(covered_point_ids=(world.points["三"],))

    assert "办理中 1 项（最近一项还有 9 个工作日）" in words(world, "三")


def test_passing_on_is_told_in_units_and_those_missing_are_named(world: World):
    handle(world, "一", Handling.CONVEYED)
    first, second = convey(world, "保卫部", "机电工程系")
    assert words(world, "一") == ("传达中 0/2 个单位", "未反馈：保卫部、机电工程系")

    how = Conveyed(date(2023, 3, 15), "会议传达", "全体教职工")
    world.do(services.submit, first, "head2", conveyed=how)
    assert words(world, "一") == ("传达中 1/2 个单位", "未反馈：机电工程系")

    world.do(services.submit, second, "head", conveyed=how)
    assert words(world, "一") == ("已传达（2 个单位，2023年3月20日）",)


def test_who_need_not_pass_it_on_any_more_is_not_missing(world: World):
    handle(world, "一", Handling.CONVEYED)
    first, _ = convey(world, "保卫部", "机电工程系")
    world.do(services.cancel, first, "clerk", reason="重复")

    assert words(world, "一") == ("传达中 0/1 个单位", "未反馈：机电工程系")


def test_without_tasks_to_pass_on_it_is_told_who_said_so(world: World):
    handle(world, "一", Handling.CONVEYED)

    assert words(world, "一") == ("还没有传达任务", "2023年3月20日确定（方小禾）")


def test_what_stands_is_listed_at_later_meetings(world: World):
    handle(world, "三", Handling.STANDING)
    world.later()

    assert words(world, "三") == ("继续坚持", "2023年3月20日确定（方小禾）")
    assert words(world, "三", LATER) == (
        "继续坚持", "此后 1 次会议继续列出", "2023年3月20日确定（方小禾）",
    )  # fmt: skip


def test_of_a_task_that_goes_on_goals_and_the_last_review_are_told(world: World):
    followup_id = world.assigned()
    later = date(2023, 6, 15)
    world.do(services.go_on, followup_id, "director", next_review_on=later, reason="须长期推进。")
    world.do(services.add_goal, followup_id, "clerk", words="建台账", due_on=date(2023, 5, 5))
    world.do(
        services.review, followup_id, "clerk", next_review_on=date(2023, 9, 15), note="已建台账。"
    )

    said = words(world, "一")

    assert said[:2] == ("推进中 0/1", "持续推进 1 项")
    assert said[2].startswith(
        "机电工程系持续推进，下次回顾2023年9月15日；阶段目标已完成 0/1；"
        "2023年3月20日阶段回顾：已建台账。"
    )


def test_what_comes_again_counts_once_with_its_earlier_dates(world: World):
    followup_id = world.submitted(rhythm="month")
    world.do(services.close, followup_id, "clerk")

    said = words(world, "一")

    assert said[0] == "推进中 0/1"
    assert said[1].endswith("定期任务往期 1 项")


def test_the_ends_of_later_quarters_are_told_as_they_were(world: World):
    first, second = world.assigned("保卫部"), world.assigned("机电工程系")
    mark(world, first, state="closed", submitted_on=TODAY, closed_on=date(2023, 3, 28))
    mark(world, second, state="closed", submitted_on=TODAY, closed_on=date(2023, 7, 3))

    one = told(world, "一", on=date(2024, 1, 8))

    assert one is not None
    assert one.past == (
        "2023年一季度末至二季度末：推进中 1/2", "2023年三季度末至四季度末：已落实",
    )  # fmt: skip
    assert one.words == "已落实（2023年7月3日）"


def test_a_task_that_was_cancelled_later_stood_then(world: World):
    first, second = world.assigned("保卫部"), world.assigned("机电工程系")
    mark(world, first, state="closed", submitted_on=TODAY, closed_on=TODAY)
    mark(world, second, state="cancelled", cancelled_on=date(2023, 8, 1))

    one = told(world, "一", on=LATER)

    assert one is not None
    assert one.past == ("2023年一季度末至二季度末：推进中 1/2", "2023年三季度末：已落实")


def test_passing_on_is_told_by_the_day_of_each_report(world: World):
    handle(world, "一", Handling.CONVEYED)
    first, second = convey(world, "保卫部", "机电工程系")
    done = {"state": "closed", "closed_by_rule": True}
    mark(world, first, **done, submitted_on=date(2023, 3, 22), closed_on=date(2023, 3, 22))
    mark(world, second, **done, submitted_on=date(2023, 4, 4), closed_on=date(2023, 4, 4))

    one = told(world, "一", on=LATER)

    assert one is not None
    assert one.past == ("2023年一季度末：传达中 1/2 个单位", "2023年二季度末至三季度末：已传达")


def test_a_head_finds_what_concerns_the_unit_with_its_own_tasks(world: World):
    world.assigned("机电工程系")
    world.assigned("保卫部")
    world.assigned("保卫部", point="三")
    publish(world)

    own = told(world, "一", "head")

    assert own is not None
    assert [item.lead_unit_id for item in own.tasks] == [world.cast.units["机电工程系"]]
    assert own.words == "推进中 0/1"
    assert told(world, "三", "head") is None
    assert told(world, "三", "leader") is not None
