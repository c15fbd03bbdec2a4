"""What becomes of items when a post changes hands, or somebody acts for its holder."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from tests.client import PageClient
from tests.followups.conftest import World
from tracker.accounts.models import Delegation
from tracker.accounts.services import appoint_deputy
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory.models import Person, Post, PostRole
from tracker.directory.services import hand_over
from tracker.followups import services

TODAY = date(2023, 3, 20)


def entrust(world: World, head: str = "head", deputy: str = "outsider") -> None:
    with world.writing():
        appoint_deputy(
            from_person=db.session.get_one(Person, world.cast.persons[head]),
            to_person=db.session.get_one(Person, world.cast.persons[deputy]),
            from_on=TODAY, to_on=date(2023, 3, 24), actor=world.actor(head),
        )  # fmt: skip


def test_open_items_follow_the_unit_and_history_keeps_the_name(world: World, client: PageClient):
    followup_id = world.submitted()
    world.do(services.return_, followup_id, "clerk", reason="请补报。")
    with world.writing():
        post = db.session.scalars(
            select(Post).where(
                Post.unit_id == world.cast.units["机电工程系"], Post.role == PostRole.PRINCIPAL
            )
        ).one()
        person = db.session.get_one(Person, world.cast.persons["outsider"])
        hand_over(post, person=person, on=TODAY, actor=world.actor("clerk"))

    successor = client.signed_in_as(world.cast.users["outsider"])
    page = successor.page("followups.show", followup_id=followup_id)
    successor.post(f"/follow-ups/{followup_id}/submit", {"note": "已补报。"})

    assert "陆庆安" in page
    item = world.item(followup_id)
    assert (item.state, item.submitter_id) == ("submitted", world.cast.persons["outsider"])
    assert "陆庆安" in item.entries[2].actor_name


def test_a_deputy_acts_for_the_head_and_is_named_so(world: World, client: PageClient):
    followup_id = world.assigned()
    entrust(world)
    deputy = client.signed_in_as(world.cast.users["outsider"])

    assert 'id="report"' in deputy.page("followups.show", followup_id=followup_id)
    deputy.post(f"/follow-ups/{followup_id}/submit", {"note": "已完成。"})

    entry = world.item(followup_id).entries[-1]
    assert entry.verb == "submit"
    assert entry.actor_name.startswith("图文信息中心干事白闲云（受")
    assert entry.actor_name.endswith("陆庆安委托）")


def test_after_the_period_the_deputy_sees_nothing(world: World, client: PageClient):
    followup_id = world.assigned()
    entrust(world)

    with time_machine.travel("2023-03-25 10:00 +08:00", tick=False):
        deputy = client.signed_in_as(world.cast.users["outsider"])
        assert deputy.get(f"/follow-ups/{followup_id}").status_code in {403, 404}
    with pytest.raises(RuleBroken):
        world.do(services.submit, followup_id, "outsider", on=date(2023, 3, 25))


def test_a_deputy_does_not_verify_what_the_unit_did(world: World):
    followup_id = world.submitted()
    entrust(world, deputy="clerk")

    with pytest.raises(RuleBroken, match="承办单位以外"):
        world.do(services.close, followup_id, "clerk")


def test_a_head_appoints_and_ends_it(world: World, head: PageClient):
    assert "代办委托" in head.page("accounts.me")
    head.page("accounts.deputies")
    data = {
        "to_person_id": world.cast.persons["outsider"], "from_on": "2023-03-20",
        "to_on": "2023-03-24",
    }  # fmt: skip

    page = head.post("/accounts/deputies", data, follow_redirects=True).get_data(as_text=True)
    other = head.signed_in_as(world.cast.users["head2"])
    refused = other.post("/accounts/deputies/1/end", {}).status_code
    owner = other.signed_in_as(world.cast.users["head"])
    owner.post("/accounts/deputies/1/end", {})

    assert "白闲云" in page
    assert refused == 404
    with world.app.app_context():
        assert db.session.get_one(Delegation, 1).is_withdrawn


def test_the_office_records_it_from_paper(world: World, clerk: PageClient):
    clerk.page("accounts.deputies")
    data = {
        "from_person_id": world.cast.persons["head"], "to_on": "2023-03-24",
        "to_person_id": world.cast.persons["outsider"], "from_on": "2023-03-20",
    }  # fmt: skip

    without = clerk.post("/accounts/deputies", data)
    clerk.post("/accounts/deputies", {**data, "location": "办公室文件柜"})

    assert without.status_code == 409
    with world.app.app_context():
        found = db.session.scalars(select(Delegation)).one()
        assert found.from_person_id == world.cast.persons["head"]


@pytest.mark.parametrize("name", ["liaison", "outsider"])
def test_nobody_else_has_the_page(world: World, client: PageClient, name: str):
    person = client.signed_in_as(world.cast.users[name])

    assert person.get("/accounts/deputies").status_code in {403, 404}


def test_only_a_head_entrusts_a_unit(world: World):
    with pytest.raises(RuleBroken, match="不是单位负责人"):
        entrust(world, head="clerk", deputy="outsider")
    with pytest.raises(RuleBroken, match="同一人"):
        entrust(world, head="head", deputy="head")
