"""add_progress and withdraw_evidence …"""

import io
from datetime import date

import pytest
from PIL import Image

from tests.client import PageClient
from tests.factories import saved
from tests.followups.conftest import HELD_ON, World
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory.models import RiskArea
from tracker.followups import queries, services
from tracker.followups.models import EntryFile, FollowUp


def png(colour: int = 0) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (4, 4), (colour, 0, 0)).save(content, "PNG")
    return content.getvalue()


def upload(person: PageClient, name: str = "现场.png", colour: int = 0) -> str:
    data = {"file": (io.BytesIO(png(colour)), name)}
    answer = person.post("/files/", data, content_type="multipart/form-data")
    return str(answer.get_json()["id"])


def supported(world: World) -> int:
    return world.assigned(since=HELD_ON, supporting_ids=(world.cast.units["后勤处"],))


def test_lead_and_supporting_units_tell_how_far_it_is(world: World):
    followup_id = supported(world)

    world.do(services.add_progress, followup_id, "head", note="预案初稿已完成。")
    world.do(services.add_progress, followup_id, "head3", note="灭火器已更换。")

    item = world.item(followup_id)
    units = [entry.unit_id for entry in item.entries[-2:]]
    assert item.state == "assigned"
    assert units == [world.cast.units["机电工程系"], world.cast.units["后勤处"]]


def test_other_units_add_nothing(world: World):
    followup_id = supported(world)

    with pytest.raises(RuleBroken, match="配合单位"):
        world.do(services.add_progress, followup_id, "head2", note="无关。")


def test_only_the_lead_unit_reports_it_done(world: World):
    followup_id = supported(world)

    with pytest.raises(RuleBroken, match="机电工程系"):
        world.do(services.submit, followup_id, "head3")


def test_nothing_is_added_once_it_is_reported(world: World):
    followup_id = world.submitted()

    with pytest.raises(RuleBroken, match="待确认"):
        world.do(services.add_progress, followup_id, "head", note="补充。")


@pytest.mark.parametrize("note", ["", " \n"])
def test_something_must_be_told(world: World, note: str):
    followup_id = world.assigned()

    with pytest.raises(RuleBroken, match="请写明办理进展"):
        world.do(services.add_progress, followup_id, "head", note=note)


def test_an_empty_page_comes_back_with_a_sentence(world: World, head: PageClient):
    followup_id = world.assigned()

    answer = head.post(f"/follow-ups/{followup_id}/progress", {"note": " "})

    assert (answer.status_code, "请写明办理进展" in answer.get_data(as_text=True)) == (200, True)


def test_who_contributed_does_not_verify(world: World):
    followup_id = world.assigned(supporting_ids=(world.cast.units["办公室"],))
    world.do(services.add_progress, followup_id, "director", note="已协助制定方案。")
    world.do(services.submit, followup_id, "head")

    with world.app.app_context():
        verifier = queries.verifier_of(world.cast.viewer("clerk"))
        item = queries.get_followup(followup_id, viewer=None)
        assert verifier is not None
        assert item is not None
        assert not verifier.may_verify(item)
    for name in ("director", "clerk"):
        with pytest.raises(RuleBroken, match="承办单位以外"):
            world.do(services.close, followup_id, name)
    world.do(services.close, followup_id, "vice")

    assert world.item(followup_id).state == "closed"


def test_the_page_takes_words_and_photo_of_a_supporting_unit(world: World, client: PageClient):
    followup_id = supported(world)
    support = client.signed_in_as(world.cast.users["head3"])
    page = support.page("followups.show", followup_id=followup_id)
    support.page("followups.add_progress", followup_id=followup_id)
    data = {"note": "灭火器已更换。", "files": upload(support)}

    answer = support.post(f"/follow-ups/{followup_id}/progress", data, follow_redirects=True)

    assert "填写办理进展" in page
    assert "提出异议" not in page
    shown = answer.get_data(as_text=True)
    assert "灭火器已更换。" in shown
    assert "现场.png" in shown
    assert "（后勤处）" in shown


def test_the_same_bytes_are_kept_once_and_said_so(world: World, head: PageClient):
    followup_id = world.assigned()
    head.post(f"/follow-ups/{followup_id}/progress", {"note": "一", "files": upload(head)})
    data = {"note": "二", "files": [upload(head, "又一张.png"), upload(head, "新.png", 9)]}

    answer = head.post(f"/follow-ups/{followup_id}/progress", data, follow_redirects=True)

    page = answer.get_data(as_text=True)
    assert "“又一张.png”与已交的材料内容相同，只保留一份。" in page
    names = [one.file.name for entry in _entries(world, followup_id) for one in entry]
    assert names == ["现场.png", "新.png"]


def test_what_was_withdrawn_is_struck_through_and_still_read(world: World, head: PageClient):
    followup_id = world.assigned()
    file_id = upload(head)
    head.post(f"/follow-ups/{followup_id}/progress", {"note": "一", "files": file_id})
    url = f"/follow-ups/{followup_id}/evidence/{file_id}/withdraw"
    head.page("followups.withdraw_evidence", followup_id=followup_id, file_id=int(file_id))

    empty = head.post(url, {"reason": " "}).get_data(as_text=True)
    page = head.post(url, {"reason": "误传。"}, follow_redirects=True).get_data(as_text=True)
    again = head.post(url, {"reason": "误传。"})

    assert "请写明原因。" in empty
    assert 'class="withdrawn"' in page
    assert "已撤回：误传。" in page
    assert (again.status_code, "已经撤回" in again.get_data(as_text=True)) == (409, True)
    assert head.get(f"/files/follow-ups/{followup_id}/{file_id}").status_code == 200
    # What was withdrawn may be handed in again.
    head.post(f"/follow-ups/{followup_id}/progress", {"note": "二", "files": upload(head)})
    assert len(_entries(world, followup_id)) == 2


def test_another_unit_does_not_withdraw_it(world: World, head: PageClient):
    followup_id = supported(world)
    file_id = upload(head)
    head.post(f"/follow-ups/{followup_id}/progress", {"note": "一", "files": file_id})

    with pytest.raises(RuleBroken, match="交来的单位"):
        world.do(
            services.withdraw_evidence, followup_id, "head3", file_id=int(file_id), reason="误传。"
        )
    support = head.signed_in_as(world.cast.users["head3"])
    url = f"/follow-ups/{followup_id}/evidence/{file_id}/withdraw"
    assert support.post(url, {"reason": "误传。"}).status_code == 404


def test_nothing_is_withdrawn_after_closing(world: World, head: PageClient):
    followup_id = world.assigned()
    file_id = upload(head)
    head.post(f"/follow-ups/{followup_id}/submit", {"files": file_id})
    world.do(services.close, followup_id, "clerk")

    with pytest.raises(RuleBroken, match="不能再撤回"):
        world.do(
            services.withdraw_evidence, followup_id, "head", file_id=int(file_id), reason="误传。"
        )


def test_items_of_sensitive_areas_take_words_only(world: World, head: PageClient):
    with world.app.app_context():
        area = saved(RiskArea(code="quiet", name="敏感领域", sort=99, is_sensitive=True)).id
    followup_id = world.assigned(risk_id=world.risk(area_id=area), point=None)

    page = head.page("followups.add_progress", followup_id=followup_id)
    shown = head.page("followups.show", followup_id=followup_id)
    answer = head.post(
        f"/follow-ups/{followup_id}/submit", {"note": "已完成。", "files": upload(head)}
    )

    assert 'type="file"' not in page + shown
    assert answer.status_code == 409
    assert world.item(followup_id).state == "assigned"


def test_the_office_types_progress_from_paper(world: World, clerk: PageClient):
    followup_id = supported(world)
    data = {
        "note": "灭火器已更换。", "paper-person_id": world.cast.persons["head3"],
        "paper-acted_on": "2023-03-18", "paper-location": "办公室文件柜",
    }  # fmt: skip

    clerk.post(f"/follow-ups/{followup_id}/progress", data)

    entry = world.item(followup_id).entries[-1]
    assert (entry.actor_name, entry.acted_on) == ("后勤处处长曹仓实", date(2023, 3, 18))


def _entries(world: World, followup_id: int) -> list[list[EntryFile]]:
    with world.app.app_context():
        item = db.session.get_one(FollowUp, followup_id)
        found = [list(entry.evidence) for entry in item.entries if entry.evidence]
        for one in sum(found, []):
            assert one.file.name
        db.session.expunge_all()
        return found
