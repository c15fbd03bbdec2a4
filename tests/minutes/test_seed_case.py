"""Everything that a real meeting's text says has its place, and stands in the issued minutes.

The committed case is invented after the demo's first meeting. `SEED_CASES=folder` looks at every
file of the same schema there instead.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.minutes import told
from tests.minutes.said import missing, plain, printed_text, snapshot_text
from tracker.catalogue.queries import restore
from tracker.catalogue.services import render

SEED = Path(__file__).parents[1] / "data" / "seed_case.json"
FOLDER = os.environ.get("SEED_CASES", "")
FILES = sorted(Path(FOLDER).glob("*.json")) if FOLDER else [SEED]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_value_stands_in_the_snapshot_and_on_paper(app: Flask, path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))

    with app.app_context():
        paper = told.issue(case)
        snapshot = json.loads(json.dumps(paper.snapshot))
        content = render(*restore(paper))

    assert missing(case, snapshot_text(snapshot)) == []
    assert missing(case, printed_text(content)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_list_of_areas_stands_where_it_was_named(app: Flask, path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))

    with app.app_context():
        snapshot = json.loads(json.dumps(told.issue(case).snapshot))

    for one in case["risk_area_lists"]:
        place = snapshot_text(_place_of(one["context"], snapshot, case))
        assert [words for words in one["items"] if plain(words) not in place] == []


def _place_of(context: str, snapshot: dict[str, Any], case: told.Case) -> Any:
    """Return the part of the paper in which a list of this context belongs."""
    name = next((one["name"] for one in case["speakers"] if one["name"] in context), None)
    if name is not None:
        return [one for one in snapshot["addresses"] if name in one["lead"]]
    return snapshot["findings"] if "会议" in context else [snapshot["reports"], snapshot["named"]]
