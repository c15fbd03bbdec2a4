"""Acts on what somebody else has done meanwhile: a clear sentence, a consistent record."""

from datetime import date
from threading import Barrier, Thread

import pytest

from tests.client import PageClient
from tests.followups.conftest import TODAY, World
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.followups import services
from tracker.followups.models import FollowUp


def closed(world: World) -> int:
    followup_id = world.submitted()
    world.do(services.close, followup_id, "clerk")
    return followup_id


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("submit", {"note": "再报"}),
        ("dispute", {"reason": "不属本单位。"}),
        ("progress", {"note": "补充。"}),
        ("extension", {"to_due_on": "2023-04-14", "reason": "晚。"}),
    ],
)
def test_a_closed_item_is_told_so_in_a_second_tab(
    world: World, head: PageClient, address: str, data: dict[str, str]
):
    followup_id = closed(world)
    before = len(world.item(followup_id).entries)

    answer = head.post(f"/follow-ups/{followup_id}/{address}", data)

    assert answer.status_code == 409
    assert "任务现在是“已办结”" in answer.get_data(as_text=True)
    assert len(world.item(followup_id).entries) == before


def test_a_tick_that_a_bad_connection_sends_again_does_nothing_twice(
    world: World, head: PageClient
):
    followup_id = world.assigned()
    data = {"form_id": "the-same", "note": "已完成。"}
    head.post(f"/follow-ups/{followup_id}/submit", data)
    world.do(services.close, followup_id, "clerk")

    again = head.post(f"/follow-ups/{followup_id}/submit", data, follow_redirects=True)

    assert again.status_code == 200
    assert [e.verb for e in world.item(followup_id).entries].count("submit") == 1


def test_of_two_who_verify_at_once_the_second_is_told(world: World):
    followup_id = world.submitted()
    said: list[str] = []
    start = Barrier(2)

    def verify(name: str, verb: str) -> None:
        with world.app.app_context():
            actor = world.cast.actor(name)
            db.session.rollback()
            start.wait(timeout=10)
            try:
                with writing():
                    item = db.session.get_one(FollowUp, followup_id)
                    if verb == "close":
                        services.close(followup=item, actor=actor, on=TODAY)
                    else:
                        services.return_(followup=item, actor=actor, on=TODAY, reason="补。")
            except RuleBroken as refusal:
                said.append(str(refusal))

    both = [Thread(target=verify, args=one) for one in (("clerk", "close"), ("vice", "return"))]
    for one in both:
        one.start()
    for one in both:
        one.join()

    item = world.item(followup_id)
    verdicts = [entry.verb for entry in item.entries if entry.verb in {"close", "return"}]
    assert len(verdicts) == len(said) == 1
    assert "任务现在是“" in said[0]
    assert (item.state == "closed") == (item.closed_on == TODAY) == (verdicts == ["close"])


def test_two_who_decide_one_extension_do_not_move_it_twice(world: World, director: PageClient):
    followup_id = world.assigned()
    world.do(
        services.ask_extension, followup_id, "head", to_due_on=date(2023, 4, 14), reason="晚。"
    )
    url = f"/follow-ups/{followup_id}/extension/decision"
    director.post(url, {"is_approved": "yes"})

    answer = director.post(url, {"is_approved": "no", "words": "不行。"})

    assert answer.status_code == 409
    assert "延期申请现在是“已同意”" in answer.get_data(as_text=True)
    assert world.item(followup_id).due_on == date(2023, 4, 14)
