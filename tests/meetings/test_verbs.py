"""Notifying, moving, holding and giving up."""

from datetime import date

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.meetings.conftest import make_meeting
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.issuing import queries as issued
from tracker.meetings import services
from tracker.meetings.models import AttendanceBasis, Meeting
from tracker.meetings.services import NoticeWords, Schedule

ON = date(2023, 3, 3)
FAR = date(2099, 3, 13)


@pytest.fixture
def draft_id(app: Flask, cast: Cast) -> int:
    """A draft for a day that lies ahead for a long time."""
    with app.app_context():
        return make_meeting(cast, is_late=False, held_on=FAR)


def _meeting(meeting_id: int) -> Meeting:
    return db.session.get_one(Meeting, meeting_id)


def test_notify_issues_the_notice(
    app: Flask, clerk: PageClient, head: PageClient, draft_id: int
) -> None:
    page = clerk.page("meetings.notify", meeting_id=draft_id)
    assert "党委委员；机电工程系、保卫部负责人。" in page
    assert "后勤处（食品安全）须在会上汇报" in page
    typed = {"addressed_to": "各部门", "materials": "不超过三页。"}
    preview = clerk.post(f"/meetings/{draft_id}/notify/preview", typed).get_data(as_text=True)
    assert "后勤处（食品安全）须在会上汇报，请提前准备汇报材料。<br>不超过三页。" in preview

    response = clerk.post(
        f"/meetings/{draft_id}/notify", {"addressed_to": "各部门", "contact": "办公室 方小禾"}
    )

    assert response.status_code == 302
    with app.app_context():
        assert _meeting(draft_id).state == "notified"
        paper = issued.latest("notice", str(draft_id))
        assert paper is not None
        assert paper.doc_no.endswith("1号")
        assert paper.snapshot["addressed_to"] == "各部门"
        assert paper.snapshot["chair"] == "党委书记程远山"
    assert head.get(f"/meetings/{draft_id}/attendance").status_code == 200


def test_notify_twice_issues_once(app: Flask, clerk: PageClient, draft_id: int) -> None:
    data = {"addressed_to": "各部门", "form_id": "same"}
    clerk.post(f"/meetings/{draft_id}/notify", data)

    assert clerk.post(f"/meetings/{draft_id}/notify", data).status_code == 302
    refused = clerk.post(f"/meetings/{draft_id}/notify", {"addressed_to": "各部门"})

    assert refused.status_code == 409
    with app.app_context():
        assert len(issued.versions("notice", str(draft_id))) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"held_on": date(2023, 3, 2)}, "会议日期已过"),
        ({"campus_id": None, "room": ""}, "会议地点未填"),
        ({"invitations": []}, "参会范围未填"),
    ],
)
def test_notify_asks_for_what_is_missing(
    app: Flask, cast: Cast, draft_id: int, changes: dict[str, object], sentence: str
) -> None:
    with app.app_context():
        with writing():
            meeting = _meeting(draft_id)
            for name, value in changes.items():
                setattr(meeting, name, value)
            record_event("test.make", meeting, actor=SYSTEM)
        with pytest.raises(RuleBroken, match=sentence), writing():
            services.notify(
                meeting=_meeting(draft_id),
                words=NoticeWords("各部门"),
                actor=cast.actor("clerk"),
                on=ON,
            )


def test_reschedule_keeps_the_old_time_and_replaces_the_notice(
    app: Flask, clerk: PageClient, cast: Cast, draft_id: int
) -> None:
    clerk.post(f"/meetings/{draft_id}/notify", {"addressed_to": "各部门", "materials": "三月前报"})
    data = {
        "held_on": "2099-03-20",
        "time_basis": "clock",
        "starts_at": "09:00",
        "campus_id": str(cast.campus_id),
        "room": "报告厅",
        "row_version": "3",
    }

    response = clerk.post(f"/meetings/{draft_id}/reschedule", data)

    assert response.status_code == 302
    with app.app_context():
        meeting = _meeting(draft_id)
        assert meeting.state == "notified"
        assert [old.old_words for old in meeting.reschedulings] == [
            "2099年3月13日（周五）下午 东山校区四层会议室"
        ]
        new, old = issued.versions("notice", str(draft_id))
        assert (old.state, new.number, new.version) == ("superseded", old.number, 2)
        assert new.snapshot["time"] == "2099年3月20日（周五） 09:00"
        assert new.snapshot["materials"] == [
            "后勤处（食品安全）须在会上汇报，请提前准备汇报材料。", "三月前报",
        ]  # fmt: skip
        assert "原定于2099年3月13日" in new.snapshot["opening"]
    assert "原定 2099年3月13日" in clerk.page("meetings.attendance", meeting_id=draft_id)


def test_reschedule_needs_an_announced_meeting_and_a_change(
    app: Flask, clerk: PageClient, cast: Cast, draft_id: int
) -> None:
    same = Schedule(FAR, "afternoon", campus_id=cast.campus_id, room="四层会议室")
    with app.app_context(), pytest.raises(RuleBroken, match="草拟"), writing():
        services.reschedule(
            meeting=_meeting(draft_id), schedule=same, actor=cast.actor("clerk"), on=ON
        )
    clerk.post(f"/meetings/{draft_id}/notify", {"addressed_to": "各部门"})
    with app.app_context(), pytest.raises(RuleBroken, match="没有变化"), writing():
        services.reschedule(
            meeting=_meeting(draft_id), schedule=same, actor=cast.actor("clerk"), on=ON
        )


def test_hold_waits_for_the_day(clerk: PageClient, draft_id: int) -> None:
    assert "还没有到" in clerk.page("meetings.hold", meeting_id=draft_id)

    response = clerk.post(f"/meetings/{draft_id}/hold")

    assert response.status_code == 409
    assert "还没有到" in response.get_data(as_text=True)


def test_hold_wants_everybody_marked(app: Flask, clerk: PageClient, cast: Cast) -> None:
    with app.app_context():
        draft = make_meeting(cast, is_late=False)
        with writing():
            services.set_basis(
                meeting=_meeting(draft), basis=AttendanceBasis.SHEET, actor=cast.actor("clerk")
            )

    assert "还有 5 人没有登记" in clerk.page("meetings.hold", meeting_id=draft)
    assert clerk.post(f"/meetings/{draft}/hold").status_code == 409

    clerk.post(f"/meetings/{draft}/attendance/rest")
    assert clerk.post(f"/meetings/{draft}/hold").status_code == 302
    with app.app_context():
        meeting = _meeting(draft)
        assert (meeting.state, meeting.is_entered_late) == ("held", True)


def test_cancel_needs_a_reason(app: Flask, clerk: PageClient, draft_id: int) -> None:
    clerk.page("meetings.cancel", meeting_id=draft_id)
    empty = clerk.post(f"/meetings/{draft_id}/cancel", {"reason": "  "})
    assert "请写明取消原因。" in empty.get_data(as_text=True)

    clerk.post(f"/meetings/{draft_id}/cancel", {"reason": "与上级会议冲突"})

    with app.app_context():
        meeting = _meeting(draft_id)
        assert (meeting.state, meeting.cancelled_reason) == ("cancelled", "与上级会议冲突")
    assert clerk.post(f"/meetings/{draft_id}/attendance/rest").status_code == 409


def test_what_is_held_is_not_cancelled(clerk: PageClient, meeting_id: int) -> None:
    response = clerk.post(f"/meetings/{meeting_id}/cancel", {"reason": "重复"})

    assert response.status_code == 409


@pytest.mark.parametrize("verb", ["notify", "reschedule", "hold", "cancel", "invited", "edit"])
def test_a_head_may_do_none_of_it(head: PageClient, meeting_id: int, verb: str) -> None:
    assert head.get(f"/meetings/{meeting_id}/{verb}").status_code == 403
    assert head.post(f"/meetings/{meeting_id}/{verb}").status_code == 403
