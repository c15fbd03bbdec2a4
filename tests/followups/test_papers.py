"""The unit's checklist …"""

from datetime import date
from typing import Any

import pytest

from tests.followups.conftest import World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.followups import papers
from tracker.followups.models import FollowUp, Rhythm


def _checklist(world: World, subject: str, who: str | None = None) -> Any:
    with world.app.app_context():
        return papers.checklist(
            subject,
            on=date(2023, 3, 20),
            public_url="https://tracker.example.edu",
            viewer=world.cast.viewer(who) if who else None,
        )


def _subject(world: World, unit: str = "机电工程系") -> str:
    return f"{world.meeting_id}-{world.cast.units[unit]}"


def test_it_lists_what_is_handed_out_with_its_code(world: World):
    units = world.cast.units
    world.assigned(requirement="逐室检查。", deliverable="检查表",
                   supporting_ids=(units["后勤处"],))  # fmt: skip
    world.plan(title="尚未交办")

    paper = _checklist(world, _subject(world))

    (row,) = paper.rows
    assert (row.number, row.matter) == ("2023-1", "完善实训室应急预案")
    assert row.requirement == "逐室检查。（报送：检查表）"
    assert row.due == "2023年3月31日"
    assert row.support_units == ("后勤处",)
    assert row.source == "一季度会议 · 党委书记讲话 一"
    assert row.verify.url.startswith("https://tracker.example.edu/c/")
    assert paper.verify.code[4] == "-"


def test_it_ticks_what_is_reported(world: World):
    world.submitted()

    assert _checklist(world, _subject(world)).rows[0].is_done


@pytest.mark.parametrize("subject", ["x", "1", "1-", "-1", "1-999", "99999999999-1", "1-x"])
def test_nonsense_is_no_paper(world: World, subject: str):
    assert _checklist(world, subject) is None


def test_a_unit_prints_its_own_list_only(world: World):
    world.assigned()

    assert _checklist(world, _subject(world), "head") is not None
    assert _checklist(world, _subject(world), "head2") is None
    with world.app.app_context():
        own = papers.checklist_ids(world.cast.viewer("head"))
        assert [subject for subject, _ in own] == [_subject(world)]
        assert papers.checklist_ids(world.cast.viewer("head2")) == []
        assert papers.checklists_ids(world.cast.viewer("head")) == []


def test_all_lists_of_a_meeting_are_bound_together(world: World):
    world.assigned(), world.assigned("保卫部")

    with world.app.app_context():
        ids = papers.checklists_ids(None)
        parts = papers.checklist_units(str(world.meeting_id), None)
    assert [subject for subject, _ in ids] == [str(world.meeting_id)]
    assert [subject for subject, _ in parts] == [
        _subject(world, "保卫部"), _subject(world),
    ]  # fmt: skip


def test_it_shows_the_original_beside_a_moved_date(world: World):
    followup_id = world.assigned()
    with world.writing():
        item = db.session.get_one(FollowUp, followup_id)
        item.due_on = date(2023, 4, 14)
        record_event("test.extend", item, actor=SYSTEM)

    due = _checklist(world, _subject(world)).rows[0].due

    assert due == "2023年4月14日（原2023年3月31日）"


def test_it_says_how_the_text_put_it_and_how_often_it_comes(world: World):
    world.assigned(
        "创建办", addressed_to="“创建办”", due_as_told="每学期末", rhythm=Rhythm.SEMESTER_END
    )

    (row,) = _checklist(world, _subject(world, "创建办")).rows

    assert (row.addressed_to, row.rhythm) == ("“创建办”", "定期任务 · 每学期末")
    assert row.due_as_told == ""
