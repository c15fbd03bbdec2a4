"""The commands in script/: they parse, can be started, and stay plain."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = [ROOT / "script" / name for name in ("bootstrap", "check", "lock", "server", "test")]
SCRIPTS.append(ROOT / ".ci" / "run")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_parses_and_can_be_started(script: Path) -> None:
    parsed = subprocess.run(["bash", "-n", script], capture_output=True, text=True)

    assert parsed.stderr == ""
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_ends_no_process_by_its_name(script: Path) -> None:
    text = script.read_text(encoding="utf-8")

    assert not any(command in text for command in ("pkill", "killall", "fuser"))


def test_ci_runs_the_one_test_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert lines == ["#!/usr/bin/env bash", 'exec "$(dirname "$0")/../script/test"']


def test_every_requirement_carries_a_hash() -> None:
    for file in ROOT.glob("requirements*.txt"):
        pins = file.read_text(encoding="utf-8").split("\n    --hash=sha256:")[0].splitlines()

        assert len(pins) == 1, f"{file.name} begins with a line without a hash"
