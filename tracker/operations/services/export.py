"""Everything in one folder that another system can read: tables as JSON, files, checksums."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Column, Connection, Table, select

from tracker.audit.services import SYSTEM, record_export
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.models import Base
from tracker.directory import queries as directory
from tracker.files.models import StoredFile
from tracker.files.services import path_of
from tracker.operations.services.archive import Report
from tracker.operations.services.places import FILES, disk_may_be_full, require_room, workshop
from tracker.operations.services.streams import Hashed, copy_to

TABLES = "tables"
SCHEMA = "schema.json"
CHECKSUMS = "SHA256SUMS"
ABOUT = "说明.txt"
# What opens a door or is the machine's own: it means nothing elsewhere.
LEFT_OUT = frozenset(
    {
        "draft", "job", "kept_sign_in", "search_entry", "search_progress", "sign_in", "slip",
        "submission",
    }
)  # fmt: skip
SECRETS = frozenset({"user.password", "user.fs_uniquifier"})
LONGEST_PURPOSE = 60


@dataclass(frozen=True)
class Exported:
    """What was written: rows by table, how many files, and those whose bytes were not there."""

    rows: Mapping[str, int]
    files: int
    missing: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return how much it is."""
        rows = sum(self.rows.values())
        return f"共 {len(self.rows)} 张表 {rows} 行，文件 {self.files} 个。"


def export_everything(target: Path, *, purpose: str, report: Report) -> Exported:
    """Write what the college has entered, and every file, into one new folder, while in use.

    All tables are read as of one instant. Passwords, codes, sessions, drafts and jobs stay
    here. The event is on the trail before the folder bears its name; nothing half done is left.

    Raises:
        RuleBroken: no purpose, the folder exists, or the disk is full.
    """
    if not purpose.strip() or len(purpose) > LONGEST_PURPOSE:
        raise RuleBroken(f"请用 --purpose 写明导出用途，{LONGEST_PURPOSE} 字以内。")
    if target.exists():
        raise RuleBroken(f"{target} 已经存在。导出从不覆盖，请换一个文件夹名。")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with disk_may_be_full(target.parent, "导出"), workshop(target.parent) as folder:
        draft = folder / "export"
        (draft / TABLES).mkdir(parents=True, mode=0o700)
        done = _write_tables(draft)
        missing, written = _copy_files(draft, report)
        exported = Exported(done, written, missing)
        _write(draft / ABOUT, _about(exported, purpose))
        _write(draft / CHECKSUMS, "".join(_checksums(draft)))
        with writing():
            record_export("全部数据", actor=SYSTEM, purpose=purpose, rows=sum(done.values()))
        draft.rename(target)
    return exported


def _write_tables(draft: Path) -> dict[str, int]:
    tables = [table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]
    _write(draft / SCHEMA, _json({table.name: _described(table) for table in tables}, indent=1))
    with db.engine.connect().execution_options(isolation_level="SERIALIZABLE") as connection:
        return {
            table.name: _write_table(draft / TABLES / f"{table.name}.json", table, connection)
            for table in tables
        }


def _columns(table: Table) -> list[Column[Any]]:
    return [one for one in table.columns if f"{table.name}.{one.name}" not in SECRETS]


def _described(table: Table) -> dict[str, Any]:
    """Return what a table means, and of each column its type and what it points to."""
    meanings = {one.local_table: one.class_.__doc__ or "" for one in Base.registry.mappers}
    columns = {
        column.name: {
            "type": column.type.python_type.__name__,
            "is_key": column.primary_key,
            "may_be_null": bool(column.nullable),
            "points_to": next((str(key.target_fullname) for key in column.foreign_keys), None),
        }
        for column in _columns(table)
    }
    return {"meaning": " ".join(meanings.get(table, "").split()), "columns": columns}


def _write_table(path: Path, table: Table, connection: Connection) -> int:
    query = select(*_columns(table)).order_by(*table.primary_key.columns)
    number = 0
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8") as target:
        target.write("[")
        for row in connection.execution_options(yield_per=1000).execute(query).mappings():
            target.write(",\n" if number else "\n")
            _write_row(target, table, dict(row))
            number += 1
        target.write("\n]\n")
    return number


def _write_row(target: TextIO, table: Table, row: dict[str, Any]) -> None:
    if table.name == StoredFile.__tablename__:
        row["path"] = _place(row["id"], row["name"])
    target.write(_json(row))


def _copy_files(draft: Path, report: Report) -> tuple[tuple[str, ...], int]:
    """Copy what the exported rows name; return the files whose bytes are not there."""
    rows = json.loads((draft / TABLES / f"{StoredFile.__tablename__}.json").read_text("utf-8"))
    total, done = sum(row["size"] for row in rows), 0
    require_room(draft, total)
    missing = []
    for row in rows:
        source = path_of(row["location"])
        if source.exists():
            with source.open("rb") as stream:
                copy_to(draft / row["path"], stream)
        else:
            missing.append(row["path"])
        done += row["size"]
        report(done, total)
    return tuple(missing), len(rows) - len(missing)


def _place(file_id: int, name: str) -> str:
    return f"{FILES}/{file_id}/{name}"


def _about(exported: Exported, purpose: str) -> str:
    """Return who reads this what it is, how it is checked, and what it lacks."""
    lines = [
        f"{directory.setting('college_name', on=now().date())}研判会议与督办系统：全部数据",
        f"导出时间：{now():%Y-%m-%d %H:%M}　用途：{purpose}",
        exported.words,
        "表在 tables/，每张一个 JSON；各列的含义见 schema.json；文件在 files/<编号>/。",
        "不含口令、登录条、登录状态、草稿和后台任务。没有加密，请按内部资料保管。",
        "核对是否完整：在本文件夹执行 sha256sum -c SHA256SUMS",
        *(f"缺失：{path}" for path in exported.missing),
    ]
    return "\n".join(lines) + "\n"


def _checksums(draft: Path) -> Iterator[str]:
    """Yield the lines that `sha256sum -c` reads."""
    for path in sorted(path for path in draft.rglob("*") if path.is_file()):
        with path.open("rb") as stream:
            hashed = Hashed(stream)
            while hashed.read(1024 * 1024):
                pass
        yield f"{hashed.digest.hexdigest()}  {path.relative_to(draft).as_posix()}\n"


def _write(path: Path, content: str) -> None:
    path.touch(mode=0o600)
    path.write_text(content, encoding="utf-8")


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain, indent=indent)


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise TypeError(type(value).__name__)
