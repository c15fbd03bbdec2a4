"""`flask export`: everything in a folder that another system reads; nothing that opens a door."""

import hashlib
import json
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.databases import all_bytes, all_rows
from tracker.accounts.models import User
from tracker.audit.models import Event
from tracker.audit.services import SYSTEM
from tracker.core.db import db, writing
from tracker.files.models import StoredFile
from tracker.files.services import keep, path_of, receive_bytes
from tracker.operations.services.export import LEFT_OUT


def export(demo: Flask, folder: Path, *more: str) -> Any:
    """Run the command."""
    return demo.test_cli_runner().invoke(args=["export", str(folder), "--purpose", "换系统", *more])


def with_a_file(demo: Flask) -> tuple[str, Path]:
    """Store a file; returns where it stands in an export, and where its bytes lie."""
    with demo.app_context():
        received = receive_bytes("台账".encode(), name="台账 一.txt", content_type="text/plain")
        with writing():
            file = keep(received, actor=SYSTEM)
            db.session.flush()
            found = f"files/{file.id}/台账 一.txt"
        return found, path_of(received.location)


def test_every_row_and_byte_leaves_and_no_secret(demo: Flask, tmp_path: Path) -> None:
    name, _ = with_a_file(demo)
    folder = tmp_path / "out"

    result = export(demo, folder)

    assert result.exit_code == 0, result.output
    content = all_bytes(folder)
    assert content[name] == "台账".encode()
    with demo.app_context():
        rows = all_rows()
        passwords = list(db.session.scalars(select(User.password)))
        last = db.session.query(Event).order_by(Event.id.desc()).first()
        assert last is not None
        assert (last.action, last.changes["purpose"]) == ("data.export", [None, "换系统"])
    tables = {Path(one).stem: json.loads(content[one]) for one in content if one[:6] == "tables"}
    # The event of the export itself comes after what it holds; its seal as well.
    own = {"event": 1, "seal": len(rows["seal"]) - len(tables["seal"])}
    assert {name: len(table) + own.get(name, 0) for name, table in tables.items()} == {
        name: len(table) for name, table in rows.items() if name not in LEFT_OUT
    }
    whole = b"".join(content.values())
    assert passwords
    assert not any(password.encode() in whole for password in passwords)
    schema = json.loads(content["schema.json"])
    assert all({*table[0]} - {"path"} == {*schema[name]["columns"]}
               for name, table in tables.items() if table)  # fmt: skip


def test_the_checksums_are_those_of_every_other_file(demo: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(demo, folder)

    content = all_bytes(folder)
    lines = content.pop("SHA256SUMS").decode().splitlines()

    assert dict(line.split("  ", 1)[::-1] for line in lines) == {
        name: hashlib.sha256(page).hexdigest() for name, page in content.items()
    }
    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")]} == {0}


def test_what_is_there_is_never_overwritten(demo: Flask, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    result = export(demo, tmp_path / "out")

    assert result.exit_code == 1
    assert "已经存在" in result.output
    assert list(tmp_path.rglob("*")) == [tmp_path / "out"]


def test_a_file_without_bytes_is_named(demo: Flask, tmp_path: Path) -> None:
    name, path = with_a_file(demo)
    path.rename(tmp_path / "aside")

    result = export(demo, tmp_path / "out")

    (tmp_path / "aside").rename(path)
    assert result.exit_code == 1
    assert f"缺失 1 个文件：{name}" in result.output
    assert f"缺失：{name}" in (tmp_path / "out" / "说明.txt").read_text("utf-8")
    with demo.app_context():
        assert db.session.query(StoredFile).count()
