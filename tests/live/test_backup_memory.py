"""A backup streams: its memory does not follow the size of the files."""

import re
import subprocess
import sys
import time
from pathlib import Path

from tests.live.instance import ROOT, Instance

MEGABYTE = 1024 * 1024
HIGHEST = re.compile(r"VmHWM:\s+(\d+) kB")


def peak(instance: Instance, *arguments: str) -> int:
    """Run a command to its end; returns the most memory it had, in bytes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "backup", *arguments],
        cwd=ROOT,
        env=instance.environment | {"BACKUP_PASSPHRASE": "山高水长-不舍昼夜-2026"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # Asked while it runs: what the kernel tells afterwards begins with the memory of the parent.
    status, highest = Path("/proc", str(process.pid), "status"), 0
    while process.poll() is None:
        found = HIGHEST.search(status.read_text())
        highest = max(highest, int(found[1]) if found else 0)
        time.sleep(0.01)
    assert process.returncode == 0
    return highest * 1024


def test_600_megabytes_take_less_than_200_of_memory(instance: Instance, tmp_path: Path) -> None:
    instance.add_file(600 * MEGABYTE)
    archive = str(tmp_path / "a.backup")

    assert peak(instance, "create", archive) < 200 * MEGABYTE
    assert peak(instance, "verify", archive) < 200 * MEGABYTE
