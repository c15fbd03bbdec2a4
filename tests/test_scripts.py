"""The commands in script/: they parse, can be started, and stay plain."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = [
    ROOT / "script" / name
    for name in ("bootstrap", "bundle", "check", "lock", "server", "test", "upgrade")
]
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


def schema_of(instance: Path) -> str:
    environment = os.environ | {"INSTANCE_PATH": str(instance)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, ROOT / "script" / "schema"]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_calls_a_database_that_is_not_there_empty(tmp_path: Path) -> None:
    assert schema_of(tmp_path) == "empty"


def test_calls_an_older_database_behind(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "tracker.sqlite")) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute("INSERT INTO alembic_version VALUES ('older')")

    assert schema_of(tmp_path) == "behind"
