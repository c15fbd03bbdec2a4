"""Coverage: signed ÷ required, whatever happens in between."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.agreements.conftest import TODAY, World
from tracker.agreements import queries, services
from tracker.agreements.models import AgreementState
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.directory.models import AgreementKind, Unit, UnitKind


def require(world: World, *units: str, reason: str = "", on: date = TODAY) -> None:
    with world.writing():
        services.set_required(
            kind=db.session.get_one(AgreementKind, world.kinds["意识形态"]), year=2023,
            unit_ids=[world.cast.units[name] for name in units], reason=reason,
            actor=world.actor(), on=on,
        )  # fmt: skip


def test_without_a_list_it_counts_whom_the_text_was_put_out_to(world: World) -> None:
    made = world.register("保卫部", "后勤处")
    world.sign(made["保卫部"])

    assert world.coverage() == {"意识形态": (1, 2, ["后勤处"])}


def test_it_counts_who_must_sign(world: World) -> None:
    made = world.register("保卫部")
    world.sign(made["保卫部"])
    require(world, "保卫部", "后勤处", "办公室")

    assert world.coverage() == {"意识形态": (1, 3, ["办公室", "后勤处"])}


def test_a_change_in_mid_year_is_a_dated_row_with_a_reason(world: World) -> None:
    require(world, "保卫部", "后勤处")
    with pytest.raises(RuleBroken, match="请写明原因"):
        require(world, "保卫部")
    require(world, "保卫部", reason="后勤处撤销", on=date(2023, 7, 1))

    assert world.coverage(on=date(2023, 6, 30)) == {"意识形态": (0, 2, ["保卫部", "后勤处"])}
    assert world.coverage(on=date(2023, 7, 1)) == {"意识形态": (0, 1, ["保卫部"])}


def test_what_was_signed_later_had_not_been_signed_before(world: World) -> None:
    made = world.register("保卫部")
    world.sign(made["保卫部"], date(2023, 3, 15))

    assert world.coverage(on=date(2023, 3, 14)) == {"意识形态": (0, 1, ["保卫部"])}
    assert world.coverage(on=date(2023, 3, 15)) == {"意识形态": (1, 1, [])}


def test_the_reminder_names_units_and_no_content(world: World) -> None:
    world.register("保卫部", "后勤处")
    with world.app.app_context():
        words = queries.reminder(queries.coverage(2023, on=TODAY), year=2023, on=TODAY)

    assert "意识形态：保卫部、后勤处" in words
    assert "程远山" not in words


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["register", "sign", "void", "resign", "require"]),
        st.integers(0, 4),
        st.integers(0, 20),
    ),
    max_size=25,
)


@settings(
    max_examples=20, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=STEPS)
def test_it_is_signed_by_required_after_any_year(
    app: Flask, world: World, steps: list[tuple[str, int, int]]
) -> None:
    names = _fresh_units(world)
    required: set[str] = set()
    for verb, unit, day in steps:
        on = date(2023, 4, 1 + day)
        try:
            _take(world, verb, names[unit], on, required)
        except RuleBroken:
            continue

    with app.app_context():
        live = {
            one.unit_name
            for one in queries.printable(None)
            if one.state in {AgreementState.SIGNED, AgreementState.SUPERSEDED}
        }
        put_out = {one.unit_name for one in queries.printable(None)}
    must = required or put_out
    found = world.coverage(on=date(2023, 12, 31))
    if not must:
        assert found == {}
    else:
        signed, count, missing = found["意识形态"]
        assert (signed, count) == (len(must & live), len(must))
        assert set(missing) == must - live


def _fresh_units(world: World) -> list[str]:
    """Empty what earlier histories left, and return five units of their own."""
    with world.app.app_context():
        factories.empty_all_tables()
        world.cast.__dict__.update(factories.give_college().__dict__)
        with writing():
            kind = AgreementKind(name="意识形态")
            units = [
                Unit(
                    name=f"第{n}单位",
                    kind=UnitKind.ADMIN_OFFICE,
                    sort=n,
                    active_from=factories.START,
                )
                for n in range(5)
            ]
            db.session.add_all([kind, *units])
            factories.record_event("test.make", units[0], actor=factories.SYSTEM)
        world.kinds["意识形态"] = kind.id
        world.cast.units.update({unit.name: unit.id for unit in units})
        return [unit.name for unit in units]


def _take(world: World, verb: str, unit: str, on: date, required: set[str]) -> None:
    if verb == "register":
        world.register(unit, meeting=False, on=on)
        return
    if verb == "require":
        wanted = required | {unit}
        require(world, *wanted, reason="新设机构", on=on)
        required.add(unit)
        return
    with world.app.app_context():
        live = queries.live_agreement(world.kinds["意识形态"], 2023, world.cast.units[unit])
        live_id = live.id if live else None
    if live_id is None:
        return
    if verb == "sign":
        world.sign(live_id, on, on=on)
        return
    with world.writing():
        act = services.void if verb == "void" else services.resign
        act(agreement=world.load(live_id), reason="原因", actor=world.actor(), on=on)
