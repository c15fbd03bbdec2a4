"""Who finds what: by the index, and by each feature's own scope."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.factories import saved
from tests.search.conftest import CANARY, World
from tracker.core.clock import now
from tracker.core.db import db
from tracker.directory.models import Setting
from tracker.followups.models import FollowUp
from tracker.risks.models import RiskStep
from tracker.search import queries, services
from tracker.search.models import Kind
from tracker.search.queries import SOURCES

PEOPLE = [
    "secretary", "vice", "director", "clerk", "head", "head2", "head3", "liaison",
    "discipline", "inspector", "outsider", "sysadmin", "secadmin", "auditadmin",
]  # fmt: skip
OFFICE_ONLY = {Kind.USED_NUMBER, Kind.UNIT, Kind.PERSON}


@pytest.fixture
def full(world: World) -> Iterator[World]:
    with world.app.app_context():
        world.everything()
        yield world


def in_scope(world: World, name: str) -> dict[Kind, list[int]]:
    """Return what each feature by itself shows somebody of what bears the word."""
    viewer = world.cast.viewer(name)
    found = {
        kind: sorted(
            (one.id for one in db.session.scalars(source.query(viewer)).unique()), reverse=True
        )
        for kind, source in SOURCES.items()
        if viewer.can(source.permission)
    }
    # Nothing of an address itself holds the word, only its points do.
    without = {Kind.UNIT, Kind.PERSON, Kind.ADDRESS}
    return {kind: ids for kind, ids in found.items() if ids and kind not in without}


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_finds_what_each_feature_shows_them(full: World, name: str) -> None:
    assert full.find(CANARY, name) == in_scope(full, name)


def test_a_unit_finds_its_own_and_what_is_out(full: World) -> None:
    found = {kind: len(ids) for kind, ids in full.find(CANARY, "head").items()}

    assert found == {
        Kind.PAPER: 2,
        Kind.FOLLOW_UP: 2,
        Kind.RISK: 1,
        Kind.MEETING: 2,
        Kind.MINUTES: 1,
        Kind.POINT: 2,
        Kind.AREAS: 1,
        Kind.UNIT_REPORT: 2,
        Kind.AGREEMENT: 1,
    }


def test_administrators_find_nothing(full: World) -> None:
    for name in ("sysadmin", "secadmin", "auditadmin", "outsider"):
        assert full.find(CANARY, name) == {}
        assert full.find("程远山", name) == {}


def test_what_the_office_notes_of_a_risk_is_not_found_by_its_unit(full: World) -> None:
    step = RiskStep(
        verb="cancel", note="白鹭已飞走", actor_name="方小禾", acted_on=date(2023, 3, 20), at=now()
    )
    full.risk("机电工程系", steps=[step])
    services.catch_up()

    assert full.find("白鹭", "head") == {}


def test_units_and_people_are_found_by_those_who_read_the_directory(full: World) -> None:
    assert OFFICE_ONLY & full.find("保卫部", "inspector").keys() == {Kind.UNIT, Kind.PERSON}
    assert not OFFICE_ONLY & full.find("保卫部", "head").keys()
    assert not OFFICE_ONLY & full.find("程远山", "head").keys()


def test_the_discipline_office_finds_the_offices_own_items(full: World) -> None:
    assert Kind.FOLLOW_UP not in full.find(CANARY, "discipline")

    for key, unit in {"office_unit_id": "办公室", "discipline_unit_id": "纪委办公室"}.items():
        value = str(full.cast.units[unit])
        saved(Setting(key=key, value=value, valid_from=date(2020, 1, 1)))

    assert len(full.find(CANARY, "discipline")[Kind.FOLLOW_UP]) == 1
    assert full.find(CANARY, "discipline") == in_scope(full, "discipline")


def test_an_index_that_lags_shows_nobody_what_its_feature_would_not(full: World) -> None:
    """The task was handed to another unit, and the index does not know yet."""
    head, (item_id, *_) = full.cast.viewer("head"), full.find(CANARY, "head")[Kind.FOLLOW_UP]
    item = db.session.get_one(FollowUp, item_id)
    saved(item, lead_unit_id=full.cast.units["保卫部"], supporting=[])

    with full.app.test_request_context():
        hits = queries.find(queries.ask(CANARY), viewer=head)
        rows = queries.rows_of(hits, lit=[CANARY], viewer=head)

    assert len(hits[Kind.FOLLOW_UP]) == 2
    assert len(rows[Kind.FOLLOW_UP]) == 1
