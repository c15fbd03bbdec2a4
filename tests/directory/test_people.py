"""Posts change hands; people come and go."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import Cast
from tracker.audit.queries import events_about
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.directory import queries
from tracker.directory.models import Person, Post, PostHolding, PostRole, Unit
from tracker.directory.services import PersonFacts, PostFacts, hand_over, save_person, save_post

ON = date(2023, 3, 20)


def post_of(cast: Cast, name: str) -> Post:
    query = select(PostHolding).where(PostHolding.person_id == cast.persons[name])
    return db.session.scalars(query).one().post


def pass_on(cast: Cast, post_of_whom: str, to: str | None, on: date = ON) -> None:
    with writing():
        person = db.session.get_one(Person, cast.persons[to]) if to else None
        hand_over(post_of(cast, post_of_whom), person=person, on=on, actor=cast.actor("clerk"))


def test_a_new_holder_ends_the_old_ones_term(app: Flask, cast: Cast) -> None:
    with app.app_context():
        pass_on(cast, "head2", "outsider")
        unit = db.session.get_one(Unit, cast.units["保卫部"])

        before = queries.principal_of(unit, on=date(2023, 3, 19))
        after = queries.principal_of(unit, on=ON)
        assert [before and before.person_id, after and after.person_id] == [
            cast.persons["head2"],
            cast.persons["outsider"],
        ]


def test_a_post_falls_vacant(app: Flask, cast: Cast) -> None:
    with app.app_context():
        pass_on(cast, "head2", None)

        assert not queries.holdings_of(cast.persons["head2"], on=ON)


@pytest.mark.parametrize(
    ("to", "on", "words"),
    [
        ("head2", ON, "已任此职"),
        ("outsider", date(2020, 1, 1), "日期须晚于"),
        ("outsider", date(2019, 1, 1), "未设立"),
    ],
)
def test_it_refuses_two_holders(app: Flask, cast: Cast, to: str, on: date, words: str) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match=words):
        pass_on(cast, "head2", to, on)


def test_it_refuses_a_day_before_a_later_successor(app: Flask, cast: Cast) -> None:
    with app.app_context():
        pass_on(cast, "head2", "outsider", date(2023, 9, 1))

        with pytest.raises(RuleBroken, match="白闲云自 2023-09-01 起任此职"):
            pass_on(cast, "head2", "inspector", ON)


def test_a_vacant_post_can_not_fall_vacant(app: Flask, cast: Cast) -> None:
    with app.app_context():
        pass_on(cast, "head2", None)

        with pytest.raises(RuleBroken, match="无人在任"):
            pass_on(cast, "head2", None, date(2023, 4, 1))


@pytest.mark.parametrize(
    ("unit", "role", "words"),
    [
        ("保卫部", PostRole.PRINCIPAL, "保卫部已有“单位主要负责人”岗位：部长"),
        ("保卫部", PostRole.SECRETARY, "党委已有“党委书记”岗位"),
        ("机电工程系", PostRole.LIAISON, "联络员"),
    ],
)
def test_it_refuses_a_second_post_of_one_kind(
    app: Flask, cast: Cast, unit: str, role: PostRole, words: str
) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match=words), writing():
        save_post(
            None, unit=db.session.get_one(Unit, cast.units[unit]),
            facts=PostFacts(title="另一个", role=role), on=ON, actor=cast.actor("clerk"),
        )  # fmt: skip


def abolish(cast: Cast, post_of_whom: str) -> None:
    with writing():
        post = post_of(cast, post_of_whom)
        facts = PostFacts(title=post.title, role=post.role, is_active=False)
        save_post(post, unit=post.unit, facts=facts, on=ON, actor=cast.actor("clerk"))


def test_it_does_not_abolish_a_post_that_is_held(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match="仍有人在任"):
        abolish(cast, "head2")


def keep(cast: Cast, who: str | None, facts: PersonFacts) -> int:
    with writing():
        person = db.session.get_one(Person, cast.persons[who]) if who else None
        return save_person(person, facts=facts, on=ON, actor=cast.actor("clerk")).id


def test_who_leaves_hands_over_first(app: Flask, cast: Cast) -> None:
    gone = PersonFacts(name="宋卫平", is_active=False)
    with app.app_context():
        with pytest.raises(RuleBroken, match="仍任保卫部部长"):
            keep(cast, "head2", gone)

        pass_on(cast, "head2", None)
        keep(cast, "head2", gone)
        assert cast.persons["head2"] not in {person.id for person in queries.persons()}


def test_it_refuses_somebody_elses_staff_number(app: Flask, cast: Cast) -> None:
    with app.app_context():
        keep(cast, None, PersonFacts(name="甲一", staff_no="2023001"))

        with pytest.raises(RuleBroken, match="已登记给甲一"):
            keep(cast, None, PersonFacts(name="乙二", staff_no="2023001"))


def test_the_trail_does_not_hold_telephone_numbers(app: Flask, cast: Cast) -> None:
    with app.app_context():
        person_id = keep(cast, None, PersonFacts(name="甲一", office_phone="0351-1234567"))

        assert events_about("person", person_id)[0].changes["office_phone"] == "changed"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("secretary", "党委书记"),
        ("head", "机电工程系党总支书记"),
        ("head2", "保卫部部长"),
        ("director", "办公室主任"),
    ],
)
def test_a_post_reads_as_minutes_write_it(app: Flask, cast: Cast, name: str, words: str) -> None:
    with app.app_context():
        assert queries.post_words(queries.highest_post(cast.persons[name], on=ON)) == words
