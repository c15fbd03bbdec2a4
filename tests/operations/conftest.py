"""The demo college, loaded once by the command that people type; each module has a copy."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.conftest import DATABASES
from tracker.audit.queries import forget_kept
from tracker.core.jobs import huey

PASSWORD = "Chengyue-2023"
ARGUMENTS = ["demo", "load", "--password", PASSWORD, "--quarters", "1", "--items", "200"]


@dataclass(frozen=True)
class Loaded:
    """What the command printed, wrote into the database, and left in the folder of day heads."""

    output: str
    rows: dict[str, list[dict[str, Any]]]
    heads: Path


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Flask], Loaded]:
    """Load the demo's first quarter and 200 bulk tasks, once into each database."""
    kept: dict[str, Loaded] = {}

    def load(app: Flask) -> Loaded:
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        if url not in kept:
            heads = app.config["HEADS_PATH"] = tmp_path_factory.mktemp("loaded-heads")
            result = app.test_cli_runner().invoke(args=ARGUMENTS)
            assert result.exit_code == 0, result.output
            with app.app_context():
                kept[url] = Loaded(result.output, factories.all_values(), heads)
        return kept[url]

    return load


@pytest.fixture(scope="module")
def demo_output() -> list[str]:
    """What the command printed, filled by `demo`."""
    return []


@pytest.fixture(scope="module", params=DATABASES)
def demo(
    request: pytest.FixtureRequest,
    built_apps: Callable[[str], Flask],
    loaded: Callable[[Flask], Loaded],
    tmp_path_factory: pytest.TempPathFactory,
    demo_output: list[str],
) -> Iterator[Flask]:
    """An application whose database holds the demo's first quarter and 200 bulk tasks."""
    built_app = huey.app = built_apps(request.param)
    before = built_app.config["HEADS_PATH"]
    with built_app.app_context():
        factories.empty_all_tables()
    forget_kept(built_app)
    found = loaded(built_app)
    with built_app.app_context():
        factories.empty_all_tables()
        factories.copy_rows(found.rows)
    # Day heads of emptied databases would rightly be missed by the check of the trail.
    copy = tmp_path_factory.mktemp("day-heads")
    built_app.config["HEADS_PATH"] = shutil.copytree(found.heads, copy, dirs_exist_ok=True)
    demo_output.append(found.output)
    yield built_app
    built_app.config["HEADS_PATH"] = before
