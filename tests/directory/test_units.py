"""Units and bodies: names, relations, ends."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import Cast
from tracker.audit.models import Event
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.directory import queries
from tracker.directory.models import PostHolding, Unit, UnitKind
from tracker.directory.services import UnitFacts, save_unit

NEW = UnitFacts(name="人才办", kind=UnitKind.ADMIN_OFFICE, active_from=date(2023, 1, 1))


def facts_of(unit: Unit, **changed: Any) -> UnitFacts:
    facts = UnitFacts(
        name=unit.name, kind=unit.kind, active_from=unit.active_from, short_name=unit.short_name,
        parent_id=unit.parent_id, covers_id=unit.covers_id, host_id=unit.host_id,
        sort=unit.sort, active_to=unit.active_to,
        aliases=tuple(alias.name for alias in unit.aliases),
    )  # fmt: skip
    return replace(facts, **changed)


def save(cast: Cast, which: str | None, **changed: Any) -> int:
    with writing():
        unit = db.session.get_one(Unit, cast.units[which]) if which else None
        facts = facts_of(unit, **changed) if unit else replace(NEW, **changed)
        return save_unit(unit, facts=facts, actor=cast.actor("clerk")).id


def test_it_adds_a_unit_that_is_found_by_each_of_its_names(app: Flask, cast: Cast) -> None:
    with app.app_context():
        unit_id = save(cast, None, short_name="人才", aliases=("人才工作办公室", "人才处"))

        found = {queries.find_unit(name) for name in ("人才办", "人才", "人才处")}
        assert {unit.id for unit in found if unit} == {unit_id}


def test_it_changes_aliases_without_losing_those_that_stay(app: Flask, cast: Cast) -> None:
    with app.app_context():
        save(cast, "保卫部", aliases=("保卫处", "公安处"))
        save(cast, "保卫部", aliases=("保卫处", "安全保卫部"))

        unit = db.session.get_one(Unit, cast.units["保卫部"])
        event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert [alias.name for alias in unit.aliases] == ["保卫处", "安全保卫部"]
        assert event
        assert event.changes["aliases"] == [
            ["保卫处", "公安处"],
            ["保卫处", "安全保卫部"],
        ]


@pytest.mark.parametrize(
    "changed", [{"name": "保卫部"}, {"short_name": "保卫处"}, {"aliases": ("保卫处",)}]
)
def test_it_refuses_a_name_and_says_whose_it_is(
    app: Flask, cast: Cast, changed: dict[str, Any]
) -> None:
    with app.app_context():
        save(cast, "保卫部", aliases=("保卫处",))

        with pytest.raises(RuleBroken, match="已是保卫部的名称或别名"):
            save(cast, None, **changed)


@pytest.mark.parametrize("relation", ["parent_id", "covers_id", "host_id"])
def test_it_refuses_a_circle(app: Flask, cast: Cast, relation: str) -> None:
    kind = {"covers_id": UnitKind.GENERAL_BRANCH, "host_id": UnitKind.GROUP_OFFICE}.get(
        relation, UnitKind.ADMIN_OFFICE
    )
    with app.app_context():
        save(cast, "办公室", kind=kind, **{relation: cast.units["后勤处"]})

        with pytest.raises(RuleBroken, match="自己"):
            save(cast, "后勤处", kind=kind, **{relation: cast.units["办公室"]})
        with pytest.raises(RuleBroken, match="自己"):
            save(cast, "后勤处", kind=kind, **{relation: cast.units["后勤处"]})


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"active_to": date(2022, 1, 1)}, "早于设立"),
        ({"host_id": 1}, "领导小组"),
        ({"covers_id": 1}, "党组织"),
        ({"parent_id": 9999}, "已不存在"),
    ],
)
def test_it_refuses_what_makes_no_sense(
    app: Flask, cast: Cast, changed: dict[str, Any], words: str
) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match=words):
        save(cast, None, **changed)


def test_it_does_not_end_what_others_depend_on(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match="创建办"):
        save(cast, "保卫部", active_to=date(2023, 6, 30))


def test_it_ends_the_terms_of_those_who_hold_its_posts(app: Flask, cast: Cast) -> None:
    end = date(2023, 6, 30)
    with app.app_context():
        save(cast, "后勤处", active_to=end)

        query = select(PostHolding).where(PostHolding.person_id == cast.persons["head3"])
        assert [holding.to_on for holding in db.session.scalars(query)] == [end]
        assert cast.units["后勤处"] not in {unit.id for unit in queries.units(on=date(2023, 7, 1))}


def supervisor(unit_name: str, cast: Cast) -> str:
    unit = db.session.get_one(Unit, cast.units[unit_name])
    return unit.supervising_post.title if unit.supervising_post else ""


def test_it_names_the_leader_in_charge_and_takes_him_off(app: Flask, cast: Cast) -> None:
    with app.app_context():
        leader = next(post.id for post in queries.leader_posts() if post.title == "副院长")

        save(cast, "保卫部", supervising_post_id=leader)
        event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert event
        assert event.changes == {"supervising_post_id": [None, leader]}
        assert supervisor("保卫部", cast) == "副院长"

        save(cast, "保卫部", supervising_post_id=None)
        assert supervisor("保卫部", cast) == ""


def test_only_a_leaders_post_is_in_charge_of_a_unit(app: Flask, cast: Cast) -> None:
    with app.app_context():
        head = next(post.id for post in queries.posts_of(cast.units["保卫部"]))

        with pytest.raises(RuleBroken, match="校领导的岗位"):
            save(cast, "后勤处", supervising_post_id=head)
