"""What other features ask about tasks …"""

from datetime import date

from tests.followups.conftest import TODAY, World
from tracker.core.db import db
from tracker.followups import queries, services
from tracker.meetings.models import Meeting


def test_items_of_a_meeting_leave_out_cancelled_ones_and_end_with_the_conveyance(world: World):
    conveyance = world.plan("后勤处", is_conveyance=True, point="要求")
    task, gone = world.plan(), world.plan("保卫部")
    world.do(services.cancel, gone, "clerk", reason="重复")

    with world.app.app_context():
        assert [i.id for i in queries.items_of_meeting(world.meeting_id)] == [task, conveyance]


def test_counts_are_of_the_viewers_scope(world: World):
    world.assigned(), world.assigned("保卫部"), world.plan("后勤处")

    with world.app.app_context():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        office = queries.counts(meeting, viewer=world.cast.viewer("clerk"))
        head = queries.counts(meeting, viewer=world.cast.viewer("head"))
    assert office == {"points": 3, "followups": 3}
    assert head == {"points": 0, "followups": 1}


def test_overdue_is_what_is_past_its_date_and_not_reported(world: World):
    late = world.assigned(due_on=date(2023, 3, 17))
    world.submitted(due_on=date(2023, 3, 17))
    world.assigned("保卫部", due_on=date(2023, 3, 20))

    with world.app.app_context():
        assert [item.id for item in queries.overdue(on=TODAY)] == [late]
        assert queries.overdue(on=TODAY, unit_id=world.cast.units["保卫部"]) == []


def test_todos_of_a_head_are_items_and_of_the_office_are_counts(world: World):
    world.assigned(due_on=date(2023, 3, 17))
    world.submitted("保卫部", by="head2")
    world.plan("后勤处")

    with world.app.app_context():
        head = queries.todos(world.cast.viewer("head"), on=TODAY)
        office = queries.todos(world.cast.viewer("clerk"), on=TODAY)
    assert [(todo.sentence, todo.tone) for todo in head] == [("完善实训室应急预案", "overdue")]
    assert [todo.sentence for todo in office] == [
        "1 项任务已报结，待确认", "1 项任务已逾期", "1 项任务已拟定，尚未交办",
    ]  # fmt: skip


def test_unit_checklists_count_what_is_handed_out(world: World):
    world.assigned(), world.assigned(), world.plan("保卫部")

    with world.app.app_context():
        found = queries.unit_checklists(world.meeting_id)
        assert [(unit.name, count) for unit, count in found] == [("机电工程系", 2)]
