"""A backup: database, files, keys and day heads in one encrypted archive."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.operations.queries import nightly_backups, revision
from tracker.operations.services.archive import (
    Contents,
    Damaged,
    Member,
    Report,
    read_archive,
    total_size,
    write_archive,
)
from tracker.operations.services.database import KINDS, dump_database, fault_in, file_name
from tracker.operations.services.places import (
    FILES,
    HEADS,
    KEYS,
    RELEASE,
    SECRET,
    disk_may_be_full,
    files_in,
    instance,
    places,
    require_room,
    workshop,
)
from tracker.operations.services.streams import Readable, copy_to

FORMAT = 1
SHORTEST_PASSPHRASE = 12
NIGHTS_KEPT = 14
UNLOCKED = (
    "没有设置环境变量 BACKUP_PASSPHRASE，或不足 12 个字符。备份用这句口令加密，没有它任何人都打不开"
    "备份：请选一句 12 个字符以上的口令，保管在本机以外的地方，设置后再执行。"
)


def no_report(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class Verified:
    """What a backup holds that was read to its end; `size` is its own, in bytes."""

    made_at: datetime
    database: str
    revision: str
    release: str
    has_files: bool
    file_count: int
    size: int


def create_backup(
    target: Path,
    *,
    passphrase: str,
    is_plain: bool = False,
    with_files: bool = True,
    report: Report = no_report,
) -> Path:
    """Write everything that an installation is into one new file, while it is in use.

    The day heads are read before the database and the files after it, so that neither a head
    nor a file is missing that the database tells of. Nothing half done is left.

    Raises:
        RuleBroken: no passphrase or too short a one, the target exists, the disk is full, or
            pg_dump failed.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE and not is_plain:
        raise RuleBroken(UNLOCKED)
    if target.exists():
        raise RuleBroken(f"{target} 已经存在。备份从不覆盖，请换一个文件名。")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with disk_may_be_full(target.parent, "备份"), workshop(target.parent) as folder:
        members = _collected(folder, with_files=with_files)
        require_room(target.parent, total_size(members))
        draft = folder / "archive"
        write_archive(
            draft,
            about=_about(with_files=with_files),
            members=members,
            passphrase="" if is_plain else passphrase,
            report=report,
        )
        draft.rename(target)
    return target


def verify_backup(source: Path, *, passphrase: str, report: Report = no_report) -> Verified:
    """Read a backup to its end, and check every file of it and the database.

    Raises:
        Damaged: the backup is cut off or changed; the sentence names the place.
        RuleBroken: the passphrase is missing or wrong, or there is no room for the database.
    """
    with disk_may_be_full(instance(), "核对"), workshop(instance()) as folder:

        def take(name: str, stream: Readable) -> None:
            if name in KINDS:
                copy_to(folder / name, stream)

        contents = read_archive(source, passphrase=passphrase, take=take, report=report)
        require_sound(source, folder)
    return verified(source, contents)


def require_sound(source: Path, folder: Path) -> None:
    """Refuse a database, unpacked into a folder, that is damaged in itself.

    Raises:
        Damaged: it is, or it is not there.
    """
    found = next((folder / name for name in KINDS if (folder / name).exists()), None)
    fault = fault_in(found) if found else "其中没有数据库"
    if fault:
        raise Damaged(f"备份 {source} 中的数据库已损坏：{fault}。请改用另一份备份。")


def verified(source: Path, contents: Contents) -> Verified:
    """Return what an archive holds that was read to its end."""
    about = contents.about
    return Verified(
        made_at=datetime.fromisoformat(about["made_at"]),
        database=about["database"],
        revision=about["revision"],
        release=about["release"],
        has_files=about["has_files"],
        file_count=sum(name.startswith(f"{FILES}/") for name in contents.files),
        size=source.stat().st_size,
    )


def drop_old_nights() -> None:
    """Keep the newest fourteen."""
    for path in nightly_backups()[NIGHTS_KEPT:]:
        path.unlink()


def _collected(folder: Path, *, with_files: bool) -> list[Member]:
    """Copy into the folder what is small or changes; stored files stay where they are."""
    found = places()
    members = []
    for kind in (KEYS, HEADS, SECRET):
        for name, path in files_in(found[kind]):
            copy = folder / kind / name
            copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(path, copy)
            members.append(Member(copy.relative_to(folder).as_posix(), copy))
    database = folder / file_name()
    dump_database(database)
    members.append(Member(database.name, database))
    if with_files:
        members += [Member(f"{FILES}/{name}", path) for name, path in files_in(found[FILES])]
    return members


def _about(*, with_files: bool) -> dict[str, Any]:
    schema = revision()
    db.session.rollback()
    release = instance() / RELEASE
    return {
        "format": FORMAT,
        "made_at": now().isoformat(),
        "database": file_name(),
        "revision": schema,
        "release": release.read_text(encoding="ascii").strip() if release.exists() else "",
        "has_files": with_files,
    }
