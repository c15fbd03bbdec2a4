"""Signatures: on the stage, later, by somebody sent, anew, and made void."""

from datetime import date

import pytest

from tests.agreements.conftest import HELD_ON, TODAY, World
from tests.client import PageClient
from tests.factories import START, saved
from tracker.agreements import queries, services
from tracker.agreements.models import AgreementState, Occasion
from tracker.agreements.services import Signature
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory.models import Person, Post, PostHolding, Unit
from tracker.meetings.models import Meeting


def test_it_is_signed_once_both_sides_have_a_day(world: World) -> None:
    made = world.register("保卫部")
    with world.writing():
        found = world.load(made["保卫部"])
        half = Signature({found.signers[0].id: HELD_ON}, Occasion.MEETING)
        services.mark_signed(agreement=found, signature=half, actor=world.actor(), on=TODAY)
        assert found.state == AgreementState.TO_SIGN

    world.sign(made["保卫部"], date(2023, 3, 15))

    with world.app.app_context():
        found = world.load(made["保卫部"])
        assert (found.state, found.signed_on) == (AgreementState.SIGNED, date(2023, 3, 15))
        assert found.occasion == Occasion.LATE


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2023, 3, 9), "早于会议日期"), (date(2023, 3, 21), "晚于今天")],
)
def test_it_refuses_a_day_that_cannot_be(world: World, day: date, words: str) -> None:
    made = world.register("保卫部")

    with pytest.raises(RuleBroken, match=words):
        world.sign(made["保卫部"], day)


def test_it_is_not_signed_twice(world: World) -> None:
    made = world.register("保卫部")
    world.sign(made["保卫部"])

    with pytest.raises(RuleBroken, match="不能再登记签订"):
        world.sign(made["保卫部"])


def test_somebody_else_signs_as_sent(world: World) -> None:
    made = world.register("保卫部")
    with world.writing():
        services.set_signer(
            agreement=world.load(made["保卫部"]), person_id=world.cast.persons["head3"],
            is_proxy=True, actor=world.actor(), on=TODAY,
        )  # fmt: skip
    world.sign(made["保卫部"])

    with world.app.app_context():
        signer = world.load(made["保卫部"]).unit_signer
        assert signer is not None
        assert (signer.person_name, signer.is_proxy) == ("曹仓实", True)
        assert queries.changed_hands(2023, on=TODAY) == []


def hand_over(world: World) -> None:
    """Let the security office have another head from April on."""
    with world.app.app_context():
        query = db.select(PostHolding).join(PostHolding.post)
        query = query.where(Post.unit_id == world.cast.units["保卫部"])
        holding = db.session.scalars(query).one()
        saved(holding, to_on=date(2023, 3, 31))
        successor = Person(name="接任者", sort=99)
        saved(PostHolding(person=successor, post=holding.post, from_on=date(2023, 4, 1)))


def test_a_post_that_changed_hands_is_signed_anew(world: World) -> None:
    made = world.register("保卫部")
    world.sign(made["保卫部"])
    hand_over(world)
    later = date(2023, 4, 10)

    with world.app.app_context():
        [(agreement, holder)] = queries.changed_hands(2023, on=later)
        assert (agreement.id, holder.person.name) == (made["保卫部"], "接任者")
    with world.writing():
        fresh = services.resign(
            agreement=world.load(made["保卫部"]), reason="负责人变动", actor=world.actor(), on=later
        )
        fresh_id = fresh.id
    assert world.state(made["保卫部"]) == AgreementState.SIGNED
    world.sign(fresh_id, date(2023, 4, 12), on=date(2023, 4, 12))

    with world.app.app_context():
        old, new = world.load(made["保卫部"]), world.load(fresh_id)
        assert (old.state, new.state, new.version) == ("superseded", "signed", 2)
        assert new.unit_signer is not None
        assert new.unit_signer.person_name == "接任者"
        assert queries.changed_hands(2023, on=later) == []


def test_one_waits_only_once_to_be_signed_anew(world: World) -> None:
    made = world.register("保卫部")
    world.sign(made["保卫部"])

    def again() -> None:
        with world.writing():
            services.resign(
                agreement=world.load(made["保卫部"]), reason="负责人变动",
                actor=world.actor(), on=TODAY,
            )  # fmt: skip

    again()
    with pytest.raises(RuleBroken, match="已在待签"):
        again()


def test_a_void_one_makes_room_for_another(world: World) -> None:
    made = world.register("保卫部")
    with pytest.raises(RuleBroken, match="须写明原因"), world.writing():
        services.void(
            agreement=world.load(made["保卫部"]), reason=" ", actor=world.actor(), on=TODAY
        )
    with world.writing():
        services.void(
            agreement=world.load(made["保卫部"]), reason="登记有误", actor=world.actor(), on=TODAY
        )

    fresh = world.register("保卫部", title="2023年意识形态责任书")

    with world.app.app_context():
        assert world.load(fresh["保卫部"]).version == 2


def test_a_later_name_changes_no_signed_agreement(world: World) -> None:
    made = world.register("保卫部")
    world.sign(made["保卫部"])
    with world.app.app_context():
        saved(db.session.get_one(Unit, world.cast.units["保卫部"]), name="安全保卫处")
        saved(db.session.get_one(Person, world.cast.persons["head2"]), name="改名者")

        found = world.load(made["保卫部"])
        assert (found.unit_name, found.unit_signer and found.unit_signer.person_name) == (
            "保卫部", "宋卫平",
        )  # fmt: skip


def test_the_clerk_ticks_who_signed_on_the_stage(world: World, clerk: PageClient) -> None:
    made = world.register("保卫部", "后勤处")
    with world.app.app_context():
        signing_id = world.load(made["保卫部"]).signing_id
    url = f"/agreements/signings/{signing_id}/sign"
    assert "保卫部" in clerk.page("agreements.mark", signing_id=signing_id)

    nobody = clerk.post(url, {"signed_on": "2023-03-10"}).get_data(as_text=True)
    answer = clerk.post(url, {"ids": [str(made["保卫部"])], "signed_on": "2023-03-10"})

    assert "还没有勾选单位" in nobody
    assert answer.status_code == 302
    assert world.state(made["保卫部"]) == AgreementState.SIGNED
    assert world.state(made["后勤处"]) == AgreementState.TO_SIGN


@pytest.mark.parametrize(
    ("day", "words"), [("2023-03-09", "签订日期早于会议日期"), ("2023-03-21", "签订日期晚于今天")]
)
def test_a_day_that_cannot_be_is_asked_for_again(
    world: World, clerk: PageClient, day: str, words: str
) -> None:
    made = world.register("保卫部")
    with world.app.app_context():
        signing_id = world.load(made["保卫部"]).signing_id

    ticked = clerk.post(
        f"/agreements/signings/{signing_id}/sign", {"ids": [str(made["保卫部"])], "signed_on": day}
    )
    late = clerk.post(
        f"/agreements/2023/{made['保卫部']}/sign", {"unit_on": day, "college_on": "2023-03-20"}
    )

    for answer in (ticked, late):
        assert answer.status_code == 200
        assert words in answer.get_data(as_text=True)
        assert day in answer.get_data(as_text=True)


def test_nobody_is_marked_before_the_day_of_the_meeting(world: World, clerk: PageClient) -> None:
    made = world.register("保卫部")
    with world.app.app_context():
        signing_id = world.load(made["保卫部"]).signing_id
        saved(db.session.get_one(Meeting, world.meeting_id), held_on=date(2023, 3, 21))

    page = clerk.page("agreements.mark", signing_id=signing_id)
    one = clerk.page("agreements.show", year=2023, agreement_id=made["保卫部"])

    assert "会议定于 2023年3月21日 召开，当日起可以登记" in page
    assert "signed_on" not in page
    assert "unit_on" not in one


def test_a_late_signature_is_recorded_on_the_page(world: World, clerk: PageClient) -> None:
    made = world.register("保卫部")

    answer = clerk.post(
        f"/agreements/2023/{made['保卫部']}/sign",
        {"unit_on": "2023-03-16", "college_on": "2023-03-17"},
    )

    assert answer.status_code == 302
    page = clerk.page("agreements.show", year=2023, agreement_id=made["保卫部"])
    assert "2023年3月17日" in page
    assert "登记签订" in page
    assert START < HELD_ON
