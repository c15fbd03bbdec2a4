"""A backup that is killed in the middle leaves nothing that could be taken for one."""

import signal
import time
from pathlib import Path

from tests.live.instance import Instance

PASSPHRASE = "山高水长-不舍昼夜-2026"
SIZE = 300 * 1024 * 1024


def test_it_leaves_no_backup_and_no_rest(instance: Instance, tmp_path: Path) -> None:
    instance.environment["BACKUP_PASSPHRASE"] = PASSPHRASE
    instance.add_file(SIZE)
    folder = tmp_path / "kept"
    target = folder / "a.backup"
    process = instance.start("flask", "backup", "create", str(target))
    instance.wait(lambda: any(folder.glob(".unfinished-*/archive")))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert [path.name[:12] for path in folder.iterdir()] == [".unfinished-"]

    instance.flask("backup", "create", str(target))

    assert [path.name for path in folder.iterdir()] == ["a.backup"]
    assert "备份完整" in instance.flask("backup", "verify", str(target))


def test_a_restore_that_was_killed_starts_again(instance: Instance, tmp_path: Path) -> None:
    instance.environment["BACKUP_PASSPHRASE"] = PASSPHRASE
    instance.add_file(SIZE)
    target = tmp_path / "a.backup"
    instance.flask("backup", "create", str(target))
    (tmp_path / "new").mkdir()
    elsewhere = Instance(tmp_path / "new")
    elsewhere.environment["BACKUP_PASSPHRASE"] = PASSPHRASE
    process = elsewhere.start("flask", "backup", "restore", str(target))
    elsewhere.wait(lambda: any(elsewhere.folder.glob(".unfinished-*/files/aa/large")))
    time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (elsewhere.folder / "files").exists()

    assert "已恢复" in elsewhere.flask("backup", "restore", str(target))

    assert (elsewhere.folder / "files" / "aa" / "large").stat().st_size == SIZE
    assert not any(elsewhere.folder.glob(".unfinished-*"))
    assert elsewhere.rows("SELECT count(*) FROM meeting") == instance.rows(
        "SELECT count(*) FROM meeting"
    )
