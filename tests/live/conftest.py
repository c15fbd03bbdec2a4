"""Installations with the demo college; what is slow to make is made once and copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.instance import Instance, demo_college


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the first quarter of the demo college, whose worker never ran."""
    return demo_college(tmp_path_factory, quarters=1)


@pytest.fixture
def instance(demo_folder: Path, tmp_path: Path) -> Iterator[Instance]:
    """A fresh copy of the demo installation; its processes end with the test."""
    copy = tmp_path / "instance"
    shutil.copytree(demo_folder, copy)
    fresh = Instance(copy)
    yield fresh
    fresh.stop()
