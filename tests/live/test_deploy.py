"""What deploy/ holds works: the command with the service's settings and the copies."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.instance import ROOT, Instance

PASSPHRASE = "山高水长-不舍昼夜-2026"
MEMORY = Path("/dev/shm")  # noqa: S108 -- another disk than the one of the tests.


def run(*command: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    inherited = {k: v for k, v in os.environ.items() if k in {"PATH", "LANG", "HOME"}}
    return subprocess.run(
        command, env=inherited | environment, cwd="/", capture_output=True, text=True
    )


def tracker(settings: str, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run deploy/tracker with a file of settings."""
    (folder / "env").write_text(settings, encoding="utf-8")
    command = [str(ROOT / "deploy" / "tracker"), *arguments]
    return run(*command, TRACKER_ENV=str(folder / "env"), LANG="C.UTF-8")


def test_a_command_runs_with_the_settings_of_the_service(
    instance: Instance, tmp_path: Path
) -> None:
    target = str(tmp_path / "a.backup")
    settings = (
        f"# 注释\n\nINSTANCE_PATH={instance.folder}\nBACKUP_PASSPHRASE=带空格的 口令 与 $HOME"
    )

    assert tracker(settings, tmp_path, "backup", "create", target).returncode == 0

    instance.environment["BACKUP_PASSPHRASE"] = "带空格的 口令 与 $HOME"
    assert "备份完整" in instance.flask("backup", "verify", target)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('HOST="127.0.0.1"', "HOST 的值含有引号或反斜杠"),
        ("host", "有一行不是“名称=值”"),
        ("INSTANCE_PATH=/nowhere", "没有数据文件夹 /nowhere"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path, line: str, sentence: str) -> None:
    done = tracker(line, tmp_path, "doctor")

    assert done.returncode == 1
    assert sentence in done.stderr


@pytest.fixture
def nightly(instance: Instance) -> Path:
    """The folder of the nights' backups, with one in it."""
    instance.environment["BACKUP_PASSPHRASE"] = PASSPHRASE
    folder = instance.folder / "backups" / "nightly"
    folder.mkdir(parents=True)
    instance.flask("backup", "create", str(folder / "2026-11-27-021700.backup"))
    return folder


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    folder = MEMORY / f"tracker-{os.getpid()}"
    if not MEMORY.is_dir() or MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system")
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def copy_backups(instance: Instance, target: Path) -> "subprocess.CompletedProcess[str]":
    settings = {"INSTANCE_PATH": str(instance.folder), "BACKUP_PASSPHRASE": PASSPHRASE}
    return run(ROOT / "deploy" / "copy-backups", target, **settings)


def test_a_backup_is_copied_once_and_read_back(
    instance: Instance, nightly: Path, other_disk: Path
) -> None:
    first, second = copy_backups(instance, other_disk), copy_backups(instance, other_disk)

    assert first.returncode == second.returncode == 0, first.stderr
    assert ("备份完整" in first.stdout, "备份完整" in second.stdout) == (True, False)
    assert [path.name for path in other_disk.iterdir()] == ["2026-11-27-021700.backup"]


def test_a_damaged_backup_does_not_become_a_copy(
    instance: Instance, nightly: Path, other_disk: Path
) -> None:
    (backup,) = nightly.iterdir()
    backup.write_bytes(backup.read_bytes()[:-5000])

    done = copy_backups(instance, other_disk)

    assert done.returncode == 1
    assert "已损坏" in done.stderr
    assert not list(other_disk.glob("*.backup"))


def test_the_disk_of_the_data_is_no_other_disk(
    instance: Instance, nightly: Path, tmp_path: Path
) -> None:
    done = copy_backups(instance, tmp_path)

    assert done.returncode == 1
    assert "在同一块磁盘上" in done.stderr
