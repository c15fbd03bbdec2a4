"""A backup streams: its memory does not follow the size of the files."""

import os
import subprocess
import sys
from pathlib import Path

from tests.live.instance import ROOT, Instance

MEGABYTE = 1024 * 1024


def peak(instance: Instance, *arguments: str) -> int:
    """Run a command to its end; returns the most memory it had, in bytes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "backup", *arguments],
        cwd=ROOT,
        env=instance.environment | {"BACKUP_PASSPHRASE": "山高水长-2026"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss * 1024


def test_600_megabytes_take_less_than_200_of_memory(instance: Instance, tmp_path: Path) -> None:
    large = instance.folder / "files" / "aa" / "large"
    large.parent.mkdir(parents=True, exist_ok=True)
    with large.open("wb") as file:
        file.truncate(600 * MEGABYTE)
    archive = str(tmp_path / "a.backup")

    assert peak(instance, "create", archive) < 200 * MEGABYTE
    assert peak(instance, "verify", archive) < 200 * MEGABYTE
