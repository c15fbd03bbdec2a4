"""`flask backup`: whole, encrypted, checked, and back again to the last row and byte."""

import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from errno import ENOSPC
from pathlib import Path

import pyrage
import pytest
from flask import Flask
from sqlalchemy import text

from tests.databases import POSTGRESQL_URL, all_bytes, all_rows, new_postgresql
from tests.factories import Cast
from tests.live.instance import ROOT
from tracker import create_app
from tracker.audit.jobs import seal_events
from tracker.audit.services import SYSTEM
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.running import hold_running
from tracker.files.services import keep, receive_bytes
from tracker.operations.services.database import is_empty
from tracker.operations.services.places import disk_may_be_full, places, require_room
from tracker.operations.services.restore import aside

PASSPHRASE = "山高水长-不舍昼夜-2026"

HEAD = sorted(path.stem[:4] for path in (ROOT / "migrations" / "versions").glob("0*.py"))[-1]

Place = Callable[..., Flask]


def flask(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["backup", *arguments])
    return result.exit_code, result.output


@pytest.fixture
def filled(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An installation with rows, files, a sealed trail, and a passphrase."""
    monkeypatch.setitem(app.config, "BACKUP_PASSPHRASE", PASSPHRASE)
    shutil.rmtree(app.config["FILES_PATH"], ignore_errors=True)
    with app.app_context():
        for number in range(3):
            content = bytes([number]) * 1_200_000
            received = receive_bytes(
                content, name=f"照片{number}.pdf", content_type="application/pdf"
            )
            with writing():
                keep(received, actor=SYSTEM)
        seal_events()
    return app


@pytest.fixture
def place(filled: Flask, tmp_path: Path, worker_id: str) -> Iterator[Place]:
    """Makes applications in empty places, on the same kind of database."""
    made: list[Flask] = []

    def make(name: str, *, is_sqlite: bool | None = None) -> Flask:
        folder = tmp_path / name
        folder.mkdir()
        if is_sqlite is None:
            is_sqlite = filled.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
        url = f"sqlite:///{folder / 'tracker.sqlite'}"
        if not is_sqlite:
            url = new_postgresql(f"restore_{worker_id}_{len(made)}")
        settings = {
            "SQLALCHEMY_DATABASE_URI": url,
            "INSTANCE_PATH": folder,
            "FILES_PATH": folder / "files",
            "KEYS_PATH": folder / "keys",
            "HEADS_PATH": folder / "day-heads",
            "BACKUPS_PATH": folder / "backups",
            "BACKUP_PASSPHRASE": PASSPHRASE,
        }
        made.append(create_app(settings))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def archive(filled: Flask, tmp_path: Path) -> Path:
    """A backup of the filled installation."""
    path = tmp_path / "kept" / "a.backup"
    status, output = flask(filled, "create", str(path))
    assert status == 0, output
    return path


def everything(app: Flask) -> tuple[object, object]:
    with app.app_context():
        kept = {
            name: path.read_bytes() if path.is_file() else all_bytes(path)
            for name, path in places().items()
        }
        return all_rows(), kept


def test_it_brings_back_every_row_and_byte(filled: Flask, archive: Path, place: Place) -> None:
    elsewhere = place("elsewhere")

    status, output = flask(elsewhere, "restore", str(archive))

    assert status == 0, output
    assert "3 个文件" in output
    assert everything(elsewhere) == everything(filled)
    result = elsewhere.test_cli_runner().invoke(args=["audit", "verify"])
    assert result.exit_code == 0, result.output


def test_only_its_owner_may_read_it(archive: Path, place: Place) -> None:
    elsewhere = place("elsewhere")
    flask(elsewhere, "restore", str(archive))

    written = [archive.parent, archive, *elsewhere.config["INSTANCE_PATH"].rglob("*")]
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in written}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_nothing_in_it_can_be_read_without_the_passphrase(archive: Path) -> None:
    content = archive.read_bytes()

    assert b"%PDF" not in content
    assert "学院".encode() not in content
    assert content.count(b"age-encryption.org/v1") == 1


def test_common_tools_open_it(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path / "open")
    openssl = ["openssl", "enc", "-d", "-aes-256-cbc", "-pbkdf2", "-iter", "600000"]
    key = subprocess.run(
        [*openssl, "-in", tmp_path / "open" / "key.enc", "-pass", f"pass:{PASSPHRASE}"],
        capture_output=True,
        check=True,
    ).stdout
    identity = pyrage.x25519.Identity.from_str(key.decode())
    tar = pyrage.decrypt((tmp_path / "open" / "data.tar.age").read_bytes(), [identity])
    names = subprocess.run(["tar", "-t"], input=tar, capture_output=True, check=True).stdout
    assert names.startswith(b"about.json\n")
    assert names.endswith(b"manifest.json\n")


def test_it_is_found_whole(filled: Flask, archive: Path) -> None:
    status, output = flask(filled, "verify", str(archive))

    assert status == 0, output
    assert "备份完整" in output
    assert "3 个文件" in output


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_a_damaged_one_is_refused_with_the_place(
    filled: Flask, archive: Path, place: Place, part: float
) -> None:
    content = bytearray(archive.read_bytes())
    at = int(len(content) * part)
    content[at : at + 8] = bytes(byte ^ 0xFF for byte in content[at : at + 8])
    archive.write_bytes(content)
    elsewhere = place("elsewhere")

    status, output = flask(filled, "verify", str(archive))
    restored, _ = flask(elsewhere, "restore", str(archive))

    assert (status, restored) == (1, 1)
    assert "已损坏" in output
    assert "请改用另一份备份" in output
    assert {path.name for path in elsewhere.config["INSTANCE_PATH"].iterdir()} <= {
        "logs", "running.lock", "tracker.sqlite", "tracker.sqlite-wal", "tracker.sqlite-shm",
    }  # fmt: skip


@pytest.mark.parametrize("part", [0.0, 0.001, 0.5, 0.9999])
def test_one_that_was_cut_off_is_refused(filled: Flask, archive: Path, part: float) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * part)])

    status, output = flask(filled, "verify", str(archive))

    assert status == 1
    assert "已损坏" in output


def test_the_place_of_damage_is_close_to_it(filled: Flask, archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    # The files come last; how large the database before them is, the tests before decide.
    at = len(content) - 2_000_000
    content[at] ^= 0xFF
    archive.write_bytes(content)

    _, output = flask(filled, "verify", str(archive))

    told = int(output.partition("约在第 ")[2].partition(" ")[0])
    assert abs(told - at) <= 2 * 1024 * 1024
    assert "files/" in output


def test_another_passphrase_says_so(
    filled: Flask, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for passphrase, words in (
        ("quite another one", "口令不对"),
        ("", "请先设置环境变量 BACKUP_PASSPHRASE"),
    ):
        monkeypatch.setitem(filled.config, "BACKUP_PASSPHRASE", passphrase)

        status, output = flask(filled, "verify", str(archive))

        assert status == 1
        assert words in output


def test_without_a_passphrase_none_is_made(
    filled: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for passphrase in ("", "short"):
        monkeypatch.setitem(filled.config, "BACKUP_PASSPHRASE", passphrase)

        status, output = flask(filled, "create", str(tmp_path / "a.backup"))

        assert status == 1
        assert "没有设置环境变量 BACKUP_PASSPHRASE，或不足 12 个字符" in output
        assert not (tmp_path / "a.backup").exists()


def test_a_plain_one_needs_none(
    filled: Flask, tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(filled.config, "BACKUP_PASSPHRASE", "")
    path = tmp_path / "plain.backup"
    assert flask(filled, "create", "--plain", str(path))[0] == 0
    elsewhere = place("elsewhere")
    elsewhere.config["BACKUP_PASSPHRASE"] = ""

    status, output = flask(elsewhere, "restore", str(path))

    assert status == 0, output
    assert everything(elsewhere) == everything(filled)


def test_a_damaged_plain_one_names_the_file(filled: Flask, tmp_path: Path) -> None:
    path = tmp_path / "plain.backup"
    flask(filled, "create", "--plain", str(path))
    content = bytearray(path.read_bytes())
    at = content.rindex(b"\x02" * 1000)
    content[at] ^= 0xFF
    path.write_bytes(content)

    status, output = flask(filled, "verify", str(path))

    assert status == 1
    assert "已损坏：其中的 files/" in output


def test_it_never_overwrites(filled: Flask, archive: Path) -> None:
    before = archive.read_bytes()

    status, output = flask(filled, "create", str(archive))

    assert status == 1
    assert "已经存在" in output
    assert archive.read_bytes() == before
    assert list(archive.parent.iterdir()) == [archive]


def test_a_place_that_is_used_is_not_overwritten(
    filled: Flask, archive: Path, place: Place
) -> None:
    elsewhere = place("elsewhere")
    flask(elsewhere, "restore", str(archive))

    status, output = flask(elsewhere, "restore", str(archive))

    assert status == 1
    assert "请加 --replace" in output


def test_what_is_replaced_is_kept_aside(filled: Flask, archive: Path, place: Place) -> None:
    elsewhere = place("elsewhere")
    flask(elsewhere, "restore", str(archive))

    status, output = flask(elsewhere, "restore", "--replace", str(archive))

    assert status == 0, output
    assert everything(elsewhere) == everything(filled)
    aside = next(elsewhere.config["INSTANCE_PATH"].glob("replaced-*"))
    with elsewhere.app_context():
        assert all_bytes(aside / "files") == all_bytes(places()["files"])


def test_files_stay_where_they_are_for_one_without_them(
    filled: Flask, archive: Path, place: Place, tmp_path: Path
) -> None:
    elsewhere = place("elsewhere")
    flask(elsewhere, "restore", str(archive))
    small = tmp_path / "small.backup"
    flask(elsewhere, "create", "--without-files", str(small))

    status, output = flask(elsewhere, "restore", "--replace", str(small))

    assert status == 0, output
    assert "不含文件" in output
    assert everything(elsewhere) == everything(filled)


def test_a_running_product_is_not_exchanged(archive: Path, place: Place) -> None:
    elsewhere = place("elsewhere")
    hold_running(elsewhere.config["INSTANCE_PATH"])

    status, output = flask(elsewhere, "restore", str(archive))

    assert status == 1
    assert "系统正在运行" in output


@pytest.mark.skipif(not POSTGRESQL_URL, reason="the other kind of database is not here")
def test_another_kind_of_database_is_refused(filled: Flask, archive: Path, place: Place) -> None:
    is_sqlite = filled.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    elsewhere = place("elsewhere", is_sqlite=not is_sqlite)

    status, output = flask(elsewhere, "restore", str(archive))

    assert status == 1
    assert f"这份备份来自 {'SQLite' if is_sqlite else 'PostgreSQL'}" in output


def test_a_newer_release_s_backup_is_refused(filled: Flask, place: Place, tmp_path: Path) -> None:
    with filled.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        flask(filled, "create", str(tmp_path / "newer.backup"))
        with db.engine.begin() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{HEAD}'"))

    status, output = flask(place("elsewhere"), "restore", str(tmp_path / "newer.backup"))

    assert status == 1
    assert "由更高的版本（数据库结构 9999）生成" in output


def test_an_exchange_that_fails_brings_back_what_was_there(
    filled: Flask, archive: Path, place: Place
) -> None:
    elsewhere = place("elsewhere")
    flask(elsewhere, "restore", str(archive))
    before = everything(elsewhere)

    with elsewhere.app_context(), suppress(InterruptedError), aside(with_files=True):
        assert is_empty()
        (places()["files"] / "aa").mkdir(parents=True)
        raise InterruptedError

    assert everything(elsewhere) == before
    assert not any(elsewhere.config["INSTANCE_PATH"].glob("replaced-*"))


def test_a_database_that_cannot_be_put_back_moves_nothing_in(
    filled: Flask, archive: Path, place: Place
) -> None:
    elsewhere = place("elsewhere")
    if elsewhere.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        (elsewhere.config["INSTANCE_PATH"] / "tracker.sqlite").mkdir()
    else:
        with elsewhere.app_context(), db.engine.begin() as connection:
            connection.execute(text("CREATE VIEW person AS SELECT 1 AS id"))

    status, _output = flask(elsewhere, "restore", str(archive))

    assert status == 1
    assert not any(elsewhere.config["INSTANCE_PATH"].glob("files/**/*"))


def test_what_a_killed_process_left_is_cleared_away(filled: Flask, archive: Path) -> None:
    left = archive.parent / ".unfinished-4999999-abc"
    left.mkdir()
    (left / "archive").write_bytes(b"half")

    flask(filled, "create", str(archive.with_name("b.backup")))

    assert not left.exists()


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(RuleBroken, match="磁盘空间不足，备份没有完成"),
        disk_may_be_full(tmp_path, "备份"),
    ):
        require_room(tmp_path, 1 << 60)
    with pytest.raises(RuleBroken), disk_may_be_full(tmp_path, "备份"):
        raise OSError(ENOSPC, "No space left on device")
    with pytest.raises(PermissionError), disk_may_be_full(tmp_path, "备份"):
        raise PermissionError
