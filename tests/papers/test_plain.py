"""Snapshots: papers survive the way through JSON, and bad data is refused."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from tracker.minutes.papers import MinutesPaper, Resolution
from tracker.press.plain import NotAPaper, from_plain

from .conftest import PAPERS


@pytest.mark.parametrize("name", PAPERS)
def test_it_restores_every_paper_from_its_snapshot(name):
    paper = PAPERS[name][1]()

    stored = json.dumps(asdict(paper), ensure_ascii=False)

    assert from_plain(type(paper), json.loads(stored)) == paper


def test_it_gives_fields_that_an_old_snapshot_lacks_their_defaults():
    assert from_plain(Resolution, {"matter": "甲", "lead_unit": "乙"}) == Resolution("甲", "乙")


@pytest.mark.parametrize(
    "data",
    [
        {"matter": "甲", "lead_unit": "乙", "colour": "红"},
        {"matter": "甲"},
        {"matter": 3, "lead_unit": "乙"},
        {"matter": "甲", "lead_unit": None},
    ],
)
def test_it_refuses_data_that_does_not_fit(data):
    with pytest.raises(NotAPaper):
        from_plain(Resolution, data)


def test_it_refuses_what_is_no_paper():
    with pytest.raises(NotAPaper):
        from_plain(str, {})
    with pytest.raises(NotAPaper):
        from_plain(MinutesPaper, {"rosters": [{"wrong": 1}]})
