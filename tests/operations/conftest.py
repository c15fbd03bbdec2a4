"""The demo college, loaded once per module by the command that people type."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests import factories
from tests.conftest import DATABASES
from tracker.core.jobs import huey

PASSWORD = "Chengyue-2023"


@pytest.fixture(scope="module")
def demo_output() -> list[str]:
    """What the command printed, filled by `demo`."""
    return []


@pytest.fixture(scope="module", params=DATABASES)
def demo(
    request: pytest.FixtureRequest,
    built_apps: Callable[[str], Flask],
    tmp_path_factory: pytest.TempPathFactory,
    demo_output: list[str],
) -> Iterator[Flask]:
    """An application whose database holds the demo's first quarter and 200 bulk tasks."""
    built_app = huey.app = built_apps(request.param)
    before = built_app.config["HEADS_PATH"]
    # Day heads of emptied databases would rightly be missed by the check of the trail.
    built_app.config["HEADS_PATH"] = Path(tmp_path_factory.mktemp("day-heads"))
    with built_app.app_context():
        factories.empty_all_tables()
    arguments = ["demo", "load", "--password", PASSWORD, "--quarters", "1", "--items", "200"]
    result = built_app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 0, result.output
    demo_output.append(result.output)
    yield built_app
    built_app.config["HEADS_PATH"] = before
